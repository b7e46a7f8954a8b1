//! The command line.

use crate::case::Case;
use crate::machine::Machine;
use crate::results::Results;
use crate::stage::Stage;
use crate::store;
use crate::world::Who;
use crate::{callgrind, compile, report, turns};
use anyhow::{Context, Result, ensure};
use clap::{Args, Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Debug, Parser)]
pub(crate) struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Measures in turns, and writes the results.
    Run(Run),
    /// Counts instructions of what was measured on SQLite in memory, where valgrind is installed.
    Count {
        /// The directory with the results.
        #[arg(long, default_value = "target/bench")]
        out: PathBuf,
    },
    /// Performs one case so often and nothing else, for a profiler.
    Once(Once),
    /// Measures what the compiler takes for models.
    Compile(Compile),
    /// Measures what unused models and verbs add to a program.
    Link(Link),
    /// Makes tables and plots of what was measured, and shows the tables.
    Report {
        /// The directory with the results.
        #[arg(long, default_value = "target/bench")]
        out: PathBuf,
    },
    /// Runs a command and prints what it took.
    Usage {
        /// The command and its arguments.
        #[arg(last = true)]
        command: Vec<String>,
    },
}

#[derive(Debug, Args)]
struct Compile {
    /// The root of the repository.
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// Fewer turns, and no crate of a hundred models.
    #[arg(long)]
    quick: bool,
    /// No crates of SeaORM.
    #[arg(long)]
    no_seaorm: bool,
    /// The directory for the results.
    #[arg(long, default_value = "target/bench")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct Link {
    /// The root of the repository.
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// The directory for the results.
    #[arg(long, default_value = "target/bench")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct Run {
    /// Where to measure; the default is wherever this program was built for and has a server.
    #[arg(long = "stage", value_enum)]
    stages: Vec<Stage>,
    /// What to measure; the default is everything.
    #[arg(long = "case", value_enum)]
    cases: Vec<Case>,
    /// Whom to compare the library with; the default is everybody.
    #[arg(long = "who", value_enum)]
    others: Vec<Who>,
    /// Fewer turns.
    #[arg(long)]
    quick: bool,
    /// The directory for the results.
    #[arg(long, default_value = "target/bench")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct Once {
    #[arg(long, value_enum)]
    stage: Stage,
    #[arg(long, value_enum)]
    case: Case,
    #[arg(long, value_enum)]
    who: Who,
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    turns: u64,
}

impl Cli {
    pub(crate) fn run(self) -> Result<()> {
        match self.task {
            Task::Run(run) => run.perform(),
            Task::Count { out } => count(&out),
            Task::Once(once) => turns::once(once.stage, once.case, once.who, once.turns),
            Task::Compile(task) => compile::measure(&task.root, &task.out, task.quick, !task.no_seaorm),
            Task::Link(task) => compile::link(&task.root, &task.out),
            Task::Report { out } => report::publish(&out),
            Task::Usage { command } => compile::tell(&command),
        }
    }
}

impl Run {
    fn perform(self) -> Result<()> {
        let stages = if self.stages.is_empty() { Stage::present() } else { self.stages };
        let cases = if self.cases.is_empty() { Case::ALL.to_vec() } else { self.cases };
        let machine = Machine::here();
        let mut results = Results { machine, quick: self.quick, counting: 0.0, cases: Vec::new(), failed: Vec::new() };
        let count = stages.len() * cases.len();
        let all = stages.iter().flat_map(|stage| cases.iter().map(|case| (*stage, *case)));
        for (place, (stage, case)) in all.enumerate() {
            eprint!("== {} of {count}, {}: {}", place + 1, stage.title(), case.title());
            measure(&mut results, stage, case, &self.others);
            // After every case, so that an interrupted run leaves what it has.
            store::write(&self.out, Results::FILE, &results)?;
        }
        ensure!(results.failed.is_empty(), "{} things could not be measured", results.failed.len());
        Ok(())
    }
}

fn count(out: &Path) -> Result<()> {
    let mut results: Results = store::read(out, Results::FILE)?.context("no case was measured")?;
    let started = Instant::now();
    let failed = callgrind::count(&mut results.cases);
    results.counting = started.elapsed().as_secs_f64();
    results.failed.extend_from_slice(&failed);
    store::write(out, Results::FILE, &results)?;
    ensure!(failed.is_empty(), "{} things could not be counted", failed.len());
    Ok(())
}

/// Measures a case. Where that fails it is tried again without SeaORM, which must not take the others along.
fn measure(results: &mut Results, stage: Stage, case: Case, others: &[Who]) {
    let mut sides = turns::sides(case);
    sides.retain(|who| *who == Who::Library || others.is_empty() || others.contains(who));
    loop {
        match turns::measure(stage, case, &sides, results.quick) {
            Ok(measured) => {
                eprintln!(" ({:.0} s)", measured.took);
                return results.cases.push(measured);
            }
            Err(error) => {
                let failed = format!("{}, {}: {error:#}", stage.title(), case.title());
                eprintln!("\n== failed: {failed}");
                results.failed.push(failed);
                if sides.pop_if(|who| *who == Who::SeaOrm).is_none() {
                    return;
                }
            }
        }
    }
}
