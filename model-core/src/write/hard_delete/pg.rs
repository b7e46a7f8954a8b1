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
use crate::sql::At;
use crate::sql::on::RowOn;
use crate::sql::rows::{Coded, Number, load, statement};
use crate::sql::state::RequiredState;
use crate::sql::target::{ByFilter, ByKey, Clause};
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
pub struct PgDelete<'a, R, T> {
    target: T,
    required: RequiredState,
    operation: Operation<'a>,
    rows: PhantomData<R>,
}

impl<'a, R, T> PgDelete<'a, R, T> {
    pub(crate) fn new(target: T, required: RequiredState, operation: Operation<'a>) -> Self {
        Self { target, required, operation, rows: PhantomData }
    }
}

// The required state is part of the text, but not of the type.
statement!(['a, R, T] PgDelete<'a, R, T>, by_text);

impl<R, T> QueryFragment<Pg> for PgDelete<'_, R, T>
where
    R: RowOn<Pg>,
    T: Clause<Pg>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH \"model_old\" AS (SELECT ");
        sql::columns::<R::Model, Pg>(At::Table, &mut out)?;
        push_expected::<R::Model, T>(&self.target, &mut out)?;
        push_locked::<R::Model, T>(&self.target, &mut out)?;
        out.push_sql("), \"model_new\" AS (DELETE FROM ");
        sql::table::<R::Model, Pg>(&mut out)?;
        out.push_sql(" USING \"model_old\" WHERE ");
        sql::same_key::<R::Model, Pg>(At::Table, OLD, &mut out)?;
        if self.required != RequiredState::Any {
            out.push_sql(" AND ");
            sql::is_deleted::<R::Model, Pg>(OLD, self.required == RequiredState::Deleted, &mut out)?;
        }
        push_is_expected::<R::Model>(T::SINGLE, &mut out)?;
        out.push_sql(" RETURNING ");
        sql::columns::<R::Model, Pg>(At::Table, &mut out)?;
        out.push_sql(")");
        if plain::audited::<R>() {
            out.push_sql(", \"model_log\" AS (");
            audit::push_insert::<R::Model>(&self.operation, NEW, &mut out, |out| {
                audit::push_values::<R::Model>("old", NEW, out)
            })?;
            out.push_sql(" FROM \"model_new\"");
            if !T::SINGLE {
                out.push_sql(" ORDER BY ");
                sql::key_columns::<R::Model, Pg>(NEW, &mut out)?;
            }
            out.push_sql(")");
        }
        push_result::<R::Model>(T::SINGLE, self.required, &mut out)
    }
}

pub(crate) fn by_key<Conn, R>(
    conn: &mut Conn,
    target: ByKey<R>,
    required: RequiredState,
    operation: Operation<'_>,
) -> Result<Outcome<R>>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
{
    if !plain::audited::<R>() {
        return plain::by_key(conn, &target, required, &operation);
    }
    let rows: Vec<Coded<R>> = load(conn, PgDelete::<R, _>::new(target, required, operation))?;
    Ok(rows.into_iter().next().map_or(Outcome::NotFound, |row| row.outcome(required)))
}

pub(crate) fn set<Conn, R, W>(conn: &mut Conn, target: ByFilter<R, W>, operation: Operation<'_>) -> Result<usize>
where
    Conn: LoadConnection<Backend = Pg>,
    R: RowOn<Pg>,
    W: QueryFragment<Pg>,
{
    if !plain::audited::<R>() {
        return plain::set(conn, &target);
    }
    let rows: Vec<Number> = load(conn, PgDelete::<R, _>::new(target, RequiredState::Any, operation))?;
    Ok(rows.first().map_or(0, Number::count))
}
