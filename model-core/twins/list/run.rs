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
impl<Row: Send + Sync, Out: Send + Sync, Clause: Send + Sync> ListQuery<Row, Out, Clause> {
    #[doc(hidden)]
    pub fn load_async<Conn: Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<ListPage<Out>>> + Send
    where
        Self: crate::operation::run::twin::RunOn<Conn, Output = ListPage<Out>>,
    {
        async move { self.perform(conn).await }
    }
}

impl<Conn: Send, Row: Send + Sync, Out: Send + Sync, Clause: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for ListQuery<Row, Out, Clause>
where
    Conn: crate::sql::driver::Driver<Backend: ListDialect>,
    Row: RowOn<Conn::Backend>,
    Out: From<Row>,
    Clause: QueryFragment<Conn::Backend>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<ListPage<Out>>> + Send {
        async move {
            let Self { clause, plan, .. } = self;
            let found: Vec<Placed<Row>> =
                crate::sql::driver::load(conn, SelectPage::<Row, Clause>::rows(&clause, &plan)).await?;
            let mut page = page_of(&plan, found);
            if page.total == Total::Unasked && plan.count {
                let counted: Vec<Number> =
                    crate::sql::driver::load(conn, SelectPage::<Row, Clause>::count(&clause, &plan)).await?;
                page.total = total(counted.first().map_or(0, |Number(count)| *count));
            }
            Ok(page)
        }
    }
}
