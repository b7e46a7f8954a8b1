// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    non_snake_case,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

pub(crate) fn write_parents<Conn: Send, P: Send + Sync>(
    conn: &mut Conn,
    keys: &[P::Key],
    found: usize,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
{
    async move {
        if found == 0 {
            return Ok(());
        }
        for deleted in [true, false] {
            if crate::sql::driver::execute(conn, Mark::<P> { keys, deleted }).await? != found {
                return Err(Error::Conflict);
            }
        }
        Ok(())
    }
}

pub(crate) fn kept<M: Send + Sync, Conn: Send, T: Send + Sync>(
    conn: &mut Conn,
    written: Result<T>,
) -> impl ::std::future::Future<Output = Result<T>> + Send
where
    M: Model,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        let is_known = matches!(written, Err(Error::Conflict | Error::TransactionLost));
        if const { M::WRITES_PARENTS } && !is_known {
            crate::sql::lock::twin::still_open(conn).await?;
        }
        written
    }
}
