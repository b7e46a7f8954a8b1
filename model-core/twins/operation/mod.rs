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

impl<'a> Operation<'a> {
    pub(crate) fn begin_async<Conn: crate::sql::driver::Driver + Send>(
        &self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { if self.in_transaction { Ok(()) } else { Ok(crate::sql::driver::begin(conn).await?) } }
    }
    pub(crate) fn finish_async<Conn: crate::sql::driver::Driver + Send>(
        &self,
        conn: &mut Conn,
        keep: bool,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { if self.in_transaction { Ok(()) } else { Ok(crate::sql::driver::finish(conn, keep).await?) } }
    }
}
