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

use crate::hooks::policy::twin::RunsHooks;
use crate::hooks::policy::twin::RunsHooksOf;
use crate::operation::run::twin::RunOn;
use crate::verbs::upsert::backend::twin::Upserts;
impl<Conn: Send, M: Model + Send + Sync, T: Send + Sync, Guard: Send + Sync, A: Send + Sync>
    crate::operation::run::twin::RunOn<Conn> for Upsert<M, T, Guard, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::upsert::backend::twin::Upserts<Conn, M, Guard>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Upserted<M>>> + Send {
        async move {
            let operation = self.options.operation(Action::Create);
            let plan = plan::<M, T>(self.on_deleted, OnLive::Patch);
            let new = NewRow::fill_one(
                self.values,
                &operation,
                plan.unique,
                crate::hooks::policy::twin::HooksFor::<Conn, M>::ANY,
            )?;
            <Conn::Backend as crate::verbs::upsert::backend::twin::Upserts<Conn, M, Guard>>::upsert(
                conn,
                new,
                plan,
                &self.guard,
                operation,
            )
            .await
        }
    }
}

impl<Conn: Send, M: Model + Send + Sync, T: Send + Sync, Guard: Send + Sync, A: Send + Sync>
    crate::operation::run::twin::RunOn<Conn> for UpsertMany<M, T, Guard, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M> + RunsRowByRow<M::Hooks>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::upsert::backend::twin::Upserts<Conn, M, Guard>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<Upserted<M>>>> + Send {
        async move {
            let operation = self.options.operation(Action::Create);
            let plan = plan::<M, T>(self.on_deleted, OnLive::Patch);
            let rows =
                NewRow::fill(self.rows, &operation, plan.unique, crate::hooks::policy::twin::HooksFor::<Conn, M>::ANY)?;
            rows.iter().try_for_each(|row| row.refuse_null(plan.unique))?;
            {
                async {
                    let opened = crate::operation::unit::Opened::open_async(
                        conn,
                        (operation).unit,
                        crate::hooks::policy::twin::HooksFor::<Conn, M>::COMMITS,
                    )
                    .await?;
                    let done: crate::meta::error::Result<_> = {
                        let operation = opened.operation(operation);
                        Box::pin(async {
                            {
                                let mut written = Vec::with_capacity(rows.len());
                                for new in rows {
                                    let done = <Conn::Backend as crate::verbs::upsert::backend::twin::Upserts<
                                        Conn,
                                        M,
                                        Guard,
                                    >>::upsert(
                                        conn, new, plan, &self.guard, operation
                                    )
                                    .await?;
                                    written.push(done);
                                }
                                Ok(written)
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

impl<Conn: Send, M: Model + Send + Sync, T: Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for GetOrCreate<M, T, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::upsert::backend::twin::Upserts<Conn, M, NoGuard>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<(M, bool)>> + Send {
        async move {
            let operation = self.options.operation(Action::Create);
            let plan = plan::<M, T>(self.on_deleted, OnLive::Keep);
            let new = NewRow::fill_one(
                self.values,
                &operation,
                plan.unique,
                crate::hooks::policy::twin::HooksFor::<Conn, M>::ANY,
            )?;
            let done = <Conn::Backend as crate::verbs::upsert::backend::twin::Upserts<Conn, M, NoGuard>>::upsert(
                conn, new, plan, &NoGuard, operation,
            )
            .await?;
            let is_created = done.is_created();
            Ok((done.into_row(), is_created))
        }
    }
}
