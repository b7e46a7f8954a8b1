//! Diesel's query methods for [`Objects`]: each is passed to the query inside, and scope and order stay outside.

use super::guarded::Guarded;
use super::scope::{Limit, Order, Restrict, Scope, Unordered};
use super::{Based, Objects, Scoped};
use crate::model::Manager;
use diesel::dsl::{Distinct, GroupBy, Having, IntoBoxed};
use diesel::expression::Expression;
use diesel::query_builder::{AsQuery, Query};
use diesel::query_dsl::methods::{
    BoxedDsl, DistinctDsl, FilterDsl, GroupByDsl, HavingDsl, LimitDsl, LockingDsl, ModifyLockDsl, OffsetDsl,
    OrFilterDsl, OrderDsl, SelectDsl, ThenOrderDsl,
};
use diesel::query_dsl::{InternalJoinDsl, QueryDsl, RunQueryDsl};
use diesel::query_source::JoinTo;

impl<R, Q, S, O> QueryDsl for Objects<R, Q, S, O> {}

impl<R, Q, S, O, Conn> RunQueryDsl<Conn> for Objects<R, Q, S, O> {}

/// The query as it is sent when whole rows are loaded.
type Ordered<R, Q, S, O> = <O as Order<R, Scoped<R, Q, S>>>::Output;

impl<R, Q, S, O, Selected> AsQuery for Objects<R, Q, S, O>
where
    R: Manager,
    S: Scope<R::Model>,
    R::Filter: Restrict<Q>,
    S::Restriction: Restrict<Based<R, Q>>,
    O: Order<R, Scoped<R, Q, S>>,
    S::Selection: Expression,
    Ordered<R, Q, S, O>: SelectDsl<S::Selection, Output = Selected>,
    Selected: Query,
{
    type SqlType = Selected::SqlType;
    type Query = Selected;

    fn as_query(self) -> Selected {
        O::order(self.scoped()).select(S::selection())
    }
}

/// A selection of the caller's own: with the scope, without the default order, which belongs to whole rows.
impl<R, Q, S, O, Selection> SelectDsl<Selection> for Objects<R, Q, S, O>
where
    R: Manager,
    S: Scope<R::Model>,
    R::Filter: Restrict<Q>,
    S::Restriction: Restrict<Based<R, Q>>,
    Selection: Expression,
    Scoped<R, Q, S>: SelectDsl<Selection>,
{
    type Output = <Scoped<R, Q, S> as SelectDsl<Selection>>::Output;

    fn select(self, selection: Selection) -> Self::Output {
        self.scoped().select(selection)
    }
}

/// Methods that change the query inside and nothing else.
macro_rules! passed_on {
    ($($trait:ident<$($param:ident $(: $bound:path)?),*> :: $method:ident($($arg:ident: $ty:ty),*);)+) => {$(
        impl<R, Q, S, O, $($param $(: $bound)?),*> $trait<$($param),*> for Objects<R, Q, S, O>
        where
            Q: $trait<$($param),*>,
        {
            type Output = Objects<R, Q::Output, S, O>;

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

impl<R, Q, S, O, P> FilterDsl<P> for Objects<R, Q, S, O>
where
    Q: FilterDsl<Guarded<P>>,
{
    type Output = Objects<R, Q::Output, S, O>;

    fn filter(self, predicate: P) -> Self::Output {
        self.map(|query| query.filter(Guarded::new(predicate)))
    }
}

impl<R, Q, S, O, P> OrFilterDsl<P> for Objects<R, Q, S, O>
where
    Q: OrFilterDsl<Guarded<P>>,
{
    type Output = Objects<R, Q::Output, S, O>;

    fn or_filter(self, predicate: P) -> Self::Output {
        self.map(|query| query.or_filter(Guarded::new(predicate)))
    }
}

impl<R, Q, S, O: Limit<Q>> LimitDsl for Objects<R, Q, S, O> {
    type Output = Objects<R, O::Output, S, O>;

    fn limit(self, limit: i64) -> Self::Output {
        self.map(|query| O::limit(query, limit))
    }
}

/// An order of the caller's own replaces the default one.
impl<R, Q, S, O, E> OrderDsl<E> for Objects<R, Q, S, O>
where
    E: Expression,
    Q: OrderDsl<E>,
{
    type Output = Objects<R, Q::Output, S, Unordered>;

    fn order(self, order: E) -> Self::Output {
        Objects::new(self.query.order(order))
    }
}

impl<R, Q, S, O, E> ThenOrderDsl<E> for Objects<R, Q, S, O>
where
    Q: ThenOrderDsl<E>,
{
    type Output = Objects<R, Q::Output, S, Unordered>;

    fn then_order_by(self, order: E) -> Self::Output {
        Objects::new(self.query.then_order_by(order))
    }
}

impl<R, Q, S, O> DistinctDsl for Objects<R, Q, S, O>
where
    Q: DistinctDsl,
{
    type Output = Objects<R, Q::Output, S, O>;

    fn distinct(self) -> Distinct<Self> {
        self.map(DistinctDsl::distinct)
    }
}

#[cfg(feature = "postgres")]
impl<R, Q, S, O, E> diesel::query_dsl::methods::DistinctOnDsl<E> for Objects<R, Q, S, O>
where
    Q: diesel::query_dsl::methods::DistinctOnDsl<E>,
{
    type Output = Objects<R, Q::Output, S, Unordered>;

    fn distinct_on(self, selection: E) -> diesel::dsl::DistinctOn<Self, E> {
        Objects::new(self.query.distinct_on(selection))
    }
}

impl<R, Q, S, O, E> GroupByDsl<E> for Objects<R, Q, S, O>
where
    E: Expression,
    Q: GroupByDsl<E>,
{
    type Output = Objects<R, Q::Output, S, O>;

    fn group_by(self, group: E) -> GroupBy<Self, E> {
        self.map(|query| query.group_by(group))
    }
}

impl<R, Q, S, O, P> HavingDsl<P> for Objects<R, Q, S, O>
where
    Q: HavingDsl<P>,
{
    type Output = Objects<R, Q::Output, S, O>;

    fn having(self, predicate: P) -> Having<Self, P> {
        self.map(|query| query.having(predicate))
    }
}

impl<'a, R, Q, S, O, DB> BoxedDsl<'a, DB> for Objects<R, Q, S, O>
where
    Q: BoxedDsl<'a, DB>,
{
    type Output = Objects<R, Q::Output, S, O>;

    fn internal_into_boxed(self) -> IntoBoxed<'a, Self, DB> {
        self.map(BoxedDsl::internal_into_boxed)
    }
}

/// A plain join: the joined table is not scoped, and the rows of this model are still what is loaded.
impl<R, Q, S, O, Rhs> JoinTo<Rhs> for Objects<R, Q, S, O>
where
    Q: JoinTo<Rhs>,
{
    type FromClause = Q::FromClause;
    type OnClause = Q::OnClause;

    fn join_target(rhs: Rhs) -> (Self::FromClause, Self::OnClause) {
        Q::join_target(rhs)
    }
}

impl<R, Q, S, O, Rhs, Kind, On> InternalJoinDsl<Rhs, Kind, On> for Objects<R, Q, S, O>
where
    Q: InternalJoinDsl<Rhs, Kind, On>,
{
    type Output = Objects<R, Q::Output, S, O>;

    fn join(self, rhs: Rhs, kind: Kind, on: On) -> Self::Output {
        self.map(|query| query.join(rhs, kind, on))
    }
}
