//! An application that chooses its database when it runs, by Diesel's `MultiConnection`: what the guide shows
//! (`docs/guide/several-backends.md`).
#![forbid(unsafe_code)]

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{article, me};
use model_tests::models::{Article, ArticleId};
use model_tests::on_every_backend;

/// What Diesel derives beside an enum has no documentation, so it is in a module of its own.
mod connection {
    use diesel::prelude::*;

    #[derive(diesel::MultiConnection)]
    pub(crate) enum AnyConnection {
        #[cfg(feature = "postgres")]
        Postgres(PgConnection),
        #[cfg(feature = "mysql")]
        Mysql(MysqlConnection),
        #[cfg(feature = "sqlite")]
        Sqlite(SqliteConnection),
    }
}
use connection::AnyConnection;

macro_rules! within {
    ($any:expr, $conn:ident => $act:expr) => {
        match $any {
            #[cfg(feature = "postgres")]
            AnyConnection::Postgres($conn) => $act,
            #[cfg(feature = "mysql")]
            AnyConnection::Mysql($conn) => $act,
            #[cfg(feature = "sqlite")]
            AnyConnection::Sqlite($conn) => $act,
        }
    };
}

macro_rules! known {
    ($($feature:literal $kind:ident($conn:ident);)+) => {$(
        #[cfg(feature = $feature)]
        impl From<$conn> for AnyConnection {
            fn from(conn: $conn) -> Self {
                Self::$kind(conn)
            }
        }
    )+};
}

known! {
    "postgres" Postgres(PgConnection);
    "mysql" Mysql(MysqlConnection);
    "sqlite" Sqlite(SqliteConnection);
}

fn rename(id: ArticleId, title: &str, conn: &mut AnyConnection) -> Result<Article, Error> {
    conn.transaction(|conn| {
        let row: Article = within!(conn, conn => Article::objects().find(id).first(conn))?;
        let row = within!(conn, conn => row.patch().title(title).by(me()).run(conn))?;
        match row.title.is_empty() {
            true => Err(Error::invalid("title", "is empty")),
            false => Ok(row),
        }
    })
}

on_every_backend! {
    fn writes_run_over_the_connection_within(db) {
        let row = article(db.conn(), "a");
        let any = &mut AnyConnection::from(db.another());
        assert_eq!(rename(row.id, "b", any).unwrap().title, "b");
        let refused = rename(row.id, "", any);
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
        let entries = within!(any, conn => Article::history(row.id).run(conn)).unwrap();
        assert_eq!(entries.len(), 2, "what was rolled back is not in the trail of {}", Conn::NAME);
        let seen = within!(any, conn => model_core::transaction(conn, |conn, unit| {
            let gone = row.delete().by(me()).within(unit).run(conn)?;
            unit.on_commit(|| ())?;
            Ok::<_, Error>(gone.row().title.clone())
        }));
        assert_eq!(seen.unwrap(), "b");
    }
}
