//! Transactions that end without a trace.

use crate::error::{Error, Result};
use diesel::connection::LoadConnection;

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

/// Does something in a transaction, undoes it, and says what came of it.
pub(crate) fn undone<T, Conn>(conn: &mut Conn, act: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T>
where
    Conn: LoadConnection,
{
    let undone = conn.transaction::<std::convert::Infallible, _, _>(|conn| Err(Undone::Found(act(conn)?)));
    match undone {
        Ok(never) => match never {},
        Err(Undone::Found(found)) => Ok(found),
        Err(Undone::Failed(error)) => Err(error),
    }
}
