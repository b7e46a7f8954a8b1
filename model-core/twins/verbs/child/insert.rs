// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

use crate::verbs::child::run::twin::WritesChild as _;
impl<Child: Extends + Send + Sync, A: Send + Sync> CreateChild<Child, A> {
    #[doc(hidden)]
    pub fn run_async<Conn: Send>(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Child>> + Send
    where
        A: ActsFor<<Child::Parent as Model>::Attribution>,
        Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
    {
        async move {
            let rows = CreateChildren { rows: vec![self.row], options: self.options }.run_async(conn).await?;
            rows.into_iter().next().ok_or(Error::NotFound)
        }
    }
}

impl<Child: Extends + Send + Sync, A: Send + Sync> CreateChildren<Child, A> {
    #[doc(hidden)]
    pub fn run_async<Conn: Send>(
        mut self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<Child>>> + Send
    where
        A: ActsFor<<Child::Parent as Model>::Attribution>,
        Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
    {
        async move {
            let operation = self.options.operation(Action::Create);
            self.fill(&operation)?;
            <Conn::Backend as crate::verbs::child::run::twin::WritesChild<Conn, Child>>::create_many(
                conn, self.rows, operation,
            )
            .await
        }
    }
    #[doc(hidden)]
    pub fn execute_async<Conn: Send>(
        mut self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send
    where
        A: ActsFor<<Child::Parent as Model>::Attribution>,
        Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
    {
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
