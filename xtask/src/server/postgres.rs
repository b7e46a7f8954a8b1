//! A private PostgreSQL.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{DATABASE, Durability, Engine, Place, USER};
use crate::part::{find_program, output};

/// The directory with both programs of one version: a `postgres` alone does not help, and `initdb` of another version
/// makes a directory that it refuses.
#[derive(Debug)]
pub(crate) struct Programs {
    bin: PathBuf,
}

impl Programs {
    pub(crate) fn find() -> Option<Self> {
        let configured = output("pg_config", &["--bindir"]).map(PathBuf::from);
        let in_path = find_program("initdb").and_then(|file| Some(file.canonicalize().ok()?.parent()?.to_owned()));
        configured
            .into_iter()
            .chain(debian_directories())
            .chain(in_path)
            .find(|bin| ["initdb", "postgres"].iter().all(|name| bin.join(name).is_file()))
            .map(|bin| Self { bin })
    }

    /// A program of the same version.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }

    /// Whether the server with this process id is in one of these states.
    pub(super) fn is_in_state(&self, place: &Place<'_>, pid: u32, states: &[&str]) -> bool {
        // The server itself keeps its process id in the first and its state in the eighth line of this file, for
        // `pg_ctl --wait`.
        let file = fs::read_to_string(place.data().join("postmaster.pid")).unwrap_or_default();
        let line = |number| file.lines().nth(number).map(str::trim).unwrap_or_default();
        line(0) == pid.to_string() && states.contains(&line(7))
    }
}

/// Debian keeps every version in a directory of its own, outside `PATH`.
fn debian_directories() -> Vec<PathBuf> {
    let entries = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    newest_first(entries.map(|entry| entry.path()).collect()).into_iter().map(|dir| dir.join("bin")).collect()
}

fn newest_first(mut dirs: Vec<PathBuf>) -> Vec<PathBuf> {
    let version = |dir: &PathBuf| dir.file_name().and_then(|name| name.to_str()?.parse::<f32>().ok()).unwrap_or(0.0);
    dirs.sort_by(|a, b| version(b).total_cmp(&version(a)));
    dirs
}

impl Engine for Programs {
    fn accounts(&self) -> &'static [&'static str] {
        &["postgres"]
    }

    fn prepare(&self, place: &Place<'_>) -> Result<Vec<Command>> {
        let mut init = place.command(&self.bin.join("initdb"));
        init.args(["--no-locale", "--encoding=UTF8", "--auth=trust", "--no-sync", "--username", USER]);
        init.arg("--pgdata").arg(place.data());

        // The single-user mode needs no client program and no running server. Its standard input is one statement.
        let mut create = place.command(Path::new("sh"));
        create.args(["-c", r#"echo "CREATE DATABASE $1" | "$2" --single -F -D "$3" postgres"#, "sh", DATABASE]);
        create.arg(self.bin.join("postgres")).arg(place.data());
        Ok(vec![init, create])
    }

    fn serve(&self, place: &Place<'_>, port: u16, durability: Durability) -> Command {
        let mut serve = place.command(&self.bin.join("postgres"));
        serve.arg("-D").arg(place.data());
        serve.arg("-k").arg(place.run());
        serve.args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=100"]);
        if durability == Durability::Fleeting {
            serve.args(["-c", "fsync=off", "-c", "full_page_writes=off"]);
        }
        serve
    }

    fn is_ready(&self, place: &Place<'_>, pid: u32) -> bool {
        self.is_in_state(place, pid, &["ready"])
    }

    fn url(&self, port: u16) -> String {
        format!("postgres://{USER}@127.0.0.1:{port}/{DATABASE}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers_not_words() {
        let dirs = ["9.6", "15", "x", "17"].map(PathBuf::from).to_vec();
        assert_eq!(newest_first(dirs), ["17", "15", "9.6", "x"].map(PathBuf::from));
    }

    #[test]
    fn the_url_names_user_port_and_database() {
        let programs = Programs { bin: PathBuf::new() };
        assert_eq!(programs.url(5433), "postgres://model@127.0.0.1:5433/model_tests");
    }
}
