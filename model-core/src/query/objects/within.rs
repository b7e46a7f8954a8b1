//! The relation that restricts a query to the rows of one other row: `article.comments()`.
//!
//! It is stored next to the query and added outside every filter, so an `or_filter` cannot reach rows of another
//! article.

use diesel::query_dsl::methods::FilterDsl;

/// What restricts the Diesel query `Q`.
pub trait Confines<Q> {
    /// The restricted query.
    type Output;

    /// Adds the restriction.
    fn within(self, query: Q) -> Self::Output;
}

/// No restriction: all rows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Anywhere;

impl<Q> Confines<Q> for Anywhere {
    type Output = Q;

    fn within(self, query: Q) -> Q {
        query
    }
}

/// The condition `P`, and `X`.
#[derive(Debug, Clone, Copy)]
pub struct Inside<X, P> {
    outer: X,
    condition: P,
}

impl<X, P> Inside<X, P> {
    pub(crate) fn new(outer: X, condition: P) -> Self {
        Self { outer, condition }
    }
}

impl<Q, X, P> Confines<Q> for Inside<X, P>
where
    X: Confines<Q, Output: FilterDsl<P>>,
{
    type Output = <X::Output as FilterDsl<P>>::Output;

    fn within(self, query: Q) -> Self::Output {
        self.outer.within(query).filter(self.condition)
    }
}
