//! An expression next to each row.

use crate::model::Model;
use diesel::expression::{AppearsOnTable, Expression, NonAggregate};
use diesel::query_dsl::methods::SelectDsl;

/// An expression that the Diesel query `Query` over rows of `M` can select next to the columns of the row.
#[diagnostic::on_unimplemented(
    message = "this expression cannot be selected together with rows of `{M}`",
    label = "expected a column of `{M}`, or an expression over its columns, without aggregates",
    note = "use columns of other tables in a subquery"
)]
pub trait Annotates<M, Query, Selection> {
    /// The query with the expression.
    type Output;

    /// Selects both.
    fn beside(self, query: Query, selection: Selection) -> Self::Output;
}

#[diagnostic::do_not_recommend]
impl<M, Query, Selection, E> Annotates<M, Query, Selection> for E
where
    M: Model,
    E: AppearsOnTable<M::Table> + NonAggregate,
    (Selection, E): Expression,
    Query: SelectDsl<(Selection, E)>,
{
    type Output = Query::Output;

    fn beside(self, query: Query, selection: Selection) -> Query::Output {
        query.select((selection, self))
    }
}
