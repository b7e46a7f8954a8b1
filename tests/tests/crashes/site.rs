//! A place where crashes happen.

use model_tests::TestConnection;
use model_tests::crash::Work;
use model_tests::models::{Article, ArticleId};

/// A write that was said to have succeeded: the row, and its new title.
pub(crate) type Acknowledged = (ArticleId, String);

/// How many writes are acknowledged before a crash comes.
pub(crate) const ENOUGH: usize = 60;

/// A database with all tables that survives crashes of whoever writes to it.
pub(crate) trait Site {
    type Conn: TestConnection;

    /// Whether an audited write is several statements.
    const PROGRAMS: bool;

    fn connect(&self) -> Self::Conn;

    /// Does the work, with a crash before the `statement`th statement, and returns that statement; none when the work
    /// ended before.
    fn crash_before(&mut self, statement: usize, work: Work, rows: &[Article]) -> Option<String>;

    /// Lets writers write until a crash ends them.
    fn crash_under_load(&mut self, name: &str, rows: &[Article]) -> Vec<Acknowledged>;
}
