//! What restricts and orders related rows.

use crate::model::{Manager, Model};
use crate::query::relations::beside::Ordered;
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::order::push_terms;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, NonAggregate};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::query_dsl::methods::FilterDsl;
use diesel::sql_types::BoolOrNullableBool;

/// A condition on related rows of `M`.
#[diagnostic::on_unimplemented(
    message = "this is not a condition on related rows of `{M}`",
    label = "expected a boolean expression over the columns of `{M}`, without aggregates",
    note = "the filter can use only columns of the related rows; use columns of other tables in a subquery: \
            `exists(..)`, `eq_any(..)`"
)]
pub trait FiltersRelated<M>: Sized {}

#[diagnostic::do_not_recommend]
impl<M, E> FiltersRelated<M> for E
where
    M: Model,
    E: Expression<SqlType: BoolOrNullableBool> + AppearsOnTable<M::Table> + NonAggregate + Send + Sync,
{
}

/// An order of related rows of `M`.
#[diagnostic::on_unimplemented(
    message = "this cannot order related rows of `{M}`",
    label = "expected columns of `{M}`, or expressions over them, without aggregates"
)]
pub trait OrdersRelated<M>: Sized {}

#[diagnostic::do_not_recommend]
impl<M, E> OrdersRelated<M> for E
where
    M: Model,
    E: Expression + AppearsOnTable<M::Table> + NonAggregate + Send + Sync,
{
}

/// An expression over one row of `M`.
#[diagnostic::on_unimplemented(
    message = "this is not an expression over rows of `{M}`",
    label = "expected a column of `{M}`, or an expression over its columns, without aggregates",
    note = "use columns of other tables in a subquery"
)]
pub trait MeasuresRows<M>: Sized {}

#[diagnostic::do_not_recommend]
impl<M, E> MeasuresRows<M> for E
where
    M: Model,
    E: Expression + AppearsOnTable<M::Table> + NonAggregate + Send + Sync,
{
}

/// A proxy of `M`, or `M` itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a proxy of `{M}`",
    label = "the rows of this relation are those of `{M}`",
    note = "name a struct with `#[derive(Proxy)]` and `#[proxy(of = ..)]` for that model"
)]
pub trait ProxyOf<M> {
    /// The type itself. If the trait does not hold, the compiler reports that alone.
    type This;
}

#[diagnostic::do_not_recommend]
impl<M: Model, Proxy: Manager<Model = M>> ProxyOf<M> for Proxy {
    type This = Proxy;
}

/// Conditions as a list: pairs of those before and one more, beginning with `()`.
pub trait Conditions<DB: Backend> {
    /// Pushes ` AND (..)` for each.
    ///
    /// # Errors
    /// A value in it cannot be serialized.
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

impl<DB: Backend> Conditions<DB> for () {
    fn push<'b>(&'b self, _: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<DB, Before, E> Conditions<DB> for (Before, E)
where
    DB: Backend,
    Before: Conditions<DB>,
    E: QueryFragment<DB>,
{
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.push(out)?;
        out.push_sql(" AND (");
        self.1.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

/// Stands for a query where the default filter of a proxy is wanted alone: it collects the conditions.
#[derive(Debug, Clone, Copy)]
pub struct Collected<List>(pub(crate) List);

impl<List, E> FilterDsl<E> for Collected<List> {
    type Output = Collected<(List, E)>;

    fn filter(self, condition: E) -> Self::Output {
        Collected((self.0, condition))
    }
}

impl<DB, List> Conditions<DB> for Collected<List>
where
    DB: Backend,
    List: Conditions<DB>,
{
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.push(out)
    }
}

/// The order of related rows of `Row`: `()` is the default order.
pub trait OrdersOn<Row, DB: Backend> {
    /// Pushes the terms, which end with the key.
    ///
    /// # Errors
    /// A value in it cannot be serialized.
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

impl<Row, DB> OrdersOn<Row, DB> for ()
where
    DB: Dialect,
    Row: Manager<Model: Model<Table: QueryFragment<DB>>>,
{
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if Row::ORDERING.is_empty() {
            return sql::key_columns::<Row::Model, DB>(At::Table, out);
        }
        push_terms(sql::names::<Row::Model, DB>(), Row::ORDERING, out)
    }
}

impl<Row, DB, E> OrdersOn<Row, DB> for Ordered<E>
where
    DB: Dialect,
    Row: Manager<Model: Model<Table: QueryFragment<DB>>>,
    E: QueryFragment<DB>,
{
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        sql::key_columns::<Row::Model, DB>(At::Table, out)
    }
}
