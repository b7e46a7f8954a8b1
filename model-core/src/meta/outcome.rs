//! The result of a write by key.

use crate::meta::error::{Error, Result};

/// The result of a write to one row, for callers that treat a missing row as a result and not as an error.
///
/// `.run(conn)` turns this into `Result`: the row for [`Changed`](Outcome::Changed) and
/// [`Unchanged`](Outcome::Unchanged), an error of the same name for the others. `.outcome(conn)` gives it as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Outcome<T> {
    /// The row was written; this is its new state.
    Changed(T),
    /// The row already had every value: nothing was written, no timestamp changed, and the trail got no entry.
    Unchanged(T),
    /// There is no such row.
    NotFound,
    /// The row is deleted, and the write needs a live one.
    Deleted,
    /// The row is live, and the write needs a deleted one.
    NotDeleted,
    /// The row, which counts its writes, was modified after the caller loaded it.
    Stale {
        /// The version that the write started from.
        expected: i64,
        /// The version of the row now.
        found: i64,
    },
}

impl<T> Outcome<T> {
    /// The row, or the error that says why there is no row.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Deleted`], [`Error::NotDeleted`], [`Error::Stale`].
    pub fn into_result(self) -> Result<T> {
        match self {
            Self::Changed(row) | Self::Unchanged(row) => Ok(row),
            Self::NotFound => Err(Error::NotFound),
            Self::Deleted => Err(Error::Deleted),
            Self::NotDeleted => Err(Error::NotDeleted),
            Self::Stale { expected, found } => Err(Error::Stale { expected, found }),
        }
    }

    /// Whether the row was written.
    pub(crate) fn is_changed(&self) -> bool {
        matches!(self, Self::Changed(_))
    }

    /// Converts the row, if there is one.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Changed(row) => Outcome::Changed(convert(row)),
            Self::Unchanged(row) => Outcome::Unchanged(convert(row)),
            Self::NotFound => Outcome::NotFound,
            Self::Deleted => Outcome::Deleted,
            Self::NotDeleted => Outcome::NotDeleted,
            Self::Stale { expected, found } => Outcome::Stale { expected, found },
        }
    }
}
