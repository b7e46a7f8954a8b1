//! Errors about unique values, with the field that they are about.

use crate::meta::error::{self, Error};
use crate::meta::unique::Unique;
use crate::model::{Manager, Model};
use crate::sql::dialect::Dialect;
use diesel::query_builder::QueryFragment;

/// An error with the field that it is about, where the model says which.
pub(crate) fn named<R, DB>(error: Error) -> Error
where
    DB: Dialect,
    R: Manager<Model: Model<Table: QueryFragment<DB>>>,
{
    match error {
        Error::UniqueViolation { field: None, .. } => {
            let table = DB::text_of(<R::Model as Model>::TABLE).unwrap_or_default();
            error.of(<R::Model as Model>::META, &table)
        }
        other => other,
    }
}

/// The unique key of the model that an error is about.
pub(crate) fn violated<M, DB>(error: &Error) -> Option<&'static Unique>
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    let Error::UniqueViolation { constraint, .. } = error else { return None };
    let table = DB::text_of(M::TABLE).ok()?;
    error::unique::violated(M::META, &table, constraint)
}
