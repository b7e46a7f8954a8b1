//! A hot standby of a PostgreSQL: it follows its primary, answers reads, and refuses writes.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::postgres::Programs;
use super::{Durability, Engine, Place, Server, USER};
use crate::backend::Backend;

/// Starts a standby that follows this server.
pub(crate) fn start(primary: &Server) -> Result<Server> {
    let programs = Programs::find().context("PostgreSQL is not installed")?;
    let address = primary.url().rsplit_once(':').and_then(|(_, rest)| rest.split_once('/'));
    let (port, _) = address.context("the address of the primary has no port")?;
    let standby = Standby { programs, primary: port.to_owned() };
    Server::start_as("a standby", Backend::Postgres, Box::new(standby))
}

#[derive(Debug)]
struct Standby {
    programs: Programs,
    /// The port of the primary.
    primary: String,
}

impl Engine for Standby {
    fn accounts(&self) -> &'static [&'static str] {
        self.programs.accounts()
    }

    fn prepare(&self, place: &Place<'_>) -> Result<Vec<Command>> {
        let mut copy = place.command(&self.programs.program("pg_basebackup"));
        copy.args(["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync", "--no-password"]);
        copy.args(["--host=127.0.0.1", "--port", &self.primary, "--username", USER]);
        copy.arg("--pgdata").arg(place.data());
        // The server refuses a directory that others can read, and the copy may find one that is there already.
        let mut close = place.command(Path::new("chmod"));
        close.arg("700").arg(place.data());
        Ok(vec![copy, close])
    }

    fn serve(&self, place: &Place<'_>, port: u16, durability: Durability) -> Command {
        self.programs.serve(place, port, durability)
    }

    fn is_ready(&self, place: &Place<'_>, pid: u32) -> bool {
        self.programs.is_in_state(place, pid, &["ready", "standby"])
    }

    fn url(&self, port: u16) -> String {
        self.programs.url(port)
    }
}
