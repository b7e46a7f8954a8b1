//! Three nodes that write, and a database on them.

use diesel::connection::{CacheSize, SimpleConnection};
use diesel::{Connection, MysqlConnection};
use model_core::Error;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{env, process, thread};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A database on every node of the cluster. It is gone when this is dropped.
#[derive(Debug)]
pub(crate) struct Cluster {
    /// The addresses of the nodes, without a database.
    nodes: Vec<String>,
    name: String,
}

impl Cluster {
    /// Makes a database; none, with a line that says so, where there is no cluster.
    pub(crate) fn fresh() -> Option<Self> {
        let Ok(urls) = env::var("MODEL_TEST_GALERA_URLS") else {
            eprintln!("skipped: MODEL_TEST_GALERA_URLS is not set; `cargo xtask test --cluster` starts three nodes");
            return None;
        };
        let base = |url: &str| url.rsplit_once('/').expect("an address ends in a database").0.to_owned();
        let nodes = urls.split_whitespace().map(base).collect();
        let name = format!("cluster_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let cluster = Self { nodes, name };
        let mut conn = MysqlConnection::establish(&format!("{}/mysql", cluster.nodes[0])).expect("the node answers");
        conn.batch_execute(&format!("CREATE DATABASE {} CHARACTER SET utf8mb4", cluster.name)).unwrap();
        Some(cluster)
    }

    /// A connection to a node. What other nodes have committed before is seen there.
    pub(crate) fn node(&self, number: usize) -> MysqlConnection {
        let url = format!("{}/{}", self.nodes[number % self.nodes.len()], self.name);
        let deadline = Instant::now() + Duration::from_secs(20);
        let mut conn = loop {
            match MysqlConnection::establish(&url) {
                Ok(conn) => break conn,
                // The database was made on another node, and this one has not caught up.
                Err(error) => assert!(Instant::now() < deadline, "{url}: {error}"),
            }
            thread::sleep(Duration::from_millis(50));
        };
        // A statement whose rows were on their way when the node ended its transaction must not be used again: the
        // client would wait for the rest of them, for ever.
        conn.set_prepared_statement_cache_size(CacheSize::Disabled);
        conn.batch_execute("SET SESSION wsrep_sync_wait = 15").unwrap();
        conn
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Ok(mut conn) = MysqlConnection::establish(&format!("{}/mysql", self.nodes[0])) {
            let _ = conn.batch_execute(&format!("DROP DATABASE {}", self.name));
        }
    }
}

/// A number that CI divides by ten.
pub(crate) fn amount(long: usize) -> usize {
    if env::var_os("MODEL_TEST_LONG").is_some() { long } else { long / 10 }
}

/// Repeats a write as long as it was in conflict with another.
pub(crate) fn settled<T>(mut write: impl FnMut() -> Result<T, Error>) -> Result<T, Error> {
    let mut pause = 0;
    loop {
        match write() {
            Err(Error::Conflict) => {
                pause = (pause * 5 + 3) % 11;
                thread::sleep(Duration::from_millis(pause));
            }
            settled => return settled,
        }
    }
}
