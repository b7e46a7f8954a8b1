//! What is added to a query when it runs: the default filter, the scope, the default order.

use crate::meta::builder::IntoField;
use crate::model::scope::{Live, Marked, OnlyDeleted, Unrestricted, WithDeleted};
use crate::model::{DeletionPolicy, Manager, Model};
use crate::sql;
use crate::sql::{At, predicate};
use crate::values::{BindValues, Values};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::expression_types::NotSelectable;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_dsl::methods::{FilterDsl, LimitDsl, OrderDsl};
use std::marker::PhantomData;

/// A restriction of the Diesel query `Q`.
pub trait Restricts<Q> {
    /// The restricted query.
    type Output;

    /// Adds the restriction.
    fn restrict(query: Q) -> Self::Output;
}

impl<Q> Restricts<Q> for Unrestricted {
    type Output = Q;

    fn restrict(query: Q) -> Q {
        query
    }
}

/// A scope, for a model.
pub trait ScopeOf<M: Model> {
    /// What it adds to a query.
    type Restriction;
    /// What it selects.
    type Selection;

    /// Whether it is the scope of live rows.
    const IS_LIVE: bool = false;

    /// The columns it selects.
    fn selection() -> Self::Selection;
}

impl<M: Model> ScopeOf<M> for Live {
    type Restriction = <M::Deletion as DeletionPolicy>::Live<M>;
    type Selection = M::Selection;
    const IS_LIVE: bool = true;

    fn selection() -> M::Selection {
        M::selection()
    }
}

impl<M: Model> ScopeOf<M> for WithDeleted {
    type Restriction = Unrestricted;
    type Selection = M::Selection;

    fn selection() -> M::Selection {
        M::selection()
    }
}

impl<M: Model> ScopeOf<M> for OnlyDeleted {
    type Restriction = Marked<M, true>;
    // The SQL is that of the bare columns; the nesting gives deleted rows a SQL type of their own.
    type Selection = (M::Selection,);

    fn selection() -> (M::Selection,) {
        (M::selection(),)
    }
}

/// A scope of the query `Q`, or of another builder, in which no [default scope](super::DefaultScope) is left to decide.
pub trait FullyScoped<Q> {}

impl<Q> FullyScoped<Q> for Live {}
impl<Q> FullyScoped<Q> for WithDeleted {}
impl<Q> FullyScoped<Q> for OnlyDeleted {}

/// The scope that `patch` and `delete` need: [`Live`].
#[diagnostic::on_unimplemented(
    message = "only live rows can be patched or deleted, and this query includes deleted ones",
    label = "the scope here is `{Self}`",
    note = "leave out `.with_deleted()` or `.only_deleted()`; deleted rows can be restored, or removed with \
            `.hard_delete()`"
)]
pub trait LiveScope {}

#[diagnostic::do_not_recommend]
impl LiveScope for Live {}

/// The scope that `restore` needs: [`OnlyDeleted`].
#[diagnostic::on_unimplemented(
    message = "only deleted rows can be restored",
    label = "the scope here is `{Self}`",
    note = "call `.only_deleted()` first"
)]
pub trait DeletedScope {}

#[diagnostic::do_not_recommend]
impl DeletedScope for OnlyDeleted {}

predicate!([M: Model, const DELETED: bool] Marked<M, DELETED>, id: Marked<M, DELETED>);

impl<M, Q, const DELETED: bool> Restricts<Q> for Marked<M, DELETED>
where
    M: Model,
    Q: FilterDsl<Self>,
{
    type Output = Q::Output;

    fn restrict(query: Q) -> Q::Output {
        query.filter(Self(PhantomData))
    }
}

impl<M, DB, const DELETED: bool> QueryFragment<DB> for Marked<M, DELETED>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        sql::is_deleted::<M, DB>(At::Table, DELETED, &mut out)?;
        out.push_sql(")");
        Ok(())
    }
}

/// The filter of a proxy: the values that its rows have.
pub trait Filtered: Manager {
    /// The values of `#[proxy(filter(..))]`.
    fn filter_values() -> <Self::Model as Model>::Values;
}

/// Converts a value of a proxy's filter to the type of the field.
pub fn field_value<M, T>(_: fn(&M) -> &T, value: impl IntoField<T>) -> T {
    value.into_field()
}

/// The predicate of a proxy's default filter.
#[allow(missing_debug_implementations)]
pub struct ProxyFilter<P: Filtered> {
    values: <P::Model as Model>::Values,
}

predicate!([P: Filtered] ProxyFilter<P>, id: ProxyFilter<P>);

impl<P, Q> Restricts<Q> for ProxyFilter<P>
where
    P: Filtered,
    Q: FilterDsl<Self>,
{
    type Output = Q::Output;

    fn restrict(query: Q) -> Q::Output {
        query.filter(Self { values: P::filter_values() })
    }
}

impl<P, DB> QueryFragment<DB> for ProxyFilter<P>
where
    DB: Backend,
    P: Filtered,
    P::Model: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let values = &self.values;
        sql::separated(values.columns().iter(), " AND ", &mut out, |column, out| {
            out.push_sql("(");
            sql::column::<P::Model, DB>(At::Table, column, out)?;
            out.push_sql(" = ");
            values.bind(column, out.reborrow())?;
            out.push_sql(")");
            Ok(())
        })
    }
}

/// The state of a query whose default order still applies.
#[derive(Debug, Clone, Copy)]
pub enum DefaultOrder {}

/// The state of a query without default order: the model has none, or the caller gave another.
#[derive(Debug, Clone, Copy)]
pub enum Unordered {}

/// The state of a query that names a row by its key: it needs neither an order nor a limit.
#[derive(Debug, Clone, Copy)]
pub enum Single {}

/// Limits the Diesel query `Q`, or leaves it as it is.
pub trait Limits<Q> {
    /// The limited query.
    type Output;

    /// Adds the limit.
    fn limit(query: Q, limit: i64) -> Self::Output;
}

impl<Q: LimitDsl> Limits<Q> for Unordered {
    type Output = Q::Output;

    fn limit(query: Q, limit: i64) -> Q::Output {
        query.limit(limit)
    }
}

impl<Q: LimitDsl> Limits<Q> for DefaultOrder {
    type Output = Q::Output;

    fn limit(query: Q, limit: i64) -> Q::Output {
        query.limit(limit)
    }
}

/// `first` requests a limit of one. SQLite would prepare a statement with a bound limit again for each run, which costs
/// several times as much as the read itself.
impl<Q> Limits<Q> for Single {
    type Output = Q;

    fn limit(query: Q, _: i64) -> Q {
        query
    }
}

impl<R, Q> Orders<R, Q> for Single {
    type Output = Q;

    fn order(query: Q) -> Q {
        query
    }
}

/// Adds the default order of `R` to the Diesel query `Q`, or leaves it out.
pub trait Orders<R, Q> {
    /// The query with its order.
    type Output;

    /// Adds the order.
    fn order(query: Q) -> Self::Output;
}

impl<R, Q> Orders<R, Q> for Unordered {
    type Output = Q;

    fn order(query: Q) -> Q {
        query
    }
}

impl<R, Q> Orders<R, Q> for DefaultOrder
where
    R: Manager,
    Q: OrderDsl<DefaultOrdering<R>>,
{
    type Output = Q::Output;

    fn order(query: Q) -> Q::Output {
        query.order(DefaultOrdering(PhantomData))
    }
}

/// The default order of a model or proxy, as an expression for `ORDER BY`.
#[derive(Debug, Clone, Copy)]
pub struct DefaultOrdering<R>(PhantomData<R>);

impl<R: Manager> QueryId for DefaultOrdering<R> {
    type QueryId = Self;
}

impl<R: Manager> Expression for DefaultOrdering<R> {
    type SqlType = NotSelectable;
}

impl<R: Manager, QS> AppearsOnTable<QS> for DefaultOrdering<R> {}

impl<R: Manager> ValidGrouping<()> for DefaultOrdering<R> {
    type IsAggregate = is_aggregate::No;
}

impl<R, DB> QueryFragment<DB> for DefaultOrdering<R>
where
    DB: Backend,
    R: Manager<Model: Model<Table: QueryFragment<DB>>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        sql::separated(R::ORDERING.iter(), ", ", &mut out, |term, out| {
            sql::column::<R::Model, DB>(At::Table, term.field, out)?;
            out.push_sql(if term.descending { " DESC" } else { " ASC" });
            Ok(())
        })
    }
}
