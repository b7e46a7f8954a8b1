//! The connection and its transactions, on one backend: the features of the package choose it.
//!
//! It may import `error`.

#[cfg(all(feature = "mysql", not(any(feature = "sqlite", feature = "postgres"))))]
#[path = "db/mysql.rs"]
mod backend;
#[cfg(all(feature = "postgres", not(feature = "sqlite")))]
#[path = "db/postgres.rs"]
mod backend;
#[cfg(feature = "sqlite")]
#[path = "db/sqlite.rs"]
mod backend;

#[cfg(not(any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
compile_error!("the newsroom needs a database: enable one of the features `sqlite`, `postgres`, `mysql`");

pub use self::backend::{Conn, DEFAULT, NAME};

/// A pool of connections.
pub type Pool = diesel::r2d2::Pool<ConnectionManager<Conn>>;

use crate::error::{Error, Result};
use diesel::Connection;
use diesel::migration::MigrationSource;
use diesel::r2d2::{ConnectionManager, CustomizeConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};
use model_core::commit::Unit;

/// Connects to an existing database.
///
/// # Errors
/// The database cannot be opened, or its tables are not up to date.
pub fn open(url: &str) -> Result<Conn> {
    let refused = |problem| failed(url, problem);
    backend::check_url(url).and_then(|()| backend::check_present(url)).map_err(refused)?;
    let mut conn = connect(url)?;
    // What was run is read once, and not once for each set of migrations.
    let done = conn.applied_migrations().map_err(|error| failed(url, error))?;
    for migrations in backend::MIGRATIONS {
        let known = MigrationSource::<<Conn as Connection>::Backend>::migrations(&migrations);
        let known = known.map_err(|error| failed(url, error))?;
        if known.iter().any(|one| !done.iter().any(|done| *done == one.name().version())) {
            return Err(Error::NotMigrated(shown(url)));
        }
    }
    Ok(conn)
}

/// Connects, creates what is missing, and returns the migrations that were run.
///
/// # Errors
/// The database cannot be opened, or a migration fails.
pub fn open_or_create(url: &str) -> Result<(Conn, Vec<String>)> {
    let mut conn = connect(url)?;
    let mut done = Vec::new();
    for migrations in backend::MIGRATIONS {
        let versions = conn.run_pending_migrations(migrations).map_err(|error| Error::Migration(error.to_string()))?;
        done.extend(versions.iter().map(ToString::to_string));
    }
    Ok((conn, done))
}

/// Prepares each connection of a pool.
#[derive(Debug)]
struct Prepared;

impl CustomizeConnection<Conn, diesel::r2d2::Error> for Prepared {
    fn on_acquire(&self, conn: &mut Conn) -> std::result::Result<(), diesel::r2d2::Error> {
        backend::prepare(conn).map_err(diesel::r2d2::Error::QueryError)
    }
}

/// A pool of at most so many connections to a database whose tables are up to date.
///
/// # Errors
/// The database cannot be opened.
pub fn pool(url: &str, most: u32) -> Result<Pool> {
    let pool = Pool::builder().max_size(most).min_idle(Some(1)).connection_customizer(Box::new(Prepared));
    let patience = std::time::Duration::from_secs(5);
    pool.connection_timeout(patience).build(ConnectionManager::new(url)).map_err(|error| failed(url, error))
}

/// The migrations of the newsroom, without those of the library.
pub fn migrations() -> EmbeddedMigrations {
    let [_, _, newsroom] = backend::MIGRATIONS;
    newsroom
}

/// Runs several writes as one transaction. An error rolls all of them back.
///
/// # Errors
/// Those of `work` and of the database.
pub fn transaction<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    backend::transaction(conn, work)
}

/// Runs an outermost transaction with a unit, which collects what to do after the commit.
///
/// # Errors
/// Those of `work` and of the database; a transaction is already open.
pub fn unit<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn, &Unit) -> Result<T>) -> Result<T> {
    model_core::transaction(conn, |conn, unit| {
        backend::begin_to_write(conn)?;
        work(conn, unit)
    })
}

/// How often [`retry`] starts. A conflict means that another writer succeeded, so some writer always makes progress;
/// this many attempts are enough for all of them.
const ATTEMPTS: usize = 100;

/// Runs a transaction, and runs it again from the start after a conflict with another writer.
///
/// # Errors
/// Those of `work` and of the database.
pub fn retry<T>(conn: &mut Conn, mut work: impl FnMut(&mut Conn) -> Result<T>) -> Result<T> {
    repeat(|| transaction(conn, &mut work))
}

/// The same for a [`unit()`]: what a failed attempt has collected is dropped.
///
/// # Errors
/// Those of [`unit()`].
pub fn retry_unit<T>(conn: &mut Conn, mut work: impl FnMut(&mut Conn, &Unit) -> Result<T>) -> Result<T> {
    repeat(|| unit(conn, &mut work))
}

fn repeat<T>(mut attempt: impl FnMut() -> Result<T>) -> Result<T> {
    for _ in 1..ATTEMPTS {
        match attempt() {
            Err(Error::Model(model_core::Error::Stale { .. } | model_core::Error::Conflict)) => {}
            done => return done,
        }
    }
    attempt()
}

/// Where a database is, without the user and password of a URL.
pub fn shown(url: &str) -> String {
    match url.split_once("://") {
        None if url.trim().is_empty() => "``".to_owned(),
        None => url.to_owned(),
        Some((scheme, rest)) => {
            let place = rest.split(['/', '?']).next().unwrap_or_default();
            let host = place.rfind('@').map_or(0, |at| at + 1);
            // The query of a URL can hold a password too.
            let visible = rest[host..].split('?').next().unwrap_or_default();
            format!("{scheme}://{visible}")
        }
    }
}

fn connect(url: &str) -> Result<Conn> {
    backend::check_url(url).map_err(|problem| failed(url, problem))?;
    let mut conn = Conn::establish(url).map_err(|error| failed(url, error))?;
    backend::prepare(&mut conn).map_err(|error| failed(url, error))?;
    Ok(conn)
}

fn failed(url: &str, problem: impl ToString) -> Error {
    Error::Open { database: shown(url), problem: problem.to_string() }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_password_is_not_shown() {
        for (url, visible) in [
            ("newsroom.db", "newsroom.db"),
            ("postgres://me:secret@host:5432/desk", "postgres://host:5432/desk"),
            ("mysql://me:p@ss@host/desk?ssl_mode=disabled", "mysql://host/desk"),
            ("postgres:///desk?host=/run&password=secret", "postgres:///desk"),
        ] {
            assert_eq!(shown(url), visible);
        }
    }
}
