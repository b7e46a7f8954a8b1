//! The side of SeaORM: a separate program, which gets commands and measures its own turns.

use crate::case::Case;
use crate::seen::hash;
use crate::world::{Seen, Words, World};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::ops::Range;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// The variable with the path of the program.
const PROGRAM: &str = "MODEL_BENCH_SEAORM";

/// Whether SeaORM can be measured, and has the case.
pub(crate) fn has(case: Case) -> bool {
    let has = match case {
        Case::Find
        | Case::List
        | Case::OffsetPage
        | Case::KeysetPage
        | Case::Create
        | Case::CreateAudited
        | Case::CreateMany
        | Case::Patch
        | Case::PatchAudited
        | Case::BulkDelete
        | Case::BulkRestore
        | Case::Parents => true,
        _ => false,
    };
    has && std::env::var_os(PROGRAM).is_some()
}

pub(crate) struct Peer {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    words: Words,
    processor: bool,
    took: Duration,
}

impl Peer {
    /// Starts the program, connects it to this database and creates the tables. With `processor`, the time of its
    /// turns is that of the processor.
    pub(crate) fn open(url: &str, words: Words, processor: bool, ddl: &[&str]) -> Result<Self> {
        let program = std::env::var_os(PROGRAM).with_context(|| format!("{PROGRAM} is not set"))?;
        let mut child = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the program for SeaORM")?;
        let orders = child.stdin.take().context("no input")?;
        let answers = BufReader::new(child.stdout.take().context("no output")?);
        let mut peer = Self { child, orders, answers, words, processor, took: Duration::ZERO };
        peer.ask(&format!("open {url}"))?;
        for statement in ddl.iter().flat_map(|ddl| ddl.split(';')).filter(|statement| !statement.trim().is_empty()) {
            let lines = statement.lines().filter(|line| !line.trim_start().starts_with("--"));
            peer.execute(&lines.collect::<Vec<_>>().join(" "))?;
        }
        Ok(peer)
    }

    fn ask(&mut self, order: &str) -> Result<String> {
        writeln!(self.orders, "{order}")?;
        self.orders.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        match line.trim_end().split_once(' ') {
            Some(("ok", answer)) => Ok(answer.to_owned()),
            _ if line.trim_end() == "ok" => Ok(String::new()),
            _ if line.is_empty() => bail!("SeaORM: the program has ended"),
            _ => bail!("SeaORM: {line}"),
        }
    }
}

impl World for Peer {
    fn execute(&mut self, sql: &str) -> Result<()> {
        self.ask(&format!("sql {sql}")).map(drop)
    }

    fn words(&self) -> Words {
        self.words
    }

    fn prepare(&mut self, case: Case) -> Result<()> {
        self.ask(&format!("prepare {}", case.key())).map(drop)
    }

    fn run(&mut self, case: Case, turns: Range<u64>) -> Result<()> {
        let order = format!("run {} {} {} {}", case.key(), turns.start, turns.end, case.seeds());
        let answer = self.ask(&order)?;
        let (clock, processor) = answer.split_once(' ').context("SeaORM: no times")?;
        self.took = Duration::from_nanos(if self.processor { processor } else { clock }.parse()?);
        Ok(())
    }

    fn seen(&mut self) -> Result<Seen> {
        type Rows = Vec<(String, String, bool)>;
        let (rows, logs): (Rows, Vec<(String, String)>) = serde_json::from_str(&self.ask("seen")?)?;
        Ok(Seen {
            rows: rows.len() as u64,
            deleted: rows.iter().filter(|row| row.2).count() as u64,
            audits: logs.len() as u64,
            hash: hash(rows.into_iter(), logs.into_iter()),
        })
    }

    fn statements(&self) -> u64 {
        0
    }

    fn took(&self) -> Option<Duration> {
        Some(self.took)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It holds nothing that has to be put away.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
