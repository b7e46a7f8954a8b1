//! The plain statements behind an update, on any backend.

use crate::meta::{ColumnSet, Role};
use crate::model::{Manager, Model, ModelOn};
use crate::sql::{self, At};
use crate::values::{BindValues, Values};
use crate::write::dialect::Dialect;
use crate::write::rows::{RowOn, statement};
use crate::write::select::push_told;
use crate::write::target::{Clause, push_and, push_version};
use crate::write::verbs::Needs;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};

/// `UPDATE articles SET .. WHERE .. AND (title IS DISTINCT FROM ..) [RETURNING ..]`
pub(crate) struct UpdateRows<'s, R: Manager, T> {
    pub(crate) target: &'s T,
    pub(crate) values: &'s <R::Model as Model>::Values,
    pub(crate) needs: Needs,
    /// The columns of which one has to differ; none when rows are written in any case.
    pub(crate) decisive: ColumnSet,
    pub(crate) returning: Returning,
}

/// What an update gives back.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Returning {
    /// The columns, with NULL in the place of the others; none when nothing comes back.
    pub(super) columns: ColumnSet,
    /// Which of them the trail asks about.
    pub(super) told: Option<i64>,
}

statement!(['s, R: Manager, T] UpdateRows<'s, R, T>, by_text);

impl<R, T, DB> QueryFragment<DB> for UpdateRows<'_, R, T>
where
    DB: Dialect,
    R: RowOn<DB>,
    T: Clause<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { target, values, needs, decisive, returning } = self;
        out.push_sql("UPDATE ");
        sql::table::<R::Model, DB>(&mut out)?;
        out.push_sql(" SET ");
        push_assignments::<R::Model, DB>(values, &mut out)?;
        if decisive.is_empty() && *needs == Needs::Any {
            target.push(&mut out)?;
        } else {
            push_and(*target, &mut out)?;
            push_conditions::<R::Model, DB>(values, *needs, *decisive, &mut out)?;
        }
        push_version::<R::Model, DB>(target.expected(), &mut out)?;
        if !returning.columns.is_empty() {
            out.push_sql(" RETURNING ");
            sql::some_columns::<R::Model, DB>(At::Bare, returning.columns, &mut out)?;
            push_told(returning.told.as_ref(), &mut out)?;
        }
        Ok(())
    }
}

/// Pushes `title = ?, updated_at = ?, version = version + 1`.
fn push_assignments<'b, M, DB>(values: &'b M::Values, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    sql::separated(values.columns().iter(), ", ", out, |index, out| {
        sql::qualified::<M, DB>(At::Bare, index, out)?;
        out.push_sql(" = ");
        push_value::<M, DB>(values, index, out)
    })
}

/// Pushes what an update gives to a column: the value, or one more than is stored.
pub(super) fn push_value<'b, M, DB>(
    values: &'b M::Values,
    index: usize,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    if M::META.fields[index].role != Role::Version {
        return values.bind(index, out.reborrow());
    }
    sql::qualified::<M, DB>(At::Table, index, out)?;
    out.push_sql(" + 1");
    Ok(())
}

/// Pushes `deleted_at IS NULL AND (title IS DISTINCT FROM ?)`.
fn push_conditions<'b, M, DB>(
    values: &'b M::Values,
    needs: Needs,
    decisive: ColumnSet,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    if needs != Needs::Any {
        sql::is_deleted::<M, DB>(At::Table, needs == Needs::Deleted, out)?;
    }
    if decisive.is_empty() {
        return Ok(());
    }
    out.push_sql(if needs == Needs::Any { "(" } else { " AND (" });
    sql::separated(decisive.iter(), " OR ", out, |index, out| {
        DB::differ(
            M::META.fields[index].encoding,
            |out| sql::qualified::<M, DB>(At::Table, index, out),
            |out| values.bind(index, out.reborrow()),
            out,
        )
    })?;
    out.push_sql(")");
    Ok(())
}
