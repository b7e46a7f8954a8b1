//! The UPDATE of a patch, a soft deletion and a restoration.

pub(crate) mod many;
#[cfg(feature = "postgres")]
pub(crate) mod pg;
pub(crate) mod plain;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod program;
pub(crate) mod statement;
pub(crate) mod turns;

use crate::meta::Meta;
use crate::meta::column_set::ColumnSet;
use crate::operation::Operation;
use crate::sql::state::RequiredState;

/// The rules of a verb that is an UPDATE. They are a value, so that the code of a model is compiled once and not once
/// for each verb.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// The state that the row has to be in.
    pub(crate) required: RequiredState,
    /// Whether rows that already have the values are not written.
    pub(crate) skips_unchanged: bool,
    /// Whether the type of the result says that the row is deleted or live, so that no other write may change that
    /// before the row is read.
    pub(crate) tells_state: bool,
    /// Whether the verb writes only columns that follow every write, so that a change of these alone has an entry in
    /// the trail.
    pub(crate) is_touch: bool,
    /// Whether the columns are always the same, so that the type alone identifies the prepared statement.
    #[cfg(feature = "postgres")]
    pub(crate) fixed: bool,
}

impl Rules {
    /// Sets other values.
    pub(crate) const PATCH: Self = Self { skips_unchanged: true, ..Self::of(RequiredState::Live) };

    /// Marks the row as deleted.
    pub(crate) const DELETE: Self = Self { tells_state: true, ..Self::of(RequiredState::Live) }.fixed();

    /// Removes the mark.
    pub(crate) const RESTORE: Self = Self { tells_state: true, ..Self::of(RequiredState::Deleted) }.fixed();

    /// Removes the mark, and sets other values.
    pub(crate) const REVIVE: Self = Self { tells_state: true, ..Self::of(RequiredState::Deleted) };

    /// Updates only the columns that follow every write, because a part of the row in another table was changed.
    pub(crate) const TOUCH: Self = Self { is_touch: true, ..Self::of(RequiredState::Live) };

    /// The same for a write of these columns: no row is left alone because of a value that is never read.
    pub(crate) fn writing(self, meta: &Meta, columns: ColumnSet) -> Self {
        Self { skips_unchanged: self.skips_unchanged && !meta.has_unread(columns), ..self }
    }

    /// The same for the write of one row, which may reach a deleted one.
    pub(crate) fn writing_one(self, meta: &Meta, columns: ColumnSet, operation: &Operation<'_>) -> Self {
        let reaches = self.required == RequiredState::Live && !self.tells_state;
        let required = if reaches { operation.patched() } else { self.required };
        Self { required, ..self.writing(meta, columns) }
    }

    const fn of(required: RequiredState) -> Self {
        Self {
            required,
            skips_unchanged: false,
            tells_state: false,
            is_touch: false,
            #[cfg(feature = "postgres")]
            fixed: false,
        }
    }

    const fn fixed(self) -> Self {
        Self {
            #[cfg(feature = "postgres")]
            fixed: true,
            ..self
        }
    }
}

/// The significant columns of a write: those that the caller set, but not those that follow every write.
pub(crate) fn significant(meta: &Meta, columns: ColumnSet) -> ColumnSet {
    let mut significant = ColumnSet::default();
    columns
        .iter()
        .filter(|index| !meta.column(*index).role.follows_writes())
        .for_each(|index| significant.insert(index));
    significant
}
