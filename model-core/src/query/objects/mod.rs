//! The scoped query: what `Article::objects()` returns.

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
use crate::model::scope::Rescope;
use crate::model::{HasCreatedAt, HasUpdatedAt, KeyOf, Manager, Model, SoftDelete};
use crate::query::objects::compare::{Comparison, InstantIs, KeyIs};
use crate::query::objects::scope::{FullyScoped, Restricts, ScopeOf, Single, Unordered};
use crate::query::objects::within::{Anywhere, Confines, Inside};
use chrono::{DateTime, Utc};
use diesel::dsl::{CountStar, Select};
use diesel::expression::Expression;
use diesel::query_builder::AsQuery;
use diesel::query_dsl::methods::{FilterDsl, SelectDsl};
use std::marker::PhantomData;
use std::time::Duration;

/// A lazy query over the rows of a model or proxy `R`.
///
/// It composes like any Diesel query (`filter`, `or_filter`, `order`, `limit`, `count`, `first`, `load`, ..). `Q` is
/// the Diesel query built so far, without scope; `S` is the scope ([`Live`](crate::objects::Live),
/// [`WithDeleted`](crate::objects::WithDeleted), [`OnlyDeleted`](crate::objects::OnlyDeleted)); `O` says whether the
/// default order still applies; `X` restricts the rows to a relation. Scope and order are added when the query runs or
/// when [`query`](Self::query) returns it, outside every filter of the caller.
///
/// The default order belongs to lists of whole rows: it is left out of `count`, `select`, subqueries and updates, and
/// an `order` of the caller replaces it.
///
/// `diesel::delete` and `diesel::update` do not accept it: an unfiltered statement could bypass scope, timestamps and
/// audit. Use [`delete`](Self::delete) and [`patch`](Self::patch).
#[derive(Debug, Clone, Copy)]
#[must_use = "a query does nothing until it is run"]
pub struct Objects<R, Q, S, O, X = Anywhere> {
    query: Q,
    within: X,
    marker: PhantomData<(R, S, O)>,
}

impl<R, Q, S, O, X> Sealed for Objects<R, Q, S, O, X> {}

/// The Diesel query `Q` with the relation and the default filter of `R`.
pub(crate) type BaseQuery<R, Q, X = Anywhere> =
    <<R as Manager>::Filter as Restricts<<X as Confines<Q>>::Output>>::Output;

/// The Diesel query `Q` with relation, default filter and scope.
pub(crate) type Scoped<R, Q, S, X = Anywhere> =
    <<S as ScopeOf<<R as Manager>::Model>>::Restriction as Restricts<BaseQuery<R, Q, X>>>::Output;

/// The query with one more condition `P`.
pub(crate) type Narrowed<R, Q, S, O, P, X = Anywhere> = Objects<R, <Q as FilterDsl<P>>::Output, S, O, X>;

impl<R, Q, S, O> Objects<R, Q, S, O> {
    pub(crate) fn new(query: Q) -> Self {
        Self { query, within: Anywhere, marker: PhantomData }
    }
}

impl<R, Q, S, O, X> Objects<R, Q, S, O, X> {
    /// Adds a condition that stays outside every filter of the caller.
    pub(crate) fn keep_within<P>(self, condition: P) -> Objects<R, Q, S, O, Inside<X, P>> {
        Objects { query: self.query, within: Inside::new(self.within, condition), marker: PhantomData }
    }

    /// Changes the query, and the states that the types hold.
    pub(crate) fn turn<P, T, U>(self, change: impl FnOnce(Q) -> P) -> Objects<R, P, T, U, X> {
        Objects { query: change(self.query), within: self.within, marker: PhantomData }
    }

    /// Changes the query only.
    fn map<P>(self, change: impl FnOnce(Q) -> P) -> Objects<R, P, S, O, X> {
        self.turn(change)
    }

    /// Deleted rows too. The default filter of a proxy stays.
    pub fn with_deleted(self) -> Objects<R, Q, S::WithDeleted, O, X>
    where
        S: Rescope,
    {
        self.turn(|query| query)
    }

    /// Only the deleted rows, as [`Deleted`](crate::Deleted). The default filter of a proxy stays.
    pub fn only_deleted(self) -> Objects<R, Q, S::OnlyDeleted, O, X>
    where
        R: Manager<Model: SoftDelete>,
        S: Rescope,
    {
        self.turn(|query| query)
    }

    /// Leaves out the default order.
    pub fn unordered(self) -> Objects<R, Q, S, Unordered, X> {
        self.turn(|query| query)
    }
}

impl<R, Q, S, O, X> Objects<R, Q, S, O, X>
where
    R: Manager,
    S: ScopeOf<R::Model>,
    X: Confines<Q>,
    R::Filter: Restricts<X::Output>,
    S::Restriction: Restricts<BaseQuery<R, Q, X>>,
{
    pub(crate) fn scoped(self) -> Scoped<R, Q, S, X> {
        S::Restriction::restrict(R::Filter::restrict(self.within.within(self.query)))
    }

    /// The row with this key. At most one row matches, so the statement has neither an order nor a limit: `first` and
    /// `get_result` are the same here.
    ///
    /// SQL: `.. WHERE (id = ..) AND (deleted_at IS NULL)`
    pub fn find<K>(self, key: K) -> Narrowed<R, Q, S, Single, KeyIs<R::Model, K>, X>
    where
        K: KeyOf<R::Model>,
        Q: FilterDsl<KeyIs<R::Model, K>>,
    {
        self.turn(|query| query.filter(KeyIs::new(key)))
    }

    /// Rows created within the last `duration`.
    ///
    /// SQL: `.. WHERE created_at >= ..`
    pub fn recent(self, duration: Duration) -> Narrowed<R, Q, S, O, InstantIs<R::Model>, X>
    where
        R::Model: HasCreatedAt,
        Q: FilterDsl<InstantIs<R::Model>>,
    {
        self.map(|query| {
            query.filter(InstantIs::new(
                const { R::Model::META.column_of(Role::CreatedAt) },
                Comparison::Since,
                ago(duration),
            ))
        })
    }

    /// Rows created longer than `duration` ago.
    ///
    /// SQL: `.. WHERE created_at < ..`
    pub fn older_than(self, duration: Duration) -> Narrowed<R, Q, S, O, InstantIs<R::Model>, X>
    where
        R::Model: HasCreatedAt,
        Q: FilterDsl<InstantIs<R::Model>>,
    {
        self.map(|query| {
            query.filter(InstantIs::new(
                const { R::Model::META.column_of(Role::CreatedAt) },
                Comparison::Before,
                ago(duration),
            ))
        })
    }

    /// Rows written at or after `instant`.
    ///
    /// SQL: `.. WHERE updated_at >= ..`
    pub fn updated_since(self, instant: DateTime<Utc>) -> Narrowed<R, Q, S, O, InstantIs<R::Model>, X>
    where
        R::Model: HasUpdatedAt,
        Q: FilterDsl<InstantIs<R::Model>>,
    {
        self.map(|query| {
            query.filter(InstantIs::new(
                const { R::Model::META.column_of(Role::UpdatedAt) },
                Comparison::Since,
                instant,
            ))
        })
    }

    /// How many rows there are: `Article::objects().count().get_result::<i64>(conn)`.
    ///
    /// SQL: `SELECT COUNT(*) FROM articles WHERE ..`
    pub fn count(self) -> Select<Scoped<R, Q, S, X>, CountStar>
    where
        S: FullyScoped<Self>,
        Scoped<R, Q, S, X>: SelectDsl<CountStar>,
    {
        self.scoped().select(diesel::dsl::count_star())
    }

    /// Selects other columns, or expressions, of these rows, without the default order.
    ///
    /// SQL: `SELECT .. FROM articles WHERE ..`
    pub fn select<Selection>(self, selection: Selection) -> Select<Scoped<R, Q, S, X>, Selection>
    where
        S: FullyScoped<Self>,
        Selection: Expression,
        Scoped<R, Q, S, X>: SelectDsl<Selection>,
    {
        self.scoped().select(selection)
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
        S: FullyScoped<Self>,
        Self: AsQuery,
    {
        self.as_query()
    }

    /// Whether there is such a row: `Article::objects().filter(..).exists().get_result::<bool>(conn)`.
    ///
    /// SQL: `SELECT EXISTS (SELECT .. FROM articles WHERE ..)`
    pub fn exists(self) -> diesel::dsl::select<diesel::dsl::exists<Scoped<R, Q, S, X>>>
    where
        S: FullyScoped<Self>,
        diesel::dsl::exists<Scoped<R, Q, S, X>>: diesel::Expression,
        diesel::dsl::select<diesel::dsl::exists<Scoped<R, Q, S, X>>>: AsQuery,
    {
        diesel::select(diesel::dsl::exists(self.scoped()))
    }
}

/// The instant `duration` ago; the earliest instant if the duration reaches further back.
fn ago(duration: Duration) -> DateTime<Utc> {
    clock::before(clock::now(), duration)
}
