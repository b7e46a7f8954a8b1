//! PostgreSQL.

pub(crate) mod locking;
pub(crate) mod schema;
pub(crate) mod types;

#[path = "../hand/mod.rs"]
pub(crate) mod hand;
#[path = "../library.rs"]
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

/// A side with an empty database of its own on this server.
pub(crate) fn world(who: Who, url: &str) -> Result<Box<dyn World>> {
    let name = format!("bench_{who:?}").to_lowercase();
    let mut server = PgConnection::establish(url)?;
    server.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
    server.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))?;
    let url = crate::server::with_database(url, &name);
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
