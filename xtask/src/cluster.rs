//! `cargo xtask test --cluster`: tests that need several servers.

use std::time::Instant;

use anyhow::{Context, Result};

use crate::backend::Backend;
use crate::cli::TestOptions;
use crate::need;
use crate::part::Part;
use crate::server::{Durability, Server, bouncer, galera, mariadb, standby};
use crate::steps::{BEHAVIOUR, SETTINGS, Step};

/// The programs that must be installed.
const PARTS: [Part; 6] =
    [Part::PostgresServer, Part::PostgresClient, Part::MysqlServer, Part::MysqlClient, Part::Galera, Part::PgBouncer];

/// Runs the lanes in sequence. The servers of a lane stop at its end.
pub(crate) fn cluster(options: &TestOptions) -> Result<()> {
    let started = Instant::now();
    need::all(&PARTS, options.selection.no_install)?;
    let extra = &options.selection.test_args;
    {
        let nodes = galera::start()?;
        let primary = postgres()?;
        let standby = standby::start(&primary)?;
        let urls: Vec<_> = nodes.iter().map(Server::url).collect();
        for url in urls.iter().copied().chain([primary.url(), standby.url()]) {
            println!("== cluster: {url}");
        }
        let variables = vec![
            ("MODEL_TEST_GALERA_URLS", urls.join(" ")),
            ("MODEL_TEST_POSTGRES_URL", primary.url().to_owned()),
            ("MODEL_TEST_STANDBY_URL", standby.url().to_owned()),
        ];
        Step::cluster(variables.clone(), extra).at_length(options.long).run()?;
        Step::cluster_interrupted(variables, extra).run()?;
    }
    {
        let server = postgres()?;
        let bouncer = bouncer::start(&server)?;
        println!("== pgbouncer: {}", bouncer.url());
        // Named statements belong to a session of the server, which the next transaction may not get again.
        let variables = vec![
            ("MODEL_TEST_POSTGRES_URL", bouncer.url().to_owned()),
            ("MODEL_TEST_STATEMENT_CACHE", "off".to_owned()),
        ];
        Step::behaviour("behaviour through pgbouncer", &BEHAVIOUR, "postgres::", variables, extra).run()?;
    }
    {
        let server = mariadb::start_with_snapshot_isolation()?;
        println!("== snapshot isolation: {}", server.url());
        let variables = vec![("MODEL_TEST_MYSQL_URL", server.url().to_owned())];
        let crates = [&BEHAVIOUR[..], &[SETTINGS]].concat();
        Step::behaviour("behaviour with snapshot isolation", &crates, "mysql::", variables, extra).run()?;
    }
    println!("== passed in {} s", started.elapsed().as_secs());
    Ok(())
}

fn postgres() -> Result<Server> {
    Server::start(Backend::Postgres, Durability::Fleeting)?.context("PostgreSQL is a server")
}
