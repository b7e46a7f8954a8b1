//! `.statement()`: a write that is one statement on PostgreSQL, for code that runs it itself.
#![cfg(feature = "postgres")]
#![allow(missing_docs)]

#[path = "story/support.rs"]
#[allow(dead_code, unused_macros)]
mod support;

use crate::support::{Database, Done, me};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use model_async::prelude::*;
use model_core::verbs::{Written, WrittenCount};

mod models {
    use model_core::prelude::*;

    diesel::table! {
        packages (id) {
            id -> BigInt,
            name -> Text,
        }
    }

    diesel::table! {
        versions (id) {
            id -> BigInt,
            package_id -> BigInt,
            num -> Text,
            yanked -> Bool,
        }
    }

    /// Rows that are removed, and leave their versions to the database.
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = packages, audit, has_many(versions = Version, on_delete = keep))]
    pub struct Package {
        pub id: i64,
        pub name: String,
    }

    /// Rows whose parent is never marked as deleted.
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = versions, audit)]
    pub struct Version {
        pub id: i64,
        #[model(belongs_to = Package)]
        pub package_id: i64,
        pub num: String,
        #[model(default = false)]
        pub yanked: bool,
    }

    pub(crate) fn tables([key, _, _, text]: [&str; 4]) -> String {
        format!(
            "CREATE TABLE packages (id {key}, name {text} NOT NULL);
             CREATE TABLE versions (id {key}, package_id BIGINT NOT NULL REFERENCES packages (id), num {text} NOT NULL,
                yanked BOOLEAN NOT NULL);"
        )
    }
}

use models::*;

async fn versions_are_yanked(conn: &mut AsyncPgConnection) -> Done {
    let new = NewPackage::builder().name("serde").build();
    let written: Written<Package> = Package::create(new).by(me()).statement()?.get_result(conn).await?;
    let serde = written.of_live().into_result()?;
    for num in ["1.0.0", "1.0.1", "1.0.2"] {
        let new = NewVersion::builder().package_id(serde.id).num(num).build();
        let _: Written<Version> = Version::create(new).by(me()).statement()?.get_result(conn).await?;
    }
    let yank = Version::objects().filter(versions::num.ne("1.0.0")).patch().yanked(true).by(me()).statement()?;
    let yanked: WrittenCount = yank.get_result(conn).await?;
    assert_eq!(yanked.count(), 2);
    let renamed: Written<Package> = serde.patch().name("serde2").by(me()).statement()?.get_result(conn).await?;
    assert_eq!(renamed.of_live().into_result()?.name, "serde2");
    assert_eq!(Version::verify_history(conn).await?, []);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_whose_relations_are_left_alone_is_written_by_one_statement() {
    let database = Database::fresh::<AsyncPgConnection>().await;
    let mut conn = database.connection::<AsyncPgConnection>().await;
    database.after::<AsyncPgConnection>(async move { versions_are_yanked(&mut conn).await }).await;
}
