//! What a write applies to.

use crate::model::{Manager, Model, ModelOn};
use crate::sql;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use std::fmt;
use std::marker::PhantomData;

/// The one row with a key, returned as `R`.
pub struct ByKey<R: Manager> {
    pub(crate) key: <R::Model as Model>::Key,
}

impl<R: Manager> ByKey<R> {
    pub(crate) fn new(key: <R::Model as Model>::Key) -> Self {
        Self { key }
    }
}

impl<R: Manager> fmt::Debug for ByKey<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByKey").finish_non_exhaustive()
    }
}

/// Every row that a scoped query selects; `W` is its Diesel WHERE clause.
#[derive(Debug)]
pub struct ByFilter<R, W> {
    pub(crate) clause: W,
    rows: PhantomData<R>,
}

impl<R, W> ByFilter<R, W> {
    pub(crate) fn new(clause: W) -> Self {
        Self { clause, rows: PhantomData }
    }
}

/// What a write can apply to: the row with a key, or a filtered set.
#[diagnostic::on_unimplemented(
    message = "this patch is not bound to a row",
    label = "nothing says which row to write",
    note = "bind it by `.on(&row)`, or start from `row.patch().with(patch)` or `objects().filter(..).patch().with(patch)`"
)]
pub trait Target {
    /// The target itself. Where there is none, the compiler has nothing to say of the methods called after this.
    type Bound;

    /// The target itself.
    fn bound(self) -> Self::Bound;
}

#[diagnostic::do_not_recommend]
impl<R: Manager> Target for ByKey<R> {
    type Bound = Self;

    fn bound(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<R, W> Target for ByFilter<R, W> {
    type Bound = Self;

    fn bound(self) -> Self {
        self
    }
}

/// The WHERE clause of a target, for a statement of ours.
pub trait Clause<DB: Backend> {
    /// The row type.
    type Rows: Manager;

    /// Whether it can match one row at the most.
    const SINGLE: bool;

    /// Pushes ` WHERE ..`, or nothing.
    ///
    /// # Errors
    /// A value cannot be serialized.
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>;

    /// Whether nothing is pushed.
    ///
    /// # Errors
    /// As for [`push`](Self::push).
    fn is_empty(&self, backend: &DB) -> QueryResult<bool>;
}

impl<R, DB> Clause<DB> for ByKey<R>
where
    DB: Backend,
    R: Manager<Model: ModelOn<DB>>,
{
    type Rows = R;
    const SINGLE: bool = true;

    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" WHERE ");
        sql::key_is::<R::Model, DB>(&self.key, out)
    }

    fn is_empty(&self, _: &DB) -> QueryResult<bool> {
        Ok(false)
    }
}

impl<R, W, DB> Clause<DB> for ByFilter<R, W>
where
    DB: Backend,
    R: Manager,
    W: QueryFragment<DB>,
{
    type Rows = R;
    const SINGLE: bool = false;

    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.clause.walk_ast(out.reborrow())
    }

    fn is_empty(&self, backend: &DB) -> QueryResult<bool> {
        self.clause.is_noop(backend)
    }
}

/// Pushes a clause, and what joins another condition to it.
pub(crate) fn push_and<'b, DB: Backend>(clause: &'b impl Clause<DB>, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
    clause.push(out)?;
    out.push_sql(if clause.is_empty(out.backend())? { " WHERE " } else { " AND " });
    Ok(())
}

impl<R: Manager> QueryId for ByKey<R> {
    type QueryId = Self;
}

impl<R: 'static, W: QueryId> QueryId for ByFilter<R, W> {
    type QueryId = ByFilter<R, W::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = W::HAS_STATIC_QUERY_ID;
}
