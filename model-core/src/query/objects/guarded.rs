//! Filters that cannot bypass the conditions next to them.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

/// A caller's filter. Diesel puts its own operators in parentheses, but not raw SQL. An `OR` in raw SQL would apply the
/// scope to its right side only, so this type adds the parentheses.
#[derive(Debug, Clone, Copy)]
pub struct Guarded<Condition>(Condition);

impl<Condition> Guarded<Condition> {
    pub(crate) fn new(predicate: Condition) -> Self {
        Self(predicate)
    }
}

impl<Condition: Expression> Expression for Guarded<Condition> {
    type SqlType = Condition::SqlType;
}

impl<Condition, QS> AppearsOnTable<QS> for Guarded<Condition>
where
    Condition: AppearsOnTable<QS>,
    Self: Expression,
{
}

impl<Condition, QS> SelectableExpression<QS> for Guarded<Condition>
where
    Condition: SelectableExpression<QS>,
    Self: AppearsOnTable<QS>,
{
}

impl<Condition: ValidGrouping<GB>, GB> ValidGrouping<GB> for Guarded<Condition> {
    type IsAggregate = Condition::IsAggregate;
}

impl<Condition: QueryId> QueryId for Guarded<Condition> {
    type QueryId = Condition::QueryId;
    const HAS_STATIC_QUERY_ID: bool = Condition::HAS_STATIC_QUERY_ID;
    const IS_WINDOW_FUNCTION: bool = Condition::IS_WINDOW_FUNCTION;
}

impl<Condition, DB> QueryFragment<DB> for Guarded<Condition>
where
    DB: Backend,
    Condition: QueryFragment<DB> + QueryId,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // Raw SQL has no static id, because its type does not determine its text.
        let is_opaque = !Condition::HAS_STATIC_QUERY_ID;
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
