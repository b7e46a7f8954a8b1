//! What the examples share: a database in memory. An application has a pool and migrations instead.
#![forbid(unsafe_code)]
#![cfg(feature = "sqlite")]

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use diesel_migrations::MigrationHarness;
use std::error::Error;

/// Whatever may go wrong in an example.
pub type Failure = Box<dyn Error + Send + Sync>;

/// A database in memory with the table of the trail, and the tables of an example.
///
/// # Errors
/// Database errors.
pub fn database(tables: &str) -> Result<SqliteConnection, Failure> {
    let mut conn = SqliteConnection::establish(":memory:")?;
    conn.batch_execute("PRAGMA foreign_keys = ON")?;
    conn.run_pending_migrations(model_core::migrations::SQLITE)?;
    conn.batch_execute(tables)?;
    Ok(conn)
}
