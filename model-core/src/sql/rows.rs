//! Runs the statements of this library and reads their rows.
//!
//! They have the SQL type `Untyped`, like `sql_query`: a row can then be read by position with only the `FromSqlRow` of
//! the model, and generic code needs no bound per query.

#[cfg(feature = "tracing")]
use crate::meta::observe;
use crate::meta::outcome::Outcome;
use crate::model::{Manager, Model};
use crate::sql::code::RowCode;
use crate::sql::dialect::Dialect;
use crate::sql::fragment::Fragment;
#[cfg(feature = "cache")]
use crate::sql::lost::status;
use crate::sql::lost::{Tries, refuse_lost, settle};
use crate::sql::on::RowOn;
use crate::sql::state::RequiredState;
use crate::sql::target::stale;
#[cfg(feature = "cache")]
use crate::sql::watch;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::Error::DeserializationError;
use diesel::row::{Field, NamedRow, Row};
use diesel::sql_types::Untyped;
use std::any::TypeId;
use std::cell::Cell;

/// Any statement of the library, as one type: Diesel's own code for a statement is compiled once for all of them.
pub(crate) struct Erased<'s, DB: Backend>(&'s dyn Fragment<DB>);

// Check this when Diesel is updated. `query_id` is a provided method that nobody is expected to override. The override
// is correct as long as a connection calls it during the call that receives the statement, on the same thread, and uses
// the answer for that statement only. Diesel 2.3 does so in `StatementCache::cached_statement`, and for PostgreSQL in
// `with_prepared_query`. A connection that called it later would get `None`, and would look the statement up by its
// text, which is correct but slower; `tests/tests/statements/identity.rs` would fail. A statement whose rows Diesel
// counts is looked up by its text in any case: see `execute_own`.
thread_local! {
    /// The identity of the statement whose call is running, among the prepared statements. `None` if its text
    /// identifies it, and outside of a call.
    static ID: Cell<Option<TypeId>> = const { Cell::new(None) };
}

/// Passes an identity to Diesel for one call. Dropping it restores the identity of the enclosing call, also after a
/// panic: the instrumentation of a connection may run a statement on another connection.
pub(crate) struct HandOver {
    around: Option<TypeId>,
}

impl HandOver {
    pub(crate) fn of(id: Option<TypeId>) -> Self {
        Self { around: ID.replace(id) }
    }
}

impl Drop for HandOver {
    fn drop(&mut self) {
        ID.set(self.around);
    }
}

impl<DB: Backend> QueryId for Erased<'_, DB> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;

    fn query_id() -> Option<TypeId> {
        ID.get()
    }
}

impl<DB: Backend> Query for Erased<'_, DB> {
    type SqlType = Untyped;
}

impl<DB: Backend> QueryFragment<DB> for Erased<'_, DB> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk(out)
    }
}

/// Runs a statement and reads its rows.
pub(crate) fn load<Conn, Statement, U>(conn: &mut Conn, statement: Statement) -> QueryResult<Vec<U>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Statement: QueryFragment<Conn::Backend> + QueryId,
    U: QueryableByName<Conn::Backend>,
{
    read(conn, &statement, Statement::query_id())
}

fn open<'c, 'q, Conn>(
    conn: &'c mut Conn,
    statement: &'q dyn Fragment<Conn::Backend>,
    id: Option<TypeId>,
) -> QueryResult<Conn::Cursor<'c, 'q>>
where
    Conn: LoadConnection,
    Conn::Backend: 'static,
{
    let _handed_over = HandOver::of(id);
    Conn::load(conn, Erased(statement))
}

/// Runs a statement and passes on each of its rows. Only the closure is compiled for each type of row.
fn each<'c, 'q, Conn>(
    conn: &'c mut Conn,
    statement: &'q dyn Fragment<Conn::Backend>,
    id: Option<TypeId>,
    see: &mut dyn FnMut(&Conn::Row<'c, 'q>) -> QueryResult<()>,
) -> QueryResult<()>
where
    Conn: LoadConnection,
    Conn::Backend: 'static,
{
    #[cfg(feature = "cache")]
    let _running = watch::Statement::on(status(conn));
    for row in open(conn, statement, id)? {
        see(&row?)?;
    }
    Ok(())
}

fn built<'a, DB: Backend, U: QueryableByName<DB>>(row: &impl NamedRow<'a, DB>) -> QueryResult<U> {
    U::build(row).map_err(DeserializationError)
}

/// Runs a statement that its type does not identify, and reads its rows.
pub(crate) fn read<Conn, U>(
    conn: &mut Conn,
    statement: &dyn Fragment<Conn::Backend>,
    id: Option<TypeId>,
) -> QueryResult<Vec<U>>
where
    Conn: LoadConnection<Backend: Dialect>,
    U: QueryableByName<Conn::Backend>,
{
    let mut rows = Vec::new();
    tried(conn, &mut |conn| {
        rows.clear();
        each(conn, statement, id, &mut |row| {
            rows.push(built(row)?);
            Ok(())
        })
    })?;
    #[cfg(feature = "tracing")]
    observe::statement(Conn::Backend::SYSTEM.name(), rows.len(), 0);
    Ok(rows)
}

/// Runs a statement, and runs it again if a conflict has undone only this statement. Compiled once for each type of
/// connection.
#[inline(never)]
fn tried<Conn>(conn: &mut Conn, attempt: &mut dyn FnMut(&mut Conn) -> QueryResult<()>) -> QueryResult<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    refuse_lost(conn)?;
    let mut tries = Tries::new();
    loop {
        match attempt(conn) {
            Ok(()) => return Ok(()),
            Err(error) => settle(conn, error, &mut tries)?,
        }
    }
}

/// Runs a statement and reads its only row, if there is one.
pub(crate) fn load_one<Conn, Statement, U>(conn: &mut Conn, statement: Statement) -> QueryResult<Option<U>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Statement: QueryFragment<Conn::Backend> + QueryId,
    U: QueryableByName<Conn::Backend>,
{
    read_one(conn, &statement, Statement::query_id())
}

/// Does the same for a statement that its type does not identify.
pub(crate) fn read_one<Conn, U>(
    conn: &mut Conn,
    statement: &dyn Fragment<Conn::Backend>,
    id: Option<TypeId>,
) -> QueryResult<Option<U>>
where
    Conn: LoadConnection<Backend: Dialect>,
    U: QueryableByName<Conn::Backend>,
{
    let mut first = None;
    tried(conn, &mut |conn| {
        first = None;
        each(conn, statement, id, &mut |row| {
            if first.is_none() {
                first = Some(built(row)?);
            }
            Ok(())
        })
    })?;
    #[cfg(feature = "tracing")]
    observe::statement(Conn::Backend::SYSTEM.name(), usize::from(first.is_some()), 0);
    Ok(first)
}

/// Runs a statement, and counts the rows that it wrote.
pub(crate) fn execute<Conn, Statement>(conn: &mut Conn, statement: Statement) -> QueryResult<usize>
where
    Conn: LoadConnection<Backend: Dialect>,
    Statement: QueryFragment<Conn::Backend> + QueryId,
{
    run(conn, &statement, Statement::query_id())
}

pub(crate) fn run<Conn>(
    conn: &mut Conn,
    statement: &dyn Fragment<Conn::Backend>,
    id: Option<TypeId>,
) -> QueryResult<usize>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    counted(conn, &mut |conn| {
        let _handed_over = HandOver::of(id);
        conn.execute_returning_count(&Erased(statement))
    })
}

/// Runs a statement that belongs to no model, and returns the number of rows that it wrote.
///
/// Diesel sees its own type, so that the text is not built again: where Diesel counts rows, it passes on a reference to
/// the statement, and a reference takes over only an identity that is a type, not that of [`Erased`]. The code of
/// Diesel for a statement of a model would be compiled for each model, so this is not for them.
pub(crate) fn execute_own<Conn, Statement>(conn: &mut Conn, statement: Statement) -> QueryResult<usize>
where
    Conn: LoadConnection<Backend: Dialect>,
    Statement: QueryFragment<Conn::Backend> + QueryId,
{
    counted(conn, &mut |conn| conn.execute_returning_count(&statement))
}

fn counted<Conn>(conn: &mut Conn, attempt: &mut dyn FnMut(&mut Conn) -> QueryResult<usize>) -> QueryResult<usize>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    refuse_lost(conn)?;
    let mut tries = Tries::new();
    loop {
        let done = {
            #[cfg(feature = "cache")]
            let _running = watch::Statement::on(status(conn));
            attempt(conn)
        };
        match done {
            Ok(count) => {
                #[cfg(feature = "tracing")]
                observe::statement(Conn::Backend::SYSTEM.name(), 0, count);
                return Ok(count);
            }
            Err(error) => settle(conn, error, &mut tries)?,
        }
    }
}

/// Runs a statement that returns rows of a model, and reads them.
pub(crate) fn load_rows<Conn, S, Row>(conn: &mut Conn, statement: S) -> QueryResult<Vec<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    S: QueryFragment<Conn::Backend> + QueryId,
    Row: RowOn<Conn::Backend>,
{
    Ok(load(conn, statement)?.into_iter().map(|Plain(row)| row).collect())
}

/// Does the same for its only row.
pub(crate) fn load_row<Conn, S, Row>(conn: &mut Conn, statement: S) -> QueryResult<Option<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    S: QueryFragment<Conn::Backend> + QueryId,
    Row: RowOn<Conn::Backend>,
{
    Ok(load_one(conn, statement)?.map(|Plain(row)| row))
}

/// A row without further columns.
pub(crate) struct Plain<Row>(pub(crate) Row);

impl<Row, DB> QueryableByName<DB> for Plain<Row>
where
    DB: Backend,
    Row: RowOn<DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Row::build_from_row(row).map(Self)
    }
}

/// The result of a write to one row: the row, followed by a code that says what happened to it.
#[derive(Debug)]
pub(crate) struct Coded<Row> {
    row: Row,
    code: RowCode,
    /// The version that the write expects, if the statement returns it.
    expected: Option<i64>,
}

impl<Row: Manager> Coded<Row> {
    /// Adds the version that the write expects.
    pub(crate) fn expecting(self, expected: Option<i64>) -> Self {
        Self { expected, ..self }
    }

    /// The row, and whether it is in the required state.
    pub(crate) fn into_parts(self) -> (Row, bool) {
        (self.row, self.code == RowCode::Unchanged)
    }

    /// Whether a default scope keeps the row apart from the other row of a link.
    pub(crate) fn is_out_of_scope(&self) -> bool {
        self.code == RowCode::OutOfScope
    }

    /// The outcome of a write that requires this state.
    pub(crate) fn outcome(self, required: RequiredState) -> Outcome<Row> {
        match (self.code, required) {
            (RowCode::Changed, _) => Outcome::Changed(self.row),
            (RowCode::Unchanged, _) => stale(&self.row, self.expected).unwrap_or(Outcome::Unchanged(self.row)),
            (RowCode::WrongState, RequiredState::Deleted) => Outcome::NotDeleted,
            (RowCode::WrongState, RequiredState::Live | RequiredState::Any) => Outcome::Deleted,
            (RowCode::OutOfScope, _) => Outcome::NotFound,
        }
    }
}

impl<Row, DB> QueryableByName<DB> for Coded<Row>
where
    DB: Dialect,
    Row: RowOn<DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let (code, expected) = after_row(row, <Row::Model as Model>::META.fields.len())?;
        Ok(Self { row: Row::build_from_row(row)?, code, expected })
    }
}

/// The code that follows the columns of a row, and the version that follows the code, if there is one.
fn after_row<'a, DB: Dialect>(
    row: &impl NamedRow<'a, DB>,
    width: usize,
) -> deserialize::Result<(RowCode, Option<i64>)> {
    let code = Row::get(row, width).ok_or("the row has no code")?;
    let code = RowCode::read::<DB>(code.value())?;
    let expected = match Row::get(row, width + 1) {
        Some(cell) => cell.value().map(|raw| DB::read_count(Some(raw))).transpose()?,
        None => None,
    };
    Ok((code, expected))
}

/// A row with one number.
#[derive(Debug)]
pub(crate) struct Number(pub(crate) i64);

impl Number {
    /// The number, as a count of rows.
    pub(crate) fn count(&self) -> usize {
        self.0.try_into().unwrap_or_default()
    }
}

impl<DB: Dialect> QueryableByName<DB> for Number {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let first = Row::get(row, 0).ok_or("the row has no number")?;
        DB::read_count(first.value()).map(Self)
    }
}

/// Implements what Diesel requires of a statement that is read through this module. With `by_text`, the statement cache
/// identifies it by its text; without, by its type, and `QueryId` is implemented next to it.
macro_rules! statement {
    ([$($generics:tt)*] $name:ty, by_text) => {
        $crate::sql::rows::statement!([$($generics)*] $name);

        impl<$($generics)*> diesel::query_builder::QueryId for $name {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }
    };
    ([] $name:ty) => {
        $crate::sql::rows::statement!(@query [] $name);

        impl<Conn> diesel::query_dsl::RunQueryDsl<Conn> for $name {}
    };
    ([$($generics:tt)+] $name:ty) => {
        $crate::sql::rows::statement!(@query [$($generics)+] $name);

        impl<$($generics)+, Conn> diesel::query_dsl::RunQueryDsl<Conn> for $name {}
    };
    (@query [$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> diesel::query_builder::Query for $name {
            type SqlType = diesel::sql_types::Untyped;
        }
    };
}

pub(crate) use statement;
