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
use crate::verbs::counted::twin::ExecuteOn;
impl<Conn: Send, M: Model + Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn> for Create<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: crate::sql::driver::Driver,
    Conn::Backend: crate::effects::writes::twin::Writes<Conn, M>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<M>> + Send {
        async move {
            let operation = self.options.operation(Action::Create);
            crate::hooks::run::twin::create(conn, self.values, operation).await
        }
    }
}

impl<Conn: Send, M: Model + Send + Sync, Mode: Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for CreateMany<M, Mode, A>
where
    A: ActsFor<M::Attribution>,
    Mode: HookMode + RunsWith<M::Hooks>,
    Conn: crate::sql::driver::Driver,
    Conn::Backend: crate::effects::writes::twin::Writes<Conn, M>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(mut self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<M>>> + Send {
        async move {
            let operation = self.options.operation(Action::Create);
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
                                    let mut created = Vec::with_capacity(self.rows.len());
                                    for values in self.rows {
                                        created.push(crate::hooks::run::twin::create(conn, values, operation).await?);
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
                };
            }
            operation.fill(|fill| self.rows.iter_mut().for_each(|row| row.fill_create(fill)))?;
            <Conn::Backend as crate::effects::writes::twin::Writes<Conn, M>>::create_many(conn, self.rows, operation)
                .await
        }
    }
}

impl<M: Model + Send + Sync, Mode: Send + Sync, A: Send + Sync> CreateMany<M, Mode, A> {
    #[doc(hidden)]
    pub fn execute_async<Conn: Send>(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send
    where
        A: ActsFor<M::Attribution>,
        Mode: HookMode + RunsWith<M::Hooks>,
        Conn: crate::sql::driver::Driver,
        Conn::Backend: crate::effects::writes::twin::Writes<Conn, M>,
        Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
    {
        async move { self.execute_on(conn).await }
    }
}

impl<Conn: Send, M: Model + Send + Sync, Mode: Send + Sync, A: Send + Sync> crate::verbs::counted::twin::ExecuteOn<Conn>
    for CreateMany<M, Mode, A>
where
    A: ActsFor<M::Attribution>,
    Mode: HookMode + RunsWith<M::Hooks>,
    Conn: crate::sql::driver::Driver,
    Conn::Backend: crate::effects::writes::twin::Writes<Conn, M>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn execute_on(mut self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let operation = self.options.operation(Action::Create);
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
                                    let count = self.rows.len();
                                    for values in self.rows {
                                        crate::hooks::run::twin::create::<_, M>(conn, values, operation).await?;
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
            operation.fill(|fill| self.rows.iter_mut().for_each(|row| row.fill_create(fill)))?;
            <Conn::Backend as crate::effects::writes::twin::Writes<Conn, M>>::create_counted(conn, self.rows, operation)
                .await
        }
    }
}
