//! The scoped query: what `Article::objects()` returns.

pub(crate) mod annotated;
pub(crate) mod compare;
pub(crate) mod default_scope;
pub(crate) mod dsl;
pub(crate) mod guarded;
pub(crate) mod joined;
pub(crate) mod manager;
pub(crate) mod row_set;
pub(crate) mod scope;
pub(crate) mod within;

use crate::meta::Role;
use crate::meta::clock;
use crate::meta::sealed::Sealed;
use crate::meta::type_only::TypeOnly;
use crate::model::scope::Rescope;
use crate::model::{HasCreatedAt, HasUpdatedAt, KeyOf, Manager, Model, SoftDelete};
use crate::query::objects::annotated::Annotates;
use crate::query::objects::compare::{Comparison, InstantIs, KeyIs};
use crate::query::objects::scope::{FullyScoped, Orders, Restricts, ScopeOf, Single, Unordered};
use crate::query::objects::within::{Anywhere, Confines, Inside};
use chrono::{DateTime, Utc};
use diesel::dsl::{CountStar, Select};
use diesel::expression::Expression;
use diesel::query_builder::AsQuery;
use diesel::query_dsl::methods::{FilterDsl, SelectDsl};
use std::marker::PhantomData;
use std::time::Duration;

/// A lazy query over the rows of a model or proxy `Row`.
///
/// It composes like any Diesel query (`filter`, `or_filter`, `order`, `limit`, `count`, `first`, `load`, ..). `Query`
/// is the Diesel query built so far, without scope; `Scope` is the scope ([`Live`](crate::objects::Live),
/// [`WithDeleted`](crate::objects::WithDeleted), [`OnlyDeleted`](crate::objects::OnlyDeleted)); `Order` says whether
/// the default order still applies; `Within` restricts the rows to a relation. Scope and order are added when the query
/// runs or when [`query`](Self::query) returns it, outside every filter of the caller.
///
/// The default order belongs to lists of whole rows: it is left out of `count`, `select`, subqueries and updates, and
/// an `order` of the caller replaces it.
///
/// `diesel::delete` and `diesel::update` do not accept it: an unfiltered statement could bypass scope, timestamps and
/// audit. Use [`delete`](Self::delete) and [`patch`](Self::patch).
#[derive(Debug, Clone, Copy)]
#[must_use = "a query does nothing until it is run"]
pub struct Objects<Row, Query, Scope, Order, Within = Anywhere> {
    query: Query,
    within: Within,
    marker: TypeOnly<(Row, Scope, Order)>,
}

impl<Row, Query, Scope, Order, Within> Sealed for Objects<Row, Query, Scope, Order, Within> {}

/// The Diesel query `Query` with the relation and the default filter of `Row`.
pub(crate) type BaseQuery<Row, Query, Within = Anywhere> =
    <<Row as Manager>::Filter as Restricts<<Within as Confines<Query>>::Output>>::Output;

/// The Diesel query `Query` with relation, default filter and scope.
pub(crate) type Scoped<Row, Query, Scope, Within = Anywhere> =
    <<Scope as ScopeOf<<Row as Manager>::Model>>::Restriction as Restricts<BaseQuery<Row, Query, Within>>>::Output;

/// The query that loads whole rows.
pub(crate) type Ordered<Row, Query, Scope, Order, Within> =
    <Order as Orders<Row, Scoped<Row, Query, Scope, Within>>>::Output;

/// The query with one more condition `Condition`.
pub(crate) type Narrowed<Row, Query, Scope, Order, Condition, Within = Anywhere> =
    Objects<Row, <Query as FilterDsl<Condition>>::Output, Scope, Order, Within>;

impl<Row, Query, Scope, Order> Objects<Row, Query, Scope, Order> {
    pub(crate) fn new(query: Query) -> Self {
        Self { query, within: Anywhere, marker: PhantomData }
    }
}

impl<Row, Query, Scope, Order, Within> Objects<Row, Query, Scope, Order, Within> {
    /// Adds a condition that stays outside every filter of the caller.
    pub(crate) fn keep_within<Condition>(
        self,
        condition: Condition,
    ) -> Objects<Row, Query, Scope, Order, Inside<Within, Condition>> {
        Objects { query: self.query, within: Inside::new(self.within, condition), marker: PhantomData }
    }

    /// Changes the query, and the states that the types hold.
    pub(crate) fn turn<ToQuery, ToScope, ToOrder>(
        self,
        change: impl FnOnce(Query) -> ToQuery,
    ) -> Objects<Row, ToQuery, ToScope, ToOrder, Within> {
        Objects { query: change(self.query), within: self.within, marker: PhantomData }
    }

    /// Changes the query only.
    fn map<ToQuery>(self, change: impl FnOnce(Query) -> ToQuery) -> Objects<Row, ToQuery, Scope, Order, Within> {
        self.turn(change)
    }

    /// Deleted rows too. The default filter of a proxy stays.
    pub fn with_deleted(self) -> Objects<Row, Query, Scope::WithDeleted, Order, Within>
    where
        Scope: Rescope,
    {
        self.turn(|query| query)
    }

    /// Only the deleted rows, as [`Deleted`](crate::Deleted). The default filter of a proxy stays.
    pub fn only_deleted(self) -> Objects<Row, Query, Scope::OnlyDeleted, Order, Within>
    where
        Row: Manager<Model: SoftDelete>,
        Scope: Rescope,
    {
        self.turn(|query| query)
    }

    /// Leaves out the default order.
    pub fn unordered(self) -> Objects<Row, Query, Scope, Unordered, Within> {
        self.turn(|query| query)
    }
}

impl<Row, Query, Scope, Order, Within> Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
    Scope: ScopeOf<Row::Model>,
    Within: Confines<Query>,
    Row::Filter: Restricts<Within::Output>,
    Scope::Restriction: Restricts<BaseQuery<Row, Query, Within>>,
{
    pub(crate) fn scoped(self) -> Scoped<Row, Query, Scope, Within> {
        Scope::Restriction::restrict(Row::Filter::restrict(self.within.within(self.query)))
    }

    /// The row with this key. At most one row matches, so the statement has neither an order nor a limit: `first` and
    /// `get_result` are the same here.
    ///
    /// SQL: `.. WHERE (id = ..) AND (deleted_at IS NULL)`
    pub fn find<K>(self, key: K) -> Narrowed<Row, Query, Scope, Single, KeyIs<Row::Model>, Within>
    where
        K: KeyOf<Row::Model>,
        Query: FilterDsl<KeyIs<Row::Model>>,
    {
        self.turn(|query| query.filter(KeyIs::new(key.borrow().clone())))
    }

    /// Rows created within the last `duration`.
    ///
    /// SQL: `.. WHERE created_at >= ..`
    pub fn recent(self, duration: Duration) -> Narrowed<Row, Query, Scope, Order, InstantIs<Row::Model>, Within>
    where
        Row::Model: HasCreatedAt,
        Query: FilterDsl<InstantIs<Row::Model>>,
    {
        self.map(|query| {
            query.filter(InstantIs::new(
                const { Row::Model::META.column_of(Role::CreatedAt) },
                Comparison::Since,
                ago(duration),
            ))
        })
    }

    /// Rows created longer than `duration` ago.
    ///
    /// SQL: `.. WHERE created_at < ..`
    pub fn older_than(self, duration: Duration) -> Narrowed<Row, Query, Scope, Order, InstantIs<Row::Model>, Within>
    where
        Row::Model: HasCreatedAt,
        Query: FilterDsl<InstantIs<Row::Model>>,
    {
        self.map(|query| {
            query.filter(InstantIs::new(
                const { Row::Model::META.column_of(Role::CreatedAt) },
                Comparison::Before,
                ago(duration),
            ))
        })
    }

    /// Rows written at or after `instant`.
    ///
    /// SQL: `.. WHERE updated_at >= ..`
    pub fn updated_since(
        self,
        instant: DateTime<Utc>,
    ) -> Narrowed<Row, Query, Scope, Order, InstantIs<Row::Model>, Within>
    where
        Row::Model: HasUpdatedAt,
        Query: FilterDsl<InstantIs<Row::Model>>,
    {
        self.map(|query| {
            query.filter(InstantIs::new(
                const { Row::Model::META.column_of(Role::UpdatedAt) },
                Comparison::Since,
                instant,
            ))
        })
    }

    /// How many rows there are: `Article::objects().count().get_result::<i64>(conn)`.
    ///
    /// SQL: `SELECT COUNT(*) FROM articles WHERE ..`
    pub fn count(self) -> Select<Scoped<Row, Query, Scope, Within>, CountStar>
    where
        Scope: FullyScoped<Self>,
        Scoped<Row, Query, Scope, Within>: SelectDsl<CountStar>,
    {
        self.scoped().select(diesel::dsl::count_star())
    }

    /// Selects other columns, or expressions, of these rows, without the default order.
    ///
    /// SQL: `SELECT .. FROM articles WHERE ..`
    pub fn select<Selection>(self, selection: Selection) -> Select<Scoped<Row, Query, Scope, Within>, Selection>
    where
        Scope: FullyScoped<Self>,
        Selection: Expression,
        Scoped<Row, Query, Scope, Within>: SelectDsl<Selection>,
    {
        self.scoped().select(selection)
    }

    /// Each row with the value of an expression over its columns, or of a tuple of expressions:
    /// `Article::objects().annotate(articles::views * 2).load::<(Article, i32)>(conn)`. It comes last, after filters,
    /// orders and limits.
    ///
    /// A subquery may name columns of the row: `Comment::objects().filter(comments::article_id.eq(articles::id))
    /// .select(count_star()).single_value()`, which keeps the scope of the comments.
    ///
    /// SQL: `SELECT .., views * 2 FROM articles WHERE .. ORDER BY ..`
    pub fn annotate<E>(self, expression: E) -> E::Output
    where
        Scope: FullyScoped<Self>,
        Order: Orders<Row, Scoped<Row, Query, Scope, Within>>,
        E: Annotates<Row::Model, Ordered<Row, Query, Scope, Order, Within>, Scope::Selection>,
    {
        expression.beside(Order::order(self.scoped()), Scope::selection())
    }

    /// The plain Diesel query, with scope, default order and columns applied.
    ///
    /// For functions that need a plain query: `union`, `exists(..)`, `debug_query`.
    ///
    /// A subquery that names a column of the outer query is not valid by itself, so it has no `query()`: use `select`,
    /// which keeps the scope as well.
    /// `exists(Article::objects().filter(articles::author_id.eq(authors::id)).select(articles::id))`
    pub fn query(self) -> <Self as AsQuery>::Query
    where
        Scope: FullyScoped<Self>,
        Self: AsQuery,
    {
        self.as_query()
    }

    /// Whether there is such a row: `Article::objects().filter(..).exists().get_result::<bool>(conn)`.
    ///
    /// SQL: `SELECT EXISTS (SELECT .. FROM articles WHERE ..)`
    pub fn exists(self) -> diesel::dsl::select<diesel::dsl::exists<Scoped<Row, Query, Scope, Within>>>
    where
        Scope: FullyScoped<Self>,
        diesel::dsl::exists<Scoped<Row, Query, Scope, Within>>: diesel::Expression,
        diesel::dsl::select<diesel::dsl::exists<Scoped<Row, Query, Scope, Within>>>: AsQuery,
    {
        diesel::select(diesel::dsl::exists(self.scoped()))
    }
}

/// The instant `duration` ago; the earliest instant if the duration reaches further back.
fn ago(duration: Duration) -> DateTime<Utc> {
    clock::before(clock::now(), duration)
}
