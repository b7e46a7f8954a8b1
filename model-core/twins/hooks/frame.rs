// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

pub(crate) fn open<'o, Conn: Send>(
    conn: &mut Conn,
    operation: Operation<'o>,
    commits: bool,
) -> impl ::std::future::Future<Output = Result<Frame<'o>>> + Send
where
    Conn: crate::sql::driver::Driver,
{
    async move {
        if let Some(unit) = operation.unit {
            return Ok(Frame::Savepoint(unit, unit.enter_async(conn).await?));
        }
        if !crate::sql::lock::twin::is_in_transaction(conn).await? {
            return Ok(Frame::Outermost(crate::operation::unit::twin::open(conn).await?));
        }
        if commits {
            return Err(Error::CommitUnseen {
                why: "the model has `after_commit`, and the commit of this transaction cannot be seen: open it by \
                  `model_core::transaction(conn, |conn, unit| ..)`, and write `.within(unit)`",
            });
        }
        crate::sql::driver::begin(conn).await?;
        Ok(Frame::Unseen)
    }
}

pub(crate) fn close<T: Send + Sync, Conn: Send>(
    conn: &mut Conn,
    frame: Frame<'_>,
    done: Result<T>,
) -> impl ::std::future::Future<Output = Result<T>> + Send
where
    Conn: crate::sql::driver::Driver,
{
    async move {
        match frame {
            Frame::Savepoint(unit, before) => unit.leave_async(conn, before, done).await,
            Frame::Outermost(open) => crate::operation::unit::twin::close(conn, &open, done).await,
            Frame::Unseen => {
                let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                ended(done, finished)
            }
        }
    }
}
