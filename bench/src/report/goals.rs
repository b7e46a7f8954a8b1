//! What was aimed at, and what is seen of it.

use super::{Everything, Results, Summary};
use crate::case::Case;
use crate::compile::{Compilation, Compiled, Kind, Links};
use crate::stage::Stage::{self, File, Memory, Mysql, Postgres};
use crate::world::Who;

/// A case, what it is compared with, and the ratio to reach: the library's time where the other takes 1.
struct Goal {
    case: Case,
    who: Who,
    other: Case,
    ratios: &'static [(Stage, f64)],
}

const GOALS: [Goal; 11] = [
    goal(Case::Find, Who::Best, &[(Memory, 1.0), (File, 1.0), (Postgres, 1.0), (Mysql, 1.0)]),
    goal(Case::Find, Who::Usual, &[(Memory, 0.2), (File, 0.4)]),
    goal(Case::List, Who::Usual, &[(Memory, 0.6), (File, 0.6), (Postgres, 0.9)]),
    goal(Case::Create, Who::Usual, &[(Memory, 0.7), (File, 0.7), (Postgres, 0.6)]),
    goal(Case::CreateAudited, Who::Usual, &[(Memory, 0.6), (Postgres, 0.7)]),
    unlike(Case::PatchAudited, Case::Patch, &[(Memory, 1.3), (File, 1.8), (Postgres, 1.0)]),
    goal(Case::PatchAudited, Who::Usual, &[(Memory, 0.4), (Postgres, 0.35)]),
    unlike(Case::BulkDeleteAudited, Case::BulkDelete, &[(Memory, 2.0), (File, 1.6), (Postgres, 1.5)]),
    goal(Case::CreateMany, Who::Usual, &[(Postgres, 0.5)]),
    // Three times and twice as fast.
    goal(Case::CreateAudited, Who::SeaOrm, &[(Memory, 0.33), (File, 0.33), (Postgres, 0.5)]),
    goal(Case::PatchAudited, Who::SeaOrm, &[(Memory, 0.33), (File, 0.33), (Postgres, 0.5)]),
];

const fn goal(case: Case, who: Who, ratios: &'static [(Stage, f64)]) -> Goal {
    Goal { case, who, other: case, ratios }
}

/// Against the usual Diesel in another case.
const fn unlike(case: Case, other: Case, ratios: &'static [(Stage, f64)]) -> Goal {
    Goal { case, who: Who::Usual, other, ratios }
}

impl Goal {
    /// The median of the ratios of single turns; of two cases, which were not measured in turns, the ratio of the medians.
    fn seen(&self, run: &Results, stage: Stage) -> Option<f64> {
        let own = Summary::all(run.find(stage, self.case)?);
        if self.case == self.other {
            return own.iter().find(|summary| summary.side.who == self.who).map(|summary| summary.ratio);
        }
        let other = Summary::all(run.find(stage, self.other)?);
        let median = |list: &[Summary<'_>], who| list.iter().find(|one| one.side.who == who).map(|one| one.median);
        Some(median(&own, Who::Library)? / median(&other, self.who)?)
    }

    fn against(&self) -> String {
        let how = match (self.who, self.case.is_audited(), self.other.is_audited()) {
            (_, true, false) => ", **not** audited",
            (_, true, true) => ", audited in a transaction by hand",
            _ => "",
        };
        format!("{}{how}", self.who.title())
    }
}

/// The table: nothing in it is typed by hand but the goals.
pub(super) fn markdown(all: &Everything) -> String {
    let mut rows = Vec::new();
    if let Some(run) = &all.run {
        for goal in &GOALS {
            for (stage, ratio) in goal.ratios {
                if let Some(seen) = goal.seen(run, *stage) {
                    rows.push(row(goal.case.short(), &goal.against(), stage.title(), *ratio, seen));
                }
            }
        }
        rows.extend(run.stages().into_iter().filter_map(|stage| peer(run, stage)));
    }
    rows.extend(all.compilation.iter().flat_map(compiler));
    rows.extend(all.links.iter().flat_map(linker));
    if rows.is_empty() {
        return String::new();
    }
    format!("| case | against | where | goal | seen | |\n|---|---|---|--:|--:|---|\n{}", rows.concat())
}

fn row(case: &str, against: &str, place: &str, goal: f64, seen: f64) -> String {
    // As exact as the goal is: a ratio of 1.004 is as fast.
    let met = if (seen * 100.0).round() <= (goal * 100.0).round() { "met" } else { "**missed**" };
    format!("| {case} | {against} | {place} | {goal:.2} | {seen:.2} | {met} |\n")
}

/// Every case that SeaORM has, at one place: the worst of them is what counts.
fn peer(run: &Results, stage: Stage) -> Option<String> {
    let ratio = |case: &super::CaseResult| {
        let summaries = Summary::all(case);
        let peer = summaries.iter().find(|summary| summary.side.who == Who::SeaOrm)?;
        Some((case.case, peer.ratio))
    };
    let ratios: Vec<_> = run.cases.iter().filter(|case| case.stage == stage).filter_map(ratio).collect();
    let (worst, seen) = ratios.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let below = ratios.iter().filter(|(_, ratio)| *ratio < 1.0).count();
    let case = format!("every case ({below} of {} below 1; the worst: {})", ratios.len(), worst.short());
    Some(row(&case, Who::SeaOrm.title(), stage.title(), 1.0, seen))
}

fn compiler(compilation: &Compilation) -> Vec<String> {
    let place = format!("one model more, of {}", compilation.most());
    let check = |one: &Compiled| one.check.clean_user();
    let ratio = |own, other| Some(compilation.each(own, check)? / compilation.each(other, check)?);
    let mut rows = Vec::new();
    for own in [Kind::Library, Kind::LibraryUsed] {
        let [diesel, _] = own.rivals().unwrap_or([own, own]);
        if let Some(seen) = ratio(own, diesel) {
            rows.push(row(&format!("`cargo check`: {}", own.title()), diesel.title(), &place, 0.6, seen));
        }
    }
    rows
}

fn linker(links: &Links) -> Option<String> {
    let text = |models| links.find(Kind::Library, models).map(|program| program.text as f64);
    let seen = text(20)? / text(1)?;
    Some(row("machine code of a program: 20 models, everything on, one verb used", "1 model", "release", 1.0, seen))
}
