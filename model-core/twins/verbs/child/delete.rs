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
    for DeleteChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<GoneOf<Child>>> + Send {
        async move { self.attempt(conn).await?.into_result() }
    }
}

impl<Conn: Send, Child: Extends + Send + Sync, A: Send + Sync> crate::operation::run::twin::OutcomeOn<Conn>
    for DeleteChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
{
    fn attempt(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Outcome<GoneOf<Child>>>> + Send {
        async move {
            let operation = self.options.operation(Action::Delete);
            let outcome = if <Child::Parent as Model>::Deletion::SOFT {
                let values = filled::<Child::Parent>(&operation, Values::fill_delete)?;
                <Conn::Backend as crate::verbs::child::run::twin::WritesChild<Conn, Child>>::delete(
                    conn,
                    self.target,
                    values,
                    operation,
                )
                .await?
            } else {
                <Conn::Backend as crate::verbs::child::run::twin::WritesChild<Conn, Child>>::hard_delete(
                    conn,
                    self.target,
                    RequiredState::Any,
                    operation,
                )
                .await?
            };
            Ok(outcome.map(Into::into))
        }
    }
}

impl<Conn: Send, Child: Extends + Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for RestoreChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Child>> + Send {
        async move { self.attempt(conn).await?.into_result() }
    }
}

impl<Conn: Send, Child: Extends + Send + Sync, A: Send + Sync> crate::operation::run::twin::OutcomeOn<Conn>
    for RestoreChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
{
    fn attempt(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Outcome<Child>>> + Send {
        async move {
            let operation = self.options.operation(Action::Restore);
            let values = filled::<Child::Parent>(&operation, Values::fill_restore)?;
            <Conn::Backend as crate::verbs::child::run::twin::WritesChild<Conn, Child>>::restore(
                conn,
                self.target,
                values,
                operation,
            )
            .await
        }
    }
}

impl<Conn: Send, Child: Extends + Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for HardDeleteChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Child>> + Send {
        async move { self.attempt(conn).await?.into_result() }
    }
}

impl<Conn: Send, Child: Extends + Send + Sync, A: Send + Sync> crate::operation::run::twin::OutcomeOn<Conn>
    for HardDeleteChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
{
    fn attempt(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Outcome<Child>>> + Send {
        async move {
            let operation = self.options.operation(Action::HardDelete);
            let required = self.required.of::<Child::Parent>();
            <Conn::Backend as crate::verbs::child::run::twin::WritesChild<Conn, Child>>::hard_delete(
                conn,
                self.target,
                required,
                operation,
            )
            .await
        }
    }
}
