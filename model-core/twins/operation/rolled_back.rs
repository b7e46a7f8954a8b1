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

pub(crate) fn open<Conn: crate::sql::driver::Driver + Send>(
    conn: &mut Conn,
) -> impl ::std::future::Future<Output = Result<Unit>> + Send {
    async move {
        let unit = Unit::of_nothing_async(conn).await?;
        crate::sql::driver::begin(conn).await?;
        Ok(unit)
    }
}

pub(crate) fn close<T: Send + Sync, Conn: crate::sql::driver::Driver + Send>(
    conn: &mut Conn,
    found: Result<T>,
) -> impl ::std::future::Future<Output = Result<T>> + Send {
    async move {
        let finished = crate::sql::driver::finish(conn, false).await;
        ended(found, finished)
    }
}
