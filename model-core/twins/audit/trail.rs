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
impl Trail {
    #[doc(hidden)]
    pub fn load_async<Conn: Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<AuditLog>>> + Send
    where
        Self: crate::operation::run::twin::RunOn<Conn, Output = Vec<AuditLog>>,
    {
        async move { self.perform(conn).await }
    }
    #[doc(hidden)]
    pub fn counts_async<Conn: Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<ActionCount>>> + Send
    where
        CountByAction: crate::operation::run::twin::RunOn<Conn>,
    {
        async move { self.count_by_action().perform(conn).await }
    }
}

impl<Conn: Send> crate::operation::run::twin::RunOn<Conn> for Trail
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<AuditLog>>> + Send {
        async move { SelectEntries::new(self.filters, self.newest_first, self.limit).load_async(conn).await }
    }
}

impl<Conn: Send> crate::operation::run::twin::RunOn<Conn> for FirstBeyond
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Option<i64>>> + Send {
        async move {
            let found: Vec<Number> = crate::sql::driver::load(conn, SelectBeyond(self)).await?;
            Ok(found.first().map(|Number(id)| *id))
        }
    }
}
