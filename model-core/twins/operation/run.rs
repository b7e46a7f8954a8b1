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

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot run over the connection `{Conn}`",
    label = "this does not run over this connection",
    note = "only reads run over a `Replica`: give a write a connection to the primary server"
)]
pub trait RunOn<Conn>: Run + Send {
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Self::Output>> + Send;
}

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot run over the connection `{Conn}`",
    label = "this does not run over this connection",
    note = "only reads run over a `Replica`: give a write a connection to the primary server"
)]
pub trait OutcomeOn<Conn>: RunOutcome + Send {
    fn attempt(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Self::Outcome>> + Send;
}
