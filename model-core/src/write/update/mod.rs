//! Patch, soft deletion and restoration: each is an UPDATE with values of its own.

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
    /// The state that it needs the row to be in.
    const REQUIRED: RequiredState;
    /// Whether the columns are the same every time, so that the statement can be cached by its type alone.
    const FIXED: bool;
    /// Whether rows that have the values already are left alone.
    const SKIPS_UNCHANGED: bool;
    /// Whether what comes back says that the row is deleted, or that it is not, so that nobody may change that before it is read.
    const TELLS_STATE: bool = false;
    /// Whether what follows along with other writes is all that it writes, so that the trail has an entry for that alone.
    const IS_TOUCH: bool = false;
    /// All of it as a value: what is compiled for a model is compiled once, not once for each verb.
    const RULES: Rules = Rules {
        required: Self::REQUIRED,
        skips_unchanged: Self::SKIPS_UNCHANGED,
        tells_state: Self::TELLS_STATE,
        is_touch: Self::IS_TOUCH,
        #[cfg(feature = "postgres")]
        fixed: Self::FIXED,
    };
}

/// What a verb that is an UPDATE asks for.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    pub(crate) required: RequiredState,
    pub(crate) skips_unchanged: bool,
    pub(crate) tells_state: bool,
    pub(crate) is_touch: bool,
    #[cfg(feature = "postgres")]
    pub(crate) fixed: bool,
}

/// Other values.
#[derive(Debug, Clone, Copy)]
pub enum PatchKind {}

impl UpdateKind for PatchKind {
    const REQUIRED: RequiredState = RequiredState::Live;
    const FIXED: bool = false;
    const SKIPS_UNCHANGED: bool = true;
}

/// Marking as deleted.
#[derive(Debug, Clone, Copy)]
pub enum DeleteKind {}

impl UpdateKind for DeleteKind {
    const REQUIRED: RequiredState = RequiredState::Live;
    const FIXED: bool = true;
    const SKIPS_UNCHANGED: bool = false;
    const TELLS_STATE: bool = true;
}

/// Taking the mark away.
#[derive(Debug, Clone, Copy)]
pub enum RestoreKind {}

impl UpdateKind for RestoreKind {
    const REQUIRED: RequiredState = RequiredState::Deleted;
    const FIXED: bool = true;
    const SKIPS_UNCHANGED: bool = false;
    const TELLS_STATE: bool = true;
}

/// Taking the mark away, with other values.
#[derive(Debug, Clone, Copy)]
pub enum ReviveKind {}

impl UpdateKind for ReviveKind {
    const REQUIRED: RequiredState = RequiredState::Deleted;
    const FIXED: bool = false;
    const SKIPS_UNCHANGED: bool = false;
    const TELLS_STATE: bool = true;
}

/// Moving on what moves with every write, because a row of another table that is a part of this one was changed.
#[derive(Debug, Clone, Copy)]
pub enum TouchKind {}

impl UpdateKind for TouchKind {
    const REQUIRED: RequiredState = RequiredState::Live;
    const FIXED: bool = false;
    const SKIPS_UNCHANGED: bool = false;
    const IS_TOUCH: bool = true;
}

/// The columns of a write whose difference makes it a change: those the caller set, not those that follow along.
pub(crate) fn significant(meta: &Meta, columns: ColumnSet) -> ColumnSet {
    let mut significant = ColumnSet::default();
    columns
        .iter()
        .filter(|index| !meta.fields[*index].role.follows_writes())
        .for_each(|index| significant.insert(index));
    significant
}
