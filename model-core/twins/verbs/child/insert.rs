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

use crate::operation::run::twin::RunOn;
use crate::verbs::child::run::twin::WritesChild;
use crate::verbs::counted::twin::ExecuteOn;
impl<Conn: Send, Child: Extends + Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for CreateChild<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Child>> + Send {
        async move {
            let rows = CreateChildren { rows: vec![self.row], options: self.options }.perform(conn).await?;
            rows.into_iter().next().ok_or(Error::NotFound)
        }
    }
}

impl<Child: Extends + Send + Sync, A: Send + Sync> CreateChildren<Child, A> {
    #[doc(hidden)]
    pub fn execute_async<Conn: Send>(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send
    where
        A: ActsFor<<Child::Parent as Model>::Attribution>,
        Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
    {
        async move { self.execute_on(conn).await }
    }
}

impl<Conn: Send, Child: Extends + Send + Sync, A: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for CreateChildren<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
{
    fn perform(mut self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<Child>>> + Send {
        async move {
            let operation = self.options.operation(Action::Create);
            self.fill(&operation)?;
            <Conn::Backend as crate::verbs::child::run::twin::WritesChild<Conn, Child>>::create_many(
                conn, self.rows, operation,
            )
            .await
        }
    }
}

impl<Conn: Send, Child: Extends + Send + Sync, A: Send + Sync> crate::verbs::counted::twin::ExecuteOn<Conn>
    for CreateChildren<Child, A>
where
    A: ActsFor<<Child::Parent as Model>::Attribution>,
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
{
    fn execute_on(mut self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let operation = self.options.operation(Action::Create);
            self.fill(&operation)?;
            <Conn::Backend as crate::verbs::child::run::twin::WritesChild<Conn, Child>>::create_counted(
                conn, self.rows, operation,
            )
            .await
        }
    }
}
