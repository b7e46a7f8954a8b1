//! The command line.

use crate::case::Case;
use crate::report::{Machine, Results};
use crate::stage::Stage;
use crate::world::Who;
use crate::{callgrind, compile, report, turns};
use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Parser)]
pub(crate) struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Measures in turns, and writes the results.
    Run(Run),
    /// Performs one case so often and nothing else, for a profiler.
    Once(Once),
    /// Measures what the compiler takes for models.
    Compile(Compile),
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
    /// The directory for the results.
    #[arg(long, default_value = "target/bench")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct Run {
    /// Where to measure; the default is everywhere that this program was built for.
    #[arg(long = "stage", value_enum)]
    stages: Vec<Stage>,
    /// What to measure; the default is everything.
    #[arg(long = "case", value_enum)]
    cases: Vec<Case>,
    /// Fewer turns.
    #[arg(long)]
    quick: bool,
    /// Count instructions as well, where valgrind is installed.
    #[arg(long)]
    instructions: bool,
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
    #[arg(long)]
    turns: u64,
}

impl Cli {
    pub(crate) fn run(self) -> Result<()> {
        match self.task {
            Task::Run(run) => run.perform(),
            Task::Once(once) => turns::once(once.stage, once.case, once.who, once.turns),
            Task::Compile(task) => compile::measure(&task.root, &task.out, task.quick),
            Task::Usage { command } => compile::tell(&command),
        }
    }
}

impl Run {
    fn perform(self) -> Result<()> {
        let stages = if self.stages.is_empty() { Stage::built() } else { self.stages };
        let cases = if self.cases.is_empty() { Case::ALL.to_vec() } else { self.cases };
        let callgrind = self.instructions.then(callgrind::find).flatten();
        let mut results = Results { machine: Machine::here(), quick: self.quick, cases: Vec::new() };
        for stage in stages {
            for case in &cases {
                eprintln!("== {}: {}", stage.title(), case.title());
                let mut measured = turns::measure(stage, *case, self.quick)?;
                if let Some(callgrind) = &callgrind
                    && stage == Stage::Memory
                {
                    for side in &mut measured.sides {
                        side.instructions = callgrind.instructions(*case, side.who)?;
                    }
                }
                results.cases.push(measured);
                // After every case, so that an interrupted run leaves what it has.
                report::write(&results, &self.out)?;
            }
        }
        report::print(&results);
        Ok(())
    }
}
