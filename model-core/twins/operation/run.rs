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
    label = "the connection is not one that this runs over",
    note = "over a `Replica` only reads run: run a write over a connection to the primary"
)]
pub trait RunOn<Conn>: Run + Send {
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Self::Output>> + Send;
}

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot run over the connection `{Conn}`",
    label = "the connection is not one that this runs over",
    note = "over a `Replica` only reads run: run a write over a connection to the primary"
)]
pub trait OutcomeOn<Conn>: RunOutcome + Send {
    fn attempt(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Self::Outcome>> + Send;
}
