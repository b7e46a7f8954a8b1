//! SQLite, in memory and in a file.

pub(crate) mod schema;

#[path = "../hand/mod.rs"]
pub(crate) mod hand;
#[path = "../library.rs"]
pub(crate) mod library;
#[path = "../look.rs"]
mod look;
#[path = "../hand/many.rs"]
mod many;
#[path = "../hand/returning.rs"]
mod written;

use self::hand::{Article, Hand};
use self::library::Library;
use self::schema::articles;
use crate::peer::Peer;
use crate::world::{Who, World};
use anyhow::Result;
use chrono::{DateTime, Utc};
use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Binary;
use diesel::sqlite::Sqlite;
use uuid::Uuid;

pub(crate) type Conn = SqliteConnection;
pub(crate) type At = DateTime<Utc>;
pub(crate) type Doc = String;
pub(crate) const BINDS: usize = 32_766;
pub(crate) const AUDITS: &str = "SELECT action, changes FROM audit_logs";

pub(crate) mod words {
    use crate::world::Words;
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    fn uuid(uuid: Uuid) -> String {
        format!("x'{}'", uuid.simple())
    }

    fn library(instant: DateTime<Utc>) -> String {
        instant.format("'%F %T%.6f'").to_string()
    }

    fn hand(instant: DateTime<Utc>) -> String {
        instant.format("'%F %T%.6f+00:00'").to_string()
    }

    fn sea_orm(instant: DateTime<Utc>) -> String {
        instant.format("'%FT%T%.6f+00:00'").to_string()
    }

    pub(crate) const LIBRARY: Words = Words { uuid, instant: library, after_reset: &["ANALYZE"] };
    pub(crate) const HAND: Words = Words { uuid, instant: hand, after_reset: &["ANALYZE"] };
    pub(crate) const SEA_ORM: Words = Words { uuid, instant: sea_orm, after_reset: &["ANALYZE"] };
}

/// A side with an empty database at this path.
pub(crate) fn world(who: Who, path: &str) -> Result<Box<dyn World>> {
    let statements = [
        // As an application sets it: a write-ahead log, synchronized at checkpoints. The cache has room for everything:
        // all connections of a program share its limit, so one side would have its pages dropped for another's.
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144;",
        include_str!("../../../model-core/migrations/sqlite/20000101000000_audit_logs/up.sql"),
        include_str!("../ddl/sqlite.sql"),
    ];
    if who == Who::SeaOrm {
        let memory = path == ":memory:";
        let url = if memory { "sqlite::memory:".to_owned() } else { format!("sqlite://{path}?mode=rwc") };
        return Ok(Box::new(Peer::open(&url, words::SEA_ORM, true, &statements)?));
    }
    let mut conn = SqliteConnection::establish(path)?;
    for statement in statements {
        conn.batch_execute(statement)?;
    }
    Ok(match who {
        Who::Library => Box::new(Library::new(conn)),
        _ => Box::new(Hand::new(conn, who)),
    })
}

/// A UUID in sixteen bytes, as an application has to write it: Diesel has one for PostgreSQL only.
#[derive(AsExpression, FromSqlRow, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[diesel(sql_type = Binary)]
pub(crate) struct Id(Uuid);

impl FromSql<Binary, Sqlite> for Id {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<Binary, Sqlite>>::from_sql(value)?;
        Ok(Self(Uuid::from_slice(&bytes)?))
    }
}

impl ToSql<Binary, Sqlite> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        <[u8] as ToSql<Binary, Sqlite>>::to_sql(self.0.as_bytes(), out)
    }
}

pub(crate) fn id(uuid: Uuid) -> Id {
    Id(uuid)
}

pub(crate) fn uuid(id: &Id) -> Uuid {
    id.0
}

pub(crate) fn at(instant: DateTime<Utc>) -> At {
    instant
}

pub(crate) fn utc(at: &At) -> DateTime<Utc> {
    *at
}

pub(crate) fn doc(changes: serde_json::Value) -> Doc {
    changes.to_string()
}

/// The drafts that a bulk write is about, locked where the database locks rows.
macro_rules! locked_drafts {
    ($conn:expr, $delete:expr, $select:expr) => {{
        let drafts = articles::table.filter(articles::status.eq("draft")).select($select);
        if $delete {
            drafts.filter(articles::deleted_at.is_null()).load($conn)
        } else {
            drafts.filter(articles::deleted_at.is_not_null()).load($conn)
        }
    }};
}
pub(crate) use locked_drafts;

/// The row that an audited write is about, locked where the database locks rows.
pub(crate) fn locked(conn: &mut Conn, key: &Id) -> QueryResult<Article> {
    let row = articles::table.find(key).filter(articles::deleted_at.is_null()).select(Article::as_select());
    row.get_result(conn)
}
