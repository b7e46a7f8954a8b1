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
    note = "only reads run over a `Replica`, and a preview is a write that is rolled back: call `.counting_to(..)` \
            first, so that it only counts"
)]
pub trait PreviewOn<Conn>: Preview + Send {
    fn rehearse(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Impact>> + Send;
}
