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
impl<Row: Send + Sync, Out: Send + Sync, Clause: Send + Sync> InBatches<Row, Out, Clause> {
    #[doc(hidden)]
    pub fn next_async<Conn: Send>(
        &mut self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Option<Vec<Out>>>> + Send
    where
        for<'s> &'s mut Self: crate::operation::run::twin::RunOn<Conn, Output = Option<Vec<Out>>>,
    {
        async move { self.perform(conn).await }
    }
    #[doc(hidden)]
    pub fn each_async<Conn: Send, E: Send + Sync>(
        mut self,
        conn: &mut Conn,
        mut see: impl FnMut(Vec<Out>) -> Result<(), E> + Send,
    ) -> impl ::std::future::Future<Output = Result<(), E>> + Send
    where
        for<'s> &'s mut Self: crate::operation::run::twin::RunOn<Conn, Output = Option<Vec<Out>>>,
        E: From<Error>,
    {
        async move {
            while let Some(rows) = self.next_async(conn).await? {
                see(rows)?;
            }
            Ok(())
        }
    }
}

impl<Conn: Send, Row: Send + Sync, Out: Send + Sync, Clause: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for &mut InBatches<Row, Out, Clause>
where
    Conn: crate::sql::driver::Driver<Backend: ListDialect>,
    Row: RowOn<Conn::Backend>,
    Out: From<Row>,
    Clause: QueryFragment<Conn::Backend>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Option<Vec<Out>>>> + Send {
        async move {
            if self.is_done {
                return Ok(None);
            }
            let all = Part::whole();
            let found: Vec<Placed<Row>> =
                crate::sql::driver::load(conn, SelectPage::<Row, Clause>::rows(&self.clause, &self.plan, &all)).await?;
            Ok(self.part(found))
        }
    }
}
