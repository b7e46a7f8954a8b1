//! PostgreSQL.

pub(crate) mod locking;
pub(crate) mod schema;
pub(crate) mod types;

#[path = "../hand/mod.rs"]
pub(crate) mod hand;
#[path = "../library/mod.rs"]
pub(crate) mod library;
#[path = "../look.rs"]
mod look;
mod many;
#[path = "../hand/returning.rs"]
mod written;

use self::hand::Hand;
use self::library::Library;
use self::types::words;
use crate::peer::Peer;
use crate::world::{Who, World};
use anyhow::Result;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// One more connection of the library to the database of its side.
pub(crate) fn join(url: &str) -> Result<Box<dyn World>> {
    let conn = PgConnection::establish(&crate::server::with_database(url, &name(Who::Library)))?;
    Ok(Box::new(Library::new(conn)))
}

/// The database of a side.
fn name(who: Who) -> String {
    format!("bench_{who:?}").to_lowercase()
}

/// A side with an empty database of its own on this server.
pub(crate) fn world(who: Who, url: &str) -> Result<Box<dyn World>> {
    let name = name(who);
    let mut server = PgConnection::establish(url)?;
    server.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
    server.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))?;
    let url = crate::server::with_database(url, &name);
    let statements = [
        include_str!("../../../model-core/migrations/postgres/20000101000000_audit_logs/up.sql"),
        include_str!("../../../model-core/migrations/postgres/20000101000001_audit_json/up.sql"),
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
