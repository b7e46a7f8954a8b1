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
#[diagnostic::on_unimplemented(
    message = "rows of `{M}` cannot be written over this connection",
    label = "`{Self}` cannot store a field of `{M}`, or a value in the condition",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend",
    note = "the backend must be PostgreSQL, SQLite or MySQL: if the connection is an enum with \
            `#[derive(MultiConnection)]`, match on it and use the connection inside"
)]
pub trait Upserts<Conn, M: Model, Guard>: crate::effects::writes::twin::Writes<Conn, M> {
    fn upsert(
        conn: &mut Conn,
        new: NewRow<M>,
        plan: UpsertPlan,
        guard: &Guard,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Upserted<M>>> + Send;
}

#[diagnostic::do_not_recommend]
impl<Conn: Send, M: Send + Sync, Guard: Send + Sync, DB> crate::verbs::upsert::backend::twin::Upserts<Conn, M, Guard>
    for DB
where
    DB: crate::effects::writes::twin::Writes<Conn, M>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    M: Model + RowOn<DB>,
    Guard: QueryFragment<DB>,
{
    fn upsert(
        conn: &mut Conn,
        new: NewRow<M>,
        plan: UpsertPlan,
        guard: &Guard,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Upserted<M>>> + Send {
        async move { crate::verbs::upsert::run::twin::upsert(conn, new, plan, guard, operation).await }
    }
}
