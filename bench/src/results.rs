//! What was measured: the data from which the tables are made.

use crate::case::Case;
use crate::machine::Machine;
use crate::stage::Stage;
use crate::world::Who;
use serde::{Deserialize, Serialize};

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
    pub(crate) fn stages(&self) -> Vec<Stage> {
        let mut stages: Vec<Stage> = self.cases.iter().map(|case| case.stage).collect();
        stages.dedup();
        stages
    }

    pub(crate) fn find(&self, stage: Stage, case: Case) -> Option<&CaseResult> {
        self.cases.iter().find(|one| one.stage == stage && one.case == case)
    }
}
