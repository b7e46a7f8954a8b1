//! What differs from the results of another run, by more than either of them varied.

use super::summary::Summary;
use crate::results::{CaseResult, Results, SideResult};
use crate::units::count;
use crate::world::Who;

/// Counts do not vary with what else the machine does, but a cache that is filled once counts for few operations.
const COUNTS: f64 = 0.01;

/// Compares two runs. Times are compared as ratios to another side of the same run, because the machine or what it does
/// beside may be another one.
pub(super) fn all(before: &Results, now: &Results) -> String {
    let mut lines = Vec::new();
    let mut compared = 0;
    for case in &now.cases {
        let Some(old) = before.find(case.stage, case.case) else {
            lines.push(line(case, "", "", "new", ""));
            continue;
        };
        compared += 1;
        lines.extend(times(old, case));
        lines.extend(counts(old, case));
    }
    let heading = format!("{compared} cases are in both runs. Moved beyond what both varied:\n");
    if lines.is_empty() {
        return format!("{compared} cases are in both runs, and nothing moved beyond what both varied.\n");
    }
    format!("{heading}\n| where | case | what | before | now |\n|---|---|---|--:|--:|\n{}", lines.concat())
}

/// The ratios of the library to the other sides.
fn times(before: &CaseResult, now: &CaseResult) -> Vec<String> {
    let old = Summary::all(before);
    let others = Summary::all(now).into_iter().filter(|summary| summary.side.who != Who::Library);
    let moved = others.filter_map(|new| {
        let old = old.iter().find(|old| old.side.who == new.side.who)?;
        let is_beyond = (new.ratio - old.ratio).abs() > new.ratio_spread + old.ratio_spread;
        let shown = |summary: &Summary<'_>| format!("{:.2} ±{:.2}", summary.ratio, summary.ratio_spread);
        let what = format!("time, to {}", new.side.who.title());
        is_beyond.then(|| line(now, &what, &shown(old), &shown(&new), direction(old.ratio, new.ratio)))
    });
    moved.collect()
}

/// What the library counts.
fn counts(before: &CaseResult, now: &CaseResult) -> Vec<String> {
    let library = |case| library(case).map(|side| [side.statements, side.allocations, side.instructions]);
    let (Some(old), Some(new)) = (library(before), library(now)) else { return Vec::new() };
    let names = ["statements", "allocations", "instructions"];
    let moved = names.iter().zip(old.into_iter().zip(new)).filter_map(|(name, counts)| {
        let (Some(old), Some(new)) = counts else { return None };
        let is_beyond = (new - old).abs() > COUNTS * old.abs();
        is_beyond.then(|| line(now, name, &count(old), &count(new), direction(old, new)))
    });
    moved.collect()
}

fn library(case: &CaseResult) -> Option<&SideResult> {
    case.sides.iter().find(|side| side.who == Who::Library)
}

fn direction(old: f64, new: f64) -> &'static str {
    if new > old { "up" } else { "down" }
}

fn line(case: &CaseResult, what: &str, before: &str, now: &str, direction: &str) -> String {
    let (place, title) = (case.stage.title(), case.case.title());
    let what = format!("{what} {direction}");
    format!("| {place} | {title} | {} | {before} | {now} |\n", what.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::machine::Machine;
    use crate::stage::Stage;

    fn side(who: Who, seconds: [f64; 3], statements: f64) -> SideResult {
        let seconds = seconds.to_vec();
        let (statements, allocations, bytes) = (Some(statements), Some(10.0), Some(100.0));
        SideResult { who, seconds, statements, allocations, bytes, instructions: Some(1000.0) }
    }

    fn run(library: [f64; 3], statements: f64) -> Results {
        let sides = vec![side(Who::Library, library, statements), side(Who::Usual, [2.0, 2.0, 2.0], 1.0)];
        let case = CaseResult { stage: Stage::Memory, case: Case::Find, turns: 3, took: 1.0, sides };
        Results { machine: Machine::here(), parts: Vec::new(), cases: vec![case], failed: Vec::new() }
    }

    #[test]
    fn what_lies_within_the_spread_has_not_moved() {
        let told = all(&run([0.9, 1.0, 1.1], 1.0), &run([0.95, 1.02, 1.1], 1.0));
        assert!(told.contains("nothing moved"), "{told}");
    }

    #[test]
    fn what_moved_is_told_with_its_direction() {
        let told = all(&run([1.0, 1.0, 1.0], 1.0), &run([1.2, 1.2, 1.2], 2.0));
        assert!(told.contains("time, to Diesel, usual up | 0.50 ±0.00 | 0.60 ±0.00"), "{told}");
        assert!(told.contains("statements up | 1 | 2") && !told.contains("instructions"), "{told}");
    }

    #[test]
    fn a_case_that_was_not_measured_before_is_new() {
        let mut before = run([1.0, 1.0, 1.0], 1.0);
        before.cases.clear();
        assert!(all(&before, &run([1.0, 1.0, 1.0], 1.0)).contains("| new |"));
    }
}
