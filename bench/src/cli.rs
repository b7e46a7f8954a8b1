//! The command line.

use crate::case::Case;
use crate::machine::Machine;
use crate::results::Results;
use crate::stage::Stage;
use crate::store;
use crate::world::Who;
use crate::{callgrind, compile, growth, regress, report, turns};
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
    /// Measure all sides in turns, and write the results.
    Run(Run),
    /// Count the instructions of the cases on SQLite in memory, if valgrind is installed.
    Count {
        /// The directory with the results.
        #[arg(long, default_value = "target/bench")]
        out: PathBuf,
    },
    /// Count the instructions of some cases on SQLite in memory, and fail if they are above the stored limits.
    Regress {
        /// The file with the limits.
        #[arg(long, default_value = "bench/limits.json")]
        limits: PathBuf,
        /// Store the counts as the new limits.
        #[arg(long)]
        bless: bool,
    },
    /// Measure how the library's cost grows with rows, entries of the trail and writers, on one database.
    Growth {
        /// The database.
        #[arg(long, value_enum)]
        stage: Stage,
        /// Small sizes only.
        #[arg(long)]
        quick: bool,
        /// The directory for the results.
        #[arg(long, default_value = "target/bench")]
        out: PathBuf,
    },
    /// Run one case many times and nothing else, for a profiler.
    Once(Once),
    /// Measure the time that the compiler needs for models.
    Compile(Compile),
    /// Measure how much unused models and verbs add to a program.
    Link(Link),
    /// Write tables and plots of the results, and print the tables.
    Report {
        /// The directory with the results.
        #[arg(long, default_value = "target/bench")]
        out: PathBuf,
    },
    /// Print what differs from the results of another run, by more than either of them varied.
    Compare {
        /// The results of the other run.
        before: PathBuf,
        /// The directory with the results of this one.
        #[arg(long, default_value = "target/bench")]
        out: PathBuf,
    },
    /// Run a command, and print its time and memory.
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
    /// How many models the crates have. Repeat it for several; the default is 1, 20 and 100.
    #[arg(long = "models", default_values_t = [1, 20, 100])]
    models: Vec<usize>,
    /// Fewer turns.
    #[arg(long)]
    quick: bool,
    /// Leave out SeaORM.
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
    /// The databases. The default is every database that this program was built for and that is available.
    #[arg(long = "stage", value_enum)]
    stages: Vec<Stage>,
    /// The cases. The default is all of them; `cached` needs the feature `cache`.
    #[arg(long = "case", value_enum)]
    cases: Vec<Case>,
    /// The sides to compare the library with. The default is all of them.
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
            Task::Regress { limits, bless } => regress::regress(&limits, bless),
            Task::Growth { stage, quick, out } => growth::measure(&out, stage, quick),
            Task::Once(once) => turns::once(once.stage, once.case, once.who, once.turns),
            Task::Compile(task) => compile::measure(&task.root, &task.out, &task.models, task.quick, !task.no_seaorm),
            Task::Link(task) => compile::link(&task.root, &task.out),
            Task::Report { out } => report::publish(&out),
            Task::Compare { before, out } => report::compare(&out, &before),
            Task::Usage { command } => compile::print_usage(&command),
        }
    }
}

impl Run {
    /// Measures one place after another, and keeps the results of other places.
    fn perform(self) -> Result<()> {
        let stages = if self.stages.is_empty() { Stage::present() } else { self.stages };
        let cases: Vec<Case> = if self.cases.is_empty() { Case::present() } else { self.cases };
        let mut results = kept(&self.out)?;
        let mut failed = 0;
        for stage in stages {
            let started = Instant::now();
            results.begin(stage.title(), self.quick);
            for (place, case) in cases.iter().enumerate() {
                eprint!("== {} of {}, {}: {}", place + 1, cases.len(), stage.title(), case.title());
                let before = results.failed.len();
                measure(&mut results, stage, *case, &self.others, self.quick);
                failed += results.failed.len() - before;
                results.took(started.elapsed().as_secs_f64());
                // Written after every case, so that an interrupted run keeps its results.
                store::write(&self.out, Results::FILE, &results)?;
            }
            eprintln!("== {}: {:.0} s", stage.title(), started.elapsed().as_secs_f64());
        }
        ensure!(failed == 0, "{failed} measurements failed");
        Ok(())
    }
}

/// The results of the other parts, with the machine that this part is measured on.
fn kept(out: &Path) -> Result<Results> {
    let mut results = store::read(out, Results::FILE)?.unwrap_or_else(|| Results::new(Machine::here()));
    results.machine = Machine::here();
    Ok(results)
}

fn count(out: &Path) -> Result<()> {
    let mut results: Results = store::read(out, Results::FILE)?.context("there are no results of a run")?;
    let started = Instant::now();
    results.begin(callgrind::PART, false);
    let failed = callgrind::count(&mut results.cases);
    results.took(started.elapsed().as_secs_f64());
    results.failed.extend_from_slice(&failed);
    store::write(out, Results::FILE, &results)?;
    ensure!(failed.is_empty(), "{} counts failed", failed.len());
    Ok(())
}

/// Measures a case. If that fails, it is tried again without SeaORM, so that a failure there does not lose the other
/// sides.
fn measure(results: &mut Results, stage: Stage, case: Case, others: &[Who], quick: bool) {
    let mut sides = turns::sides(case);
    sides.retain(|who| *who == Who::Library || others.is_empty() || others.contains(who));
    loop {
        match turns::measure(stage, case, &sides, quick) {
            Ok(measured) => {
                eprintln!(" ({:.0} s)", measured.took);
                return results.add(measured);
            }
            Err(error) => {
                let failed = format!("{}, {}: {error:#}", stage.title(), case.title());
                eprintln!("\n== failed: {failed}");
                results.failed.push(failed);
                if sides.pop_if(|who| who.is_peer()).is_none() {
                    return;
                }
            }
        }
    }
}
