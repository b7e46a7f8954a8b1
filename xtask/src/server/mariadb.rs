//! A private MariaDB, or MySQL where that is installed instead.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::{DATABASE, Durability, Engine, Place, Server, USER};
use crate::backend::Backend;
use crate::part::find_program;

/// The server, and the program that fills a data directory: MySQL's server does that itself.
#[derive(Debug)]
pub(crate) struct Programs {
    server: PathBuf,
    installer: Option<PathBuf>,
}

impl Programs {
    pub(crate) fn find() -> Option<Self> {
        let installer = find_program("mariadb-install-db").or_else(|| find_program("mysql_install_db"));
        // Without MariaDB's installer a `mariadbd` cannot be used, and `mysqld` is MySQL's.
        let server = match installer {
            Some(_) => find_program("mariadbd").or_else(|| find_program("mysqld")),
            None => find_program("mysqld"),
        };
        Some(Self { server: server?, installer })
    }

    /// The program that serves.
    pub(super) fn server(&self) -> &Path {
        &self.server
    }
}

/// Starts a server on which a transaction fails that would write a row that another has changed since it began to
/// read. It is the default since MariaDB 11.6.
pub(crate) fn start_with_snapshot_isolation() -> Result<Server> {
    let programs = Programs::find().context("MariaDB is not installed")?;
    Server::start_as("a MariaDB with snapshot isolation", Backend::Mysql, Box::new(SnapshotIsolation(programs)))
}

#[derive(Debug)]
struct SnapshotIsolation(Programs);

impl Engine for SnapshotIsolation {
    fn accounts(&self) -> &'static [&'static str] {
        self.0.accounts()
    }

    fn prepare(&self, place: &Place<'_>) -> Result<Vec<Command>> {
        self.0.prepare(place)
    }

    fn serve(&self, place: &Place<'_>, port: u16, durability: Durability) -> Command {
        let mut serve = self.0.serve(place, port, durability);
        serve.arg("--innodb-snapshot-isolation=ON");
        serve
    }

    fn is_ready(&self, place: &Place<'_>, pid: u32) -> bool {
        self.0.is_ready(place, pid)
    }

    fn url(&self, port: u16) -> String {
        self.0.url(port)
    }
}

impl Engine for Programs {
    fn accounts(&self) -> &'static [&'static str] {
        &["mysql"]
    }

    fn prepare(&self, place: &Place<'_>) -> Result<Vec<Command>> {
        fs::write(first_statements(place), statements())?;
        // A strict umask would keep the server's user from reading it.
        fs::set_permissions(first_statements(place), fs::Permissions::from_mode(0o644))?;
        let install = match &self.installer {
            Some(installer) => {
                let mut install = with_data(place, installer);
                install.args(["--auth-root-authentication-method=normal", "--skip-test-db"]);
                install
            }
            None => {
                let mut install = with_data(place, &self.server);
                install.arg("--initialize-insecure");
                install
            }
        };
        Ok(vec![install])
    }

    fn serve(&self, place: &Place<'_>, port: u16, durability: Durability) -> Command {
        let mut serve = with_data(place, &self.server);
        serve.arg(format!("--socket={}", socket(place).display()));
        serve.arg(format!("--pid-file={}", place.run().join("server.pid").display()));
        serve.arg(format!("--init-file={}", first_statements(place).display()));
        serve.arg(format!("--port={port}"));
        serve.args(["--bind-address=127.0.0.1", "--character-set-server=utf8mb4", "--skip-log-bin"]);
        if durability == Durability::Fleeting {
            serve.arg("--innodb-flush-log-at-trx-commit=0");
        }
        // MySQL's second protocol would listen on a fixed port; MariaDB does not know the option.
        serve.arg("--loose-mysqlx=OFF");
        serve
    }

    fn is_ready(&self, place: &Place<'_>, _: u32) -> bool {
        // Nobody answers on a socket that was left behind.
        greets(&socket(place))
    }

    fn url(&self, port: u16) -> String {
        format!("mysql://{USER}@127.0.0.1:{port}/{DATABASE}")
    }
}

pub(super) fn with_data(place: &Place<'_>, program: &Path) -> Command {
    let mut command = place.command(program);
    // `--no-defaults` counts only as the first argument.
    command.arg("--no-defaults").arg(format!("--datadir={}", place.data().display()));
    command
}

pub(super) fn socket(place: &Place<'_>) -> PathBuf {
    place.run().join("socket")
}

pub(super) fn first_statements(place: &Place<'_>) -> PathBuf {
    place.dir.join("first.sql")
}

/// The statements that the server executes before it accepts connections, one per line.
///
/// The user exists under both names of this host, because the server may or may not resolve the address.
pub(super) fn statements() -> String {
    let mut sql = format!("CREATE DATABASE IF NOT EXISTS {DATABASE} CHARACTER SET utf8mb4;\n");
    for host in ["127.0.0.1", "localhost"] {
        sql.push_str(&format!("CREATE USER IF NOT EXISTS '{USER}'@'{host}';\n"));
        sql.push_str(&format!("GRANT ALL PRIVILEGES ON *.* TO '{USER}'@'{host}' WITH GRANT OPTION;\n"));
    }
    sql
}

/// Whether a server greets on the socket: its first packet has a header of four bytes and then the version of the
/// protocol, which is ten, or 0xff when the server rejects the client.
pub(super) fn greets(socket: &Path) -> bool {
    let greeting = || {
        let mut stream = UnixStream::connect(socket)?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        let mut packet = [0; 5];
        stream.read_exact(&mut packet)?;
        std::io::Result::Ok(packet[4])
    };
    greeting().is_ok_and(|version| version == 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_names_user_port_and_database() {
        let programs = Programs { server: PathBuf::new(), installer: None };
        assert_eq!(programs.url(3307), "mysql://model@127.0.0.1:3307/model_tests");
    }

    #[test]
    fn every_first_statement_is_a_line() {
        assert!(statements().lines().all(|line| line.ends_with(';')));
    }
}
