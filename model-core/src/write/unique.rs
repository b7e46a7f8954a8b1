//! Finds the field that a unique violation is about.

use crate::meta::error::{self, Error};
use crate::meta::unique::Unique;
use crate::model::{Manager, Model};
use crate::sql::dialect::Dialect;
use diesel::query_builder::QueryFragment;

/// Adds the field to an error, if the model declares the unique key.
pub(crate) fn named<Row, DB>(error: Error) -> Error
where
    DB: Dialect,
    Row: Manager<Model: Model<Table: QueryFragment<DB>>>,
{
    match error {
        Error::UniqueViolation { field: None, .. } => {
            let table = DB::text_of(<Row::Model as Model>::TABLE).unwrap_or_default();
            error.of(<Row::Model as Model>::META, &table)
        }
        other => other,
    }
}

/// Whether an error reports a duplicate of this unique key, which may be the primary key.
pub(crate) fn violates<M, DB>(error: &Error, unique: &Unique) -> bool
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    match error {
        Error::UniqueViolation { constraint, .. } if unique.is_key => {
            DB::text_of(M::TABLE).is_ok_and(|table| error::unique::is_key(M::META, &table, constraint))
        }
        error => violated::<M, DB>(error).is_some_and(|other| other.index == unique.index),
    }
}

/// The unique key of the model that an error reports.
pub(crate) fn violated<M, DB>(error: &Error) -> Option<&'static Unique>
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    let Error::UniqueViolation { constraint, .. } = error else { return None };
    let table = DB::text_of(M::TABLE).ok()?;
    error::unique::violated(M::META, &table, constraint)
}
