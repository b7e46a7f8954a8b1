//! Transactions that end without a trace.

use crate::meta::error::{Error, Result};
use crate::model::unit::Unit;
use crate::operation::Entry;
use diesel::connection::LoadConnection;
use std::convert::Infallible;

/// Why a transaction was undone: it found what was asked for, or it failed.
pub(crate) enum Undone<T> {
    Found(T),
    Failed(Error),
}

impl<T> From<Error> for Undone<T> {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl<T> From<diesel::result::Error> for Undone<T> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Does something in a transaction, undoes it, and says what came of it. What would run after the commit does not.
pub(crate) fn undone<T, Conn>(
    conn: &mut Conn,
    entry: &Entry<'_>,
    act: impl FnOnce(&mut Conn, Entry<'_>) -> Result<T>,
) -> Result<T>
where
    Conn: LoadConnection,
{
    let unit = Unit::of_nothing(conn)?;
    let undone = crate::sql::lock::transaction::<Infallible, _, _>(conn, |conn| {
        Err(Undone::Found(act(conn, entry.within(&unit))?))
    });
    match undone {
        Ok(never) => match never {},
        Err(Undone::Found(found)) => Ok(found),
        Err(Undone::Failed(error)) => Err(error),
    }
}
