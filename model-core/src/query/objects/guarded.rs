//! Filters that cannot reach around what is put beside them.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

/// A caller's filter. Diesel's own operators stand in parentheses of their own; raw SQL does not, and an `OR` in it
/// would leave the scope on its right side only, so that gets parentheses here.
#[derive(Debug, Clone, Copy)]
pub struct Guarded<P>(P);

impl<P> Guarded<P> {
    pub(crate) fn new(predicate: P) -> Self {
        Self(predicate)
    }
}

impl<P: Expression> Expression for Guarded<P> {
    type SqlType = P::SqlType;
}

impl<P, QS> AppearsOnTable<QS> for Guarded<P>
where
    P: AppearsOnTable<QS>,
    Self: Expression,
{
}

impl<P, QS> SelectableExpression<QS> for Guarded<P>
where
    P: SelectableExpression<QS>,
    Self: AppearsOnTable<QS>,
{
}

impl<P: ValidGrouping<GB>, GB> ValidGrouping<GB> for Guarded<P> {
    type IsAggregate = P::IsAggregate;
}

impl<P: QueryId> QueryId for Guarded<P> {
    type QueryId = P::QueryId;
    const HAS_STATIC_QUERY_ID: bool = P::HAS_STATIC_QUERY_ID;
    const IS_WINDOW_FUNCTION: bool = P::IS_WINDOW_FUNCTION;
}

impl<P, DB> QueryFragment<DB> for Guarded<P>
where
    DB: Backend,
    P: QueryFragment<DB> + QueryId,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // Raw SQL has no static id, because its text is not known from its type.
        let is_opaque = !P::HAS_STATIC_QUERY_ID;
        if is_opaque {
            out.push_sql("(");
        }
        self.0.walk_ast(out.reborrow())?;
        if is_opaque {
            out.push_sql(")");
        }
        Ok(())
    }
}
