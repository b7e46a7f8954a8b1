//! The UPDATE of a patch, a soft deletion and a restoration.

#[cfg(feature = "postgres")]
pub(crate) mod pg;
pub(crate) mod plain;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod program;
pub(crate) mod statement;

use crate::meta::{ColumnSet, Meta};
use crate::sql::state::RequiredState;

/// One of the verbs that are an UPDATE.
pub trait UpdateKind: 'static {
    /// The state that the row has to be in.
    const REQUIRED: RequiredState;
    /// Whether the columns are always the same, so that the type alone identifies the prepared statement.
    const FIXED: bool;
    /// Whether rows that already have the values are not written.
    const SKIPS_UNCHANGED: bool;
    /// Whether the type of the result says that the row is deleted or live, so that no other write may change that
    /// before the row is read.
    const TELLS_STATE: bool = false;
    /// Whether the verb writes only columns that follow every write, so that a change of these alone has an entry in
    /// the trail.
    const IS_TOUCH: bool = false;
    /// These constants as a value, so that the code of a model is compiled once and not once for each verb.
    const RULES: Rules = Rules {
        required: Self::REQUIRED,
        skips_unchanged: Self::SKIPS_UNCHANGED,
        tells_state: Self::TELLS_STATE,
        is_touch: Self::IS_TOUCH,
        #[cfg(feature = "postgres")]
        fixed: Self::FIXED,
    };
}

/// The rules of a verb that is an UPDATE.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    pub(crate) required: RequiredState,
    pub(crate) skips_unchanged: bool,
    pub(crate) tells_state: bool,
    pub(crate) is_touch: bool,
    #[cfg(feature = "postgres")]
    pub(crate) fixed: bool,
}

/// Sets other values.
#[derive(Debug, Clone, Copy)]
pub enum PatchKind {}

impl UpdateKind for PatchKind {
    const REQUIRED: RequiredState = RequiredState::Live;
    const FIXED: bool = false;
    const SKIPS_UNCHANGED: bool = true;
}

/// Marks the row as deleted.
#[derive(Debug, Clone, Copy)]
pub enum DeleteKind {}

impl UpdateKind for DeleteKind {
    const REQUIRED: RequiredState = RequiredState::Live;
    const FIXED: bool = true;
    const SKIPS_UNCHANGED: bool = false;
    const TELLS_STATE: bool = true;
}

/// Removes the mark.
#[derive(Debug, Clone, Copy)]
pub enum RestoreKind {}

impl UpdateKind for RestoreKind {
    const REQUIRED: RequiredState = RequiredState::Deleted;
    const FIXED: bool = true;
    const SKIPS_UNCHANGED: bool = false;
    const TELLS_STATE: bool = true;
}

/// Removes the mark, and sets other values.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ReviveKind {}

impl UpdateKind for ReviveKind {
    const REQUIRED: RequiredState = RequiredState::Deleted;
    const FIXED: bool = false;
    const SKIPS_UNCHANGED: bool = false;
    const TELLS_STATE: bool = true;
}

/// Updates only the columns that follow every write, because a part of the row in another table was changed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TouchKind {}

impl UpdateKind for TouchKind {
    const REQUIRED: RequiredState = RequiredState::Live;
    const FIXED: bool = false;
    const SKIPS_UNCHANGED: bool = false;
    const IS_TOUCH: bool = true;
}

/// The significant columns of a write: those that the caller set, but not those that follow every write.
pub(crate) fn significant(meta: &Meta, columns: ColumnSet) -> ColumnSet {
    let mut significant = ColumnSet::default();
    columns
        .iter()
        .filter(|index| !meta.fields[*index].role.follows_writes())
        .for_each(|index| significant.insert(index));
    significant
}
