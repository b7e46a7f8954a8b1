//! Deleted rows have a type of their own.

use crate::meta::sealed::Sealed;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromStaticSqlRow, Queryable};
use serde::Serialize;

/// A row that is marked as deleted. It can only be read, restored or removed.
///
/// `only_deleted()` loads it, and `delete` returns it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Deleted<R>(R);

impl<R> Sealed for Deleted<R> {}

impl<R> Deleted<R> {
    /// The row as it was when it was loaded.
    pub fn row(&self) -> &R {
        &self.0
    }

    /// Unwraps the row. It is still deleted: a write to it returns [`Error::Deleted`](crate::Error::Deleted).
    pub fn into_row(self) -> R {
        self.0
    }
}

impl<R> From<R> for Deleted<R> {
    fn from(row: R) -> Self {
        Self(row)
    }
}

impl<R> AsRef<R> for Deleted<R> {
    fn as_ref(&self) -> &R {
        &self.0
    }
}

/// `only_deleted()` selects its columns as a tuple within a tuple: the same SQL, but a SQL type that only this type
/// loads from, so that live and deleted rows cannot be confused.
impl<R, ST, DB> Queryable<(ST,), DB> for Deleted<R>
where
    DB: Backend,
    (R,): FromStaticSqlRow<(ST,), DB>,
{
    type Row = (R,);

    fn build((row,): (R,)) -> deserialize::Result<Self> {
        Ok(Self(row))
    }
}
