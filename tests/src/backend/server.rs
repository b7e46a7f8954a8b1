//! What the servers have in common: databases are made and removed over a connection of their own.

use super::Place;
use diesel::Connection;
use std::env;
use std::marker::PhantomData;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A database on a server.
#[derive(Debug)]
pub struct Created<C: Connection> {
    server: String,
    url: String,
    drop: String,
    conn: PhantomData<fn() -> C>,
}

impl<C: Connection> Created<C> {
    /// Makes a database on the server that an environment variable names. `create` and `drop` are completed by its
    /// name.
    pub(super) fn new(variable: &str, create: &str, drop: (&str, &str)) -> Self {
        let server = env::var(variable).unwrap_or_else(|_| {
            panic!(
                "{variable} is not set: it names a database whose user may create others; `cargo xtask test` starts a \
                 server and sets it"
            )
        });
        let name = unique();
        let mut conn = Self::connect(&server);
        conn.batch_execute(&create.replace("{}", &name)).unwrap_or_else(|error| panic!("{create} {name}: {error}"));
        Self {
            url: with_database(&server, &name),
            server,
            drop: format!("{}{name}{}", drop.0, drop.1),
            conn: PhantomData,
        }
    }

    fn connect(server: &str) -> C {
        C::establish(server).unwrap_or_else(|error| panic!("cannot connect to {server}: {error}"))
    }
}

impl<C: Connection> Place for Created<C> {
    fn url(&self) -> &str {
        &self.url
    }
}

impl<C: Connection> Drop for Created<C> {
    fn drop(&mut self) {
        // A panic here would hide the test's own.
        let dropped = C::establish(&self.server).map(|mut conn| conn.batch_execute(&self.drop));
        if !matches!(dropped, Ok(Ok(()))) {
            eprintln!("the test database was left behind: {}", self.drop);
        }
    }
}

/// A name that no other test has, in this process or in another.
fn unique() -> String {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    format!("test_{}_{}_{nanos:x}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
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
