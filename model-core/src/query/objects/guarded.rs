//! Filters that cannot bypass the conditions next to them.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

/// A caller's filter. Diesel puts its own operators in parentheses, but not raw SQL. An `OR` in raw SQL would apply the
/// scope to its right side only, so this type adds the parentheses.
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
        // Raw SQL has no static id, because its type does not determine its text.
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
