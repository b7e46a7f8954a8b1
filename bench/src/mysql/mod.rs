//! MySQL and MariaDB.

pub(crate) mod locking;
pub(crate) mod schema;
pub(crate) mod types;

#[path = "../hand/mod.rs"]
pub(crate) mod hand;
#[path = "../library/mod.rs"]
pub(crate) mod library;
#[path = "../look.rs"]
mod look;
#[path = "../hand/many.rs"]
mod many;
mod upsert;
#[path = "../hand/reading_back.rs"]
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
    let conn = MysqlConnection::establish(&crate::server::with_database(url, &name(Who::Library)))?;
    Ok(Box::new(Library::new(conn)))
}

/// The database of a side.
fn name(who: Who) -> String {
    format!("bench_{who:?}").to_lowercase()
}

/// A side with an empty database of its own on this server.
pub(crate) fn world(who: Who, url: &str) -> Result<Box<dyn World>> {
    let name = name(who);
    let mut server = MysqlConnection::establish(url)?;
    server.batch_execute(&format!("DROP DATABASE IF EXISTS {name}"))?;
    server.batch_execute(&format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"))?;
    let url = crate::server::with_database(url, &name);
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
