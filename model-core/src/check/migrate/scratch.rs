//! A database that exists while a migration is made.

use crate::check::catalog::Catalog;
use crate::check::migrate::{MakeError, failed};
use crate::sql::dialect::{Dialect, System};
use diesel::Connection;
use diesel::connection::LoadConnection;
use std::process;
use std::time::{SystemTime, UNIX_EPOCH};

/// A connection to a scratch database: in memory on SQLite, and one of its own on a server.
#[derive(Debug)]
pub(super) struct Scratch<C: Connection> {
    // Fields are dropped in this order, and a database with open connections cannot be removed.
    pub(super) conn: C,
    _created: Option<Created<C>>,
}

/// A database on a server, which is removed when this is dropped.
#[derive(Debug)]
struct Created<C: Connection> {
    server: C,
    drop: String,
}

impl<C: Connection> Drop for Created<C> {
    fn drop(&mut self) {
        if let Err(error) = self.server.batch_execute(&self.drop) {
            // The migration itself came out well, and a destructor has nobody to tell.
            eprintln!("a scratch database was left behind: {}: {error}", self.drop);
        }
    }
}

impl<C, DB> Scratch<C>
where
    C: LoadConnection<Backend = DB>,
    DB: Catalog,
{
    /// Makes one. `server` is the URL of a database whose user may create others; SQLite has no use for it.
    pub(super) fn new(server: &str) -> Result<Self, MakeError> {
        let system = <DB as Dialect>::SYSTEM;
        if system == System::Sqlite {
            let conn = C::establish(":memory:").map_err(|error| unreachable(system, &error))?;
            return Ok(Self { conn, _created: None });
        }
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let name = format!("scratch_{}_{nanos:x}", process::id());
        let mut conn = C::establish(server).map_err(|error| unreachable(system, &error))?;
        conn.batch_execute(&format!("CREATE DATABASE {name}")).map_err(|error| unreachable(system, &error))?;
        let created = Created { server: conn, drop: format!("DROP DATABASE {name}") };
        let conn = C::establish(&with_database(server, &name)).map_err(|error| unreachable(system, &error))?;
        Ok(Self { conn, _created: Some(created) })
    }

    /// Runs statements as a migration runs them.
    pub(super) fn run(&mut self, sql: &str, in_transaction: bool) -> Result<(), MakeError> {
        let done = match in_transaction {
            true => self.conn.transaction(|conn| conn.batch_execute(sql)),
            false => self.conn.batch_execute(sql),
        };
        done.map_err(failed)
    }
}

fn unreachable(system: System, error: &dyn std::fmt::Display) -> MakeError {
    let backend = match system {
        System::Sqlite => "SQLite",
        System::Postgres => "PostgreSQL",
        System::Mysql => "MySQL",
    };
    MakeError::Unreachable { backend, why: error.to_string().replace('\n', " ") }
}

/// The same URL with another database in its path.
fn with_database(url: &str, name: &str) -> String {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let scheme = path.find("://").map_or(0, |at| at + "://".len());
    let base = path[scheme..].find('/').map_or(path, |slash| &path[..scheme + slash]);
    let question = if query.is_empty() { "" } else { "?" };
    format!("{base}/{name}{question}{query}")
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn the_database_of_a_url_is_replaced() {
        for (url, other) in [
            ("postgres://me@host:1/old", "postgres://me@host:1/new"),
            ("postgres://me@host", "postgres://me@host/new"),
            ("mysql://me@host/old?ssl=0", "mysql://me@host/new?ssl=0"),
            ("postgres:///old?host=/run/x", "postgres:///new?host=/run/x"),
        ] {
            assert_eq!(with_database(url, "new"), other);
        }
    }
}
