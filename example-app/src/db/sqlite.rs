//! SQLite: a file, created when it is missing.

use crate::error::Result;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::{Connection, QueryResult, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use std::path::Path;

/// The connection.
pub type Conn = SqliteConnection;

/// The name of the backend.
pub const NAME: &str = "SQLite";

/// The default database.
pub const DEFAULT: Option<&str> = Some("newsroom.db");

/// The migrations of the library, those of the desk, and then those of the newsroom.
pub(super) const MIGRATIONS: [EmbeddedMigrations; 3] =
    [model_core::migrations::SQLITE, model_admin::migrations::SQLITE, embed_migrations!("../migrations/sqlite")];

/// Refuses the URL of another database, which SQLite would take for a file name.
pub(super) fn check_url(url: &str) -> Result<(), String> {
    match url.split_once("://") {
        _ if url.trim().is_empty() => Err("the file name is empty".to_owned()),
        Some((scheme, _)) if !["sqlite", "file"].contains(&scheme) => {
            Err(format!("this build of newsroom uses {NAME}; expected a file name"))
        }
        _ => Ok(()),
    }
}

/// Refuses a missing file, which SQLite would create.
pub(super) fn check_present(url: &str) -> Result<(), String> {
    let is_path = !url.contains("://") && !url.starts_with("file:") && url != ":memory:";
    match is_path && !Path::new(url).exists() {
        true => Err("the file does not exist: `newsroom migrate` creates it".to_owned()),
        false => Ok(()),
    }
}

/// Prepares a new connection.
pub(super) fn prepare(conn: &mut Conn) -> QueryResult<()> {
    // The timeout comes first: switching to WAL may have to wait too.
    conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON")
}

pub(super) fn transaction<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    let depth = AnsiTransactionManager::transaction_manager_status_mut(conn).transaction_depth()?;
    match depth {
        // SQLite refuses a transaction at once when it reads first and then writes while another connection writes. An
        // immediate transaction waits for the other writer instead.
        None => conn.immediate_transaction(work),
        Some(_) => conn.transaction(work),
    }
}

/// Waits for other writers before the transaction reads anything. The statement locks the database and changes no row.
pub(super) fn begin_to_write(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute("UPDATE authors SET id = id WHERE 0")
}
