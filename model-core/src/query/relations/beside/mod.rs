//! Related rows to load together with the rows of a query, as a value: with a filter, an order, a limit for each row,
//! several levels, and aggregates.

pub(crate) mod aggregate;
pub(crate) mod conditions;
pub(crate) mod plan;
pub(crate) mod route;
pub(crate) mod statement;
pub(crate) mod with;

use crate::meta::sealed::Sealed;
use crate::meta::type_only::TypeOnly;
use crate::model::{Manager, Model};
use crate::query::condition::{Condition, Narrow};
use crate::query::relations::beside::aggregate::{Aggregated, CountAll, Exists, Measure};
use crate::query::relations::beside::conditions::{FiltersRelated, MeasuresRows, OrdersRelated, ProxyOf};
use crate::query::relations::related::{Children, OneChild, Parent, Referring, Through};
use diesel::expression::Expression;
use diesel::sql_types::{Foldable, IntoNullable, SqlOrd};
use std::marker::PhantomData;

/// A type that names a relation, and so the model on its other side: a model, or one of [`Parent`], [`Children`],
/// [`OneChild`], [`Through`] and [`Referring`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a relation",
    label = "expected a model, or one of `Parent`, `Children`, `OneChild`, `Through`, `Referring`",
    note = "for the rows of a proxy, name its model and call `.proxy::<..>()`; for deleted rows too, call \
            `.with_deleted()`"
)]
pub trait LeadsTo {
    /// The model on the other side.
    type Target: Model;
}

impl<M: Model> LeadsTo for M {
    type Target = M;
}

macro_rules! leads_to {
    ($($relation:ident<$target:ident $(, $other:ident)*>;)+) => {$(
        impl<$target: Model $(, $other)*> LeadsTo for $relation<$target $(, $other)*> {
            type Target = $target;
        }
    )+};
}

leads_to! {
    Parent<P, C>;
    Children<Child, C>;
    OneChild<Child, C>;
    Through<Linked, Link, By, To>;
    Referring<Child, C>;
}

/// The related rows of the relation `T`, to load together with other rows: [`related`] creates it.
#[allow(missing_debug_implementations)]
#[must_use = "related rows are read by `objects().with(..).load(conn)`"]
pub struct RelatedRows<T, Row, Where = (), Order = (), Nested = Alone> {
    pub(crate) filter: Where,
    pub(crate) order: Order,
    pub(crate) nested: Nested,
    pub(crate) limit: Option<u32>,
    pub(crate) all: bool,
    marker: TypeOnly<(T, Row)>,
}

/// No further levels: related rows without related rows of their own.
#[derive(Debug, Clone, Copy)]
pub struct Alone;

/// Related rows with related rows `P` of their own.
#[derive(Debug, Clone, Copy)]
pub struct Nested<P>(pub(crate) P);

/// An order of the caller.
#[derive(Debug, Clone, Copy)]
pub struct Ordered<E>(pub(crate) E);

/// The sum of the values of an expression.
type SumOf<U, E> = Measure<U, <<E as Expression>::SqlType as Foldable>::Sum, E>;
/// Their average.
type AvgOf<U, E> = Measure<U, <<E as Expression>::SqlType as Foldable>::Avg, E>;
/// One of them.
type OneOf<U, E> = Measure<U, <<E as Expression>::SqlType as IntoNullable>::Nullable, E>;

/// The related rows of the relation `T`, to load together with the rows of a query: `related::<Comment>()`. `T` names
/// the relation as for [`load_with`](crate::relations::LoadWith::load_with): the other model if that determines the
/// relation, otherwise [`Parent`], [`Children`], [`OneChild`], [`Through`] or [`Referring`]. See
/// [`with`](crate::objects::Objects::with).
pub fn related<T: LeadsTo>() -> RelatedRows<T, T::Target> {
    RelatedRows { filter: (), order: (), nested: Alone, limit: None, all: false, marker: PhantomData }
}

impl<T, Row, Where, Order, Nest> RelatedRows<T, Row, Where, Order, Nest> {
    /// Includes deleted rows. Deleted links still do not count.
    pub fn with_deleted(self) -> Self {
        Self { all: true, ..self }
    }

    /// At most this many rows for each row, the first in their order:
    /// `related::<Comment>().order(comments::created_at.desc()).limit_each(3)`. The order is the given one, or else the
    /// default order. The key decides between rows that are equal in it.
    ///
    /// SQL: `SELECT * FROM (SELECT .., ROW_NUMBER() OVER (PARTITION BY article_id ORDER BY created_at DESC, id) AS
    /// model_place FROM comments WHERE ..) AS model_ranked WHERE model_place <= 3 ORDER BY model_place`
    pub fn limit_each(self, limit: u32) -> Self {
        Self { limit: Some(limit), ..self }
    }

    fn change<ToRow, ToFilter, ToOrder, ToNest>(
        self,
        filter: impl FnOnce(Where) -> ToFilter,
        order: impl FnOnce(Order) -> ToOrder,
        nested: impl FnOnce(Nest) -> ToNest,
    ) -> RelatedRows<T, ToRow, ToFilter, ToOrder, ToNest> {
        RelatedRows {
            filter: filter(self.filter),
            order: order(self.order),
            nested: nested(self.nested),
            limit: self.limit,
            all: self.all,
            marker: PhantomData,
        }
    }

    fn aggregated<A>(self, aggregate: A) -> Aggregated<T, Row, Where, A> {
        Aggregated { filter: self.filter, aggregate, all: self.all, marker: PhantomData }
    }
}

impl<T, Row: Manager, Where, Order, Nest> RelatedRows<T, Row, Where, Order, Nest> {
    /// Only the rows for which the condition holds. Several calls are combined with AND. The condition may use columns
    /// of these rows, and of other tables in subqueries.
    pub fn filter<E>(self, condition: E) -> RelatedRows<T, Row, (Where, E), Order, Nest>
    where
        E: FiltersRelated<Row::Model>,
    {
        self.change(|filter| (filter, condition), |order| order, |nested| nested)
    }

    /// In this order, which replaces the default order. The key is added at the end, so the order is total.
    pub fn order<E>(self, order: E) -> RelatedRows<T, Row, Where, Ordered<E>, Nest>
    where
        E: OrdersRelated<Row::Model>,
    {
        self.change(|filter| filter, |_| Ordered(order), |nested| nested)
    }

    /// Only the rows of a proxy, as its type: with its filter, and in its default order.
    pub fn proxy<Proxy>(self) -> RelatedRows<T, Proxy::This, Where, Order, Nest>
    where
        Proxy: ProxyOf<Row::Model>,
    {
        self.change(|filter| filter, |order| order, |nested| nested)
    }

    /// The number of related rows for each row: `i64`. A parent or a single child counts as one.
    ///
    /// SQL: `SELECT article_id, COUNT(*) FROM comments WHERE article_id IN (..) AND .. GROUP BY article_id`
    pub fn count(self) -> Aggregated<T, Row, Where, CountAll> {
        self.aggregated(CountAll)
    }

    /// Whether there is a related row: `bool`.
    ///
    /// SQL: `SELECT article_id FROM comments WHERE article_id IN (..) AND .. GROUP BY article_id`
    pub fn exists(self) -> Aggregated<T, Row, Where, Exists> {
        self.aggregated(Exists)
    }

    /// The sum of an expression over the related rows: `Option<U>`, which is `None` if there are no rows, or if all
    /// values are NULL. The SQL type is the one that Diesel gives a sum (`BigInt` for `Integer`, `Numeric` for
    /// `BigInt`), and `U` must be able to read it. The context determines `U`, or `sum::<i64, _>(..)`.
    ///
    /// SQL: `SELECT article_id, SUM(stars) FROM comments WHERE article_id IN (..) AND .. GROUP BY article_id`
    pub fn sum<U, E>(self, expression: E) -> Aggregated<T, Row, Where, SumOf<U, E>>
    where
        E: MeasuresRows<Row::Model> + Expression<SqlType: Foldable>,
    {
        self.aggregated(Measure::new("SUM", expression))
    }

    /// The average: like [`sum`](Self::sum), with the SQL type of Diesel's `avg`.
    pub fn avg<U, E>(self, expression: E) -> Aggregated<T, Row, Where, AvgOf<U, E>>
    where
        E: MeasuresRows<Row::Model> + Expression<SqlType: Foldable>,
    {
        self.aggregated(Measure::new("AVG", expression))
    }

    /// The smallest value: `Option<U>`, which is `None` if there are no rows, or if all values are NULL.
    pub fn min<U, E>(self, expression: E) -> Aggregated<T, Row, Where, OneOf<U, E>>
    where
        E: MeasuresRows<Row::Model> + Expression<SqlType: SqlOrd + IntoNullable>,
    {
        self.aggregated(Measure::new("MIN", expression))
    }

    /// The largest value: like [`min`](Self::min).
    pub fn max<U, E>(self, expression: E) -> Aggregated<T, Row, Where, OneOf<U, E>>
    where
        E: MeasuresRows<Row::Model> + Expression<SqlType: SqlOrd + IntoNullable>,
    {
        self.aggregated(Measure::new("MAX", expression))
    }
}

impl<T, Row: Manager, Where, Order> RelatedRows<T, Row, Where, Order> {
    /// Each of these rows with its own related rows: `related::<Comment>().with(related::<Author>())` gives
    /// `Vec<(Comment, Option<Author>)>` for each row. This takes one more query for each relation, however many rows
    /// there are.
    pub fn with<P>(self, plan: P) -> RelatedRows<T, Row, Where, Order, Nested<P>> {
        self.change(|filter| filter, |order| order, |_| Nested(plan))
    }
}

impl<T, Row, Where, Order, Nest> Sealed for RelatedRows<T, Row, Where, Order, Nest> {}

/// The named scopes of a model apply to its related rows as well.
impl<T, Row: Manager, Where, Order, Nest> Narrow<Row::Model> for RelatedRows<T, Row, Where, Order, Nest> {
    type Narrowed = RelatedRows<T, Row, (Where, Condition<Row::Model>), Order, Nest>;

    fn narrow(self, condition: Condition<Row::Model>) -> Self::Narrowed {
        self.change(|filter| (filter, condition), |order| order, |nested| nested)
    }
}
