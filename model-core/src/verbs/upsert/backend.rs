//! The backends that can upsert.

use crate::effects::writes::Writes;
use crate::hooks::policy::RunsHooksOf;
use crate::meta::error::Result;
use crate::model::{Manager, Model};
use crate::operation::Operation;
use crate::sql::on::RowOn;
use crate::verbs::upsert::new::NewRow;
use crate::verbs::upsert::run::{self, UpsertPlan, Upserted};
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;

/// A backend that can create a row or update the one with the same unique value, over a connection; `Guard` is the
/// condition on the update.
#[diagnostic::on_unimplemented(
    message = "rows of `{M}` cannot be written over this connection",
    label = "`{Self}` cannot store a field of `{M}`, or a value in the condition",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend",
    note = "the backend must be PostgreSQL, SQLite or MySQL: if the connection is an enum with \
            `#[derive(MultiConnection)]`, match on it and use the connection inside"
)]
pub trait Upserts<Conn, M: Model, Guard>: Writes<Conn, M> {
    /// Creates the row, or writes to the existing one.
    ///
    /// # Errors
    /// Those of the database.
    fn upsert(
        conn: &mut Conn,
        new: NewRow<M>,
        plan: UpsertPlan,
        guard: &Guard,
        operation: Operation<'_>,
    ) -> Result<Upserted<M>>;
}

#[diagnostic::do_not_recommend]
impl<Conn, M, Guard, DB> Upserts<Conn, M, Guard> for DB
where
    DB: Writes<Conn, M>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
    Conn: LoadConnection<Backend = DB>,
    M: Model + RowOn<DB>,
    Guard: QueryFragment<DB>,
{
    fn upsert(
        conn: &mut Conn,
        new: NewRow<M>,
        plan: UpsertPlan,
        guard: &Guard,
        operation: Operation<'_>,
    ) -> Result<Upserted<M>> {
        run::upsert(conn, new, plan, guard, operation)
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/upsert/backend.rs"]
pub(crate) mod twin;
