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
impl<Row: Manager + Send + Sync, Scope: Send + Sync, Clause: Send + Sync> WriteInBatches<Row, Scope, Clause> {
    #[doc(hidden)]
    pub fn next_async<Conn: Send>(
        &mut self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Option<Batch<Row, Scope, Clause>>>> + Send
    where
        for<'s> &'s mut Self: crate::operation::run::twin::RunOn<Conn, Output = Option<Batch<Row, Scope, Clause>>>,
    {
        async move { self.perform(conn).await }
    }
}

impl<Conn: Send, Row: Send + Sync, Scope: Send + Sync, Clause: Send + Sync> crate::operation::run::twin::RunOn<Conn>
    for &mut WriteInBatches<Row, Scope, Clause>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: Manager<Model: KeysOn<Conn::Backend>>,
    Clause: QueryFragment<Conn::Backend>,
{
    fn perform(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Option<Batch<Row, Scope, Clause>>>> + Send {
        async move {
            if self.is_done {
                return Ok(None);
            }
            let next =
                NextKeys::<Row::Model, Clause> { clause: &self.clause, after: self.after.as_ref(), size: self.size };
            let keys: Vec<KeyRow<Row::Model>> = crate::sql::driver::load(conn, next).await?;
            Ok(self.part(keys))
        }
    }
}
