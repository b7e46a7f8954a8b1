//! What was measured: the data from which the tables are made.

use crate::case::Case;
use crate::machine::{self, Machine};
use crate::stage::Stage;
use crate::world::Who;
use serde::{Deserialize, Serialize};

/// Everything that the sides took.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Results {
    pub(crate) machine: Machine,
    /// The parts of the run, which may be from different times.
    #[serde(default)]
    pub(crate) parts: Vec<Part>,
    pub(crate) cases: Vec<CaseResult>,
    /// What could not be measured, and why.
    pub(crate) failed: Vec<String>,
}

/// One part of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// How many programs wanted to run, on average over the last minute before the start.
    pub(crate) load: String,
    /// Whether it had few turns.
    pub(crate) quick: bool,
    /// Seconds for everything.
    pub(crate) seconds: f64,
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
    /// Statements for one operation, where they are counted.
    pub(crate) statements: Option<f64>,
    /// Allocations of the program for one operation (those of C libraries do not count), and their bytes.
    pub(crate) allocations: Option<f64>,
    pub(crate) bytes: Option<f64>,
    pub(crate) instructions: Option<f64>,
}

impl Results {
    pub(crate) const FILE: &str = "results.json";

    pub(crate) fn new(machine: Machine) -> Self {
        Self { machine, parts: Vec::new(), cases: Vec::new(), failed: Vec::new() }
    }

    /// Begins a part again: what was measured and what failed in it before is forgotten.
    pub(crate) fn begin(&mut self, name: &str, quick: bool) {
        self.parts.retain(|part| part.name != name);
        self.failed.retain(|failed| !failed.starts_with(&format!("{name}, ")));
        self.parts.push(Part { name: name.to_owned(), load: machine::load(), quick, seconds: 0.0 });
    }

    /// How long the part that was begun last has taken.
    pub(crate) fn took(&mut self, seconds: f64) {
        self.parts.iter_mut().last().into_iter().for_each(|part| part.seconds = seconds);
    }

    /// Adds a case, in the place of an older result. Cases are in the order of places, however they were measured.
    pub(crate) fn add(&mut self, case: CaseResult) {
        self.cases.retain(|old| (old.stage, old.case) != (case.stage, case.case));
        self.cases.push(case);
        self.cases.sort_by_key(|case| (case.stage as usize, case.case as usize));
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    fn case(stage: Stage, case: Case, turns: u64) -> CaseResult {
        CaseResult { stage, case, turns, took: 1.0, sides: Vec::new() }
    }

    #[test]
    fn a_part_keeps_the_cases_of_the_others() {
        let mut results = Results::new(Machine::here());
        results.add(case(Stage::Postgres, Case::Find, 1));
        results.add(case(Stage::Memory, Case::List, 1));
        results.add(case(Stage::Memory, Case::Find, 1));
        results.add(case(Stage::Postgres, Case::Find, 2));
        let turns = |one: &CaseResult| (one.stage, one.case, one.turns);
        let cases: Vec<_> = results.cases.iter().map(turns).collect();
        let memory = [(Stage::Memory, Case::Find, 1), (Stage::Memory, Case::List, 1)];
        assert_eq!(cases, [memory[0], memory[1], (Stage::Postgres, Case::Find, 2)]);
    }

    #[test]
    fn a_part_that_begins_again_forgets_its_failures_only() {
        let mut results = Results::new(Machine::here());
        results.begin("SQLite, memory", true);
        results.begin("PostgreSQL", true);
        results.failed = vec!["SQLite, memory, find: no".to_owned(), "PostgreSQL, find: no".to_owned()];
        results.begin("SQLite, memory", false);
        results.took(3.0);
        assert_eq!(results.failed, ["PostgreSQL, find: no"]);
        let parts: Vec<_> = results.parts.iter().map(|part| (&*part.name, part.quick, part.seconds)).collect();
        assert_eq!(parts, [("PostgreSQL", true, 0.0), ("SQLite, memory", false, 3.0)]);
    }
}
