//! How the library's cost grows: with the rows of a table, with the entries of a history, with the writers.
//!
//! It may import `databases`, `world`, `store` and `statistics`.

mod measure;
mod plot;
mod report;
mod seeds;

pub(crate) use self::plot::plots;
pub(crate) use self::report::markdown;

use crate::results::Part;
use crate::stage::Stage;
use crate::step::Step;
use crate::{machine, store};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::Instant;

/// What grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Axis {
    /// The rows of a table.
    Rows,
    /// The entries of one row's history.
    Entries,
    /// The threads that write, each to a row of its own.
    Writers,
}

impl Axis {
    pub(crate) const ALL: [Self; 3] = [Self::Rows, Self::Entries, Self::Writers];

    pub(crate) fn steps(self) -> &'static [Step] {
        match self {
            Self::Rows => &[Step::Find, Step::FirstPage, Step::MiddlePage, Step::CreateAudited],
            Self::Entries => &[Step::Newest, Step::AsOf, Step::PatchAudited, Step::Verify],
            Self::Writers => &[Step::PatchAudited],
        }
    }

    fn sizes(self, quick: bool) -> &'static [u64] {
        match (self, quick) {
            (Self::Rows, false) => &[1_000, 10_000, 100_000, 1_000_000],
            (Self::Entries, false) => &[10_000, 100_000, 1_000_000],
            (Self::Writers, false) => &[1, 2, 4, 8, 16],
            (Self::Rows, true) => &[1_000, 10_000],
            (Self::Entries, true) => &[1_000, 10_000],
            (Self::Writers, true) => &[1, 4],
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Rows => "rows of the table",
            Self::Entries => "entries of the row's history",
            Self::Writers => "writers at the same time",
        }
    }

    /// Its name in files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Entries => "entries",
            Self::Writers => "writers",
        }
    }
}

/// All results.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Growth {
    pub(crate) lines: Vec<Line>,
    pub(crate) parts: Vec<Part>,
}

/// One step on one backend.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) stage: Stage,
    pub(crate) axis: Axis,
    pub(crate) step: Step,
    pub(crate) points: Vec<Point>,
}

/// How long it took at one size.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Point {
    pub(crate) size: u64,
    /// Seconds for one operation, in each turn. With several writers: the time on the clock, divided by the number of
    /// operations of all of them.
    pub(crate) seconds: Vec<f64>,
}

impl Growth {
    pub(crate) const FILE: &str = "growth.json";

    pub(crate) fn find(&self, stage: Stage, axis: Axis, step: Step) -> Option<&Line> {
        self.lines.iter().find(|line| (line.stage, line.axis, line.step) == (stage, axis, step))
    }

    /// The backends, in their order.
    pub(crate) fn stages(&self) -> Vec<Stage> {
        let mut stages: Vec<Stage> = self.lines.iter().map(|line| line.stage).collect();
        stages.sort_by_key(|stage| *stage as usize);
        stages.dedup();
        stages
    }

    fn add(&mut self, stage: Stage, axis: Axis, step: Step, point: Point) {
        let same = |line: &Line| (line.stage, line.axis, line.step) == (stage, axis, step);
        match self.lines.iter_mut().find(|line| same(line)) {
            Some(line) => line.points.push(point),
            None => self.lines.push(Line { stage, axis, step, points: vec![point] }),
        }
    }
}

/// Measures everything on one backend, and keeps the results of the others.
pub(crate) fn measure(out: &Path, stage: Stage, quick: bool) -> Result<()> {
    let started = Instant::now();
    let mut growth: Growth = store::read(out, Growth::FILE)?.unwrap_or_default();
    growth.lines.retain(|line| line.stage != stage);
    growth.parts.retain(|part| part.name != stage.title());
    let load = machine::load();
    for axis in Axis::ALL {
        for (size, step, seconds) in measure::all(stage, axis, axis.sizes(quick))? {
            growth.add(stage, axis, step, Point { size, seconds });
        }
        eprintln!("== {}, {}: {:.0} s so far", stage.title(), axis.title(), started.elapsed().as_secs_f64());
    }
    let seconds = started.elapsed().as_secs_f64();
    growth.parts.push(Part { name: stage.title().to_owned(), load, quick, seconds });
    store::write(out, Growth::FILE, &growth)
}
