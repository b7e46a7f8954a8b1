//! The plain INSERT.

use crate::meta::column_set::ColumnSet;
use crate::meta::unique::Unique;
use crate::model::Model;
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::on::ChecksParents as _;
use crate::sql::on::ModelOn;
use crate::sql::{AnyValues, At, Names};
use crate::trail::told::told_by;
use crate::values::BindValues;
use crate::write::insert::beginning::push_beginning;
use crate::write::insert::{columns, is_usual, named};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};
use std::any::TypeId;
use std::marker::PhantomData;

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

/// A new row of any model.
pub(crate) trait NewRow<DB: Backend>: AnyValues<DB> {
    /// Pushes common table expressions that lock the parents of the row. Returns whether it has any.
    fn push_locked<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<bool>;

    /// Pushes the condition that no parent is deleted.
    fn push_live<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>;

    /// Whether the row must not be written after the server has ended its transaction: it follows the writes to its
    /// parents.
    fn is_held(&self) -> bool;
}

impl<DB, V> NewRow<DB> for V
where
    DB: Dialect,
    V: BindValues<DB>,
    V::Model: ModelOn<DB>,
{
    fn push_locked<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<bool> {
        Ok(<V::Model as Model>::References::push_locked(self, 0, out)? > 0)
    }

    fn push_live<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        <V::Model as Model>::References::push_live(self, 0, out)
    }

    fn is_held(&self) -> bool {
        <V::Model as Model>::WRITES_PARENTS && <V::Model as Model>::References::names_any(self)
    }
}

/// The INSERT of one row: `INSERT INTO articles (..) VALUES (..) [ON CONFLICT (..) DO NOTHING] [RETURNING ..]`
pub(crate) struct InsertOne<'s, M: Model> {
    row: &'s M::Values,
    unless: Unless,
    read: bool,
    id: Option<TypeId>,
}

/// The type that identifies the usual INSERT of a model among the prepared statements. `READ` marks the one that
/// returns the row.
struct Usual<M, const READ: bool>(PhantomData<fn() -> M>);

impl<'s, M: Model> InsertOne<'s, M> {
    pub(crate) fn new(row: &'s M::Values, unless: Unless, read: bool) -> Self {
        // A row that names a parent may have another text.
        let usual = !M::WRITES_PARENTS && unless.is_nothing() && is_usual::<M>(std::slice::from_ref(row));
        let id = usual.then(|| if read { TypeId::of::<Usual<M, true>>() } else { TypeId::of::<Usual<M, false>>() });
        Self { row, unless, read, id }
    }

    /// Identifies the prepared statement, if the text is always the same.
    pub(crate) fn id(&self) -> Option<TypeId> {
        self.id
    }
}

impl<M, DB> QueryFragment<DB> for InsertOne<'_, M>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let names = sql::names::<M, DB>();
        push_with(self.row, self.unless, &mut out)?;
        push_insert_one(names, self.row, self.unless, self.id, &mut out)?;
        push_returning(names, self.read, &mut out)
    }
}

/// Pushes common table expressions that lock the parents of a new row, on backends where a SELECT can lock. Returns
/// whether the row has any.
pub(crate) fn push_parents<'b, DB: Dialect>(
    row: &'b dyn NewRow<DB>,
    unless: Unless,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<bool> {
    if unless.orphan && !DB::SHARE_LOCK.is_empty() { row.push_locked(out) } else { Ok(false) }
}

fn push_with<'b, DB: Dialect>(
    row: &'b dyn NewRow<DB>,
    unless: Unless,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql(if unless.orphan && !DB::SHARE_LOCK.is_empty() { "WITH " } else { "" });
    if push_parents(row, unless, out)? {
        out.push_sql(" ");
    }
    Ok(())
}

fn push_returning<'b, DB: Dialect>(names: Names<'b, DB>, read: bool, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
    if read {
        out.push_sql(" RETURNING ");
        names.columns(At::Table, out)?;
    }
    Ok(())
}

/// The INSERT of rows: `INSERT INTO articles (..) VALUES (..), (..) [ON CONFLICT (..) DO NOTHING] [RETURNING ..]`
pub(crate) struct InsertRows<'s, M: Model> {
    rows: &'s [M::Values],
    unless: Unless,
    read: bool,
}

impl<'s, M: Model> InsertRows<'s, M> {
    pub(crate) fn new(rows: &'s [M::Values], unless: Unless, read: bool) -> Self {
        Self { rows, unless, read }
    }

    /// The identity of the prepared statement, if its text is always the same.
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    pub(crate) fn id(&self) -> Option<TypeId> {
        let [row] = self.rows else { return None };
        InsertOne::<M>::new(row, self.unless, self.read).id()
    }
}

impl<M, DB> QueryFragment<DB> for InsertRows<'_, M>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if let [row] = self.rows {
            push_with(row, self.unless, &mut out)?;
        }
        push_insert::<M, DB>(self.rows, self.unless, &mut out)?;
        push_returning(sql::names::<M, DB>(), self.read, &mut out)
    }
}

/// Pushes `INSERT INTO articles (..) VALUES (..), (..)`, and `ON CONFLICT (slug) WHERE deleted_at IS NULL DO NOTHING`.
pub(crate) fn push_insert<'b, M, DB>(
    rows: &'b [M::Values],
    unless: Unless,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    let names = sql::names::<M, DB>();
    if let [row] = rows {
        return push_insert_one(names, row, unless, None, out);
    }
    // The text depends on the number of rows, so caching would keep one prepared statement per number.
    out.unsafe_to_cache_prepared();
    let columns = columns::<M>(rows);
    push_beginning(names, columns, None, out)?;
    out.push_sql(") VALUES ");
    for (place, row) in rows.iter().enumerate() {
        out.push_sql(if place > 0 { ", (" } else { "(" });
        push_row(names, columns, row, held_by(names, columns, row), out)?;
        out.push_sql(")");
    }
    push_unless(names, unless, out)
}

/// Pushes the INSERT of one row; or `INSERT INTO articles (..) SELECT .. WHERE NOT EXISTS (SELECT 1 FROM model_parent_0
/// WHERE gone)`. `id` identifies an INSERT that always names the same columns.
pub(crate) fn push_insert_one<'b, DB: Dialect>(
    names: Names<'b, DB>,
    row: &'b dyn NewRow<DB>,
    unless: Unless,
    id: Option<TypeId>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let columns = named(names.meta, row.set());
    push_beginning(names, columns, id, out)?;
    if unless.orphan {
        out.push_sql(") SELECT ");
        push_row(names, columns, row, None, out)?;
        out.push_sql(" WHERE ");
        return row.push_live(out);
    }
    out.push_sql(") VALUES (");
    push_row(names, columns, row, held_by(names, columns, row), out)?;
    out.push_sql(")");
    push_unless(names, unless, out)
}

/// Pushes ` ON CONFLICT (slug) WHERE deleted_at IS NULL DO NOTHING`, if duplicates are left out.
fn push_unless<'b, DB: Dialect>(
    names: Names<'b, DB>,
    unless: Unless,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let Some(unique) = unless.duplicate else { return Ok(()) };
    out.push_sql(" ON CONFLICT (");
    names.unique_columns(unique, At::Bare, out)?;
    out.push_sql(")");
    names.unique_predicate(unique, out)?;
    out.push_sql(" DO NOTHING");
    Ok(())
}

/// The column that becomes NULL, which the database refuses, when a row must not be written any more.
fn held_by<DB: Dialect>(names: Names<'_, DB>, columns: ColumnSet, row: &(impl NewRow<DB> + ?Sized)) -> Option<usize> {
    let given = row.set();
    let never_null = |column: &usize| given.contains(*column) && !names.meta.fields[*column].nullable;
    if row.is_held() { columns.iter().find(never_null) } else { None }
}

/// Pushes the values of a row, and the placeholder for each value that is not given.
fn push_row<'b, DB: Dialect, V: AnyValues<DB> + ?Sized>(
    names: Names<'b, DB>,
    columns: ColumnSet,
    row: &'b V,
    held_by: Option<usize>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let given = row.set();
    let mut told = told_by(names);
    for (place, index) in columns.iter().enumerate() {
        sql::comma(place > 0, out);
        let around = (held_by == Some(index)).then_some(DB::IF_OPEN);
        if let Some((open, _)) = around {
            out.push_sql(open);
        }
        match (given.contains(index), told.take()) {
            (true, None) => row.push(index, out.reborrow())?,
            // The first value that is given tells the triggers as well.
            (true, Some(telling)) => {
                out.push_sql(&format!("IF(({telling}) > 0, "));
                row.push(index, out.reborrow())?;
                out.push_sql(", NULL)");
            }
            (false, untold) => {
                told = untold;
                out.push_sql(DB::UNSET);
            }
        }
        if let Some((_, close)) = around {
            out.push_sql(close);
        }
    }
    Ok(())
}
