//! The table in docs/guide/performance.md, which has ratios only.

use super::summary::Summary;
use crate::case::Case;
use crate::results::Results;
use crate::stage::Stage;
use crate::world::Who;
use std::fmt::Write as _;

/// A row for each case, a column for each database: the ratios of the library's time to those of the others.
pub(super) fn table(results: &Results) -> String {
    let stages = results.stages();
    let mut out = String::from("| time of model-core, divided by usual Diesel / best Diesel / SeaORM |");
    for stage in &stages {
        // Writing to a String does not fail.
        let _ = write!(out, " {} |", stage.title());
    }
    let _ = writeln!(out, "\n|---|{}", "--:|".repeat(stages.len()));
    for case in Case::ALL {
        let cells: Vec<String> = stages.iter().map(|stage| cell(results, *stage, case)).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            let _ = writeln!(out, "| {} | {} |", case.short(), cells.join(" | "));
        }
    }
    out
}

/// A dash means that the side does not have the case, or does the same as another side in it.
fn cell(results: &Results, stage: Stage, case: Case) -> String {
    let Some(case) = results.find(stage, case).filter(|case| case.sides.len() > 1) else { return String::new() };
    let summaries = Summary::all(case);
    let ratio = |who| match summaries.iter().find(|summary| summary.side.who == who) {
        Some(summary) => format!("{:.2}", summary.ratio),
        None => "–".to_owned(),
    };
    Who::OTHERS.map(ratio).join(" / ")
}
