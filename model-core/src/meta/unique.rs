//! The unique keys of a model, as plain data.

use crate::meta::{Meta, Role};

/// A unique key, declared by `#[model(unique)]`: no two rows share the values of these columns.
#[derive(Debug)]
pub struct Unique {
    /// The indices of the columns; the field with the attribute comes first.
    pub columns: &'static [usize],
    /// The name of the index in the database.
    pub index: &'static str,
    /// Whether deleted rows count, so that a value is never used again.
    pub forever: bool,
    /// What an upsert does when it finds a deleted row.
    pub on_deleted: OnDeleted,
}

/// What an upsert does when the only row with the same unique value is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDeleted {
    /// Restores the row as a new one, as one change: a field that the caller left out gets its default, as in a new
    /// row. The key, `created_at`, `created_by` and the fields that never change stay.
    Revive,
    /// Restores the row as it was and updates it, as one change: a field that the caller left out stays.
    Restore,
    /// Creates a new row; the deleted one stays.
    Insert,
    /// Writes nothing and returns [`Error::Deleted`](crate::Error::Deleted).
    Refuse,
}

impl Unique {
    /// Unique among the live rows.
    pub const fn of(columns: &'static [usize], index: &'static str) -> Self {
        Self { columns, index, forever: false, on_deleted: OnDeleted::Insert }
    }

    /// The same among all rows.
    pub const fn forever(self) -> Self {
        Self { forever: true, ..self }
    }

    /// The same, but an upsert restores deleted rows as new ones.
    pub const fn revived(self) -> Self {
        Self { on_deleted: OnDeleted::Revive, ..self }
    }

    /// The same, but an upsert restores deleted rows as they were.
    pub const fn restored(self) -> Self {
        Self { on_deleted: OnDeleted::Restore, ..self }
    }

    /// The same, but an upsert refuses to write when it finds a deleted row.
    pub const fn refused(self) -> Self {
        Self { on_deleted: OnDeleted::Refuse, ..self }
    }

    /// Whether the index excludes deleted rows.
    pub(crate) fn is_partial(&self, meta: &Meta) -> bool {
        !self.forever && meta.with_role(Role::DeletedAt).is_some()
    }
}
