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
            let system = <Conn::Backend as Dialect>::SYSTEM;
            let all = plan.counted(system);
            let mut counted = None;
            if plan.is_counted_first(&all) {
                let counts: Vec<Counted> =
                    crate::sql::driver::load(conn, SelectPage::<Row, Clause>::count(&clause, &plan, &all)).await?;
                counted = counts.into_iter().next();
            }
            let (mut found, mut edge): (Vec<Placed<Row>>, _) = (Vec::new(), None);
            for mut part in plan.parts(system) {
                if part.has_edge(counted.as_ref()) {
                    let edges: Vec<Edge<Row>> =
                        crate::sql::driver::load(conn, SelectPage::<Row, Clause>::edge(&clause, &plan, &part)).await?;
                    part.until = edges.into_iter().next().map(|edge| edge.values);
                }
                if part.has_rows(counted.as_ref()) {
                    let rows: Vec<Placed<Row>> =
                        crate::sql::driver::load(conn, SelectPage::<Row, Clause>::rows(&clause, &plan, &part)).await?;
                    found.extend(rows);
                }
                edge = part.until;
                if found.len() > plan.limit || edge.is_some() {
                    break;
                }
            }
            let mut page = page_of(&plan, found, edge);
            if plan.count && counted.is_none() && page.total == Total::Unasked {
                let counts: Vec<Counted> =
                    crate::sql::driver::load(conn, SelectPage::<Row, Clause>::count(&clause, &plan, &all)).await?;
                counted = counts.into_iter().next();
            }
            if let Some(counted) = counted {
                page.total = total(&counted, all.within);
            }
            Ok(page)
        }
    }
}
