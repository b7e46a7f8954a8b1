//! SQLite: another process writes to the file, and is killed.

use crate::site::{Acknowledged, ENOUGH, Site};
use diesel::SqliteConnection;
use model_tests::TestConnection;
use model_tests::backend::{Backend, Place, connect};
use model_tests::crash::Work;
use model_tests::models::{Article, ArticleId};
use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};

/// A database file.
pub(crate) struct File(<SqliteConnection as Backend>::Place);

impl File {
    pub(crate) fn new(journal: &str) -> Self {
        let file = Self(SqliteConnection::place());
        let mut conn = file.connect();
        SqliteConnection::create_tables(&mut conn);
        conn.sql(&format!("PRAGMA journal_mode = {journal}"));
        file
    }
}

impl Site for File {
    type Conn = SqliteConnection;

    const PROGRAMS: bool = true;

    fn connect(&self) -> SqliteConnection {
        connect(self.0.url())
    }

    fn crash_before(&mut self, statement: usize, work: Work, _: &[Article]) -> Option<String> {
        let mut victim = Victim::start([self.0.url(), &format!("{work:?}"), &statement.to_string()]);
        let sql = victim.says.next().map(Result::unwrap);
        match sql {
            Some(_) => victim.kill(),
            None => assert!(victim.process.wait().unwrap().success()),
        }
        sql
    }

    fn crash_under_load(&mut self, name: &str, _: &[Article]) -> Vec<Acknowledged> {
        let mut victim = Victim::start([self.0.url(), "load", name]);
        let mut said: Vec<_> = victim.says.by_ref().take(ENOUGH).map(Result::unwrap).collect();
        victim.kill();
        said.extend(victim.says.by_ref().map(Result::unwrap));
        let acknowledged = |line: String| {
            let (id, title) = line.split_once(' ').unwrap();
            (ArticleId::from(id.parse::<uuid::Uuid>().unwrap()), title.to_owned())
        };
        said.into_iter().map(acknowledged).collect()
    }
}

/// The process that writes.
struct Victim {
    process: Child,
    says: Lines<BufReader<ChildStdout>>,
}

impl Victim {
    fn start(arguments: [&str; 3]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_victim"));
        let mut process = command.args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let says = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, says }
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        let status = self.process.wait().unwrap();
        assert_eq!(status.code(), None, "it ended by itself");
    }
}

impl Drop for Victim {
    // A failed assertion must not leave it behind.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
