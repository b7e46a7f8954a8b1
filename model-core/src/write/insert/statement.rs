//! The plain INSERT.

use crate::meta::column_set::ColumnSet;
use crate::meta::unique::Unique;
use crate::model::Model;
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::on::ChecksParents as _;
use crate::sql::on::ModelOn;
use crate::sql::{AnyValues, At};
use crate::write::insert::columns;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use std::any::TypeId;

/// The rows that an INSERT skips instead of failing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unless {
    /// The unique key whose duplicates are skipped.
    duplicate: Option<&'static Unique>,
    /// Whether a row under a deleted parent is skipped. Such an INSERT has only one row.
    orphan: bool,
}

impl Unless {
    pub(crate) const NOTHING: Self = Self { duplicate: None, orphan: false };
    pub(crate) const ORPHAN: Self = Self { duplicate: None, orphan: true };

    /// Whether every row is written.
    pub(crate) fn is_nothing(self) -> bool {
        self.duplicate.is_none() && !self.orphan
    }

    pub(crate) const fn duplicate(unique: &'static Unique) -> Self {
        Self { duplicate: Some(unique), orphan: false }
    }
}

/// Pushes common table expressions that lock the parents of a new row, on backends where a SELECT can lock.
pub(crate) fn push_parents<'b, M, DB>(
    rows: &'b [M::Values],
    unless: Unless,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<bool>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    match rows {
        [row] if unless.orphan && !DB::SHARE_LOCK.is_empty() => Ok(M::References::push_locked(row, 0, out)? > 0),
        _ => Ok(false),
    }
}

/// `INSERT INTO articles (..) VALUES (..), (..) [ON CONFLICT (..) DO NOTHING] [RETURNING ..]`. `USUAL` marks one row
/// whose columns are always the same, and `READ` marks rows that are returned. Both are part of the type that
/// identifies the prepared statement of usual rows.
pub(crate) struct InsertRows<'s, M: Model> {
    rows: &'s [M::Values],
    unless: Unless,
    read: bool,
}

/// The type that identifies the usual INSERT of a model among the prepared statements.
struct Usual<M, const READ: bool>(std::marker::PhantomData<M>);

impl<'s, M: Model> InsertRows<'s, M> {
    pub(crate) fn new(rows: &'s [M::Values], unless: Unless, read: bool) -> Self {
        Self { rows, unless, read }
    }

    /// The identity of the prepared statement, if its text is always the same.
    pub(crate) fn id(&self) -> Option<TypeId> {
        let usual = self.unless.is_nothing() && crate::write::insert::is_usual::<M>(self.rows);
        usual.then(|| if self.read { TypeId::of::<Usual<M, true>>() } else { TypeId::of::<Usual<M, false>>() })
    }
}

impl<M, DB> QueryFragment<DB> for InsertRows<'_, M>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(if self.unless.orphan && !DB::SHARE_LOCK.is_empty() { "WITH " } else { "" });
        if push_parents::<M, DB>(self.rows, self.unless, &mut out)? {
            out.push_sql(" ");
        }
        push_insert::<M, DB>(self.rows, self.unless, &mut out)?;
        if self.read {
            out.push_sql(" RETURNING ");
            sql::columns::<M, DB>(At::Table, &mut out)?;
        }
        Ok(())
    }
}

/// Pushes `INSERT INTO articles (..) VALUES (..), (..)`, and `ON CONFLICT (slug) WHERE deleted_at IS NULL DO NOTHING`;
/// or `INSERT INTO articles (..) SELECT .. WHERE NOT EXISTS (SELECT 1 FROM model_parent_0 WHERE gone)`.
pub(crate) fn push_insert<'b, M, DB>(
    rows: &'b [M::Values],
    unless: Unless,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    if rows.len() > 1 {
        // The text depends on the number of rows, so caching would keep one prepared statement per number.
        out.unsafe_to_cache_prepared();
    }
    let columns = columns::<M>(rows);
    out.push_sql("INSERT INTO ");
    sql::table::<M, DB>(out)?;
    out.push_sql(" (");
    let names = sql::names::<M, DB>();
    for (place, index) in columns.iter().enumerate() {
        sql::comma(place > 0, out);
        names.qualified(At::Bare, index, out)?;
    }
    if let ([row], true) = (rows, unless.orphan) {
        out.push_sql(") SELECT ");
        push_row(columns, row, out)?;
        out.push_sql(" WHERE ");
        M::References::push_live(row, 0, out)?;
        return Ok(());
    }
    out.push_sql(") VALUES ");
    for (place, row) in rows.iter().enumerate() {
        out.push_sql(if place > 0 { ", (" } else { "(" });
        push_row(columns, row, out)?;
        out.push_sql(")");
    }
    if let Some(unique) = unless.duplicate {
        out.push_sql(" ON CONFLICT (");
        sql::unique_columns::<M, DB>(unique, At::Bare, out)?;
        out.push_sql(")");
        sql::unique_predicate::<M, DB>(unique, out)?;
        out.push_sql(" DO NOTHING");
    }
    Ok(())
}

/// Pushes the values of a row, and the placeholder for each value that is not given.
fn push_row<'b, DB: Dialect>(
    columns: ColumnSet,
    row: &'b dyn AnyValues<DB>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let given = row.set();
    for (place, index) in columns.iter().enumerate() {
        sql::comma(place > 0, out);
        match given.contains(index) {
            true => row.push(index, out.reborrow())?,
            false => out.push_sql(DB::UNSET),
        }
    }
    Ok(())
}
