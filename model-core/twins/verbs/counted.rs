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

use crate::operation::run::twin::RunOn;
impl<Conn: Send, Write: crate::verbs::counted::twin::ExecuteOn<Conn> + Send + Sync>
    crate::operation::run::twin::RunOn<Conn> for Counted<Write>
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move { self.0.execute_on(conn).await }
    }
}

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot run over the connection `{Conn}`",
    label = "this does not run over this connection"
)]
pub trait ExecuteOn<Conn>: Send {
    fn execute_on(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send;
}
