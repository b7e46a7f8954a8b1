//! Diesel's query methods for [`Objects`]: each changes the query inside, and scope and order stay outside.

use crate::model::Manager;
use crate::query::objects::guarded::Guarded;
use crate::query::objects::scope::{FullyScoped, Limits, Orders, Restricts, ScopeOf, Unordered};
use crate::query::objects::within::Confines;
use crate::query::objects::{BaseQuery, Objects, Scoped};
use diesel::dsl::{Distinct, GroupBy, Having, IntoBoxed};
use diesel::expression::Expression;
use diesel::query_builder::{AsQuery, Query};
use diesel::query_dsl::methods::{
    BoxedDsl, DistinctDsl, FilterDsl, GroupByDsl, HavingDsl, LimitDsl, LockingDsl, ModifyLockDsl, OffsetDsl,
    OrFilterDsl, OrderDsl, SelectDsl, ThenOrderDsl,
};
use diesel::query_dsl::{InternalJoinDsl, QueryDsl, RunQueryDsl};
use diesel::query_source::JoinTo;

impl<R, Q, S, O, X> QueryDsl for Objects<R, Q, S, O, X> {}

impl<R, Q, S, O, X, Conn> RunQueryDsl<Conn> for Objects<R, Q, S, O, X> {}

/// The query that loads whole rows.
type Ordered<R, Q, S, O, X> = <O as Orders<R, Scoped<R, Q, S, X>>>::Output;

impl<R, Q, S, O, X, Selected> AsQuery for Objects<R, Q, S, O, X>
where
    R: Manager,
    S: ScopeOf<R::Model> + FullyScoped<Self>,
    X: Confines<Q>,
    R::Filter: Restricts<X::Output>,
    S::Restriction: Restricts<BaseQuery<R, Q, X>>,
    O: Orders<R, Scoped<R, Q, S, X>>,
    S::Selection: Expression,
    Ordered<R, Q, S, O, X>: SelectDsl<S::Selection, Output = Selected>,
    Selected: Query,
{
    type SqlType = Selected::SqlType;
    type Query = Selected;

    fn as_query(self) -> Selected {
        O::order(self.scoped()).select(S::selection())
    }
}

/// A selection of the caller: with the scope, but without the default order, which belongs to whole rows.
impl<R, Q, S, O, X, Selection> SelectDsl<Selection> for Objects<R, Q, S, O, X>
where
    R: Manager,
    S: ScopeOf<R::Model> + FullyScoped<Self>,
    X: Confines<Q>,
    R::Filter: Restricts<X::Output>,
    S::Restriction: Restricts<BaseQuery<R, Q, X>>,
    Selection: Expression,
    Scoped<R, Q, S, X>: SelectDsl<Selection>,
{
    type Output = <Scoped<R, Q, S, X> as SelectDsl<Selection>>::Output;

    fn select(self, selection: Selection) -> Self::Output {
        self.scoped().select(selection)
    }
}

/// Methods that only change the query inside.
macro_rules! passed_on {
    ($($trait:ident<$($param:ident $(: $bound:path)?),*> :: $method:ident($($arg:ident: $ty:ty),*);)+) => {$(
        impl<R, Q, S, O, X, $($param $(: $bound)?),*> $trait<$($param),*> for Objects<R, Q, S, O, X>
        where
            Q: $trait<$($param),*>,
        {
            type Output = Objects<R, Q::Output, S, O, X>;

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

impl<R, Q, S, O, X, P> FilterDsl<P> for Objects<R, Q, S, O, X>
where
    Q: FilterDsl<Guarded<P>>,
{
    type Output = Objects<R, Q::Output, S, O, X>;

    fn filter(self, predicate: P) -> Self::Output {
        self.map(|query| query.filter(Guarded::new(predicate)))
    }
}

impl<R, Q, S, O, X, P> OrFilterDsl<P> for Objects<R, Q, S, O, X>
where
    Q: OrFilterDsl<Guarded<P>>,
{
    type Output = Objects<R, Q::Output, S, O, X>;

    fn or_filter(self, predicate: P) -> Self::Output {
        self.map(|query| query.or_filter(Guarded::new(predicate)))
    }
}

impl<R, Q, S, O: Limits<Q>, X> LimitDsl for Objects<R, Q, S, O, X> {
    type Output = Objects<R, O::Output, S, O, X>;

    fn limit(self, limit: i64) -> Self::Output {
        self.map(|query| O::limit(query, limit))
    }
}

/// An order of the caller replaces the default order.
impl<R, Q, S, O, X, E> OrderDsl<E> for Objects<R, Q, S, O, X>
where
    E: Expression,
    Q: OrderDsl<E>,
{
    type Output = Objects<R, Q::Output, S, Unordered, X>;

    fn order(self, order: E) -> Self::Output {
        self.turn(|query| query.order(order))
    }
}

impl<R, Q, S, O, X, E> ThenOrderDsl<E> for Objects<R, Q, S, O, X>
where
    Q: ThenOrderDsl<E>,
{
    type Output = Objects<R, Q::Output, S, Unordered, X>;

    fn then_order_by(self, order: E) -> Self::Output {
        self.turn(|query| query.then_order_by(order))
    }
}

impl<R, Q, S, O, X> DistinctDsl for Objects<R, Q, S, O, X>
where
    Q: DistinctDsl,
{
    type Output = Objects<R, Q::Output, S, O, X>;

    fn distinct(self) -> Distinct<Self> {
        self.map(DistinctDsl::distinct)
    }
}

#[cfg(feature = "postgres")]
impl<R, Q, S, O, X, E> diesel::query_dsl::methods::DistinctOnDsl<E> for Objects<R, Q, S, O, X>
where
    Q: diesel::query_dsl::methods::DistinctOnDsl<E>,
{
    type Output = Objects<R, Q::Output, S, Unordered, X>;

    fn distinct_on(self, selection: E) -> diesel::dsl::DistinctOn<Self, E> {
        self.turn(|query| query.distinct_on(selection))
    }
}

impl<R, Q, S, O, X, E> GroupByDsl<E> for Objects<R, Q, S, O, X>
where
    E: Expression,
    Q: GroupByDsl<E>,
{
    type Output = Objects<R, Q::Output, S, O, X>;

    fn group_by(self, group: E) -> GroupBy<Self, E> {
        self.map(|query| query.group_by(group))
    }
}

impl<R, Q, S, O, X, P> HavingDsl<P> for Objects<R, Q, S, O, X>
where
    Q: HavingDsl<P>,
{
    type Output = Objects<R, Q::Output, S, O, X>;

    fn having(self, predicate: P) -> Having<Self, P> {
        self.map(|query| query.having(predicate))
    }
}

impl<'a, R, Q, S, O, X, DB> BoxedDsl<'a, DB> for Objects<R, Q, S, O, X>
where
    Q: BoxedDsl<'a, DB>,
{
    type Output = Objects<R, Q::Output, S, O, X>;

    fn internal_into_boxed(self) -> IntoBoxed<'a, Self, DB> {
        self.map(BoxedDsl::internal_into_boxed)
    }
}

/// A plain join: the joined table is not scoped, and the query still loads the rows of this model.
impl<R, Q, S, O, X, Rhs> JoinTo<Rhs> for Objects<R, Q, S, O, X>
where
    Q: JoinTo<Rhs>,
{
    type FromClause = Q::FromClause;
    type OnClause = Q::OnClause;

    fn join_target(rhs: Rhs) -> (Self::FromClause, Self::OnClause) {
        Q::join_target(rhs)
    }
}

impl<R, Q, S, O, X, Rhs, Kind, On> InternalJoinDsl<Rhs, Kind, On> for Objects<R, Q, S, O, X>
where
    Q: InternalJoinDsl<Rhs, Kind, On>,
{
    type Output = Objects<R, Q::Output, S, O, X>;

    fn join(self, rhs: Rhs, kind: Kind, on: On) -> Self::Output {
        self.map(|query| query.join(rhs, kind, on))
    }
}
