//! PostgreSQL.

use crate::error::Result;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, QueryResult};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};

/// The connection.
pub type Conn = PgConnection;

/// The name of the backend.
pub const NAME: &str = "PostgreSQL";

/// The default database: none, because the server has to be named.
pub const DEFAULT: Option<&str> = None;

/// The migrations of the library, those of the desk, and then those of the newsroom.
pub(super) const MIGRATIONS: [EmbeddedMigrations; 3] =
    [model_core::migrations::POSTGRES, model_admin::migrations::POSTGRES, embed_migrations!("../migrations/postgres")];

/// Refuses the URL of another database.
pub(super) fn check_url(url: &str) -> Result<(), String> {
    match url.split_once("://") {
        Some((scheme, _)) if ["postgres", "postgresql"].contains(&scheme) => Ok(()),
        _ => Err("this build of newsroom uses PostgreSQL; expected `postgres://user@host/database`".to_owned()),
    }
}

/// A server never creates a database on connecting, so there is nothing to check.
pub(super) fn check_present(_: &str) -> Result<(), String> {
    Ok(())
}

/// Prepares a new connection.
pub(super) fn prepare(conn: &mut Conn) -> QueryResult<()> {
    // Notices like "table does not exist, skipping" are of no interest to the person at the terminal.
    conn.batch_execute("SET client_min_messages = warning")
}

pub(super) fn transaction<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    conn.transaction(work)
}

/// A transaction may read first and write later, so there is nothing to do.
pub(super) fn begin_to_write(_: &mut Conn) -> QueryResult<()> {
    Ok(())
}
