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

use crate::audit::past::twin::Recalls;
impl<Conn: Send, M: Send + Sync> crate::audit::past::twin::Recalls<Conn, M> for Pg
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    M: ModelOn<Pg>,
{
    fn recall(
        conn: &mut Conn,
        recollection: Recollection<M>,
    ) -> impl ::std::future::Future<Output = Result<Option<M>>> + Send {
        async move { Ok(crate::sql::driver::load_row(conn, recollection).await?) }
    }
}
