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
    message = "the name of a row of `{M}` cannot be read over this connection",
    label = "`{Self}` cannot read every field of `{M}`"
)]
pub trait ReadsName<Conn, M: Model>: Dialect {
    fn name(key: &M::Key, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<String>> + Send;
    fn labels(
        keys: &[M::Key],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<(String, String)>>> + Send;
}
