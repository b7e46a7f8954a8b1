//! `cargo xtask size`: how much one more model adds to a build, and the limit for it.
//!
//! The library compiles most of its code once for all models. No test notices code that slips into the part that is
//! compiled for each model; this command does.

mod count;
mod crates;

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::place;
use crate::size::crates::Crate;

/// How much one more model may add. A change that needs more raises the limit and says why.
const LIMIT: Cost = Cost { bytes: 142_000, lines: 15_400 };

/// How many models the larger crate has. The cost of a model is the difference from a crate of one model, divided by
/// the number of additional models.
const MANY: u64 = 5;

/// Unoptimized machine code, and the instructions of LLVM that it was compiled from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cost {
    bytes: u64,
    lines: u64,
}

impl Cost {
    /// The cost of one more model, given the costs of both crates.
    fn of_another(one: Self, many: Self) -> Self {
        let each = |one: u64, many: u64| many.saturating_sub(one) / (MANY - 1);
        Self { bytes: each(one.bytes, many.bytes), lines: each(one.lines, many.lines) }
    }

    /// Fails if it is above the limit.
    fn check(self, limit: Self) -> Result<()> {
        let Self { bytes, lines } = self;
        ensure!(
            bytes <= limit.bytes,
            "one more model adds {bytes} bytes of machine code; the limit is {}",
            limit.bytes
        );
        ensure!(lines <= limit.lines, "one more model adds {lines} instructions of LLVM; the limit is {}", limit.lines);
        Ok(())
    }
}

/// `cargo xtask size`
pub(crate) fn size() -> Result<()> {
    let started = Instant::now();
    let root = place::root();
    // With the target directory of the tests, most dependencies are built already.
    let target = place::target();
    println!("== size: models with six verbs, on SQLite, not optimized");
    let crates = crates::write(&root, &target.join("size"), [1, MANY])?;
    let [one, many] = crates.each_ref().map(|one| cost(one, &target));
    let cost = Cost::of_another(one?, many?);
    for (what, cost, limit) in
        [("bytes of machine code", cost.bytes, LIMIT.bytes), ("instructions of LLVM", cost.lines, LIMIT.lines)]
    {
        println!("{cost:>10} {what} for each model; the limit is {limit}");
    }
    println!("== measured in {} s", started.elapsed().as_secs());
    cost.check(LIMIT)
}

fn cost(one: &Crate, target: &Path) -> Result<Cost> {
    let library = one.build(target)?;
    let bytes = count::code(&read(&library)?)?;
    let lines = count::lines(&read(&one.emit(target)?)?);
    Ok(Cost { bytes, lines })
}

fn read(path: &PathBuf) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Cost = Cost { bytes: 100, lines: 10 };

    #[test]
    fn a_model_costs_what_four_more_models_add_divided_by_four() {
        let (one, many) = (Cost { bytes: 1_000, lines: 50 }, Cost { bytes: 1_402, lines: 90 });
        assert_eq!(Cost::of_another(one, many), Cost { bytes: 100, lines: 10 });
    }

    #[test]
    fn each_number_has_a_limit_of_its_own() {
        assert!(LIMIT.check(LIMIT).is_ok());
        let error = |cost: Cost| cost.check(LIMIT).unwrap_err().to_string();
        assert_eq!(
            error(Cost { bytes: 101, ..LIMIT }),
            "one more model adds 101 bytes of machine code; the limit is 100"
        );
        assert_eq!(error(Cost { lines: 11, ..LIMIT }), "one more model adds 11 instructions of LLVM; the limit is 10");
    }
}
