//! SQLite: a file, made when it is not there.

use crate::error::Result;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::{Connection, QueryResult, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use std::path::Path;

/// The connection.
pub type Conn = SqliteConnection;

/// The name of the backend.
pub const NAME: &str = "SQLite";

/// The database that is used when none is named.
pub const DEFAULT: Option<&str> = Some("newsroom.db");

/// The library's tables and then those of the newsroom.
pub(super) const MIGRATIONS: [EmbeddedMigrations; 2] =
    [model_core::migrations::SQLITE, embed_migrations!("../migrations/sqlite")];

/// Refuses what SQLite would take for the name of a file.
pub(super) fn check_url(url: &str) -> Result<(), String> {
    match url.split_once("://") {
        _ if url.trim().is_empty() => Err("the name is empty".to_owned()),
        Some((scheme, _)) if !["sqlite", "file"].contains(&scheme) => {
            Err(format!("this newsroom was built for {NAME}, and expects a file"))
        }
        _ => Ok(()),
    }
}

/// Refuses a file that is not there, which SQLite would make.
pub(super) fn check_present(url: &str) -> Result<(), String> {
    let is_path = !url.contains("://") && !url.starts_with("file:") && url != ":memory:";
    match is_path && !Path::new(url).exists() {
        true => Err("there is no such file; `newsroom migrate` makes it".to_owned()),
        false => Ok(()),
    }
}

/// What every connection needs before it is used.
pub(super) fn prepare(conn: &mut Conn) -> QueryResult<()> {
    // The timeout comes first: switching to WAL may have to wait too.
    conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON")
}

pub(super) fn transaction<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    let depth = AnsiTransactionManager::transaction_manager_status_mut(conn).transaction_depth()?;
    match depth {
        // A transaction that begins with a read and then writes cannot wait for another writer: SQLite refuses it at once.
        None => conn.immediate_transaction(work),
        Some(_) => conn.transaction(work),
    }
}

/// Waits for other writers before anything is read in a transaction that began without a lock, and writes nothing.
pub(super) fn begin_to_write(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute("UPDATE authors SET id = id WHERE 0")
}
