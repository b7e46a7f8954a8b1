//! What was measured, on the terminal and in files.

mod goals;
mod machine;
mod markdown;
mod plot;
mod readme;
pub(crate) mod store;
mod summary;
mod table;

pub(crate) use self::machine::Machine;
use self::summary::Summary;
pub(crate) use self::summary::{median, spread};
use crate::case::Case;
use crate::compile::{self, Compilation, Links};
use crate::stage::Stage;
use crate::world::Who;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

/// Everything that the sides took.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Results {
    pub(crate) machine: Machine,
    pub(crate) quick: bool,
    /// Seconds for counting the instructions.
    pub(crate) counting: f64,
    pub(crate) cases: Vec<CaseResult>,
    /// What could not be measured, and why.
    pub(crate) failed: Vec<String>,
}

/// One case in one place.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CaseResult {
    pub(crate) stage: Stage,
    pub(crate) case: Case,
    /// How many operations a turn had.
    pub(crate) turns: u64,
    /// Seconds for all turns of all sides, with what is done around them.
    pub(crate) took: f64,
    pub(crate) sides: Vec<SideResult>,
}

/// One side of it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SideResult {
    pub(crate) who: Who,
    /// Seconds for one operation, in each turn.
    pub(crate) seconds: Vec<f64>,
    /// Statements for one operation.
    pub(crate) statements: f64,
    /// Allocations of the program for one operation (those of C libraries do not count), and their bytes.
    pub(crate) allocations: f64,
    pub(crate) bytes: f64,
    pub(crate) instructions: Option<f64>,
}

impl Results {
    pub(crate) const FILE: &str = "results.json";

    /// The places, in the order in which they were measured.
    fn stages(&self) -> Vec<Stage> {
        let mut stages: Vec<Stage> = self.cases.iter().map(|case| case.stage).collect();
        stages.dedup();
        stages
    }

    fn find(&self, stage: Stage, case: Case) -> Option<&CaseResult> {
        self.cases.iter().find(|one| one.stage == stage && one.case == case)
    }
}

/// The results of all parts, each where it was not left out.
struct Everything {
    run: Option<Results>,
    compilation: Option<Compilation>,
    links: Option<Links>,
}

impl Everything {
    fn failed(&self) -> Vec<&String> {
        let run = self.run.iter().flat_map(|run| &run.failed);
        let compilation = self.compilation.iter().flat_map(|compilation| &compilation.failed);
        run.chain(compilation).chain(self.links.iter().flat_map(|links| &links.failed)).collect()
    }
}

/// Makes the tables and plots of what was measured, and shows the tables on the terminal.
pub(crate) fn publish(out: &Path) -> Result<()> {
    let all = Everything {
        run: store::read(out, Results::FILE)?,
        compilation: store::read(out, Compilation::FILE)?,
        links: store::read(out, Links::FILE)?,
    };
    let goals = goals::markdown(&all);
    let failed = all.failed();
    if let Some(run) = &all.run {
        fs::write(out.join("results.md"), markdown::all(run, &goals, &failed))?;
        fs::write(out.join("results-readme.md"), readme::table(run))?;
        for (stage, svg) in plot::all(run) {
            fs::write(out.join(format!("{stage}.svg")), svg)?;
        }
        println!("{}\n", table::all(run));
    }
    let compiler = compile::markdown(all.compilation.as_ref(), all.links.as_ref());
    if !compiler.is_empty() {
        fs::write(out.join("compile.md"), &compiler)?;
        println!("{compiler}");
    }
    println!("{goals}");
    for failed in failed {
        println!("== not measured: {failed}");
    }
    Ok(())
}
