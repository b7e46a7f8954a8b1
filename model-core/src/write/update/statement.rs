//! The plain UPDATE of any backend.

use crate::meta::Role;
use crate::meta::column_set::ColumnSet;
use crate::model::{Manager, Model};
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::rows::statement;
use crate::sql::select::push_traced;
use crate::sql::state::RequiredState;
use crate::sql::target::{AnyClause, Clause, push_and, push_status, push_version};
use crate::sql::{AnyValues, At, Names};
use crate::trail::told::push_told;
use crate::write::update::turns::in_turn;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};

/// `UPDATE articles SET .. WHERE .. AND (title IS DISTINCT FROM ..) [RETURNING ..]`
pub(crate) struct UpdateRows<'s, Row: Manager, T> {
    pub(crate) target: &'s T,
    pub(crate) values: &'s <Row::Model as Model>::Values,
    pub(crate) required: RequiredState,
    /// The columns of which at least one has to differ; none when rows are always written.
    pub(crate) significant: ColumnSet,
    pub(crate) returning: Returning,
    /// Whether it writes only while a transaction is open.
    pub(crate) held: bool,
}

/// What an update returns.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Returning {
    /// The columns, with NULL for the others; none when the update returns nothing.
    pub(crate) columns: ColumnSet,
    /// Which of them the trail needs.
    pub(crate) traced: Option<i64>,
}

statement!(['s, Row: Manager, T] UpdateRows<'s, Row, T>, by_text);

impl<Row, T, DB> QueryFragment<DB> for UpdateRows<'_, Row, T>
where
    DB: Dialect,
    Row: RowOn<DB>,
    T: Clause<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { target, values, required, significant, returning, held } = self;
        let names = sql::names::<Row::Model, DB>();
        push_update(names, *target, *values, (*required, *significant), returning, &mut out)?;
        if *held {
            out.push_sql(DB::AND_OPEN);
        }
        Ok(())
    }
}

pub(super) fn push_update<'b, DB: Dialect>(
    names: Names<'b, DB>,
    target: &'b dyn AnyClause<DB>,
    values: &'b dyn AnyValues<DB>,
    (required, significant): (RequiredState, ColumnSet),
    returning: &'b Returning,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    push_set(names, values, out)?;
    if significant.is_empty() && required == RequiredState::Any {
        target.push_where(out)?;
    } else {
        push_and(target, out)?;
        push_conditions(names, values, required, significant, out)?;
    }
    push_version(names, target.version(), out)?;
    push_status(names, At::Table, target.status(), out)?;
    push_told(names, out);
    if !returning.columns.is_empty() {
        out.push_sql(" RETURNING ");
        names.some_columns(At::Bare, returning.columns, out)?;
        push_traced(returning.traced.as_ref(), out)?;
    }
    Ok(())
}

/// Pushes `UPDATE articles SET title = ?, updated_at = ?, version = version + 1`.
fn push_set<'b, DB: Dialect>(
    names: Names<'b, DB>,
    values: &'b dyn AnyValues<DB>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql("UPDATE ");
    names.written(out)?;
    out.push_sql(" SET ");
    for (place, index) in in_turn(names, values)?.enumerate() {
        sql::comma(place > 0, out);
        names.qualified(At::Bare, index, out)?;
        out.push_sql(" = ");
        push_value(names, values, index, out)?;
    }
    Ok(())
}

/// The rows of a target that a write changes: those that differ in one of these columns, or all if there are none.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) struct Changing<'s, Row: Manager, T> {
    pub(crate) target: T,
    pub(crate) values: &'s <Row::Model as Model>::Values,
    pub(crate) differing: ColumnSet,
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
impl<Row, T, DB> Clause<DB> for Changing<'_, Row, T>
where
    DB: Dialect,
    Row: RowOn<DB>,
    T: Clause<DB, Rows = Row>,
{
    type Rows = Row;
    const SINGLE: bool = false;

    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { target, values, differing } = self;
        if differing.is_empty() {
            return target.push(out);
        }
        push_and(target, out)?;
        push_conditions(sql::names::<Row::Model, DB>(), *values, RequiredState::Any, *differing, out)
    }

    fn is_empty(&self, backend: &DB) -> QueryResult<bool> {
        if self.differing.is_empty() { self.target.is_empty(backend) } else { Ok(false) }
    }
}

/// Pushes the new value of a column: the given one, what computes it, or the stored one plus 1.
pub(crate) fn push_value<'b, DB: Dialect>(
    names: Names<'b, DB>,
    values: &'b dyn AnyValues<DB>,
    index: usize,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    if let Some(sql) = values.computed().get(index) {
        return DB::computed(sql, out.reborrow());
    }
    if names.meta.column(index).role != Role::Version {
        return values.push(index, out.reborrow());
    }
    names.qualified(At::Table, index, out)?;
    out.push_sql(" + 1");
    Ok(())
}

/// Pushes `deleted_at IS NULL AND (title IS DISTINCT FROM ?)`.
fn push_conditions<'b, DB: Dialect>(
    names: Names<'b, DB>,
    values: &'b dyn AnyValues<DB>,
    required: RequiredState,
    significant: ColumnSet,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    if required != RequiredState::Any {
        names.is_deleted(At::Table, required == RequiredState::Deleted, out)?;
    }
    if significant.is_empty() {
        return Ok(());
    }
    out.push_sql(if required == RequiredState::Any { "(" } else { " AND (" });
    for (place, index) in significant.iter().enumerate() {
        if place > 0 {
            out.push_sql(" OR ");
        }
        DB::differ(
            names.meta.fields[index].encoding,
            |out| names.qualified(At::Table, index, out),
            |out| push_value(names, values, index, out),
            out,
        )?;
    }
    out.push_sql(")");
    Ok(())
}
