//! The time that the compiler needs for models: with the library, with Diesel alone, and with SeaORM.
//!
//! It may import `store` and `statistics`.

mod compiled;
mod expanded;
mod link;
mod report;
mod sources;
mod text;
mod usage;

pub(crate) use self::compiled::Compiled;
pub(crate) use self::link::{Links, link};
pub(crate) use self::report::markdown;
pub(crate) use self::sources::Kind;
pub(crate) use self::usage::print_usage;

use crate::store;
use anyhow::{Result, ensure};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;
use std::time::Instant;

/// All results of the compiler.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Compilation {
    pub(crate) crates: Vec<Compiled>,
    /// The parts of the run, by the numbers of their models.
    pub(crate) parts: Vec<Part>,
    /// The measurements that failed, and why.
    pub(crate) failed: Vec<String>,
}

/// The crates of some sizes, which are compiled in turns.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) models: Vec<usize>,
    /// Seconds for compiling the dependencies, which are not measured, and for everything.
    pub(crate) dependencies: f64,
    pub(crate) took: f64,
}

impl Compilation {
    pub(crate) const FILE: &str = "compile.json";

    /// How many models the largest measured crates have.
    pub(crate) fn most(&self) -> usize {
        let measured = self.crates.iter().filter(|one| one.text.is_some());
        measured.map(|one| one.models).max().unwrap_or_default()
    }

    pub(crate) fn find(&self, kind: Kind, models: usize) -> Option<&Compiled> {
        self.crates.iter().find(|one| one.kind == kind && one.models == models)
    }

    /// Forgets what is measured again.
    fn forget(&mut self, sizes: &[usize]) {
        self.crates.retain(|one| !sizes.contains(&one.models));
        self.parts.retain(|part| !part.models.iter().any(|models| sizes.contains(models)));
        // They name the crate, and with it its size.
        self.failed.retain(|failed| !sizes.iter().any(|models| failed.starts_with(&format!("{models} models, "))));
    }

    /// These results and those of another part, in the order of the sizes.
    fn with(&self, other: &Self) -> Self {
        let mut crates: Vec<Compiled> = self.crates.iter().chain(&other.crates).cloned().collect();
        crates.sort_by_key(|one| one.models);
        let parts = self.parts.iter().chain(&other.parts).cloned().collect();
        Self { crates, parts, failed: self.failed.iter().chain(&other.failed).cloned().collect() }
    }

    /// One turn of one crate. A crate that failed once is not tried again.
    fn turn(&mut self, one: usize, round: usize) {
        let one = &mut self.crates[one];
        if one.build.incremental.len() < round {
            return;
        }
        let started = Instant::now();
        let title = format!("{} models, {}", one.models, one.kind.title());
        eprint!("== {title}: turn {}", round + 1);
        if let Err(error) = one.turn(round) {
            self.failed.push(format!("{title}: {error:#}"));
        }
        eprintln!(" ({:.0} s)", started.elapsed().as_secs_f64());
    }

    /// The cost of one more model: the difference between the largest crate and the crate with one model, per model.
    pub(crate) fn each(&self, kind: Kind, number: impl Fn(&Compiled) -> f64) -> Option<f64> {
        let most = self.most();
        let (one, many) = (self.find(kind, 1)?, self.find(kind, most)?);
        let each = (number(many) - number(one)) / (most - 1) as f64;
        each.is_finite().then_some(each)
    }
}

/// How often a crate of this size is compiled.
fn turns(models: usize, quick: bool) -> usize {
    match (models, quick) {
        (1, false) => 4,
        (20, false) => 2,
        (1, true) => 2,
        _ => 1,
    }
}

/// Measures the crates of these sizes in turns, and adds the results to those of other sizes. A crate that does not
/// compile is left out.
pub(crate) fn measure(root: &Path, out: &Path, sizes: &[usize], quick: bool, seaorm: bool) -> Result<()> {
    let started = Instant::now();
    let place = out.join("compile");
    fs::create_dir_all(&place)?;
    let mut crates = Vec::new();
    for models in sizes {
        for kind in Kind::ALL.into_iter().filter(|kind| seaorm || !kind.is_seaorm()) {
            crates.push(Compiled::write(&place, kind, *models, root)?);
        }
    }
    let mut failed = Vec::new();
    for kind in [Kind::Library, Kind::SeaOrm] {
        // The crates of one library share what they depend on.
        let Some(one) = crates.iter().find(|one| one.kind == kind) else { continue };
        eprintln!("== compiling the dependencies of the crates: {}", kind.title());
        if let Err(error) = one.warm() {
            failed.push(format!("{}: {error:#}", kind.title()));
            crates.retain(|one| one.kind.is_seaorm() != kind.is_seaorm());
        }
    }
    let dependencies = started.elapsed().as_secs_f64();
    let mut kept: Compilation = store::read(out, Compilation::FILE)?.unwrap_or_default();
    kept.forget(sizes);
    let mut results = Compilation { crates, parts: Vec::new(), failed };
    for round in 0..turns(1, quick) {
        for one in 0..results.crates.len() {
            if round < turns(results.crates[one].models, quick) {
                results.turn(one, round);
                let took = started.elapsed().as_secs_f64();
                results.parts = vec![Part { models: sizes.to_vec(), dependencies, took }];
                // Written after every crate, so that an interrupted run keeps its results.
                store::write(out, Compilation::FILE, &kept.with(&results))?;
            }
        }
    }
    ensure!(results.failed.is_empty(), "{}", results.failed.join("\n"));
    Ok(())
}
