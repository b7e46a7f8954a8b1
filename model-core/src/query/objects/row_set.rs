//! The queries that can choose the rows of a write.

use crate::model::{Manager, Model};
use crate::query::objects::Objects;
use diesel::associations::HasTable;
use diesel::query_builder::{IntoUpdateTarget, UpdateTarget};
use std::convert::Infallible;

/// A Diesel query that can choose the rows of `M` for a write: one with filters only, which become the WHERE clause
/// `Filter`.
#[diagnostic::on_unimplemented(
    message = "only filters can choose the rows of a write",
    label = "this query also has a limit, an order, a join or a group",
    note = "load the keys first, then write to the rows with those keys: `.filter(articles::id.eq_any(keys))`"
)]
pub trait RowSet<M: Model, Filter> {
    /// Returns the WHERE clause.
    fn into_clause(self) -> Filter;
}

#[diagnostic::do_not_recommend]
impl<Q, M> RowSet<M, Q::WhereClause> for Q
where
    M: Model,
    Q: IntoUpdateTarget + HasTable<Table = M::Table>,
{
    fn into_clause(self) -> Q::WhereClause {
        self.into_update_target().where_clause
    }
}

/// A query without a scope, which Diesel's own `delete` and `update` accept. No query of this library implements it, so
/// that the error message names this trait, and thereby the reason.
pub trait WithoutScope {
    /// Never called.
    fn never(self) -> Infallible;
}

impl<Row: Manager, Query, Scope, Order, Within> HasTable for Objects<Row, Query, Scope, Order, Within> {
    type Table = <Row::Model as Model>::Table;

    fn table() -> Self::Table {
        *Row::Model::TABLE
    }
}

impl<Row: Manager, Query, Scope, Order, Within> IntoUpdateTarget for Objects<Row, Query, Scope, Order, Within>
where
    Self: WithoutScope,
{
    type WhereClause = Infallible;

    fn into_update_target(self) -> UpdateTarget<Self::Table, Infallible> {
        match self.never() {}
    }
}
