//! The plain INSERT.

use super::columns;
use crate::meta::Unique;
use crate::model::{Model, ModelOn};
use crate::sql::{self, At};
use crate::values::{BindValues, Values};
use crate::write::dialect::Dialect;
use crate::write::rows::statement;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};

/// `INSERT INTO articles (..) VALUES (..), (..) [ON CONFLICT (..) DO NOTHING] [RETURNING ..]`
pub(crate) struct InsertRows<'s, M: Model> {
    pub(crate) rows: &'s [M::Values],
    /// The unique whose duplicates are left out instead of refused.
    pub(crate) skips: Option<&'static Unique>,
    pub(crate) returning: bool,
}

statement!(['s, M: Model] InsertRows<'s, M>, by_text);

impl<M, DB> QueryFragment<DB> for InsertRows<'_, M>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_insert::<M, DB>(self.rows, self.skips, &mut out)?;
        if self.returning {
            out.push_sql(" RETURNING ");
            sql::columns::<M, DB>(At::Table, &mut out)?;
        }
        Ok(())
    }
}

/// Pushes `INSERT INTO articles (..) VALUES (..), (..)`, and `ON CONFLICT (slug) WHERE deleted_at IS NULL DO NOTHING`.
pub(crate) fn push_insert<'b, M, DB>(
    rows: &'b [M::Values],
    skips: Option<&'static Unique>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    if rows.len() > 1 {
        // The text depends on the number of rows, so keeping the prepared statement would keep one per number.
        out.unsafe_to_cache_prepared();
    }
    let columns = columns::<M>(rows);
    out.push_sql("INSERT INTO ");
    sql::table::<M, DB>(out)?;
    out.push_sql(" (");
    sql::separated(columns.iter(), ", ", out, |index, out| sql::column::<M, DB>(At::Bare, index, out))?;
    out.push_sql(") VALUES ");
    sql::separated(rows, ", ", out, |row, out| {
        let given = row.columns();
        out.push_sql("(");
        sql::separated(columns.iter(), ", ", out, |index, out| {
            if given.contains(index) {
                return row.bind(index, out.reborrow());
            }
            out.push_sql(DB::UNSET);
            Ok(())
        })?;
        out.push_sql(")");
        Ok(())
    })?;
    if let Some(unique) = skips {
        out.push_sql(" ON CONFLICT (");
        sql::unique_columns::<M, DB>(unique, At::Bare, out)?;
        out.push_sql(")");
        sql::unique_predicate::<M, DB>(unique, out)?;
        out.push_sql(" DO NOTHING");
    }
    Ok(())
}
