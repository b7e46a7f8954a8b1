//! The relation that restricts a query to the rows of one other row: `article.comments()`.
//!
//! It is stored next to the query and added outside every filter, so an `or_filter` cannot reach rows of another
//! article.

use diesel::query_dsl::methods::FilterDsl;

/// What restricts the Diesel query `Query`.
pub trait Confines<Query> {
    /// The restricted query.
    type Output;

    /// Adds the restriction.
    fn within(self, query: Query) -> Self::Output;
}

/// No restriction: all rows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Anywhere;

impl<Query> Confines<Query> for Anywhere {
    type Output = Query;

    fn within(self, query: Query) -> Query {
        query
    }
}

/// The condition `Condition`, and `Within`.
#[derive(Debug, Clone, Copy)]
pub struct Inside<Within, Condition> {
    outer: Within,
    condition: Condition,
}

impl<Within, Condition> Inside<Within, Condition> {
    pub(crate) fn new(outer: Within, condition: Condition) -> Self {
        Self { outer, condition }
    }
}

impl<Query, Within, Condition> Confines<Query> for Inside<Within, Condition>
where
    Within: Confines<Query, Output: FilterDsl<Condition>>,
{
    type Output = <Within::Output as FilterDsl<Condition>>::Output;

    fn within(self, query: Query) -> Self::Output {
        self.outer.within(query).filter(self.condition)
    }
}
