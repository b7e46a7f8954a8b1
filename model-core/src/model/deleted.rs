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
pub struct Deleted<Row>(Row);

impl<Row> Sealed for Deleted<Row> {}

impl<Row> Deleted<Row> {
    /// The row as it was when it was loaded.
    pub fn row(&self) -> &Row {
        &self.0
    }

    /// Unwraps the row. It is still deleted: a write to it returns [`Error::Deleted`](crate::Error::Deleted).
    pub fn into_row(self) -> Row {
        self.0
    }
}

impl<Row> From<Row> for Deleted<Row> {
    fn from(row: Row) -> Self {
        Self(row)
    }
}

impl<Row> AsRef<Row> for Deleted<Row> {
    fn as_ref(&self) -> &Row {
        &self.0
    }
}

/// `only_deleted()` selects its columns as a tuple within a tuple: the same SQL, but a SQL type that only this type
/// loads from, so that live and deleted rows cannot be confused.
impl<Row, ST, DB> Queryable<(ST,), DB> for Deleted<Row>
where
    DB: Backend,
    (Row,): FromStaticSqlRow<(ST,), DB>,
{
    type Row = (Row,);

    fn build((row,): (Row,)) -> deserialize::Result<Self> {
        Ok(Self(row))
    }
}
