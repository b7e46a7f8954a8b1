//! The relation that keeps a query to the rows of one other row: `article.comments()`.
//!
//! It is kept beside the query, and goes on outside of every filter: an `or_filter` cannot leave the article.

use diesel::query_dsl::methods::FilterDsl;

/// What the Diesel query `Q` is kept within.
pub trait Confines<Q> {
    /// The query with it.
    type Output;

    /// Puts it on.
    fn within(self, query: Q) -> Self::Output;
}

/// Within nothing: all rows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Anywhere;

impl<Q> Confines<Q> for Anywhere {
    type Output = Q;

    fn within(self, query: Q) -> Q {
        query
    }
}

/// Within the condition `P`, and within `X`.
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
