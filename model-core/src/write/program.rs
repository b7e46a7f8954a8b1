//! The shared parts of the programs of SQLite and MySQL/MariaDB.

use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::meta::{Meta, Role};
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
        sql::parts::key_is_one_of::<Row::Model, DB>(self.keys, out)
    }

    fn is_empty(&self, _: &DB) -> QueryResult<bool> {
        Ok(false)
    }
}

/// Takes the write lock, unless the operation has it. The table of the trail only has to exist for audited models. For
/// a captured model, the announcement of the entry takes the lock; a write that finds nothing to do withdraws it
/// ([`finish_entry`]).
pub(crate) fn lock_first<Conn, M>(conn: &mut Conn, operation: &Operation<'_>) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    match (M::META.audited, operation.has_lock()) {
        (true, _) => lock_for_entry(conn, M::META, operation),
        (false, true) => Ok(()),
        (false, false) => lock_table::<M, _>(conn),
    }
}

/// The same for an audited model. Compiled once for each type of connection.
fn lock_for_entry<Conn>(conn: &mut Conn, meta: &'static Meta, operation: &Operation<'_>) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    if meta.captured && <Conn::Backend as Dialect>::ANNOUNCE.is_some() {
        return announce(conn, meta);
    }
    if operation.has_lock() { Ok(()) } else { take_write_lock(conn) }
}

/// Opens the transaction of a write that adds an entry, and announces it to the triggers of a captured table.
pub(crate) fn begin_entry<Conn>(conn: &mut Conn, meta: &'static Meta, operation: &Operation<'_>) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    operation.begin(conn)?;
    let Err(error) = announce(conn, meta) else { return Ok(()) };
    operation.finish(conn, false)?;
    Err(error)
}

/// Commits it, or rolls it back. If nothing was written, so that there is no entry, it withdraws the announcement.
pub(crate) fn finish_entry<Conn>(
    conn: &mut Conn,
    meta: &'static Meta,
    operation: &Operation<'_>,
    keep: bool,
    is_told: bool,
) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    if keep
        && !is_told
        && let Err(error) = withdraw(conn, meta)
    {
        operation.finish(conn, false)?;
        return Err(error);
    }
    operation.finish(conn, keep)
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
    let Some(row) = row else { return Ok(Err(Outcome::NotFound)) };
    Ok(match (required, is_deleted::<Row::Model>(&row.values)) {
        (RequiredState::Live, true) => Err(Outcome::Deleted),
        (RequiredState::Deleted, false) => Err(Outcome::NotDeleted),
        _ => target.is_stale(&row.row).map_or(Ok(row), Err),
    })
}

/// Whether a row is deleted, by the JSON of its marker.
fn is_deleted<M: Model>(values: &Snapshot) -> bool {
    let marker = M::META.with_role(Role::DeletedAt).map(|index| values.get(index));
    !matches!(marker, None | Some("null" | "false"))
}

#[cfg(feature = "async")]
#[path = "../../twins/write/program.rs"]
pub(crate) mod twin;
