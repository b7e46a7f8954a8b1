//! Counts the entries of the trail.

use crate::audit::filters::Filters;
use crate::meta::error::Result;
use crate::meta::log::AuditLog;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::dialect::Dialect;
use crate::sql::rows::{load, statement};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::{Field, NamedRow, Row};

/// The number of entries of one model and action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionCount {
    /// The model that they belong to; empty for events without a row.
    pub content_type: String,
    /// `create`, `patch`, `delete`, `restore`, `hard_delete`, or the name of an event.
    pub action: String,
    /// The number of entries, at least 1.
    pub count: i64,
}

impl AuditLog {
    /// Starts a query for the number of entries of each model and action, in the order of their names.
    ///
    /// ```
    /// # use model_core::prelude::*;
    /// # #[cfg(feature = "sqlite")]
    /// # fn report(conn: &mut diesel::SqliteConnection) -> Result<(), Error> {
    /// use model_core::AuditLog;
    ///
    /// for kind in AuditLog::counts().run(conn)? {
    ///     println!("{} {}: {}", kind.content_type, kind.action, kind.count);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`AuditLog::trail`] has filters, and [`count_by_action`](crate::audit::Trail::count_by_action) counts what they
    /// leave.
    pub fn counts() -> CountByAction {
        CountByAction { filters: Filters::default() }
    }
}

/// The number of entries of each model and action, which is not read yet.
#[derive(Debug, Clone)]
#[must_use = "a query does nothing until `.run(conn)`"]
pub struct CountByAction {
    pub(crate) filters: Filters,
}

/// Counts the entries by model and action, in the order of their names.
///
/// SQL: `SELECT content_type, action, COUNT(*) FROM audit_logs WHERE .. GROUP BY content_type, action`
///
/// # Errors
/// Database errors.
impl Run for CountByAction {
    type Output = Vec<ActionCount>;
}

impl Ready for CountByAction {}

impl<Conn> RunOn<Conn> for CountByAction
where
    Conn: SyncConnection<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<ActionCount>> {
        count(conn, self.filters)
    }
}

/// Counts entries by model and action.
pub(crate) fn count<Conn>(conn: &mut Conn, filters: Filters) -> Result<Vec<ActionCount>>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    let mut counts: Vec<ActionCount> =
        load(conn, CountActions { filters })?.into_iter().map(|ActionCountRow(count)| count).collect();
    // Every database orders text in its own way.
    counts.sort_by(|one, other| (&one.content_type, &one.action).cmp(&(&other.content_type, &other.action)));
    Ok(counts)
}

/// `SELECT content_type, action, COUNT(*) FROM audit_logs WHERE .. GROUP BY content_type, action`
struct CountActions {
    filters: Filters,
}

// The filters are part of the text, but not of the type.
statement!([] CountActions, by_text);

impl<DB: Dialect> QueryFragment<DB> for CountActions {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT content_type, action, COUNT(*)");
        self.filters.push_from(&mut out)?;
        out.push_sql(" GROUP BY content_type, action");
        Ok(())
    }
}

struct ActionCountRow(ActionCount);

impl<DB: Dialect> QueryableByName<DB> for ActionCountRow {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let field = |index| Row::get(row, index).ok_or("the row has no such column");
        Ok(Self(ActionCount {
            content_type: DB::read_text(field(0)?.value())?,
            action: DB::read_text(field(1)?.value())?,
            count: DB::read_count(field(2)?.value())?,
        }))
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/counts.rs"]
pub(crate) mod twin;
