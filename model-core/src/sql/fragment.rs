//! A piece of a statement of any model.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

/// A statement of any model: what Diesel compiles for a statement is compiled once for this trait object.
pub(crate) trait Fragment<DB: Backend> {
    /// Pushes its text and its binds.
    fn walk<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

impl<DB: Backend, T: QueryFragment<DB>> Fragment<DB> for T {
    fn walk<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.walk_ast(out)
    }
}
