//! PostgreSQL.

pub(crate) mod schema;

#[path = "../hand/mod.rs"]
pub(crate) mod hand;
#[path = "../library.rs"]
pub(crate) mod library;
#[path = "../look.rs"]
mod look;
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
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use uuid::Uuid;

pub(crate) type Conn = PgConnection;
pub(crate) type Id = Uuid;
pub(crate) type At = DateTime<Utc>;
pub(crate) type Doc = serde_json::Value;
pub(crate) const BINDS: usize = 65_535;
pub(crate) const AUDITS: &str = "SELECT action, changes::text AS changes FROM audit_logs";

pub(crate) mod words {
    use crate::world::Words;
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    fn uuid(uuid: Uuid) -> String {
        format!("'{uuid}'")
    }

    fn instant(instant: DateTime<Utc>) -> String {
        instant.format("'%F %T%.6f+00'").to_string()
    }

    // What a turn has left behind must not be in the way of the next.
    const AFTER_RESET: &[&str] = &["VACUUM ANALYZE articles", "VACUUM audit_logs", "CHECKPOINT"];
    pub(crate) const LIBRARY: Words = Words { uuid, instant, after_reset: AFTER_RESET };
    pub(crate) const HAND: Words = LIBRARY;
}

/// A side with an empty database of its own on this server.
pub(crate) fn world(who: Who, url: &str) -> Result<Box<dyn World>> {
    let name = format!("bench_{who:?}").to_lowercase();
    let mut server = PgConnection::establish(url)?;
    server.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
    server.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))?;
    let url = crate::stage::with_database(url, &name);
    let statements = [
        include_str!("../../../model-core/migrations/postgres/20000101000000_audit_logs/up.sql"),
        include_str!("../ddl/postgres.sql"),
    ];
    if who == Who::SeaOrm {
        return Ok(Box::new(Peer::open(&url, words::HAND, false, &statements)?));
    }
    let mut conn = PgConnection::establish(&url)?;
    for statement in statements {
        conn.batch_execute(statement)?;
    }
    Ok(match who {
        Who::Library => Box::new(Library::new(conn)),
        _ => Box::new(Hand::new(conn, who)),
    })
}

pub(crate) fn id(uuid: Uuid) -> Id {
    uuid
}

pub(crate) fn uuid(id: &Id) -> Uuid {
    *id
}

pub(crate) fn at(instant: DateTime<Utc>) -> At {
    instant
}

pub(crate) fn utc(at: &At) -> DateTime<Utc> {
    *at
}

pub(crate) fn doc(changes: serde_json::Value) -> Doc {
    changes
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
