//! Instructions for each operation, under valgrind's callgrind: they repeat where time does not.

use crate::case::Case;
use crate::results::CaseResult;
use crate::stage::Stage;
use crate::world::Who;
use anyhow::{Context, Result};
use clap::ValueEnum;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

/// How many operations are counted; of those that write many rows, one.
const COUNTED: u64 = 20;

/// The name of this part of a run.
pub(crate) const PART: &str = "instructions";

/// Whether valgrind is installed; a line that says so where it is not.
fn is_installed() -> bool {
    let version = Command::new("valgrind").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let installed = version.is_ok_and(|status| status.success());
    if !installed {
        eprintln!("== instructions are left out: valgrind is not installed");
    }
    installed
}

/// Counts for the sides in memory that live in this program, and returns what failed. Counts do not depend on how busy
/// the machine is, so each core takes a side.
pub(crate) fn count(cases: &mut [CaseResult]) -> Vec<String> {
    let mut jobs = Vec::new();
    for case in cases.iter_mut().filter(|case| case.stage == Stage::Memory) {
        let sides = case.sides.iter_mut().filter(|side| !side.who.is_peer());
        jobs.extend(sides.map(|side| (case.case, side)));
    }
    if jobs.is_empty() || !is_installed() {
        return Vec::new();
    }
    let failed = Mutex::new(Vec::new());
    on_all_cores(jobs, |(case, side)| {
        eprintln!("== instructions: {}, {}", case.title(), side.who.title());
        match instructions(case, side.who) {
            Ok(count) => side.instructions = Some(count),
            Err(error) => failed.lock().into_iter().for_each(|mut failed| {
                failed.push(format!("{PART}, {}, {}: {error:#}", case.title(), side.who.title()));
            }),
        }
    });
    failed.into_inner().unwrap_or_default()
}

/// The instructions of the library's side of these cases, in their order.
pub(crate) fn of_the_library(cases: &[Case]) -> Result<Vec<f64>> {
    let mut counts: Vec<Result<f64>> = cases.iter().map(|_| Ok(0.0)).collect();
    on_all_cores(cases.iter().zip(&mut counts).collect(), |(case, count)| {
        eprintln!("== counting: {}", case.title());
        *count = instructions(*case, Who::Library).with_context(|| case.title());
    });
    counts.into_iter().collect()
}

/// Does these jobs on all cores.
fn on_all_cores<J: Send>(jobs: Vec<J>, perform: impl Fn(J) + Sync) {
    let jobs = Mutex::new(jobs.into_iter());
    let next = || jobs.lock().ok().and_then(|mut jobs| jobs.next());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(job) = next() {
                    perform(job);
                }
            });
        }
    });
}

/// The instructions of one operation. They are collected inside of one function only, so that neither the seeding nor
/// the filling of caches counts.
fn instructions(case: Case, who: Who) -> Result<f64> {
    let name = who.to_possible_value().context("every side has a name")?;
    let turns = if case.is_long() { 1 } else { COUNTED };
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*turns*counted*"]);
    valgrind.arg(std::env::current_exe()?).args(["once", "--stage", "memory", "--case", &case.key()]);
    valgrind.args(["--who", name.get_name(), "--turns", &turns.to_string()]);
    let output = valgrind.output().context("cannot start valgrind")?;
    let output = String::from_utf8_lossy(&output.stderr);
    let counted = output.lines().find_map(|line| line.split_once("Collected :")).map(|(_, count)| count.trim());
    let counted = counted.and_then(|count| count.parse::<f64>().ok()).filter(|count| *count > 0.0);
    Ok(counted.with_context(|| format!("valgrind reported no count: {output}"))? / turns as f64)
}
