//! Removals on PostgreSQL: one statement, audited or not.
//!
//! ```sql
//! WITH "model_old" AS (SELECT .. FROM "articles" WHERE .. FOR UPDATE),
//!      "model_new" AS (DELETE FROM "articles" USING "model_old" WHERE "articles"."id" = "model_old"."id" RETURNING ..),
//!      "model_log" AS (INSERT INTO "audit_logs" (..) SELECT .. FROM "model_new")
//! SELECT .. FROM "model_new"
//! ```

use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::operation::Operation;
use crate::sql;
use crate::sql::on::RowOn;
use crate::sql::rows::{Coded, Number, load, load_one, load_rows, statement};
use crate::sql::state::RequiredState;
use crate::sql::target::{AnyClause, ByFilter, ByKey, Clause};
use crate::sql::{At, Names};
use crate::trail::pg as audit;
use crate::write::hard_delete::plain;
use crate::write::pg::{push_expected, push_is_expected, push_locked, push_result};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

const OLD: At = At::Cte(audit::OLD);
const NEW: At = At::Cte(audit::NEW);

/// A removal as one statement of PostgreSQL. Its rows are read as [`Written`](crate::write::pg::Written); for a set,
/// the only row is the count.
#[must_use = "a statement does nothing until it is run"]
#[allow(missing_debug_implementations)]
pub struct PgDelete<'a, Row, T> {
    target: T,
    required: RequiredState,
    operation: Operation<'a>,
    /// Whether the statement for a set returns the rows, and not how many they are.
    returns_rows: bool,
    rows: PhantomData<fn() -> Row>,
}

impl<'a, Row, T> PgDelete<'a, Row, T> {
    pub(crate) fn new(target: T, required: RequiredState, operation: Operation<'a>) -> Self {
        Self { target, required, operation, returns_rows: false, rows: PhantomData }
    }
}

// The required state is part of the text, but not of the type.
statement!(['a, Row, T] PgDelete<'a, Row, T>, by_text);

impl<Row, T> QueryFragment<Pg> for PgDelete<'_, Row, T>
where
    Row: RowOn<Pg>,
    T: Clause<Pg>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let names = sql::names::<Row::Model, Pg>();
        push_delete(names, &self.target, self.required, &self.operation, &mut out)?;
        if self.returns_rows {
            out.push_sql(" SELECT ");
            names.columns(NEW, &mut out)?;
            out.push_sql(" FROM \"model_new\"");
            return Ok(());
        }
        push_result(names, T::SINGLE, self.required, &mut out)
    }
}

fn push_delete<'b>(
    names: Names<'b, Pg>,
    target: &'b dyn AnyClause<Pg>,
    required: RequiredState,
    operation: &'b Operation<'_>,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    out.push_sql("WITH \"model_old\" AS (SELECT ");
    names.columns(At::Table, out)?;
    push_expected(names, target, out)?;
    push_locked(names, target, out)?;
    out.push_sql("), \"model_new\" AS (DELETE FROM ");
    names.written(out)?;
    out.push_sql(" USING \"model_old\" WHERE ");
    names.same_key(At::Table, OLD, out)?;
    if required != RequiredState::Any {
        out.push_sql(" AND ");
        names.is_deleted(OLD, required == RequiredState::Deleted, out)?;
    }
    push_is_expected(names, target.is_single(), out)?;
    out.push_sql(" RETURNING ");
    names.columns(At::Table, out)?;
    out.push_sql(")");
    if names.meta.audited {
        out.push_sql(", \"model_log\" AS (");
        audit::push_insert(names, operation, NEW, out, |out| audit::push_values(names, "old", NEW, out))?;
        out.push_sql(" FROM \"model_new\"");
        if !target.is_single() {
            out.push_sql(" ORDER BY ");
            names.key_columns(NEW, out)?;
        }
        out.push_sql(")");
    }
    Ok(())
}

pub(crate) fn by_key<Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    required: RequiredState,
    operation: Operation<'_>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
{
    if !plain::audited::<Row>() {
        return plain::by_key(conn, &target, required, &operation);
    }
    let row: Option<Coded<Row>> = load_one(conn, PgDelete::<Row, _>::new(target, required, operation))?;
    Ok(row.map_or(Outcome::NotFound, |row| row.outcome(required)))
}

pub(crate) fn set<Conn, Row, Filter>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    operation: Operation<'_>,
) -> Result<usize>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
    Filter: QueryFragment<Pg>,
{
    if !plain::audited::<Row>() {
        return plain::set(conn, target);
    }
    let rows: Vec<Number> = load(conn, PgDelete::<Row, _>::new(target, RequiredState::Any, operation))?;
    Ok(rows.first().map_or(0, Number::count))
}

/// Removes the rows, and returns their last states.
pub(crate) fn set_returning<Conn, Row, Filter>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    operation: Operation<'_>,
) -> Result<Vec<Row>>
where
    Conn: LoadConnection<Backend = Pg>,
    Row: RowOn<Pg>,
    Filter: QueryFragment<Pg>,
{
    if !plain::audited::<Row>() {
        return plain::set_returning(conn, target);
    }
    let delete = PgDelete::<Row, _>::new(target, RequiredState::Any, operation);
    Ok(load_rows(conn, PgDelete { returns_rows: true, ..delete })?)
}

#[cfg(feature = "async")]
#[path = "../../../twins/write/hard_delete/pg.rs"]
pub(crate) mod twin;
