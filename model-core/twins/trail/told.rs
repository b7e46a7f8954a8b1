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

#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn announce<Conn: Send>(
    conn: &mut Conn,
    meta: &'static Meta,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        if meta.captured && <Conn::Backend as Dialect>::ANNOUNCE.is_some() {
            crate::sql::driver::execute(conn, Announce { content_type: meta.content_type }).await?;
        }
        Ok(())
    }
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn withdraw<Conn: Send>(
    conn: &mut Conn,
    meta: &'static Meta,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        if meta.captured && <Conn::Backend as Dialect>::ANNOUNCE.is_some() {
            crate::sql::driver::execute(conn, Withdraw { content_type: meta.content_type }).await?;
        }
        Ok(())
    }
}
