//! The shared parts of the programs of SQLite and MySQL/MariaDB.

use crate::meta::Role;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::{Manager, Model};
use crate::operation::Operation;
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::limit::per_statement;
use crate::sql::lock::{lock_table, take_write_lock};
use crate::sql::on::ModelOn;
use crate::sql::on::RowOn;
use crate::sql::rows::load_one;
use crate::sql::select::SelectOne;
use crate::sql::state::RequiredState;
use crate::sql::target::{ByKey, Clause};
use crate::trail::change_log::append::AppendsTo;
use crate::trail::decode::Decode;
use crate::trail::recorded::Recorded;
use crate::trail::snapshot::Snapshot;
use crate::trail::told::{announce, withdraw};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::query_builder::AstPass;

/// A backend on which an audited write is a program of several statements in one transaction.
pub(crate) trait Program: Dialect + Decode + AppendsTo {}

impl<DB: Dialect + Decode + AppendsTo> Program for DB {}

/// The keys of rows, in groups that fit the bind limit when a statement has `others` more binds.
pub(crate) fn key_chunks<DB, Row>(
    rows: &[Recorded<Row>],
    others: usize,
) -> impl Iterator<Item = Vec<<Row::Model as Model>::Key>>
where
    DB: Dialect,
    Row: RowOn<DB>,
{
    let parts = <Row::Model as Model>::META.key.len();
    rows.chunks(per_statement::<DB>(parts, others))
        .map(|rows| rows.iter().map(|row| row.row.as_model().key()).collect())
}

/// The rows with these keys.
pub(crate) struct ByKeys<'k, Row: Manager> {
    keys: &'k [<Row::Model as Model>::Key],
}

impl<'k, Row: Manager> ByKeys<'k, Row> {
    pub(crate) fn new(keys: &'k [<Row::Model as Model>::Key]) -> Self {
        Self { keys }
    }
}

impl<Row, DB> Clause<DB> for ByKeys<'_, Row>
where
    DB: Backend,
    Row: Manager<Model: ModelOn<DB>>,
{
    type Rows = Row;
    const SINGLE: bool = false;

    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" WHERE ");
        sql::key_is_one_of::<Row::Model, DB>(self.keys, out)
    }

    fn is_empty(&self, _: &DB) -> QueryResult<bool> {
        Ok(false)
    }
}

/// Takes the write lock, unless the operation has it. The table of the trail only has to exist for audited models. For
/// a captured model, the announcement of the entry takes the lock; who finds nothing to write [withdraws](withdraw) it.
pub(crate) fn lock_first<Conn, M>(conn: &mut Conn, operation: &Operation<'_>) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    if M::META.captured && <Conn::Backend as Dialect>::ANNOUNCE.is_some() {
        return announce(conn, M::META.content_type);
    }
    match (operation.has_lock(), M::META.audited) {
        (true, _) => Ok(()),
        (false, true) => take_write_lock(conn),
        (false, false) => lock_table::<M, _>(conn),
    }
}

/// Takes the locks, and reads the row of a write to one row with the JSON of these columns. Returns the outcome instead
/// if the row does not exist, or is not in the required state.
pub(crate) fn read_locked<Conn, Row>(
    conn: &mut Conn,
    target: &ByKey<Row>,
    required: RequiredState,
    traced: ColumnSet,
    operation: &Operation<'_>,
) -> Result<std::result::Result<Recorded<Row>, Outcome<Row>>>
where
    Conn: LoadConnection<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    lock_first::<_, Row::Model>(conn, operation)?;
    let row: Option<Recorded<Row>> = load_one(conn, SelectOne::locked(target).tracing(traced))?;
    let found = match row {
        None => Err(Outcome::NotFound),
        Some(row) => match (required, is_deleted::<Row::Model>(&row.values)) {
            (RequiredState::Live, true) => Err(Outcome::Deleted),
            (RequiredState::Deleted, false) => Err(Outcome::NotDeleted),
            _ => target.is_stale(&row.row).map_or(Ok(row), Err),
        },
    };
    if <Row::Model as Model>::META.captured && found.is_err() {
        withdraw(conn, <Row::Model as Model>::META.content_type)?;
    }
    Ok(found)
}

/// Whether a row is deleted, by the JSON of its marker.
fn is_deleted<M: Model>(values: &Snapshot) -> bool {
    let marker = M::META.with_role(Role::DeletedAt).map(|index| values.get(index));
    !matches!(marker, None | Some("null" | "false"))
}

#[cfg(feature = "async")]
#[path = "../../twins/write/program.rs"]
pub(crate) mod twin;
