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

use crate::operation::run::twin::OutcomeOn;
use crate::operation::run::twin::RunOn;
use crate::verbs::child::run::twin::WritesChild;
impl<Conn: Send, Child: Extends + Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for ApplyChildPatch<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Child>> + Send {
        async move { self.attempt(conn).await?.into_result() }
    }
}

impl<Conn: Send, Child: Extends + Send + Sync, A: Send + Sync> crate::operation::run::twin::OutcomeOn<Conn>
    for ApplyChildPatch<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
{
    fn attempt(mut self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Outcome<Child>>> + Send {
        async move {
            let operation = self.options.operation(Action::Patch);
            operation.fill(|fill| {
                self.values.parent.fill_patch(fill);
                self.values.part.fill_patch(fill);
            })?;
            <Conn::Backend as crate::verbs::child::run::twin::WritesChild<Conn, Child>>::patch(
                conn,
                self.target,
                self.values,
                operation,
            )
            .await
        }
    }
}
