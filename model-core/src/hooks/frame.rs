//! The transaction of an operation with hooks, and the unit of work that its hooks may use.

use crate::meta::error::{Error, Result};
use crate::model::unit::Unit;
use crate::operation::Operation;
use crate::operation::unit::{self, Open};
use crate::sql::lock::{begin, ended, finish, is_in_transaction};
use diesel::connection::LoadConnection;

/// What was opened for an operation.
pub(crate) enum Frame<'o> {
    /// A savepoint of the unit that the operation belongs to, and how much that had collected before.
    Savepoint(&'o Unit, usize),
    /// The outermost transaction, with a unit of its own.
    Outermost(Open),
    /// A savepoint of a transaction whose commit cannot be seen.
    Unseen,
}

impl Frame<'_> {
    /// The operation within the unit.
    pub(crate) fn operation<'f>(&'f self, operation: Operation<'f>) -> Operation<'f> {
        match self {
            Self::Outermost(open) => operation.within(open.unit()),
            Self::Savepoint(..) | Self::Unseen => operation,
        }
    }
}

/// Opens a transaction or a savepoint for an operation. `commits` says whether something runs after the commit.
///
/// # Errors
/// [`Error::CommitUnseen`]; those of the database.
pub(crate) fn open<'o, Conn>(conn: &mut Conn, operation: Operation<'o>, commits: bool) -> Result<Frame<'o>>
where
    Conn: LoadConnection,
{
    if let Some(unit) = operation.unit {
        return Ok(Frame::Savepoint(unit, unit.enter(conn)?));
    }
    if !is_in_transaction(conn)? {
        return Ok(Frame::Outermost(unit::open(conn)?));
    }
    if commits {
        return Err(Error::CommitUnseen {
            why: "the model has `after_commit`, and the commit of this transaction cannot be seen: open it by \
                  `model_core::transaction(conn, |conn, unit| ..)`, and write `.within(unit)`",
        });
    }
    begin(conn)?;
    Ok(Frame::Unseen)
}

/// Ends what was opened: it commits what was done, or rolls it back.
///
/// # Errors
/// That of the operation; those of the database.
pub(crate) fn close<T, Conn>(conn: &mut Conn, frame: Frame<'_>, done: Result<T>) -> Result<T>
where
    Conn: LoadConnection,
{
    match frame {
        Frame::Savepoint(unit, before) => unit.leave(conn, before, done),
        Frame::Outermost(open) => unit::close(conn, &open, done),
        Frame::Unseen => {
            let finished = finish(conn, done.is_ok());
            ended(done, finished)
        }
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/hooks/frame.rs"]
pub(crate) mod twin;
