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
use crate::hooks::policy::twin::RunsHooksOf;
use crate::operation::run::twin::OutcomeOn;
use crate::operation::run::twin::RunOn;
impl<Conn: Send, R: Manager + Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for RestoreWith<R, A>
where
    A: ActsFor<<R::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, R>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<R as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<R>> + Send {
        async move { self.attempt(conn).await?.into_result() }
    }
}

impl<Conn: Send, R: Manager + Send + Sync, A: Send + Sync> crate::operation::run::twin::OutcomeOn<Conn>
    for RestoreWith<R, A>
where
    A: ActsFor<<R::Model as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, R>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<R as Manager>::Model>,
{
    fn attempt(mut self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Outcome<R>>> + Send {
        async move {
            let operation = self.options.operation(Action::Restore);
            crate::hooks::run::twin::restore(conn, self.target, &mut self.values, Default::default(), operation).await
        }
    }
}
