//! MySQL and MariaDB.

pub(crate) mod schema;

#[path = "../hand/mod.rs"]
pub(crate) mod hand;
#[path = "../library.rs"]
pub(crate) mod library;
#[path = "../look.rs"]
mod look;
#[path = "../hand/many.rs"]
mod many;
#[path = "../hand/reading_back.rs"]
mod written;

use self::hand::{Article, Hand};
use self::library::Library;
use self::schema::articles;
use crate::peer::Peer;
use crate::world::{Who, World};
use anyhow::Result;
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::mysql::Mysql;
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Binary;
use uuid::Uuid;

pub(crate) type Conn = MysqlConnection;
pub(crate) type At = NaiveDateTime;
pub(crate) type Doc = String;
pub(crate) const BINDS: usize = 65_535;
pub(crate) const AUDITS: &str = "SELECT action, changes FROM audit_logs";

pub(crate) mod words {
    use crate::world::Words;
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    fn uuid(uuid: Uuid) -> String {
        format!("x'{}'", uuid.simple())
    }

    fn instant(instant: DateTime<Utc>) -> String {
        instant.format("'%F %T%.6f'").to_string()
    }

    pub(crate) const LIBRARY: Words = Words { uuid, instant, after_reset: &["ANALYZE TABLE articles"] };
    pub(crate) const HAND: Words = LIBRARY;
}

/// A side with an empty database of its own on this server.
pub(crate) fn world(who: Who, url: &str) -> Result<Box<dyn World>> {
    let name = format!("bench_{who:?}").to_lowercase();
    let mut server = MysqlConnection::establish(url)?;
    server.batch_execute(&format!("DROP DATABASE IF EXISTS {name}"))?;
    server.batch_execute(&format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"))?;
    let url = crate::stage::with_database(url, &name);
    let statements = [
        include_str!("../../../model-core/migrations/mysql/20000101000000_audit_logs/up.sql"),
        include_str!("../ddl/mysql.sql"),
    ];
    if who == Who::SeaOrm {
        return Ok(Box::new(Peer::open(&url, words::HAND, false, &statements)?));
    }
    let mut conn = MysqlConnection::establish(&url)?;
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

impl FromSql<Binary, Mysql> for Id {
    fn from_sql(value: <Mysql as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<Binary, Mysql>>::from_sql(value)?;
        Ok(Self(Uuid::from_slice(&bytes)?))
    }
}

impl ToSql<Binary, Mysql> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
        <[u8] as ToSql<Binary, Mysql>>::to_sql(self.0.as_bytes(), out)
    }
}

pub(crate) fn id(uuid: Uuid) -> Id {
    Id(uuid)
}

pub(crate) fn uuid(id: &Id) -> Uuid {
    id.0
}

pub(crate) fn at(instant: DateTime<Utc>) -> At {
    instant.naive_utc()
}

pub(crate) fn utc(at: &At) -> DateTime<Utc> {
    at.and_utc()
}

pub(crate) fn doc(changes: serde_json::Value) -> Doc {
    changes.to_string()
}

/// The drafts that a bulk write is about, locked where the database locks rows.
macro_rules! locked_drafts {
    ($conn:expr, $delete:expr, $select:expr) => {{
        let drafts = articles::table.filter(articles::status.eq("draft")).select($select);
        if $delete {
            drafts.filter(articles::deleted_at.is_null()).for_update().load($conn)
        } else {
            drafts.filter(articles::deleted_at.is_not_null()).for_update().load($conn)
        }
    }};
}
pub(crate) use locked_drafts;

/// The row that an audited write is about, locked where the database locks rows.
pub(crate) fn locked(conn: &mut Conn, key: &Id) -> QueryResult<Article> {
    let row = articles::table.find(key).filter(articles::deleted_at.is_null()).select(Article::as_select());
    row.for_update().get_result(conn)
}
