//! The parts that are added to a query when it runs: the default filter, the scope, the default order.

use crate::meta::builder::IntoField;
use crate::meta::column_set::ColumnSet;
use crate::model::scope::{Live, Marked, OnlyDeleted, Unrestricted, WithDeleted};
use crate::model::{DeletionPolicy, Manager, Model};
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::order::push_terms;
use crate::sql::{At, predicate};
use crate::values::{BindValues, Values};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::expression_types::NotSelectable;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_dsl::methods::{FilterDsl, LimitDsl, OrderDsl};
use std::marker::PhantomData;

/// A restriction of the Diesel query `Query`.
pub trait Restricts<Query> {
    /// The restricted query.
    type Output;

    /// Adds the restriction.
    fn restrict(query: Query) -> Self::Output;
}

impl<Query> Restricts<Query> for Unrestricted {
    type Output = Query;

    fn restrict(query: Query) -> Query {
        query
    }
}

/// A scope, for a model.
pub trait ScopeOf<M: Model> {
    /// The condition that it adds to a query.
    type Restriction;
    /// The selected columns.
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

/// A scope of the query `Query`, or of another builder, in which no [default scope](super::DefaultScope) is left to
/// decide.
pub trait FullyScoped<Query> {}

impl<Query> FullyScoped<Query> for Live {}
impl<Query> FullyScoped<Query> for WithDeleted {}
impl<Query> FullyScoped<Query> for OnlyDeleted {}

/// The scope that `patch` and `delete` need: [`Live`].
#[diagnostic::on_unimplemented(
    message = "only live rows can be patched or deleted, and this query includes deleted ones",
    label = "the scope here is `{Self}`",
    note = "leave out `.with_deleted()` or `.only_deleted()`; deleted rows can be restored, removed with \
            `.hard_delete()`, or written with `.patch_including_deleted()`"
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

impl<M, Query, const DELETED: bool> Restricts<Query> for Marked<M, DELETED>
where
    M: Model,
    Query: FilterDsl<Self>,
{
    type Output = Query::Output;

    fn restrict(query: Query) -> Query::Output {
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
    /// The values of `#[proxy(filter(..))]`, and which of them are NULL.
    fn filter_values() -> (<Self::Model as Model>::Values, ColumnSet);
}

/// A value of a proxy's filter. An `Option` tells whether it is NULL by a method of its own; any other value has the
/// method of [`PlainFilter`].
#[derive(Debug)]
pub struct FilterValue<T>(pub T);

impl<T> FilterValue<Option<T>> {
    /// Whether the value is NULL.
    pub fn is_null(&self) -> bool {
        self.0.is_none()
    }
}

/// A value that is never NULL.
pub trait PlainFilter {
    /// It is not.
    fn is_null(&self) -> bool {
        false
    }
}

impl<T> PlainFilter for FilterValue<T> {}

/// Converts a value of a proxy's filter to the type of the field.
pub fn field_value<M, T>(_: fn(&M) -> &T, value: impl IntoField<T>) -> T {
    value.into_field()
}

/// The predicate of a proxy's default filter.
#[allow(missing_debug_implementations)]
pub struct ProxyFilter<Proxy: Filtered> {
    values: <Proxy::Model as Model>::Values,
    nulls: ColumnSet,
}

predicate!([Proxy: Filtered] ProxyFilter<Proxy>, id: ProxyFilter<Proxy>);

impl<Proxy: Filtered> ProxyFilter<Proxy> {
    pub(crate) fn new() -> Self {
        let (values, nulls) = Proxy::filter_values();
        Self { values, nulls }
    }
}

impl<Proxy, Query> Restricts<Query> for ProxyFilter<Proxy>
where
    Proxy: Filtered,
    Query: FilterDsl<Self>,
{
    type Output = Query::Output;

    fn restrict(query: Query) -> Query::Output {
        query.filter(Self::new())
    }
}

impl<Proxy, DB> QueryFragment<DB> for ProxyFilter<Proxy>
where
    DB: Backend,
    Proxy: Filtered,
    Proxy::Model: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { values, nulls } = self;
        if !nulls.is_empty() {
            // The text depends on the values, and the type of the query does not tell them.
            out.unsafe_to_cache_prepared();
        }
        sql::separated(values.columns().iter(), " AND ", &mut out, |column, out| {
            out.push_sql("(");
            sql::column::<Proxy::Model, DB>(At::Table, column, out)?;
            if nulls.contains(column) {
                out.push_sql(" IS NULL");
            } else {
                out.push_sql(" = ");
                values.bind(column, out.reborrow())?;
            }
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

/// Limits the Diesel query `Query`, or leaves it as it is.
pub trait Limits<Query> {
    /// The limited query.
    type Output;

    /// Adds the limit.
    fn limit(query: Query, limit: i64) -> Self::Output;
}

impl<Query: LimitDsl> Limits<Query> for Unordered {
    type Output = Query::Output;

    fn limit(query: Query, limit: i64) -> Query::Output {
        query.limit(limit)
    }
}

impl<Query: LimitDsl> Limits<Query> for DefaultOrder {
    type Output = Query::Output;

    fn limit(query: Query, limit: i64) -> Query::Output {
        query.limit(limit)
    }
}

/// `first` requests a limit of one. SQLite would prepare a statement with a bound limit again for each run, which costs
/// several times as much as the read itself.
impl<Query> Limits<Query> for Single {
    type Output = Query;

    fn limit(query: Query, _: i64) -> Query {
        query
    }
}

impl<Row, Query> Orders<Row, Query> for Single {
    type Output = Query;

    fn order(query: Query) -> Query {
        query
    }
}

/// Adds the default order of `Row` to the Diesel query `Query`, or leaves it out.
pub trait Orders<Row, Query> {
    /// The query with its order.
    type Output;

    /// Adds the order.
    fn order(query: Query) -> Self::Output;
}

impl<Row, Query> Orders<Row, Query> for Unordered {
    type Output = Query;

    fn order(query: Query) -> Query {
        query
    }
}

impl<Row, Query> Orders<Row, Query> for DefaultOrder
where
    Row: Manager,
    Query: OrderDsl<DefaultOrdering<Row>>,
{
    type Output = Query::Output;

    fn order(query: Query) -> Query::Output {
        query.order(DefaultOrdering(PhantomData))
    }
}

/// The default order of a model or proxy, as an expression for `ORDER BY`.
#[derive(Debug, Clone, Copy)]
pub struct DefaultOrdering<Row>(PhantomData<fn() -> Row>);

impl<Row: Manager> QueryId for DefaultOrdering<Row> {
    type QueryId = Self;
}

impl<Row: Manager> Expression for DefaultOrdering<Row> {
    type SqlType = NotSelectable;
}

impl<Row: Manager, QS> AppearsOnTable<QS> for DefaultOrdering<Row> {}

impl<Row: Manager> ValidGrouping<()> for DefaultOrdering<Row> {
    type IsAggregate = is_aggregate::No;
}

impl<Row, DB> QueryFragment<DB> for DefaultOrdering<Row>
where
    DB: Dialect,
    Row: Manager<Model: Model<Table: QueryFragment<DB>>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_terms(sql::names::<Row::Model, DB>(), Row::ORDERING, &mut out)
    }
}
