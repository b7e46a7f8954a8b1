//! The statement that reads and locks the parents of rows: whether they are deleted, and whether they have another
//! value of the default scope that both models have.

use crate::meta::Role;
use crate::meta::type_only::TypeOnly;
use crate::model::Model;
use crate::query::relations::reference::SharedScope;
use crate::sql;
use crate::sql::At;
use crate::sql::code::ParentCode;
use crate::sql::dialect::Dialect;
use crate::sql::fragment::Fragment;
use crate::sql::on::ModelOn;
use crate::sql::parts::{key_tuple, push_in};
use crate::sql::rows::statement;
use crate::sql::select::push_lock;
use crate::sql::target::Clause;
use crate::values::{BindValues, Values as _};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;
use uuid::Uuid;

/// `SELECT CASE WHEN deleted_at IS NOT NULL THEN 1 [WHEN tenant_id <> ? THEN 2] ELSE 0 END FROM authors WHERE id IN
/// (..) ORDER BY id FOR SHARE`
pub(crate) struct States<P, Source, Scope> {
    source: Source,
    /// Whether a deleted parent is reported.
    strict: bool,
    /// The condition that a parent is outside of the scope of the row.
    outside: Option<Scope>,
    /// Whether the parents are written after that: two writers that share a lock would wait for each other.
    writes: bool,
    model: PhantomData<fn() -> P>,
}

impl<P, Source, Scope> States<P, Source, Scope> {
    pub(crate) fn new(source: Source, strict: bool, outside: Option<Scope>) -> Self {
        Self { source, strict, outside, writes: false, model: PhantomData }
    }

    /// The same, for parents that are written after that.
    pub(crate) fn writing(self) -> Self {
        Self { writes: true, ..self }
    }
}

// The text depends on the number of keys.
statement!([P, Source, Scope] States<P, Source, Scope>, by_text);

impl<P, Source, Scope, DB> QueryFragment<DB> for States<P, Source, Scope>
where
    DB: Dialect,
    P: ModelOn<DB>,
    Source: QueryFragment<DB>,
    Scope: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT CASE");
        if self.strict {
            out.push_sql(" WHEN ");
            sql::is_deleted::<P, DB>(At::Table, true, &mut out)?;
            out.push_sql(ParentCode::Deleted.then());
        }
        if let Some(outside) = &self.outside {
            out.push_sql(" WHEN ");
            outside.walk_ast(out.reborrow())?;
            out.push_sql(ParentCode::OutOfScope.then());
        }
        out.push_sql(ParentCode::ELSE);
        out.push_sql(" FROM ");
        sql::table::<P, DB>(&mut out)?;
        out.push_sql(" WHERE ");
        key_tuple::<P, DB>(&mut out)?;
        self.source.walk_ast(out.reborrow())?;
        out.push_sql(" ORDER BY ");
        sql::key_columns::<P, DB>(At::Table, &mut out)?;
        push_lock::<DB>(if self.writes { DB::LOCK } else { DB::SHARE_LOCK }, &mut out);
        Ok(())
    }
}

/// The statement of one reference, for a list of references.
#[allow(missing_debug_implementations)]
pub struct AnyStates<'s, DB: Backend>(Box<dyn Fragment<DB> + 's>);

impl<'s, DB: Backend> AnyStates<'s, DB> {
    pub(crate) fn new(states: impl Fragment<DB> + 's) -> Self {
        Self(Box::new(states))
    }
}

statement!(['s, DB: Backend] AnyStates<'s, DB>, by_text);

impl<DB: Backend> QueryFragment<DB> for AnyStates<'_, DB> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk(out)
    }
}

/// A parent that new values name, and the values, if they have a value of the scope.
pub(crate) type Named<'r, M, P> = (<P as Model>::Key, Option<&'r <M as Model>::Values>);

/// `tenant_id <> ?`, or `id = ? AND tenant_id <> ? OR ..` for rows of several tenants.
pub(crate) struct OutsideOfValues<'r, M: Model, P: Model> {
    /// The values: one for all parents, or one for each parent.
    values: Vec<(Option<P::Key>, &'r M::Values)>,
    scope: SharedScope,
}

impl<'r, M: Model, P: Model> OutsideOfValues<'r, M, P> {
    /// For parents that all have to have the scope of these values.
    pub(crate) fn of_value(scope: SharedScope, values: &'r M::Values) -> Self {
        Self { values: vec![(None, values)], scope }
    }

    /// For parents and the values that name them; none if no values have a value of the scope.
    pub(crate) fn of(scope: SharedScope, named: &[Named<'r, M, P>]) -> Option<Self> {
        if let [(_, Some(values)), ..] = named
            && have_one_value::<M, P>(named, scope)
        {
            return Some(Self::of_value(scope, values));
        }
        let values = named.iter().filter_map(|(key, values)| Some((Some(key.clone()), (*values)?)));
        let values: Vec<_> = values.collect();
        (!values.is_empty()).then_some(Self { values, scope })
    }
}

/// Whether all rows have one value of the scope.
pub(crate) fn have_one_value<M: Model, P: Model>(rows: &[Named<'_, M, P>], scope: SharedScope) -> bool {
    let mut values = rows.iter().map(|(_, values)| values.and_then(|values| values.exact(scope.own)));
    let Some(first) = values.next() else { return true };
    rows.len() == 1 || first.is_some() && values.all(|value| value == first)
}

impl<M, P, DB> QueryFragment<DB> for OutsideOfValues<'_, M, P>
where
    DB: Dialect,
    M: Model<Values: BindValues<DB>>,
    P: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        sql::separated(&self.values, " OR ", &mut out, |(key, values), out| {
            if let Some(key) = key {
                sql::key_is::<P, DB>(key, out)?;
                out.push_sql(" AND ");
            }
            sql::column::<P, DB>(At::Table, self.scope.theirs, out)?;
            out.push_sql(" <> ");
            values.bind(self.scope.own, out.reborrow())
        })
    }
}

/// The condition that a parent is outside of the scope of rows that exist: `tenant_id <> (SELECT tenant_id FROM notes
/// WHERE id = ?)`, or for a set `(SELECT COUNT(DISTINCT tenant_id) FROM notes WHERE ..) > CASE WHEN tenant_id IN
/// (SELECT tenant_id FROM notes WHERE ..) THEN 1 ELSE 0 END`.
pub(crate) struct OutsideOfRows<'t, M, P, T> {
    pub(crate) target: &'t T,
    pub(crate) scope: SharedScope,
    pub(crate) models: TypeOnly<(M, P)>,
}

impl<M, P, T, DB> QueryFragment<DB> for OutsideOfRows<'_, M, P, T>
where
    DB: Dialect,
    M: ModelOn<DB>,
    P: ModelOn<DB>,
    T: Clause<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let SharedScope { own, theirs } = self.scope;
        if T::SINGLE {
            sql::column::<P, DB>(At::Table, theirs, &mut out)?;
            out.push_sql(" <> ");
            return push_of_rows::<M, T, DB>("(SELECT ", &[own], "", self.target, &mut out);
        }
        push_of_rows::<M, T, DB>("(SELECT COUNT(DISTINCT ", &[own], ")", self.target, &mut out)?;
        out.push_sql(" > CASE WHEN ");
        sql::column::<P, DB>(At::Table, theirs, &mut out)?;
        out.push_sql(" IN ");
        push_of_rows::<M, T, DB>("(SELECT ", &[own], "", self.target, &mut out)?;
        out.push_sql(" THEN 1 ELSE 0 END");
        Ok(())
    }
}

/// Pushes `(SELECT tenant_id FROM notes WHERE ..)`, of which `open` and `close` surround the columns.
fn push_of_rows<'b, M, T, DB>(
    open: &str,
    columns: &[usize],
    close: &str,
    target: &'b T,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
    T: Clause<DB>,
{
    out.push_sql(open);
    sql::names::<M, DB>().listed(At::Table, columns, out)?;
    out.push_sql(close);
    out.push_sql(" FROM ");
    sql::table::<M, DB>(out)?;
    target.push(out)?;
    out.push_sql(")");
    Ok(())
}

/// ` IN (?, ?)`
pub(crate) struct KeyList<P: Model>(pub(crate) Vec<P::Key>);

impl<P, DB> QueryFragment<DB> for KeyList<P>
where
    DB: Dialect,
    P: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.0.len() > 1 {
            out.unsafe_to_cache_prepared();
        }
        push_in::<P, DB>(&self.0, &mut out)
    }
}

/// ` IN (SELECT author_id FROM articles WHERE ..)`
pub(crate) struct ParentsOf<'t, M, T> {
    pub(crate) target: &'t T,
    pub(crate) foreign_key: &'static [usize],
    pub(crate) model: PhantomData<fn() -> M>,
}

impl<M, T, DB> QueryFragment<DB> for ParentsOf<'_, M, T>
where
    DB: Dialect,
    M: ModelOn<DB>,
    T: Clause<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_of_rows::<M, T, DB>(" IN (SELECT ", self.foreign_key, "", self.target, &mut out)
    }
}

/// The parents to which a patch moves rows by a part of their foreign key: ` IN (SELECT tenant_id, ? FROM articles
/// WHERE ..)`
pub(crate) struct MovedTo<'t, M: Model, T> {
    pub(crate) target: &'t T,
    pub(crate) foreign_key: &'static [usize],
    pub(crate) values: &'t M::Values,
}

impl<M, T, DB> QueryFragment<DB> for MovedTo<'_, M, T>
where
    DB: Dialect,
    M: ModelOn<DB>,
    T: Clause<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" IN (SELECT ");
        sql::separated(self.foreign_key, ", ", &mut out, |column, out| {
            if self.values.columns().contains(*column) {
                return self.values.bind(*column, out.reborrow());
            }
            sql::column::<M, DB>(At::Table, *column, out)
        })?;
        out.push_sql(" FROM ");
        sql::table::<M, DB>(&mut out)?;
        self.target.push(&mut out)?;
        out.push_sql(")");
        Ok(())
    }
}

/// The same parents as the target of a statement: ` WHERE id IN (SELECT ..)`
pub(crate) struct ParentRows<'t, M, P, T>(pub(crate) ParentsOf<'t, M, T>, pub(crate) PhantomData<fn() -> P>);

impl<M, P, T, DB> Clause<DB> for ParentRows<'_, M, P, T>
where
    DB: Dialect,
    M: ModelOn<DB>,
    P: ModelOn<DB>,
    T: Clause<DB>,
{
    type Rows = P;
    const SINGLE: bool = false;

    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" WHERE ");
        key_tuple::<P, DB>(out)?;
        self.0.walk_ast(out.reborrow())
    }

    fn is_empty(&self, _: &DB) -> QueryResult<bool> {
        Ok(false)
    }
}

/// The rows that an operation has marked as deleted, or restored.
pub(crate) struct Moved<M> {
    pub(crate) operation: Uuid,
    pub(crate) deleted: bool,
    pub(crate) model: PhantomData<fn() -> M>,
}

impl<M, DB> Clause<DB> for Moved<M>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    type Rows = M;
    const SINGLE: bool = false;

    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" WHERE ");
        sql::column::<M, DB>(At::Table, const { M::META.column_of(Role::DeletionBatch) }, out)?;
        out.push_sql(" = ");
        DB::uuid(&self.operation, out)?;
        out.push_sql(" AND ");
        sql::is_deleted::<M, DB>(At::Table, self.deleted, out)
    }

    fn is_empty(&self, _: &DB) -> QueryResult<bool> {
        Ok(false)
    }
}
