//! A database of one test on a server.

use diesel::Connection;
use std::sync::atomic::{AtomicU32, Ordering};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// It is gone when this is dropped.
pub(crate) struct Place<C: Connection> {
    server: C,
    pub(crate) url: String,
    drop: String,
}

impl<C: Connection> Place<C> {
    /// Makes a database on the server that an environment variable names.
    pub(crate) fn new(variable: &str, drop: (&str, &str)) -> Self {
        let url = std::env::var(variable).unwrap_or_else(|_| panic!("{variable} names no server for tests"));
        let mut server = C::establish(&url).unwrap();
        let name = format!("desk_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        server.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let base = url.rsplit_once('/').unwrap().0;
        Self { url: format!("{base}/{name}"), drop: format!("{}{name}{}", drop.0, drop.1), server }
    }
}

impl<C: Connection> Drop for Place<C> {
    fn drop(&mut self) {
        // A panic here would hide the test's own.
        drop(self.server.batch_execute(&self.drop));
    }
}
