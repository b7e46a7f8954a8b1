//! The state that a write needs a row to be in.

use crate::model::{DeletionPolicy, Model};

/// The state that a write needs a row to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequiredState {
    /// Not deleted.
    Live,
    /// Deleted.
    Deleted,
    /// Either.
    Any,
}

impl RequiredState {
    /// The same state for a model that may have no soft deletion.
    pub(crate) fn of<M: Model>(self) -> Self {
        if M::Deletion::SOFT { self } else { Self::Any }
    }
}
