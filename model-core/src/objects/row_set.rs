//! Which queries a write can take its rows from.

use super::Objects;
use crate::model::{Manager, Model};
use diesel::associations::{HasTable, Identifiable};
use diesel::query_builder::IntoUpdateTarget;

/// A Diesel query over the rows of `M` that a write can take its rows from: one with filters and nothing else.
#[diagnostic::on_unimplemented(
    message = "only filters can choose the rows of a write",
    label = "the query has something else: a limit, an order, a join or a group",
    note = "load the keys first, and write to the rows that have them: `.filter(articles::id.eq_any(keys))`"
)]
pub trait RowSet<M: Model> {
    /// The WHERE clause.
    type Clause;

    /// Takes the WHERE clause out.
    fn into_clause(self) -> Self::Clause;
}

#[diagnostic::do_not_recommend]
impl<Q, M> RowSet<M> for Q
where
    M: Model,
    Q: IntoUpdateTarget + HasTable<Table = M::Table>,
{
    type Clause = Q::WhereClause;

    fn into_clause(self) -> Q::WhereClause {
        self.into_update_target().where_clause
    }
}

/// A query that `diesel::delete` and `diesel::update` would take. Implemented by nothing: it gives the refusal of a scoped
/// query a reason.
#[diagnostic::on_unimplemented(
    message = "Diesel's own statements write around the scope, the timestamps and the audit trail of a model",
    label = "call `.delete()` or `.patch()` on this query itself",
    note = "to write around them on purpose, name the table: `diesel::delete(articles::table.filter(..))`"
)]
pub trait Unguarded {
    /// Never called.
    fn never(self);
}

impl<R: Manager, Q, S, O> HasTable for Objects<R, Q, S, O> {
    type Table = <R::Model as Model>::Table;

    fn table() -> Self::Table {
        *R::Model::TABLE
    }
}

// An update target of Diesel's is a table, a query, or something with an id; this is the last of them, if it were one.
impl<R: Manager, Q, S, O> Identifiable for Objects<R, Q, S, O>
where
    Self: Unguarded,
{
    type Id = ();

    fn id(self) {
        self.never();
    }
}
