//! The results of all parts of a run.

use crate::compile::{Compilation, Links};
use crate::growth::Growth;
use crate::results::Results;

/// The results of all parts, each where it was not left out.
pub(super) struct Everything {
    pub(super) run: Option<Results>,
    pub(super) compilation: Option<Compilation>,
    pub(super) links: Option<Links>,
    pub(super) growth: Option<Growth>,
}

impl Everything {
    pub(super) fn failed(&self) -> Vec<&String> {
        let run = self.run.iter().flat_map(|run| &run.failed);
        let compilation = self.compilation.iter().flat_map(|compilation| &compilation.failed);
        run.chain(compilation).chain(self.links.iter().flat_map(|links| &links.failed)).collect()
    }
}
