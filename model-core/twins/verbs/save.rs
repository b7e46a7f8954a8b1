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
impl<Conn: Send, M: Editable + Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn> for Save<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, M>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<M>> + Send {
        async move { self.attempt(conn).await?.into_result() }
    }
}

impl<Conn: Send, M: Editable + Send + Sync, A: Send + Sync> crate::operation::run::twin::OutcomeOn<Conn> for Save<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, M>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
{
    fn attempt(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Outcome<M>>> + Send {
        async move {
            match self.change() {
                ControlFlow::Continue((target, mut values, operation)) => {
                    crate::hooks::run::twin::patch(conn, target, &mut values, operation, |values, fill| {
                        refuse::<M>(values.columns(), fill);
                    })
                    .await
                }
                ControlFlow::Break(row) => Ok(Outcome::Unchanged(row)),
            }
        }
    }
}
