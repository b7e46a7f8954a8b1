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
use crate::hooks::policy::twin::RunsHooks;
use crate::hooks::policy::twin::RunsHooksOf;
use crate::operation::run::twin::OutcomeOn;
use crate::operation::run::twin::RunOn;
use crate::verbs::ancestors::twin::RestoresAncestors;
impl<Conn: Send, Row: Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn> for Restore<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Row>> + Send {
        async move { self.attempt(conn).await?.into_result() }
    }
}

impl<Conn: Send, Row: Send + Sync, A: Send + Sync> crate::operation::run::twin::OutcomeOn<Conn>
    for Restore<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
{
    fn attempt(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send {
        async move {
            let operation = self.options.operation(Action::Restore);
            crate::hooks::run::twin::restore(conn, self.target, &mut Default::default(), Default::default(), operation)
                .await
        }
    }
}

impl<Conn: Send, Row: Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for RestoreWithAncestors<ByKey<Row>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
    Row: RowOn<Conn::Backend>,
    <Row::Model as Model>::References: crate::verbs::ancestors::twin::RestoresAncestors<Conn, Row::Model>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Row>> + Send {
        async move {
            let operation = self.options.operation(Action::Restore);
            let target = self.target;
            {
                async {
                    let opened = crate::operation::unit::Opened::open_async(
                        conn,
                        (operation).unit,
                        crate::hooks::policy::twin::HooksFor::<Conn, Row>::COMMITS,
                    )
                    .await?;
                    let done: crate::meta::error::Result<_> = {
                        let operation = opened.operation(operation);
                        Box::pin(async {
                            {
                                crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                                match crate::sql::find::twin::found(conn, &target, RequiredState::Deleted).await? {
                                    Outcome::Unchanged(_) => {}
                                    other => return other.into_result(),
                                }
                                let row: Option<Row::Model> =
                                    crate::sql::driver::load_row(conn, Select::<Row::Model, _>::locked(&target))
                                        .await?;
                                let Some(row) = row else { return Err(Error::NotFound) };
                                <Row::Model as Model>::References::restore_ancestors(conn, &row, operation).await?;
                                match crate::hooks::run::twin::restore(
                                    conn,
                                    target.clone(),
                                    &mut Default::default(),
                                    Default::default(),
                                    operation,
                                )
                                .await?
                                {
                                    Outcome::NotDeleted => {
                                        crate::sql::driver::load_row(conn, Select::<Row, _>::locked(&target))
                                            .await?
                                            .ok_or(Error::NotFound)
                                    }
                                    found => found.into_result(),
                                }
                            }
                        })
                        .await
                    };
                    opened.close_async(conn, done.is_ok()).await?;
                    done
                }
                .await
            }
        }
    }
}

impl<Conn: Send, Row: Send + Sync, Filter: Send, Mode: Send + Sync, A: Send + Sync>
    crate::operation::run::twin::RunOn<Conn> for Restore<ByFilter<Row, Filter, Mode>, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
    Mode: crate::hooks::bulk::twin::BulkStrategy<Conn, Row, Filter>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let operation = self.options.operation(Action::Restore);
            Mode::restore_rows(conn, self.target.in_mode(), operation).await
        }
    }
}
