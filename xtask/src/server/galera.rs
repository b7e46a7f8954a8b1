//! The nodes of a Galera cluster: each is a MariaDB that writes, and they agree on each commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::mariadb::{Programs, first_statements, socket, statements, with_data};
use super::{Durability, Engine, Place, Server, free_port};
use crate::backend::Backend;

/// How many nodes there are: with two, the loss of one would stop the other.
const NODES: usize = 3;

/// The library that connects the nodes.
pub(crate) fn provider() -> Option<PathBuf> {
    let places = ["/usr/lib/galera/libgalera_smm.so", "/usr/lib64/galera-4/libgalera_smm.so"];
    places.into_iter().map(PathBuf::from).find(|file| file.is_file())
}

/// Starts the nodes in sequence: each node copies the data of an earlier one.
pub(crate) fn start() -> Result<Vec<Server>> {
    let mut nodes = Vec::new();
    let mut members = Vec::new();
    while nodes.len() < NODES {
        let node = Node::new(&members)?;
        members.push(node.ports[0]);
        nodes.push(Server::start_as("a node of Galera", Backend::Mysql, Box::new(node))?);
    }
    Ok(nodes)
}

/// One node.
#[derive(Debug)]
struct Node {
    programs: Programs,
    provider: PathBuf,
    /// Where the nodes before it talk to each other; none for the first.
    members: Vec<u16>,
    /// The addresses for messages from the others, for changes that it missed, and for a copy of the data.
    ports: [u16; 3],
}

impl Node {
    fn new(members: &[u16]) -> Result<Self> {
        let programs = Programs::find().context("MariaDB is not installed")?;
        let provider = provider().context("the library of Galera is not installed")?;
        let ports = [free_port()?, free_port()?, free_port()?];
        Ok(Self { programs, provider, members: members.to_vec(), ports })
    }
}

impl Engine for Node {
    fn accounts(&self) -> &'static [&'static str] {
        self.programs.accounts()
    }

    fn prepare(&self, place: &Place<'_>) -> Result<Vec<Command>> {
        let mut commands = self.programs.prepare(place)?;
        // The other nodes would get a statement that one node executes at its start twice: from it and from their own
        // start.
        fs::write(first_statements(place), format!("FLUSH PRIVILEGES;\n{}", statements()))?;
        let mut fill = place.command(Path::new("sh"));
        fill.args(["-c", r#""$1" --no-defaults --datadir="$2" --bootstrap <"$3""#, "sh"]);
        fill.arg(self.programs.server()).arg(place.data()).arg(first_statements(place));
        commands.push(fill);
        Ok(commands)
    }

    fn serve(&self, place: &Place<'_>, port: u16, _: Durability) -> Command {
        let [group, missed, copy] = self.ports;
        let members: Vec<_> = self.members.iter().map(|port| format!("127.0.0.1:{port}")).collect();
        let mut serve = with_data(place, self.programs.server());
        serve.arg(format!("--socket={}", socket(place).display()));
        serve.arg(format!("--pid-file={}", place.run().join("server.pid").display()));
        serve.arg(format!("--port={port}"));
        serve.args(["--bind-address=127.0.0.1", "--character-set-server=utf8mb4", "--skip-log-bin"]);
        serve.args(["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M"]);
        serve.args(["--binlog-format=ROW", "--innodb-autoinc-lock-mode=2", "--wsrep-on=ON"]);
        serve.arg(format!("--wsrep-provider={}", self.provider.display()));
        serve.arg(format!("--wsrep-cluster-address=gcomm://{}", members.join(",")));
        serve.args(["--wsrep-cluster-name=model", "--wsrep-node-address=127.0.0.1", "--wsrep-sst-method=rsync"]);
        serve.arg(format!("--wsrep-sst-receive-address=127.0.0.1:{copy}"));
        serve.arg(format!(
            "--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:{group};ist.recv_addr=127.0.0.1:{missed};\
             gcache.size=64M;gcache.page_size=16M"
        ));
        if self.members.is_empty() {
            serve.arg("--wsrep-new-cluster");
        }
        serve
    }

    fn is_ready(&self, place: &Place<'_>, _: u32) -> bool {
        // It answers earlier, but then refuses every statement.
        fs::read_to_string(place.log()).is_ok_and(|log| log.contains("Synchronized with group, ready for connections"))
    }

    fn url(&self, port: u16) -> String {
        self.programs.url(port)
    }
}
