//! A piece of a statement, whatever it is of.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

/// A statement of ours, whatever it is of: all that Diesel compiles for a statement is compiled once for this.
pub(crate) trait Fragment<DB: Backend> {
    /// Pushes its text and its binds.
    fn walk<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

impl<DB: Backend, T: QueryFragment<DB>> Fragment<DB> for T {
    fn walk<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.walk_ast(out)
    }
}
