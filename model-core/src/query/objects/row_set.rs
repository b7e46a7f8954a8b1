//! The queries that can choose the rows of a write.

use crate::model::{Manager, Model};
use crate::query::objects::Objects;
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, IntoUpdateTarget, QueryFragment, QueryId, UpdateTarget};
use std::marker::PhantomData;

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

/// A model whose rows Diesel's own `update` and `delete` write from a query of this library. No model implements it.
#[diagnostic::on_unimplemented(
    message = "`diesel::update` and `diesel::delete` do not write to the rows of `{Self}::objects()`",
    label = "they would ignore its scope, timestamps, hooks and audit trail",
    note = "write `.patch()` or `.delete()` at the end of the query, then `.run(conn)`; a write of plain Diesel starts \
            from the table: `diesel::update(articles::table.filter(..))`"
)]
pub trait WrittenByDiesel {
    /// Never called.
    fn never() -> QueryResult<()>;
}

/// The WHERE clause of a write by Diesel to the rows of a query of this library: no database can be asked for it.
#[derive(Debug, Clone, Copy)]
pub struct OutOfReach<Row>(PhantomData<fn() -> Row>);

impl<Row: 'static> QueryId for OutOfReach<Row> {
    type QueryId = Self;
}

impl<Row: WrittenByDiesel, DB: Backend> QueryFragment<DB> for OutOfReach<Row> {
    fn walk_ast<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Row::never()
    }
}

impl<Row: Manager, Query, Scope, Order, Within> HasTable for Objects<Row, Query, Scope, Order, Within> {
    type Table = <Row::Model as Model>::Table;

    fn table() -> Self::Table {
        *Row::Model::TABLE
    }
}

// Whatever the query is, so that the write fails once, where it is run.
impl<Row: Manager, Query, Scope, Order, Within> IntoUpdateTarget for Objects<Row, Query, Scope, Order, Within> {
    type WhereClause = OutOfReach<Row>;

    fn into_update_target(self) -> UpdateTarget<Self::Table, OutOfReach<Row>> {
        UpdateTarget { table: Self::table(), where_clause: OutOfReach(PhantomData) }
    }
}
