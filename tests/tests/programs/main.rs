//! Random programs against a model in memory: every verb, with savepoints and rollbacks in between.
//!
//! A program is reproduced by its seed, which every failure prints: `MODEL_TEST_SEED=7` runs that one alone.
#![forbid(unsafe_code)]

mod dice;
mod memory;
mod steps;

use model_core::Key;
use model_tests::on_every_backend;
use std::env;

/// A connection over which a random program can run.
pub(crate) trait Runs {
    /// Runs the program of a seed.
    fn random_program(&mut self, seed: u64);
}

/// How many steps a program has.
const STEPS: usize = 400;

/// The number under a key.
fn number<K: Key<Inner = i64>>(key: K) -> i64 {
    *key.inner()
}

/// What a statement returns; a failure names it, and the seed.
macro_rules! done {
    ($context:expr, $statement:expr) => {
        $statement.unwrap_or_else(|error| panic!("{}: {}: {error:?}", $context, stringify!($statement)))
    };
}
use done;

/// How many programs there are, or the one seed that was asked for.
fn seeds() -> Vec<u64> {
    if let Ok(seed) = env::var("MODEL_TEST_SEED") {
        return vec![seed.parse().expect("a seed is a number")];
    }
    let count = if env::var_os("MODEL_TEST_LONG").is_some() { 200 } else { 20 };
    (1..=count).collect()
}

on_every_backend! {
    fn random_programs_leave_what_they_should(db) {
        for seed in seeds() {
            db.conn().random_program(seed);
        }
    }
}
