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
impl<Conn: Send, M: Model + Send + Sync, T: Send + Sync, Mode: Send + Sync, A: Send + Sync>
    crate::operation::run::twin::RunOn<Conn> for CreateAbsent<M, T, Mode, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M>,
    Mode: HookMode + RunsWith<M::Hooks>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::upsert::backend::twin::Upserts<Conn, M, NoGuard>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<M>>> + Send {
        async move {
            let operation = self.options.operation(Action::Create);
            let hooked = Mode::ROW_BY_ROW && crate::hooks::policy::twin::HooksFor::<Conn, M>::ANY;
            let mut rows = NewRow::<M>::fill(self.rows, &operation, T::UNIQUE, hooked)?;
            if !Mode::ROW_BY_ROW {
                for row in rows.iter_mut().filter(|row| wanted::<M>(&row.values).is_some()) {
                    write_slug(&mut row.values, 1);
                    row.has_slug();
                }
                rows.iter().try_for_each(|row| row.require(T::UNIQUE))?;
                let rows = rows.into_iter().map(|row| row.values).collect();
                return <Conn::Backend as crate::effects::writes::twin::Writes<Conn, M>>::create_absent(
                    conn,
                    rows,
                    T::UNIQUE,
                    operation,
                )
                .await;
            }
            let on_deleted = if T::UNIQUE.is_partial(M::META) { OnDeleted::Insert } else { OnDeleted::Refuse };
            let plan = UpsertPlan { unique: T::UNIQUE, on_deleted, on_live: OnLive::Keep, newest: None };
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
                                let mut created = Vec::new();
                                for new in rows {
                                    match <Conn::Backend as crate::verbs::upsert::backend::twin::Upserts<
                                        Conn,
                                        M,
                                        NoGuard,
                                    >>::upsert(
                                        conn, new, plan, &NoGuard, operation
                                    )
                                    .await
                                    {
                                        Ok(Upserted::Created(row)) => created.push(row),
                                        Ok(_) | Err(Error::Deleted) => {}
                                        Err(error) => return Err(error),
                                    }
                                }
                                Ok(created)
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
