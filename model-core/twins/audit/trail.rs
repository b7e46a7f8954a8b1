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

impl Trail {
    #[doc(hidden)]
    pub fn load_async<Conn: Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<AuditLog>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
    {
        async move { SelectEntries::new(self.filters, self.newest_first, self.limit).load_async(conn).await }
    }
    #[doc(hidden)]
    pub fn counts_async<Conn: Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<ActionCount>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
    {
        async move { crate::audit::counts::twin::count(conn, self.filters).await }
    }
}
