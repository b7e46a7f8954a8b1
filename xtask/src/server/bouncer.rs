//! pgbouncer in front of a PostgreSQL, in transaction mode: each transaction may get another session of the server.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::{DATABASE, Durability, Engine, Place, Server, USER};
use crate::backend::Backend;
use crate::part::find_program;

/// Starts a pgbouncer in front of this server.
pub(crate) fn start(server: &Server) -> Result<Server> {
    let programs = Programs::find().context("pgbouncer is not installed")?;
    let address = server.url().rsplit_once(':').and_then(|(_, rest)| rest.split_once('/'));
    let (port, _) = address.context("the address of the server has no port")?;
    let bouncer = Bouncer { programs, server: port.to_owned() };
    Server::start_as("pgbouncer", Backend::Postgres, Box::new(bouncer))
}

#[derive(Debug)]
pub(crate) struct Programs {
    bouncer: PathBuf,
}

impl Programs {
    pub(crate) fn find() -> Option<Self> {
        Some(Self { bouncer: find_program("pgbouncer")? })
    }
}

#[derive(Debug)]
struct Bouncer {
    programs: Programs,
    /// The port of the server behind it.
    server: String,
}

impl Engine for Bouncer {
    fn accounts(&self) -> &'static [&'static str] {
        &["postgres"]
    }

    fn prepare(&self, _: &Place<'_>) -> Result<Vec<Command>> {
        Ok(Vec::new())
    }

    fn serve(&self, place: &Place<'_>, port: u16, _: Durability) -> Command {
        let mut serve = place.command(&PathBuf::from("sh"));
        // The port is only known now, and pgbouncer reads it from a file alone.
        serve.args(["-c", r#"printf '%s' "$1" >"$2" && exec "$3" "$2""#, "sh"]);
        serve.arg(self.configuration(place, port)).arg(place.run().join("pgbouncer.ini")).arg(&self.programs.bouncer);
        serve
    }

    fn is_ready(&self, place: &Place<'_>, _: u32) -> bool {
        fs::read_to_string(place.log()).is_ok_and(|log| log.contains("process up"))
    }

    fn url(&self, port: u16) -> String {
        format!("postgres://{USER}@127.0.0.1:{port}/{DATABASE}")
    }
}

impl Bouncer {
    fn configuration(&self, place: &Place<'_>, port: u16) -> String {
        let (run, server) = (place.run(), &self.server);
        let run = run.display();
        // A session that is idle keeps the database of a test from being dropped.
        format!(
            "[databases]\n* = host=127.0.0.1 port={server} user={USER}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir = {run}\nauth_type = any\npool_mode = transaction\n\
             default_pool_size = 4\nmax_client_conn = 400\nserver_idle_timeout = 1\n"
        )
    }
}
