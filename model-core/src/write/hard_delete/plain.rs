//! The plain DELETE, and removals that leave no audit row.

use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::{Manager, Model};
use crate::operation::Operation;
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::find::found;
use crate::sql::on::RowOn;
use crate::sql::rows::{load_row, load_rows, statement};
use crate::sql::select::SelectOne;
use crate::sql::state::RequiredState;
use crate::sql::target::{AnyClause, ByFilter, ByKey, Clause, push_and, push_version};
use crate::sql::{At, Names};
use crate::trail::told::push_told;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

/// `DELETE FROM articles WHERE .. [RETURNING ..]`
pub(crate) struct DeleteRows<'s, Row, T> {
    target: &'s T,
    required: RequiredState,
    returning: bool,
    rows: PhantomData<fn() -> Row>,
}

impl<'s, Row: Manager, T> DeleteRows<'s, Row, T> {
    pub(crate) fn new(target: &'s T, required: RequiredState) -> Self {
        Self { target, required, returning: false, rows: PhantomData }
    }

    fn returning(self) -> Self {
        Self { returning: true, ..self }
    }
}

statement!(['s, Row, T] DeleteRows<'s, Row, T>, by_text);

impl<Row, T, DB> QueryFragment<DB> for DeleteRows<'_, Row, T>
where
    DB: Dialect,
    Row: RowOn<DB>,
    T: Clause<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_delete(sql::names::<Row::Model, DB>(), self.target, self.required, self.returning, &mut out)
    }
}

fn push_delete<'b, DB: Dialect>(
    names: Names<'b, DB>,
    target: &'b dyn AnyClause<DB>,
    required: RequiredState,
    returning: bool,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql("DELETE FROM ");
    names.written(out)?;
    if required == RequiredState::Any {
        target.push_where(out)?;
    } else {
        push_and(target, out)?;
        names.is_deleted(At::Table, required == RequiredState::Deleted, out)?;
    }
    push_version(names, target.version(), out)?;
    push_told(names, out);
    if returning {
        out.push_sql(" RETURNING ");
        names.columns(At::Table, out)?;
    }
    Ok(())
}

pub(crate) fn by_key<Conn, Row>(
    conn: &mut Conn,
    target: &ByKey<Row>,
    required: RequiredState,
    operation: &Operation<'_>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    let delete = DeleteRows::<Row, _>::new(target, required);
    let row: Option<Row> = if <Conn::Backend as Dialect>::RETURNING {
        load_row(conn, delete.returning())?
    } else {
        operation.begin(conn)?;
        let removed = remove_read(conn, target, delete);
        operation.finish(conn, removed.is_ok())?;
        removed?
    };
    match row {
        Some(row) => Ok(Outcome::Changed(row)),
        None => found(conn, target, required),
    }
}

/// Reads a row, and removes it.
fn remove_read<Conn, Row>(
    conn: &mut Conn,
    target: &ByKey<Row>,
    delete: DeleteRows<'_, Row, ByKey<Row>>,
) -> QueryResult<Option<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    let row = load_row(conn, SelectOne::locked(target))?;
    let removed = crate::sql::rows::execute(conn, delete)? > 0;
    Ok(row.filter(|_| removed))
}

pub(crate) fn set<Conn, Row, Filter>(conn: &mut Conn, target: ByFilter<Row, Filter>) -> Result<usize>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    Ok(crate::sql::rows::execute(conn, DeleteRows::<Row, _>::new(&target, RequiredState::Any))?)
}

/// The same, and returns the last states of the rows: one statement, on a backend whose writes return rows.
pub(crate) fn set_returning<Conn, Row, Filter>(conn: &mut Conn, target: ByFilter<Row, Filter>) -> Result<Vec<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    Ok(load_rows(conn, DeleteRows::<Row, _>::new(&target, RequiredState::Any).returning())?)
}

/// Whether removals of this model leave audit rows.
pub(crate) fn audited<Row: Manager>() -> bool {
    <Row::Model as Model>::META.audited
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/hard_delete/plain.rs"]
pub(crate) mod twin;
