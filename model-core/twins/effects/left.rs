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

use crate::effects::delete::twin::DeletesRows;
impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync> crate::effects::delete::twin::DeletesRows<Conn, P>
    for Owned<M, C, Keep>
where
    P: Model,
{
    const TOUCHED: bool = false;
    fn delete(_: &mut Conn, _: Operation<'_>) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move { Ok(None) }
    }
}

impl<Conn: Send, P: Send + Sync, M: Send + Sync, C: Send + Sync> crate::effects::delete::twin::DeletesRows<Conn, P>
    for Owned<M, C, Unlink>
where
    P: Model,
{
    const TOUCHED: bool = false;
    fn delete(_: &mut Conn, _: Operation<'_>) -> impl ::std::future::Future<Output = Result<Option<Impact>>> + Send {
        async move { Ok(None) }
    }
}
