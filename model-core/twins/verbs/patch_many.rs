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
impl<Conn: Send, M: Model + Send + Sync, Mode: Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for PatchMany<M, Mode, A>
where
    A: ActsFor<M::Attribution>,
    Mode: HookMode + RunsWith<M::Hooks>,
    Conn: crate::sql::driver::Driver,
    Conn::Backend: crate::effects::writes::twin::Writes<Conn, M>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(mut self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let operation = self.options.operation(Action::Patch);
            different::<M>(&self.rows)?;
            if Mode::ROW_BY_ROW {
                return {
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
                                    let mut count = 0;
                                    for (key, mut values) in self.rows {
                                        let target = ByKey::<M>::new(key);
                                        let outcome = crate::hooks::run::twin::patch(
                                            conn,
                                            target,
                                            &mut values,
                                            operation,
                                            |_, _| {},
                                        )
                                        .await?;
                                        count += usize::from(outcome.is_changed());
                                    }
                                    Ok(count)
                                }
                            })
                            .await
                        };
                        opened.close_async(conn, done.is_ok()).await?;
                        done
                    }
                    .await
                };
            }
            if self.rows.is_empty() {
                return Ok(0);
            }
            operation.fill(|fill| self.rows.iter_mut().for_each(|(_, values)| values.fill_patch(fill)))?;
            <Conn::Backend as crate::effects::writes::twin::Writes<Conn, M>>::patch_many(conn, self.rows, operation)
                .await
        }
    }
}
