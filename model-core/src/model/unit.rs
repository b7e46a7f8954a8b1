//! The unit: it collects what runs after the commit.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A unit: it collects what runs after the commit of the transaction that [`transaction`](crate::transaction())
/// has opened. It is a cheap handle, which can be cloned, passed on and kept.
#[derive(Clone)]
pub struct Unit {
    pub(crate) state: Arc<Mutex<State>>,
}

/// What runs after the commit.
pub(crate) type Act = Box<dyn FnOnce() + Send>;

pub(crate) struct State {
    /// The address of the connection, which tells it from others.
    pub(crate) place: usize,
    /// How many nested transactions are open, as far as the unit knows; zero once it has ended.
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
        // No code of the caller runs while the lock is held, so no panic leaves the state half-written.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
