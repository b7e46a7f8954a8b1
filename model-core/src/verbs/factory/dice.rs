//! Where the values of a factory come from.

use fake::rand::rngs::StdRng;
use fake::rand::{RngExt as _, SeedableRng as _};
use std::ops::RangeInclusive;

/// Numbers that a seed determines.
#[derive(Debug)]
pub struct Dice(StdRng);

impl Dice {
    /// Dice with this seed, or with one that nobody knows.
    pub(super) fn new(seed: Option<u64>) -> Self {
        Self(StdRng::seed_from_u64(seed.unwrap_or_else(fake::rand::random)))
    }

    /// A number.
    pub(super) fn number(&mut self, range: RangeInclusive<i64>) -> i64 {
        self.0.random_range(range)
    }

    /// One of some.
    pub(super) fn one<'t, T>(&mut self, all: &'t [T]) -> Option<&'t T> {
        let last = all.len().checked_sub(1)?;
        let at = self.number(0..=i64::try_from(last).ok()?);
        all.get(usize::try_from(at).ok()?)
    }

    /// Bits.
    pub(super) fn bits(&mut self) -> u128 {
        self.0.random()
    }

    /// So many letters and digits.
    pub(super) fn letters(&mut self, from: &[u8], count: usize) -> String {
        (0..count).filter_map(|_| self.one(from).copied()).map(char::from).collect()
    }

    /// The generator for the fakers of the crate `fake`.
    pub(super) fn rng(&mut self) -> &mut StdRng {
        &mut self.0
    }
}
