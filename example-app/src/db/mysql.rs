//! MySQL and MariaDB.

use crate::error::Result;
use diesel::connection::SimpleConnection;
use diesel::{Connection, MysqlConnection, QueryResult};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};

/// The connection.
pub type Conn = MysqlConnection;

/// The name of the backend.
pub const NAME: &str = "MySQL";

/// The default database: none, because the server has to be named.
pub const DEFAULT: Option<&str> = None;

/// The migrations of the library, those of the desk, and then those of the newsroom.
pub(super) const MIGRATIONS: [EmbeddedMigrations; 3] =
    [model_core::migrations::MYSQL, model_admin::migrations::MYSQL, embed_migrations!("../migrations/mysql")];

/// Refuses the URL of another database.
pub(super) fn check_url(url: &str) -> Result<(), String> {
    match url.split_once("://") {
        Some((scheme, _)) if ["mysql"].contains(&scheme) => Ok(()),
        _ => Err("this build of newsroom uses MySQL; expected `mysql://user@host/database`".to_owned()),
    }
}

/// A server never creates a database on connecting, so there is nothing to check.
pub(super) fn check_present(_: &str) -> Result<(), String> {
    Ok(())
}

/// Prepares a new connection.
pub(super) fn prepare(conn: &mut Conn) -> QueryResult<()> {
    // Without the strict mode, a server may cut a value that is too long instead of refusing it.
    conn.batch_execute("SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')")
}

pub(super) fn transaction<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    conn.transaction(work)
}

/// A transaction may read first and write later, so there is nothing to do.
pub(super) fn begin_to_write(_: &mut Conn) -> QueryResult<()> {
    Ok(())
}
