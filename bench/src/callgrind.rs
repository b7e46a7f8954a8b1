//! Instructions for each operation, under valgrind's callgrind: they repeat where time does not.

use crate::case::Case;
use crate::world::Who;
use anyhow::{Context, Result};
use clap::ValueEnum;
use std::process::{Command, Stdio};

/// That valgrind is installed.
pub(crate) struct Callgrind;

/// Valgrind, where it is installed; a line that says so where it is not.
pub(crate) fn find() -> Option<Callgrind> {
    let version = Command::new("valgrind").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if version.is_ok_and(|status| status.success()) {
        return Some(Callgrind);
    }
    eprintln!("== instructions are skipped: valgrind is not installed");
    None
}

impl Callgrind {
    /// The instructions of one operation: the difference between few and many of them, so that neither the start of
    /// the program nor the seeding counts. Bulk writes are left out: their reset would count.
    pub(crate) fn instructions(&self, case: Case, who: Who) -> Result<Option<f64>> {
        if case.is_long() || case.seeds() > 10_000 {
            return Ok(None);
        }
        let (few, many) = (20, 120);
        let difference = self.count(case, who, many)? - self.count(case, who, few)?;
        Ok(Some(difference / (many - few) as f64))
    }

    fn count(&self, case: Case, who: Who, turns: u64) -> Result<f64> {
        let name = who.to_possible_value().context("every side has a name")?;
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
        valgrind.arg(std::env::current_exe()?).args(["once", "--stage", "memory", "--case", &case.key()]);
        valgrind.args(["--who", name.get_name(), "--turns", &turns.to_string()]);
        let output = valgrind.output().context("cannot start valgrind")?;
        let told = String::from_utf8_lossy(&output.stderr);
        let counted = told.lines().find_map(|line| line.split_once("Collected :")).map(|(_, count)| count.trim());
        counted.and_then(|count| count.parse().ok()).with_context(|| format!("valgrind says nothing: {told}"))
    }
}
