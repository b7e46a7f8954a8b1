//! SQLite, in memory and in a file.

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

/// As an application sets it: a write-ahead log, synchronized at checkpoints. The cache has room for everything: all
/// connections of a program share its limit, so one side would have its pages dropped for another's.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144;";

/// One more connection of the library, which waits while another one writes.
pub(crate) fn join(path: &str) -> Result<Box<dyn World>> {
    let mut conn = SqliteConnection::establish(path)?;
    conn.batch_execute("PRAGMA busy_timeout = 60000;")?;
    conn.batch_execute(PRAGMAS)?;
    Ok(Box::new(Library::new(conn)))
}

/// A side with an empty database at this path.
pub(crate) fn world(who: Who, path: &str) -> Result<Box<dyn World>> {
    let statements = [
        PRAGMAS,
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
