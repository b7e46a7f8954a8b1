//! Numbers out of turns.

use crate::results::{CaseResult, SideResult};
use crate::statistics::{median, spread};
use crate::world::Who;

/// A side in comparison with the library.
pub(super) struct Summary<'r> {
    pub(super) side: &'r SideResult,
    pub(super) median: f64,
    pub(super) spread: f64,
    /// How long the library takes, where this side takes 1: the median of the ratios of the single turns.
    pub(super) ratio: f64,
    /// Half the distance of the quartiles of those ratios, as a ratio.
    pub(super) ratio_spread: f64,
}

impl<'r> Summary<'r> {
    pub(super) fn all(case: &'r CaseResult) -> Vec<Self> {
        let library = case.sides.iter().find(|side| side.who == Who::Library);
        case.sides.iter().map(|side| Self::of(side, library)).collect()
    }

    fn of(side: &'r SideResult, library: Option<&SideResult>) -> Self {
        let pairs = library.into_iter().flat_map(|library| library.seconds.iter().zip(&side.seconds));
        let ratios: Vec<f64> = pairs.map(|(library, other)| library / other).collect();
        let ratio = median(&ratios);
        let ratio_spread = ratio * spread(&ratios) / 100.0;
        Self { side, median: median(&side.seconds), spread: spread(&side.seconds), ratio, ratio_spread }
    }
}
