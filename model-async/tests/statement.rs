//! `.statement()`: a write that is one statement on PostgreSQL, for code that runs it itself.
#![cfg(feature = "postgres")]
#![allow(missing_docs)]

#[path = "story/support.rs"]
#[allow(dead_code, unused_macros)]
mod support;

use crate::support::{Database, Done, me};
use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use futures_util::future::try_join;
use model_async::prelude::*;
use model_core::verbs::{Written, WrittenCount};
use std::sync::{Arc, Mutex};

mod models {
    use chrono::{DateTime, Utc};
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

    diesel::table! {
        use diesel::sql_types::*;
        use model_core::sql_types::Instant;

        owners (id) {
            id -> BigInt,
            login -> Text,
            created_at -> Instant,
            updated_at -> Instant,
            deleted_at -> Nullable<Instant>,
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

    /// Rows that are marked when they are deleted.
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = owners, timestamps, soft_delete, audit)]
    pub struct Owner {
        pub id: i64,
        pub login: String,
        pub created_at: DateTime<Utc>,
        pub updated_at: DateTime<Utc>,
        pub deleted_at: Option<DateTime<Utc>>,
    }

    pub(crate) fn tables([key, instant, _, text]: [&str; 4]) -> String {
        format!(
            "CREATE TABLE packages (id {key}, name {text} NOT NULL);
             CREATE TABLE versions (id {key}, package_id BIGINT NOT NULL REFERENCES packages (id), num {text} NOT NULL,
                yanked BOOLEAN NOT NULL);
             CREATE TABLE owners (id {key}, login {text} NOT NULL, created_at {instant} NOT NULL,
                updated_at {instant} NOT NULL, deleted_at {instant});"
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

/// What a write by key found: without a row, there is none with this key.
fn found(written: Option<Written<Owner>>) -> Outcome<Owner> {
    written.map_or(Outcome::NotFound, Written::of_live)
}

async fn an_owner_leaves(conn: &mut AsyncPgConnection) -> Done {
    let create = Owner::create(NewOwner::builder().login("ferris").build()).by(me()).statement()?;
    let created: Written<Owner> = create.get_result(conn).await?;
    let ferris = created.of_live().into_result()?;
    let patch = Owner::patch_by_key(ferris.id).login("crab").by(me()).statement()?;
    let patched: Option<Written<Owner>> = patch.get_result(conn).await.optional()?;
    assert_eq!(found(patched).into_result()?.login, "crab");
    let delete = Owner::delete_by_key(ferris.id).by(me()).statement()?;
    let deleted: Option<Written<Owner>> = delete.get_result(conn).await.optional()?;
    assert!(found(deleted).into_result()?.deleted_at.is_some());
    let delete = Owner::delete_by_key(ferris.id).by(me()).statement()?;
    let deleted: Option<Written<Owner>> = delete.get_result(conn).await.optional()?;
    assert_eq!(found(deleted), Outcome::Deleted);
    let delete = Owner::delete_by_key(ferris.id + 1).by(me()).statement()?;
    let deleted: Option<Written<Owner>> = delete.get_result(conn).await.optional()?;
    assert_eq!(found(deleted), Outcome::NotFound);
    assert_eq!(Owner::verify_history(conn).await?, []);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_created_changed_and_marked_by_one_statement_each() {
    let database = Database::fresh::<AsyncPgConnection>().await;
    let mut conn = database.connection::<AsyncPgConnection>().await;
    database.after::<AsyncPgConnection>(async move { an_owner_leaves(&mut conn).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_whose_relations_are_left_alone_is_written_by_one_statement() {
    let database = Database::fresh::<AsyncPgConnection>().await;
    let mut conn = database.connection::<AsyncPgConnection>().await;
    database.after::<AsyncPgConnection>(async move { versions_are_yanked(&mut conn).await }).await;
}

/// The statements of a connection, as its instrumentation tells of them: `>` when one is sent, `<` when its answer has
/// come.
#[derive(Clone, Default)]
struct Sequence(Arc<Mutex<String>>);

impl Instrumentation for Sequence {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        let mark = match event {
            InstrumentationEvent::StartQuery { .. } => '>',
            InstrumentationEvent::FinishQuery { .. } => '<',
            _ => return,
        };
        self.0.lock().unwrap().push(mark);
    }
}

/// Two owners get another login, in one transaction; their statements are sent together.
async fn two_are_renamed(ids: [i64; 2], login: &str, conn: &mut AsyncPgConnection) -> Result<[Owner; 2], Error> {
    let statement = |id| Owner::patch_by_key(id).login(login.to_owned()).by(me()).statement();
    let [first, second] = [statement(ids[0])?, statement(ids[1])?];
    conn.transaction(async |conn| {
        let (mut one, mut other) = (&*conn, &*conn);
        let (first, second) = try_join(
            RunQueryDsl::get_result::<Written<Owner>>(first, &mut one),
            RunQueryDsl::get_result::<Written<Owner>>(second, &mut other),
        )
        .await?;
        Ok([first.of_live().into_result()?, second.of_live().into_result()?])
    })
    .await
}

async fn owners_are_renamed_together(conn: &mut AsyncPgConnection) -> Done {
    let mut ids = [0; 2];
    for id in &mut ids {
        let create = Owner::create(NewOwner::builder().login("ferris").build()).by(me()).statement()?;
        let created: Written<Owner> = create.get_result(conn).await?;
        *id = created.of_live().into_result()?.id;
    }
    // The statement is prepared by its first use.
    two_are_renamed(ids, "corro", conn).await?;

    let sequence = Sequence::default();
    conn.set_instrumentation(sequence.clone());
    let renamed = two_are_renamed(ids, "crab", conn).await?;
    assert_eq!(renamed.map(|owner| owner.login), ["crab", "crab"]);
    // BEGIN, both patches at once, COMMIT.
    assert_eq!(*sequence.0.lock().unwrap(), "><>><<><");

    // One of them is not there, so neither is renamed.
    let renamed = two_are_renamed([ids[0], ids[1] + 1], "x", conn).await;
    assert!(matches!(renamed, Err(Error::NotFound)), "{renamed:?}");
    assert_eq!(Owner::objects().filter(owners::login.eq("crab")).count().get_result::<i64>(conn).await?, 2);
    assert_eq!(Owner::verify_history(conn).await?, []);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_that_do_not_need_each_other_are_sent_together() {
    let database = Database::fresh::<AsyncPgConnection>().await;
    let mut conn = database.connection::<AsyncPgConnection>().await;
    database.after::<AsyncPgConnection>(async move { owners_are_renamed_together(&mut conn).await }).await;
}
