//! Why no migration was made.

use crate::meta::error::Error;
use std::fmt;

/// Why no migration was made. Nothing is written when it is returned.
#[derive(Debug)]
#[non_exhaustive]
pub enum MakeError {
    /// Columns that cannot be NULL, and for which the rows have no value: [`Make::fill`](super::Make::fill) gives one.
    NeedsValue(Vec<String>),
    /// Values would be lost, and nobody [allowed](super::Make::allow_destructive) it.
    Destructive(Vec<String>),
    /// What no migration can do, or what only a person can decide.
    Refused(String),
    /// The server cannot be reached, or its user may not create a database.
    Unreachable {
        /// Which backend.
        backend: &'static str,
        /// Why.
        why: String,
    },
    /// The migrations that exist cannot be read, or one of them fails.
    Folder(String),
    /// The migration was tried on the scratch database, and it failed or did not do what the models say. Write it by
    /// hand; please report it.
    Unproven(String),
    /// A file cannot be written.
    File(std::io::Error),
    /// A model cannot be described, or a read of the scratch database failed.
    Model(Error),
}

impl fmt::Display for MakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeedsValue(columns) => {
                write!(f, "rows have no value for {}, which cannot be NULL: say what they get", columns.join(", "))
            }
            Self::Destructive(what) => write!(f, "values would be lost, and this was not allowed: {}", what.join("; ")),
            Self::Refused(why) => f.write_str(why),
            Self::Unreachable { backend, why } => write!(f, "there is no scratch database on {backend}: {why}"),
            Self::Folder(why) => write!(f, "the existing migrations fail: {why}"),
            Self::Unproven(why) => write!(f, "the migration was tried, and it failed: {why}"),
            Self::File(error) => write!(f, "the migration cannot be written: {error}"),
            Self::Model(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for MakeError {}

/// A failed statement.
pub(super) fn failed(error: diesel::result::Error) -> MakeError {
    MakeError::Model(Error::Database(error))
}
