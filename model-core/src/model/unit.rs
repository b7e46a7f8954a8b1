//! What runs after the commit, as it is collected.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Collects what runs after the commit of the transaction that [`transaction`](crate::transaction()) has opened: a cheap handle, to be cloned,
/// handed on and kept.
#[derive(Clone)]
pub struct Unit {
    pub(crate) state: Arc<Mutex<State>>,
}

/// What runs after the commit.
pub(crate) type Act = Box<dyn FnOnce() + Send>;

pub(crate) struct State {
    /// Where the connection is, to tell it from others.
    pub(crate) place: usize,
    /// How many transactions are open, one within the other, as far as the unit knows; none once it is over.
    pub(crate) depth: u32,
    pub(crate) collected: Vec<Act>,
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let State { depth, collected, .. } = &*self.state();
        f.debug_struct("Unit").field("depth", depth).field("collected", &collected.len()).finish_non_exhaustive()
    }
}

impl Unit {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        // Nothing of the caller's runs while it is held, so no panic leaves it half-way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
