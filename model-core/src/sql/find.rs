//! Finds out why a write to one row wrote nothing.

use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::sql;
use crate::sql::code::RowCode;
use crate::sql::dialect::Dialect;
use crate::sql::lock::reads_the_past;
use crate::sql::on::ModelOn;
use crate::sql::on::RowOn;
use crate::sql::rows::{Coded, load_one, statement};
use crate::sql::state::RequiredState;
use crate::sql::target::{AnyClause, ByKey, Clause};
use crate::sql::{At, Names};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

/// `SELECT .., <its state> FROM articles WHERE id = .. [FOR UPDATE]`
struct Find<'s, Row, T> {
    target: &'s T,
    required: RequiredState,
    lock: bool,
    rows: PhantomData<fn() -> Row>,
}

statement!(['s, Row, T] Find<'s, Row, T>, by_text);

impl<Row, T, DB> QueryFragment<DB> for Find<'_, Row, T>
where
    DB: Dialect,
    Row: RowOn<DB>,
    T: Clause<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let lock = if self.lock { DB::LOCK } else { "" };
        push_find(sql::names::<Row::Model, DB>(), self.target, self.required, lock, &mut out)
    }
}

fn push_find<'b, DB: Dialect>(
    names: Names<'b, DB>,
    target: &'b dyn AnyClause<DB>,
    required: RequiredState,
    lock: &'static str,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql("SELECT ");
    names.columns(At::Table, out)?;
    names.state(At::Table, required, out)?;
    out.push_sql(" FROM ");
    names.table(out)?;
    target.push_where(out)?;
    out.push_sql(lock);
    Ok(())
}

/// Pushes a comma, and the code of a row that was not written: whether it is in the required state.
pub(crate) fn push_state<'b, M, DB>(at: At, required: RequiredState, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: ModelOn<DB>,
{
    sql::names::<M, DB>().state(at, required, out)
}

impl<'b, DB: Backend> Names<'b, DB> {
    pub(crate) fn state(self, at: At, required: RequiredState, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if required == RequiredState::Any {
            out.push_sql(", ");
            out.push_sql(RowCode::Unchanged.sql());
            return Ok(());
        }
        out.push_sql(", CASE WHEN ");
        self.is_deleted(at, required == RequiredState::Deleted, out)?;
        [" THEN ", RowCode::Unchanged.sql(), " ELSE ", RowCode::WrongState.sql(), " END"]
            .into_iter()
            .for_each(|part| out.push_sql(part));
        Ok(())
    }
}

/// Reads the row that was not written. In a transaction that has read before, a read without a lock could show a state
/// that is gone, and not the one that the write has met.
pub(crate) fn found<Conn, Row>(conn: &mut Conn, target: &ByKey<Row>, required: RequiredState) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    let lock = reads_the_past(conn)?;
    find(conn, target, required, lock)
}

/// Reads the row as it is, for somebody who writes nothing.
pub(crate) fn found_unlocked<Conn, Row>(
    conn: &mut Conn,
    target: &ByKey<Row>,
    required: RequiredState,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    find(conn, target, required, false)
}

/// Reads and locks the row that is about to be written.
pub(crate) fn found_locked<Conn, Row>(
    conn: &mut Conn,
    target: &ByKey<Row>,
    required: RequiredState,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    find(conn, target, required, true)
}

fn find<Conn, Row>(conn: &mut Conn, target: &ByKey<Row>, required: RequiredState, lock: bool) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    let row: Option<Coded<Row>> = load_one(conn, Find::<Row, _> { target, required, lock, rows: PhantomData })?;
    Ok(row.map_or(Outcome::NotFound, |row| row.expecting(target.expected).outcome(required)))
}

#[cfg(feature = "async")]
#[path = "../../twins/sql/find.rs"]
pub(crate) mod twin;
