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
use crate::hooks::policy::twin::RunsHooks;
use crate::hooks::policy::twin::RunsHooksOf;
use crate::operation::run::twin::RunOn;
use crate::verbs::upsert::backend::twin::Upserts;
impl<Conn: Send, M: Model + Send + Sync, T: Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for Overwrite<M, T, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M> + RunsRowByRow<M::Hooks>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::upsert::backend::twin::Upserts<Conn, M, NoGuard>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            let operation = self.options.operation(Action::Create);
            let mut plan = plan::<M, T>(self.on_deleted, OnLive::Patch);
            plan.newest = self.newest;
            let hooked = crate::hooks::policy::twin::HooksFor::<Conn, M>::ANY;
            let gives_keys = self.rows.iter().any(|row| M::META.key.iter().any(|part| row.columns().contains(*part)));
            let mut rows = NewRow::<M>::fill(self.rows, &operation, plan.unique, hooked)?;
            let together = !hooked
                && !<Conn::Backend as crate::effects::writes::twin::Writes<Conn, M>>::TOUCHES
                && can_write_together::<M>(plan.unique, plan.on_deleted)
                && (<Conn::Backend as Dialect>::PARTIAL_INDEX || is_only_key::<M>(plan.unique, gives_keys))
                && make_slugs(&mut rows, plan.unique)
                && rows.iter().all(|row| is_known(&row.values, plan.unique));
            self.newest.map_or(Ok(()), |newest| require_newest(&rows, newest))?;
            if together {
                rows.iter().try_for_each(|row| row.require(plan.unique))?;
                let how = Overwriting { unique: plan.unique, newest: self.newest, set: ColumnSet::default() };
                let groups = groups(rows, plan.unique);
                return <Conn::Backend as crate::effects::writes::twin::Writes<Conn, M>>::overwrite(
                    conn, groups, how, operation,
                )
                .await;
            }
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
                                for new in rows {
                                    let done = <Conn::Backend as crate::verbs::upsert::backend::twin::Upserts<
                                        Conn,
                                        M,
                                        NoGuard,
                                    >>::upsert(
                                        conn, new, plan, &NoGuard, operation
                                    )
                                    .await?;
                                    drop(done);
                                }
                                Ok(())
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
