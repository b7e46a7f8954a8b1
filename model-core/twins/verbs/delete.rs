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

use crate::effects::writes::twin::Writes;
use crate::hooks::bulk::twin::BulkStrategy;
use crate::hooks::policy::twin::RunsHooksOf;
use crate::operation::run::twin::OutcomeOn;
use crate::operation::run::twin::RunOn;
use crate::verbs::preview::twin::PreviewOn;
impl<Conn: Send, Row: Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn> for Delete<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
{
    fn perform(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<<<Row::Model as Model>::Deletion as DeletionPolicy>::Gone<Row>>> + Send
    {
        async move { self.attempt(conn).await?.into_result() }
    }
}

impl<Conn: Send, Row: Send + Sync, A: Send + Sync> crate::operation::run::twin::OutcomeOn<Conn>
    for Delete<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
{
    fn attempt(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<
        Output = Result<Outcome<<<Row::Model as Model>::Deletion as DeletionPolicy>::Gone<Row>>>,
    > + Send {
        async move {
            let operation = self.options.operation(Action::Delete);
            let (outcome, _) = crate::hooks::run::twin::delete(conn, self.target, operation).await?;
            Ok(outcome.map(Into::into))
        }
    }
}

impl<Conn: Send, Row: Send + Sync, A: Send + Sync> crate::verbs::preview::twin::PreviewOn<Conn>
    for Delete<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Impact>> + Send {
        async move {
            let operation = self.options.operation(Action::Delete);
            {
                async {
                    let unit = crate::model::unit::Unit::of_nothing_async(conn).await?;
                    crate::sql::driver::begin(conn).await?;
                    let found: crate::meta::error::Result<_> = {
                        let operation = (&operation).within(&unit);
                        Box::pin(async {
                            {
                                let (outcome, children) =
                                    crate::hooks::run::twin::delete(conn, self.target, operation).await?;
                                outcome.into_result()?;
                                Ok(Impact {
                                    children,
                                    ..Impact::of(<Row::Model as Model>::META.name, 1, Effect::Deleted)
                                })
                            }
                        })
                        .await
                    };
                    crate::sql::driver::finish(conn, false).await?;
                    found
                }
                .await
            }
        }
    }
}

impl<Conn: Send, Row: Send + Sync, Filter: Send, Mode: Send + Sync, A: Send + Sync>
    crate::operation::run::twin::RunOn<Conn> for Delete<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
    Mode: crate::hooks::bulk::twin::BulkStrategy<Conn, Row, Filter>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let operation = self.options.operation(Action::Delete);
            Ok(Mode::delete_rows(conn, self.target.in_mode(), operation).await?.0)
        }
    }
}

impl<Conn: Send, Row: Send + Sync, Filter: Send, Mode: Send + Sync, A: Send + Sync>
    crate::verbs::preview::twin::PreviewOn<Conn> for Delete<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
    Mode: crate::hooks::bulk::twin::BulkStrategy<Conn, Row, Filter>,
{
    fn rehearse(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Impact>> + Send {
        async move {
            let operation = self.options.operation(Action::Delete);
            {
                async {
                    let unit = crate::model::unit::Unit::of_nothing_async(conn).await?;
                    crate::sql::driver::begin(conn).await?;
                    let found: crate::meta::error::Result<_> = {
                        let operation = (&operation).within(&unit);
                        Box::pin(async {
                            {
                                let (count, children) =
                                    Mode::delete_rows(conn, self.target.in_mode(), operation).await?;
                                Ok(Impact {
                                    children,
                                    ..Impact::of(<Row::Model as Model>::META.name, count, Effect::Deleted)
                                })
                            }
                        })
                        .await
                    };
                    crate::sql::driver::finish(conn, false).await?;
                    found
                }
                .await
            }
        }
    }
}
