//! Diesel's query methods for [`Objects`]: each changes the query inside, and scope and order stay outside.

use crate::model::Manager;
use crate::query::objects::guarded::Guarded;
use crate::query::objects::scope::{FullyScoped, Limits, Orders, Restricts, ScopeOf, Unordered};
use crate::query::objects::within::Confines;
use crate::query::objects::{BaseQuery, Objects, Ordered, Scoped};
use diesel::dsl::{Distinct, GroupBy, Having, IntoBoxed};
use diesel::expression::{Expression, ValidGrouping, is_aggregate};
use diesel::query_builder::{self, AsQuery};
use diesel::query_dsl::methods::{
    BoxedDsl, DistinctDsl, FilterDsl, GroupByDsl, HavingDsl, LimitDsl, LockingDsl, ModifyLockDsl, OffsetDsl,
    OrFilterDsl, OrderDsl, SelectDsl, ThenOrderDsl,
};
use diesel::query_dsl::{InternalJoinDsl, QueryDsl, RunQueryDsl};
use diesel::query_source::JoinTo;

impl<Row, Query, Scope, Order, Within> QueryDsl for Objects<Row, Query, Scope, Order, Within> {}

impl<Row, Query, Scope, Order, Within, Conn> RunQueryDsl<Conn> for Objects<Row, Query, Scope, Order, Within> {}

/// The statement that selects the columns of the scope.
type Selected<Row, Query, Scope, Order, Within> = <Ordered<Row, Query, Scope, Order, Within> as SelectDsl<
    <Scope as ScopeOf<<Row as Manager>::Model>>::Selection,
>>::Output;

// The statement has no parameter of its own: with one, the compiler finds that a type with an error in it is not a
// query, and reports that after the error.
impl<Row, Query, Scope, Order, Within> AsQuery for Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
    Scope: ScopeOf<Row::Model> + FullyScoped<Self>,
    Within: Confines<Query>,
    Row::Filter: Restricts<Within::Output>,
    Scope::Restriction: Restricts<BaseQuery<Row, Query, Within>>,
    Order: Orders<Row, Scoped<Row, Query, Scope, Within>>,
    Scope::Selection: Expression,
    Ordered<Row, Query, Scope, Order, Within>: SelectDsl<Scope::Selection, Output: query_builder::Query>,
{
    type SqlType = <Selected<Row, Query, Scope, Order, Within> as query_builder::Query>::SqlType;
    type Query = Selected<Row, Query, Scope, Order, Within>;

    fn as_query(self) -> Self::Query {
        Order::order(self.scoped()).select(Scope::selection())
    }
}

/// A selection of the caller: with the scope, but without the default order, which belongs to whole rows.
impl<Row, Query, Scope, Order, Within, Selection> SelectDsl<Selection> for Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
    Scope: ScopeOf<Row::Model> + FullyScoped<Self>,
    Within: Confines<Query>,
    Row::Filter: Restricts<Within::Output>,
    Scope::Restriction: Restricts<BaseQuery<Row, Query, Within>>,
    Selection: Expression,
    Scoped<Row, Query, Scope, Within>: SelectDsl<Selection>,
{
    type Output = <Scoped<Row, Query, Scope, Within> as SelectDsl<Selection>>::Output;

    fn select(self, selection: Selection) -> Self::Output {
        self.scoped().select(selection)
    }
}

/// Methods that only change the query inside.
macro_rules! passed_on {
    ($($trait:ident<$($param:ident $(: $bound:path)?),*> :: $method:ident($($arg:ident: $ty:ty),*);)+) => {$(
        impl<Row, Query, Scope, Order, Within, $($param $(: $bound)?),*> $trait<$($param),*> for Objects<Row, Query, Scope, Order, Within>
        where
            Query: $trait<$($param),*>,
        {
            type Output = Objects<Row, Query::Output, Scope, Order, Within>;

            fn $method(self, $($arg: $ty),*) -> Self::Output {
                self.map(|query| query.$method($($arg),*))
            }
        }
    )+};
}

passed_on! {
    OffsetDsl<>::offset(offset: i64);
    LockingDsl<L>::with_lock(lock: L);
    ModifyLockDsl<L>::modify_lock(lock: L);
}

/// Whether a condition has an aggregate, as a type that filters by it. A condition with a value of a wrong type has no
/// such answer: the compiler does not know the filtered query then, and reports nothing about its uses.
macro_rules! filters {
    ($filters:ident, $dsl:ident::$method:ident) => {
        #[diagnostic::on_unimplemented(
            message = "a condition on rows cannot have an aggregate",
            label = "this filter has one, such as `count`, `sum` or `max`",
            note = "compare with a sub-query, or group the rows and filter the groups by `.having(..)`"
        )]
        #[doc(hidden)]
        pub trait $filters<Query, Condition> {
            /// The filtered query.
            type Output;

            /// Filters it.
            fn $method(query: Query, condition: Condition) -> Self::Output;
        }

        filters!($filters, $dsl::$method; is_aggregate::No, is_aggregate::Never);
    };
    ($filters:ident, $dsl:ident::$method:ident; $($answer:ty),+) => {$(
        #[diagnostic::do_not_recommend]
        impl<Query: $dsl<Guarded<Condition>>, Condition> $filters<Query, Condition> for $answer {
            type Output = Query::Output;

            fn $method(query: Query, condition: Condition) -> Self::Output {
                query.$method(Guarded::new(condition))
            }
        }
    )+};
}

filters!(Filters, FilterDsl::filter);
filters!(OrFilters, OrFilterDsl::or_filter);

impl<Row, Query, Scope, Order, Within, Condition> FilterDsl<Condition> for Objects<Row, Query, Scope, Order, Within>
where
    Condition: ValidGrouping<(), IsAggregate: Filters<Query, Condition>>,
{
    type Output = Objects<Row, <Condition::IsAggregate as Filters<Query, Condition>>::Output, Scope, Order, Within>;

    fn filter(self, predicate: Condition) -> Self::Output {
        self.map(|query| Condition::IsAggregate::filter(query, predicate))
    }
}

impl<Row, Query, Scope, Order, Within, Condition> OrFilterDsl<Condition> for Objects<Row, Query, Scope, Order, Within>
where
    Condition: ValidGrouping<(), IsAggregate: OrFilters<Query, Condition>>,
{
    type Output = Objects<Row, <Condition::IsAggregate as OrFilters<Query, Condition>>::Output, Scope, Order, Within>;

    fn or_filter(self, predicate: Condition) -> Self::Output {
        self.map(|query| Condition::IsAggregate::or_filter(query, predicate))
    }
}

impl<Row, Query, Scope, Order: Limits<Query>, Within> LimitDsl for Objects<Row, Query, Scope, Order, Within> {
    type Output = Objects<Row, Order::Output, Scope, Order, Within>;

    fn limit(self, limit: i64) -> Self::Output {
        self.map(|query| Order::limit(query, limit))
    }
}

/// An order of the caller replaces the default order.
impl<Row, Query, Scope, Order, Within, E> OrderDsl<E> for Objects<Row, Query, Scope, Order, Within>
where
    E: Expression,
    Query: OrderDsl<E>,
{
    type Output = Objects<Row, Query::Output, Scope, Unordered, Within>;

    fn order(self, order: E) -> Self::Output {
        self.turn(|query| query.order(order))
    }
}

impl<Row, Query, Scope, Order, Within, E> ThenOrderDsl<E> for Objects<Row, Query, Scope, Order, Within>
where
    Query: ThenOrderDsl<E>,
{
    type Output = Objects<Row, Query::Output, Scope, Unordered, Within>;

    fn then_order_by(self, order: E) -> Self::Output {
        self.turn(|query| query.then_order_by(order))
    }
}

impl<Row, Query, Scope, Order, Within> DistinctDsl for Objects<Row, Query, Scope, Order, Within>
where
    Query: DistinctDsl,
{
    type Output = Objects<Row, Query::Output, Scope, Order, Within>;

    fn distinct(self) -> Distinct<Self> {
        self.map(DistinctDsl::distinct)
    }
}

#[cfg(feature = "postgres")]
impl<Row, Query, Scope, Order, Within, E> diesel::query_dsl::methods::DistinctOnDsl<E>
    for Objects<Row, Query, Scope, Order, Within>
where
    Query: diesel::query_dsl::methods::DistinctOnDsl<E>,
{
    type Output = Objects<Row, Query::Output, Scope, Unordered, Within>;

    fn distinct_on(self, selection: E) -> diesel::dsl::DistinctOn<Self, E> {
        self.turn(|query| query.distinct_on(selection))
    }
}

impl<Row, Query, Scope, Order, Within, E> GroupByDsl<E> for Objects<Row, Query, Scope, Order, Within>
where
    E: Expression,
    Query: GroupByDsl<E>,
{
    type Output = Objects<Row, Query::Output, Scope, Order, Within>;

    fn group_by(self, group: E) -> GroupBy<Self, E> {
        self.map(|query| query.group_by(group))
    }
}

impl<Row, Query, Scope, Order, Within, Condition> HavingDsl<Condition> for Objects<Row, Query, Scope, Order, Within>
where
    Query: HavingDsl<Condition>,
{
    type Output = Objects<Row, Query::Output, Scope, Order, Within>;

    fn having(self, predicate: Condition) -> Having<Self, Condition> {
        self.map(|query| query.having(predicate))
    }
}

impl<'a, Row, Query, Scope, Order, Within, DB> BoxedDsl<'a, DB> for Objects<Row, Query, Scope, Order, Within>
where
    Query: BoxedDsl<'a, DB>,
{
    type Output = Objects<Row, Query::Output, Scope, Order, Within>;

    fn internal_into_boxed(self) -> IntoBoxed<'a, Self, DB> {
        self.map(BoxedDsl::internal_into_boxed)
    }
}

/// A plain join: the joined table is not scoped, and the query still loads the rows of this model.
impl<Row, Query, Scope, Order, Within, Rhs> JoinTo<Rhs> for Objects<Row, Query, Scope, Order, Within>
where
    Query: JoinTo<Rhs>,
{
    type FromClause = Query::FromClause;
    type OnClause = Query::OnClause;

    fn join_target(rhs: Rhs) -> (Self::FromClause, Self::OnClause) {
        Query::join_target(rhs)
    }
}

impl<Row, Query, Scope, Order, Within, Rhs, Kind, On> InternalJoinDsl<Rhs, Kind, On>
    for Objects<Row, Query, Scope, Order, Within>
where
    Query: InternalJoinDsl<Rhs, Kind, On>,
{
    type Output = Objects<Row, Query::Output, Scope, Order, Within>;

    fn join(self, rhs: Rhs, kind: Kind, on: On) -> Self::Output {
        self.map(|query| query.join(rhs, kind, on))
    }
}
