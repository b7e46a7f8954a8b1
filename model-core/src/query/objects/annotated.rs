//! An expression beside each row.

use crate::model::Manager;
use crate::query::objects::scope::{FullyScoped, Orders, Restricts, ScopeOf};
use crate::query::objects::within::Confines;
use crate::query::objects::{BaseQuery, Objects, Scoped};
use crate::query::relations::beside::conditions::MeasuresRows;
use diesel::expression::Expression;
use diesel::query_builder::{self, AsQuery};
use diesel::query_dsl::RunQueryDsl;
use diesel::query_dsl::methods::{LimitDsl, SelectDsl};

/// The rows of a query, each with an expression: [`Objects::annotate`] makes it.
#[derive(Debug, Clone, Copy)]
#[must_use = "a query does nothing until it is run"]
pub struct Annotated<Query, E> {
    query: Query,
    expression: E,
}

impl<Row, Query, Scope, Order, Within> Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
{
    /// Each row with the value of an expression over its columns, or of a tuple of expressions:
    /// `Article::objects().annotate(articles::views * 2).load::<(Article, i32)>(conn)`. It comes last, after filters,
    /// orders and limits.
    ///
    /// A subquery may name columns of the row: `Comment::objects().filter(comments::article_id.eq(articles::id))
    /// .select(count_star()).single_value()`, which keeps the scope of the comments.
    ///
    /// SQL: `SELECT .., views * 2 FROM articles WHERE .. ORDER BY ..`
    pub fn annotate<E>(self, expression: E) -> Annotated<Self, E::This>
    where
        Scope: FullyScoped<Self>,
        E: MeasuresRows<Row::Model>,
    {
        Annotated { query: self, expression: expression.this() }
    }
}

impl<Row, Query, Scope, Order, Within, E, Selected> AsQuery for Annotated<Objects<Row, Query, Scope, Order, Within>, E>
where
    Row: Manager,
    Scope: ScopeOf<Row::Model> + FullyScoped<Objects<Row, Query, Scope, Order, Within>>,
    Within: Confines<Query>,
    Row::Filter: Restricts<Within::Output>,
    Scope::Restriction: Restricts<BaseQuery<Row, Query, Within>>,
    Order: Orders<Row, Scoped<Row, Query, Scope, Within>>,
    (Scope::Selection, E): Expression,
    Order::Output: SelectDsl<(Scope::Selection, E), Output = Selected>,
    Selected: query_builder::Query,
{
    type SqlType = Selected::SqlType;
    type Query = Selected;

    fn as_query(self) -> Selected {
        Order::order(self.query.scoped()).select((Scope::selection(), self.expression))
    }
}

impl<Query, E, Conn> RunQueryDsl<Conn> for Annotated<Query, E> {}

/// For `first`, which asks for one row.
impl<Query: LimitDsl, E> LimitDsl for Annotated<Query, E> {
    type Output = Annotated<Query::Output, E>;

    fn limit(self, limit: i64) -> Self::Output {
        Annotated { query: self.query.limit(limit), expression: self.expression }
    }
}
