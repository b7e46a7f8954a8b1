//! The statements for related rows and their aggregates.

use crate::meta::type_only::TypeOnly;
use crate::model::{Manager, Model};
use crate::query::objects::default_scope::push_shared_scope;
use crate::query::relations::beside::aggregate::AggregateOn;
use crate::query::relations::beside::conditions::{Conditions, OrdersOn};
use crate::query::relations::beside::route::{Route, push_live};
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::rows::statement;
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::deserialize::{self, FromSqlRow, QueryableByName};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::NamedRow;

/// The related rows of the rows with these keys, by the relation `R` of `M`.
pub(crate) struct Source<'k, M, R, K, Target: Manager, Where, Kept> {
    pub(crate) keys: &'k [&'k K],
    pub(crate) all: bool,
    /// The default scope of the rows for which this loads.
    pub(crate) shared_scope: &'k [<Target::Model as Model>::Values],
    /// The default filter of the related rows.
    pub(crate) kept: &'k Kept,
    pub(crate) filter: &'k Where,
    pub(crate) relation: TypeOnly<(M, R)>,
}

impl<M, R, K, Target: Manager, Where, Kept> Source<'_, M, R, K, Target, Where, Kept> {
    /// Pushes ` FROM .. WHERE ..`.
    fn push<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Dialect,
        M: Model,
        R: Route<M, DB, Key = K>,
        Target: Manager<Model: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>>,
        Where: Conditions<DB>,
        Kept: Conditions<DB>,
    {
        out.push_sql(" FROM ");
        R::push_tables(out)?;
        out.push_sql(" WHERE ");
        R::push_key_tuple(out)?;
        R::push_is_one_of(self.keys, out)?;
        push_shared_scope::<Target::Model, DB>(self.shared_scope, out)?;
        R::push_live_link(out)?;
        if !self.all && !R::LENIENT {
            push_live::<Target::Model, DB>(out)?;
        }
        self.kept.push(out)?;
        self.filter.push(out)
    }
}

/// `SELECT .., article_id FROM comments WHERE article_id IN (..) AND .. ORDER BY ..`. With a limit for each key, the
/// rows of each key are numbered in a derived table, whose columns have names of their own: those of the table may
/// include that of the key.
pub(crate) struct SelectRelated<'k, M, R, K, Target: Manager, Where, Kept, Order> {
    pub(crate) source: Source<'k, M, R, K, Target, Where, Kept>,
    pub(crate) order: &'k Order,
    pub(crate) limit: Option<u32>,
}

statement!(
    ['k, M, R, K, Target: Manager, Where, Kept, Order] SelectRelated<'k, M, R, K, Target, Where, Kept, Order>, by_text
);

impl<M, R, K, Target, Where, Kept, Order, DB> QueryFragment<DB>
    for SelectRelated<'_, M, R, K, Target, Where, Kept, Order>
where
    DB: Dialect,
    M: Model,
    R: Route<M, DB, Key = K>,
    Target: Manager<Model: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>>,
    Where: Conditions<DB>,
    Kept: Conditions<DB>,
    Order: OrdersOn<Target, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Some(limit) = self.limit else {
            out.push_sql("SELECT ");
            sql::columns::<Target::Model, DB>(At::Table, &mut out)?;
            out.push_sql(", ");
            R::push_key(&mut out)?;
            self.source.push(&mut out)?;
            out.push_sql(" ORDER BY ");
            return self.order.push(&mut out);
        };
        out.push_sql("SELECT * FROM (SELECT ");
        let names = sql::names::<Target::Model, DB>();
        for index in 0..names.meta.fields.len() {
            names.qualified(At::Table, index, &mut out)?;
            out.push_sql(&format!(" AS c{index}, "));
        }
        R::push_key(&mut out)?;
        out.push_sql(" AS model_key, ROW_NUMBER() OVER (PARTITION BY ");
        R::push_group(&mut out)?;
        out.push_sql(" ORDER BY ");
        self.order.push(&mut out)?;
        out.push_sql(") AS model_place");
        self.source.push(&mut out)?;
        out.push_sql(&format!(") AS model_ranked WHERE model_place <= {limit} ORDER BY model_place"));
        Ok(())
    }
}

/// `SELECT article_id, SUM(stars) FROM comments WHERE article_id IN (..) AND .. GROUP BY article_id`
pub(crate) struct SelectAggregate<'k, M, R, K, Target: Manager, Where, Kept, A> {
    pub(crate) source: Source<'k, M, R, K, Target, Where, Kept>,
    pub(crate) aggregate: &'k A,
}

statement!(
    ['k, M, R, K, Target: Manager, Where, Kept, A] SelectAggregate<'k, M, R, K, Target, Where, Kept, A>, by_text
);

impl<M, R, K, Target, Where, Kept, A, DB> QueryFragment<DB> for SelectAggregate<'_, M, R, K, Target, Where, Kept, A>
where
    DB: Dialect,
    M: Model,
    R: Route<M, DB, Key = K>,
    Target: Manager<Model: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>>,
    Where: Conditions<DB>,
    Kept: Conditions<DB>,
    A: AggregateOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        R::push_key_of_group(&mut out)?;
        self.aggregate.push(&mut out)?;
        self.source.push(&mut out)?;
        out.push_sql(" GROUP BY ");
        R::push_group(&mut out)
    }
}

/// A related row, and the key by which it belongs to a row of `M`.
pub(crate) struct Keyed<Found, M, R, K> {
    pub(crate) row: Found,
    pub(crate) key: K,
    relation: TypeOnly<(M, R)>,
}

impl<Found, M, R, K, DB> QueryableByName<DB> for Keyed<Found, M, R, K>
where
    DB: Dialect,
    M: Model,
    R: Route<M, DB, Key = K>,
    Found: RowOn<DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let width = <Found::Model as Model>::META.fields.len();
        let key = R::read_key(row, width)?;
        Ok(Self { row: FromSqlRow::build_from_row(&row.partial_row(0..width))?, key, relation: TypeOnly::default() })
    }
}

/// A key, and the aggregate of its related rows.
pub(crate) struct KeyAggregate<A, M, R, K, Output> {
    pub(crate) key: K,
    pub(crate) result: Output,
    relation: TypeOnly<(A, M, R)>,
}

impl<A, M, R, K, Output, DB> QueryableByName<DB> for KeyAggregate<A, M, R, K, Output>
where
    DB: Dialect,
    M: Model,
    R: Route<M, DB, Key = K>,
    A: AggregateOn<DB, Output = Output>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let (key, result) = (R::read_key(row, 0)?, A::read(row, R::COLUMNS)?);
        Ok(Self { key, result, relation: TypeOnly::default() })
    }
}
