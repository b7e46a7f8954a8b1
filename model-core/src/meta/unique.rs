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
    /// Whether it is the primary key.
    pub(crate) is_key: bool,
    /// What is compared instead of the first column, if that is not its value.
    pub(crate) applied: Option<Applied>,
    /// Which rows the index has, as SQL; all of them if it is empty.
    pub(crate) condition: &'static [Piece],
}

/// A function of a column whose results are unique: `lower(email)`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Applied {
    pub(crate) function: &'static str,
    /// How many characters a result can have.
    pub(crate) length: usize,
}

/// A piece of the condition of an index.
#[derive(Debug, Clone, Copy)]
pub enum Piece {
    /// A column, by its index.
    Column(usize),
    /// The text between columns. It has no binds: PostgreSQL and SQLite compare the condition of an `ON CONFLICT` with
    /// that of the index when they prepare the statement.
    Sql(&'static str),
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
        let (on_deleted, applied, condition) = (OnDeleted::Insert, None, &[]);
        Self { columns, index, forever: false, on_deleted, is_key: false, applied, condition }
    }

    /// The primary key of a model as the unique key of an upsert. It is under the name that MySQL and MariaDB give it.
    pub(crate) const fn of_key(meta: &Meta) -> Self {
        let (mut part, mut on_deleted) = (0, OnDeleted::Refuse);
        while part < meta.key.len() {
            match meta.fields[meta.key[part]].on_deleted {
                OnDeleted::Refuse => part += 1,
                declared => {
                    on_deleted = declared;
                    break;
                }
            }
        }
        Self { on_deleted, is_key: true, ..Self::of(meta.key, "PRIMARY").forever() }
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

    /// The same, with a function of the first column, whose results have at most this many characters.
    pub const fn applying(self, function: &'static str, length: usize) -> Self {
        Self { applied: Some(Applied { function, length }), ..self }
    }

    /// The same among the rows for which a condition holds.
    pub const fn within(self, condition: &'static [Piece]) -> Self {
        Self { condition, ..self }
    }

    /// The columns of the condition.
    pub(crate) fn conditional(&self) -> impl Iterator<Item = usize> + use<> {
        self.condition.iter().filter_map(|piece| match piece {
            Piece::Column(index) => Some(*index),
            Piece::Sql(_) => None,
        })
    }

    /// Whether the index excludes deleted rows.
    pub(crate) fn is_partial(&self, meta: &Meta) -> bool {
        !self.forever && meta.with_role(Role::DeletedAt).is_some()
    }
}
