//! Transactions that are always rolled back.

use crate::meta::error::{Error, Result};
use crate::model::unit::Unit;
use crate::operation::Operation;
use crate::sql::lock::{begin, finish};
use diesel::connection::LoadConnection;

/// Why a transaction was rolled back: it has its result, or it failed.
pub(crate) enum RolledBack<T> {
    Found(T),
    Failed(Error),
}

impl<T> From<Error> for RolledBack<T> {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl<T> From<diesel::result::Error> for RolledBack<T> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Runs a closure in a transaction, rolls it back, and returns the result. What was collected for after the commit does
/// not run.
pub(crate) fn rolled_back<T, Conn>(
    conn: &mut Conn,
    operation: &Operation<'_>,
    act: impl FnOnce(&mut Conn, Operation<'_>) -> Result<T>,
) -> Result<T>
where
    Conn: LoadConnection,
{
    let unit = Unit::of_nothing(conn)?;
    begin(conn)?;
    let found = act(conn, operation.within(&unit));
    finish(conn, false)?;
    found
}
