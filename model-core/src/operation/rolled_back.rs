//! Transactions that are always rolled back.

use crate::meta::error::Result;
use crate::model::unit::Unit;
use crate::operation::Operation;
use crate::sql::lock::{begin, ended, finish};
use diesel::connection::LoadConnection;

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
    let unit = open(conn)?;
    let found = act(conn, operation.within(&unit));
    close(conn, found)
}

/// Opens the transaction, and returns the unit of what is done in it. [`close`] rolls it back.
pub(crate) fn open<Conn: LoadConnection>(conn: &mut Conn) -> Result<Unit> {
    let unit = Unit::of_nothing(conn)?;
    begin(conn)?;
    Ok(unit)
}

/// Rolls the transaction back. The result stands unless this fails.
pub(crate) fn close<T, Conn: LoadConnection>(conn: &mut Conn, found: Result<T>) -> Result<T> {
    let finished = finish(conn, false);
    ended(found, finished)
}

#[cfg(feature = "async")]
#[path = "../../twins/operation/rolled_back.rs"]
pub(crate) mod twin;
