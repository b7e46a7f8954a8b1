//! What was measured, on the terminal and in files.

mod machine;
mod markdown;
mod plot;
mod summary;
mod table;

pub(crate) use self::machine::Machine;
use self::summary::Summary;
use crate::stage::Stage;
use crate::world::Who;
use anyhow::{Context, Result};
use serde::Serialize;
use std::fs;
use std::path::Path;

/// Everything that a run measured.
#[derive(Debug, Serialize)]
pub(crate) struct Results {
    pub(crate) machine: Machine,
    pub(crate) quick: bool,
    pub(crate) cases: Vec<CaseResult>,
}

/// One case in one place.
#[derive(Debug, Serialize)]
pub(crate) struct CaseResult {
    pub(crate) stage: Stage,
    pub(crate) case: String,
    pub(crate) title: &'static str,
    /// How many operations a turn had.
    pub(crate) turns: u64,
    pub(crate) sides: Vec<SideResult>,
}

/// One side of it.
#[derive(Debug, Serialize)]
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

/// Writes `results.json`, `results.md` and the plots.
pub(crate) fn write(results: &Results, out: &Path) -> Result<()> {
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    fs::write(out.join("results.json"), serde_json::to_string_pretty(results)?)?;
    fs::write(out.join("results.md"), markdown::all(results))?;
    for (stage, svg) in plot::all(results) {
        fs::write(out.join(format!("{stage}.svg")), svg)?;
    }
    Ok(())
}

/// Shows it on the terminal.
pub(crate) fn print(results: &Results) {
    println!("{}", table::all(results));
}
