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

impl SelectEntries {
    pub(crate) fn load_async<Conn: Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<AuditLog>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
    {
        async move {
            let rows: Vec<Read> = crate::sql::driver::load(conn, self).await?;
            Ok(rows.into_iter().map(|Read(log)| log).collect())
        }
    }
}
