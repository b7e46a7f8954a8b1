//! The goals, and whether they are met.

use super::everything::Everything;
use super::summary::Summary;
use crate::case::Case;
use crate::compile::{Compilation, Compiled, Kind, Links};
use crate::results::{CaseResult, Results};
use crate::stage::Stage::{self, File, Memory, Mysql, Postgres};
use crate::world::Who;

/// A measured ratio, and its spread.
#[derive(Debug, Clone, Copy)]
struct Measured {
    ratio: f64,
    spread: f64,
}

impl Measured {
    /// Whether a goal is met. This is certain only if the whole spread is on one side of the goal. Ratios are rounded
    /// like the goals, so 1.004 meets a goal of 1.
    fn verdict(self, goal: f64) -> &'static str {
        let Self { ratio, spread } = self;
        let exact = |ratio: f64| (ratio * 100.0).round();
        match exact(goal) {
            goal if exact(ratio + spread) <= goal => "met",
            goal if exact(ratio - spread) > goal => "**missed**",
            _ => "even",
        }
    }
}

impl From<&Summary<'_>> for Measured {
    fn from(summary: &Summary<'_>) -> Self {
        Self { ratio: summary.ratio, spread: summary.ratio_spread }
    }
}

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
    /// The median of the ratios of single turns; of two cases, which were not measured in turns, the ratio of the
    /// medians, with the spread of both.
    fn measured(&self, run: &Results, stage: Stage) -> Option<Measured> {
        let own = Summary::all(run.find(stage, self.case)?);
        let side = |list: &[Summary<'_>], who| list.iter().position(|one| one.side.who == who);
        if self.case == self.other {
            return side(&own, self.who).map(|place| Measured::from(&own[place]));
        }
        let other = Summary::all(run.find(stage, self.other)?);
        let (own, other) = (&own[side(&own, Who::Library)?], &other[side(&other, self.who)?]);
        let ratio = own.median / other.median;
        Some(Measured { ratio, spread: ratio * (own.spread + other.spread) / 100.0 })
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

/// The table. Only the goals in it are written by hand.
pub(super) fn markdown(all: &Everything) -> String {
    let mut rows = Vec::new();
    if let Some(run) = &all.run {
        for goal in &GOALS {
            for (stage, ratio) in goal.ratios {
                if let Some(measured) = goal.measured(run, *stage) {
                    rows.push(row(goal.case.short(), &goal.against(), stage.title(), *ratio, measured));
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
    format!("| case | against | where | goal | measured | |\n|---|---|---|--:|--:|---|\n{}", rows.concat())
}

fn row(case: &str, against: &str, place: &str, goal: f64, measured: Measured) -> String {
    let (Measured { ratio, spread }, verdict) = (measured, measured.verdict(goal));
    // A size has no spread, and neither does a single measurement.
    let spread = if spread > 0.0 { format!(" ±{spread:.2}") } else { String::new() };
    format!("| {case} | {against} | {place} | {goal:.2} | {ratio:.2}{spread} | {verdict} |\n")
}

/// Every case of SeaORM on one database. The worst case counts.
fn peer(run: &Results, stage: Stage) -> Option<String> {
    let ratio = |case: &CaseResult| {
        let summaries = Summary::all(case);
        let peer = summaries.iter().find(|summary| summary.side.who == Who::SeaOrm)?;
        Some((case.case, Measured::from(peer)))
    };
    let ratios: Vec<_> = run.cases.iter().filter(|case| case.stage == stage).filter_map(ratio).collect();
    let (worst, measured) = ratios.iter().copied().max_by(|a, b| a.1.ratio.total_cmp(&b.1.ratio))?;
    let below = ratios.iter().filter(|(_, measured)| measured.ratio < 1.0).count();
    let case = format!("every case ({below} of {} below 1; the worst: {})", ratios.len(), worst.short());
    Some(row(&case, Who::SeaOrm.title(), stage.title(), 1.0, measured))
}

fn compiler(compilation: &Compilation) -> Vec<String> {
    let place = format!("one more model, of {}", compilation.most());
    let check = |one: &Compiled| one.check.clean_user();
    let spread = |kind| compilation.find(kind, compilation.most()).map(|one| one.check.clean_spread());
    let ratio = |own, other| {
        let ratio = compilation.each(own, check)? / compilation.each(other, check)?;
        Some(Measured { ratio, spread: ratio * (spread(own)? + spread(other)?) / 100.0 })
    };
    let mut rows = Vec::new();
    for own in [Kind::Library, Kind::LibraryUsed] {
        let [diesel, _] = own.rivals().unwrap_or([own, own]);
        if let Some(measured) = ratio(own, diesel) {
            rows.push(row(&format!("`cargo check`: {}", own.title()), diesel.title(), &place, 0.6, measured));
        }
    }
    rows
}

/// Unused verbs and unused models cost nothing.
fn linker(links: &Links) -> Vec<String> {
    let text = |kind, models| links.find(kind, models).map(|program| program.text as f64);
    let goal = |models, title: &str, against: &str, other| {
        // Sizes do not differ from run to run.
        let measured = Measured { ratio: text(Kind::Library, models)? / other?, spread: 0.0 };
        let program = format!("machine code of a program: {title}, everything on, one verb used");
        Some(row(&program, against, "release", 1.0, measured))
    };
    let verbs = goal(1, "1 model", "soft deletion only", text(Kind::Bare, 1));
    let models = goal(20, "20 models", "1 model", text(Kind::Library, 1));
    [verbs, models].into_iter().flatten().collect()
}
