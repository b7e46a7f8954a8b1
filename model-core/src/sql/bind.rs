//! A value in an expression.

use crate::meta::clock::cut;
use crate::model::key::Holds;
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::AsExpression;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, TypedExpressionType, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{HasSqlType, IntoNotNullable, SqlType};
use std::marker::PhantomData;

/// A value that is bound as the SQL type `ST`: a typed key or a choice becomes one in a Diesel expression.
#[derive(Debug, Clone, Copy)]
pub struct Bind<ST, T> {
    value: T,
    sql_type: PhantomData<fn() -> ST>,
}

impl<ST, T> Bind<ST, T> {
    /// A value, to be bound as `ST`.
    pub fn new(value: T) -> Self {
        Self { value, sql_type: PhantomData }
    }
}

impl<ST, T> Expression for Bind<ST, T>
where
    ST: SqlType + TypedExpressionType,
{
    type SqlType = ST;
}

impl<ST, T, QS> AppearsOnTable<QS> for Bind<ST, T> where Self: Expression {}
impl<ST, T, QS> SelectableExpression<QS> for Bind<ST, T> where Self: AppearsOnTable<QS> {}

impl<ST, T, GB> ValidGrouping<GB> for Bind<ST, T> {
    type IsAggregate = is_aggregate::Never;
}

impl<ST: QueryId, T> QueryId for Bind<ST, T> {
    type QueryId = Bind<ST::QueryId, ()>;
    const HAS_STATIC_QUERY_ID: bool = ST::HAS_STATIC_QUERY_ID;
}

/// A value is never NULL, so for a nullable column it is bound as the type inside the `Nullable`: only for that type
/// can a foreign type implement `ToSql`.
impl<ST, T, DB> QueryFragment<DB> for Bind<ST, T>
where
    ST: IntoNotNullable,
    DB: Backend + HasSqlType<ST::NotNullable>,
    T: ToSql<ST::NotNullable, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_bind_param::<ST::NotNullable, T>(&self.value)
    }
}

/// A value of a foreign type in a Diesel expression; see [`value`].
#[derive(Debug, Clone, Copy)]
pub struct Value<T>(T);

/// A value that Diesel does not accept by itself, because its type is foreign and the SQL type of the column is
/// portable: `articles::author_id.eq(value(uuid))`. Typed keys, choices and [`at`](crate::at) need no help.
pub fn value<T>(value: T) -> Value<T> {
    Value(value)
}

impl<T, ST> AsExpression<ST> for Value<T>
where
    ST: Holds<T> + TypedExpressionType,
{
    type Expression = Bind<ST, T>;

    fn as_expression(self) -> Self::Expression {
        Bind::new(self.0)
    }
}

/// An instant in a Diesel expression: `articles::created_at.gt(at(instant))`. It is truncated to microseconds, like
/// every stored instant.
pub fn at(instant: DateTime<Utc>) -> Value<DateTime<Utc>> {
    value(cut(instant))
}
