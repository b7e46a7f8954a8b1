//! Queries over the whole trail: entries of any row and any model.

use crate::audit::counts::{ActionCount, CountByAction};
use crate::audit::filters::{Filters, filters};
use crate::audit::select::SelectEntries;
use crate::meta::error::Result;
use crate::meta::log::AuditLog;
use crate::model::actor::Actor;
use crate::model::{Manager, Model};
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::dialect::Dialect;
use crate::sql::rows::{Number, load, statement};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use std::borrow::Cow;
use std::fmt::Display;
use uuid::Uuid;

impl AuditLog {
    /// Starts a query over the whole trail, with filters by model, row, actor, action, time, field, request and
    /// operation.
    ///
    /// ```
    /// # use model_core::prelude::*;
    /// # #[cfg(feature = "sqlite")]
    /// # fn of_today(conn: &mut diesel::SqliteConnection, me: &Actor) -> Result<(), Error> {
    /// use model_core::AuditLog;
    ///
    /// let midnight = chrono::Utc::now() - days(1);
    /// let mine = AuditLog::trail().by(me).since(midnight).newest_first().limit(50).load(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn trail() -> Trail {
        Trail { filters: Filters::default(), newest_first: false, limit: None }
    }
}

/// A query over entries of any row: [`AuditLog::trail`] returns it.
#[derive(Debug, Clone)]
#[must_use = "a query does nothing until it is run"]
pub struct Trail {
    filters: Filters,
    newest_first: bool,
    limit: Option<usize>,
}

impl Trail {
    /// Only entries of one model (or of the model of a proxy).
    ///
    /// SQL: `.. AND content_type = ..`
    pub fn of<Row: Manager>(self) -> Self {
        self.content_type(<Row::Model as Model>::META.content_type)
    }

    /// Only entries of one content type, also of a model that no longer exists.
    ///
    /// SQL: `.. AND content_type = ..`
    pub fn content_type(mut self, content_type: impl Into<Cow<'static, str>>) -> Self {
        self.filters.content_type = Some(content_type.into());
        self
    }

    /// Only entries of rows with this key, in the text form of the trail.
    ///
    /// SQL: `.. AND object_id = ..`
    pub fn object_id(mut self, object_id: impl Display) -> Self {
        self.filters.object_id = Some(object_id.to_string());
        self
    }

    filters! {
        /// Only entries in which a field of this name changed, masked ones included.
        ///
        /// SQL: `.. AND jsonb_exists(changes, ..)`, or the equivalent of the backend
        pub fn field(mut self, field: impl Into<String>) -> Self {
            self.filters.set_fields(vec![field.into()]);
            self
        }
    }

    /// Loads the entries in the order of the trail's sequence, whatever their timestamps.
    ///
    /// SQL: `SELECT .. FROM audit_logs WHERE .. ORDER BY id`
    ///
    /// `.run(conn)` does the same, for code where another trait also has a method `load`, such as diesel-async's.
    ///
    /// # Errors
    /// Database errors.
    pub fn load<Conn>(self, conn: &mut Conn) -> Result<Vec<AuditLog>>
    where
        Self: RunOn<Conn, Output = Vec<AuditLog>>,
    {
        self.perform(conn)
    }

    /// The same entries, of which `.run(conn)` returns the number by model and action, as [`counts`](Self::counts)
    /// does.
    pub fn count_by_action(self) -> CountByAction {
        CountByAction { filters: self.filters }
    }

    /// The id of the first entry, in the order of the query, that does not belong to its first so many; none if there
    /// are not more. A limit does not apply.
    ///
    /// A filter that no index serves, such as [`field`](Self::field), reads the trail until it has found enough. To
    /// limit that, ask for this id before the filter is set, and then use [`after`](Self::after) with it.
    ///
    /// ```
    /// # use model_core::prelude::*;
    /// # #[cfg(feature = "sqlite")]
    /// # fn titles(conn: &mut diesel::SqliteConnection) -> Result<(), Error> {
    /// use model_core::AuditLog;
    ///
    /// let newest = AuditLog::trail().newest_first();
    /// let trail = match newest.clone().first_beyond(10_000).run(conn)? {
    ///     Some(id) => newest.after(id),
    ///     None => newest,
    /// };
    /// let found = trail.field("title").limit(50).load(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// SQL: `SELECT MIN(id) FROM (SELECT id FROM audit_logs WHERE .. ORDER BY id DESC LIMIT 10001) AS looked HAVING
    /// COUNT(*) > 10000`
    ///
    /// # Errors
    /// Of `.run(conn)`: database errors.
    pub fn first_beyond(self, entries: usize) -> FirstBeyond {
        FirstBeyond { filters: self.filters, newest_first: self.newest_first, entries }
    }

    /// Counts the entries by model and action, in the order of their names; a limit does not apply.
    ///
    /// SQL: `SELECT content_type, action, COUNT(*) FROM audit_logs WHERE .. GROUP BY content_type, action`
    ///
    /// # Errors
    /// Database errors.
    pub fn counts<Conn>(self, conn: &mut Conn) -> Result<Vec<ActionCount>>
    where
        CountByAction: RunOn<Conn>,
    {
        self.count_by_action().perform(conn)
    }
}

/// Does the same as [`load`](Self::load).
impl Run for Trail {
    type Output = Vec<AuditLog>;
}

impl Ready for Trail {}

impl<Conn> RunOn<Conn> for Trail
where
    Conn: SyncConnection<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<AuditLog>> {
        SelectEntries::new(self.filters, self.newest_first, self.limit).load(conn)
    }
}

/// The id of the first entry after so many others, which is not read yet: [`Trail::first_beyond`] returns it.
#[derive(Debug, Clone)]
#[must_use = "a query does nothing until `.run(conn)`"]
pub struct FirstBeyond {
    filters: Filters,
    newest_first: bool,
    entries: usize,
}

/// Reads the id; none if there are not more entries.
impl Run for FirstBeyond {
    type Output = Option<i64>;
}

impl Ready for FirstBeyond {}

impl<Conn> RunOn<Conn> for FirstBeyond
where
    Conn: SyncConnection<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> Result<Option<i64>> {
        let found: Vec<Number> = load(conn, SelectBeyond(self))?;
        Ok(found.first().map(|Number(id)| *id))
    }
}

struct SelectBeyond(FirstBeyond);

// The filters are part of the text, but not of the type.
statement!([] SelectBeyond, by_text);

impl<DB: Dialect> QueryFragment<DB> for SelectBeyond {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self(FirstBeyond { filters, newest_first, entries }) = self;
        let (last, order) = if *newest_first { ("MIN", "id DESC") } else { ("MAX", "id") };
        out.push_sql(&format!("SELECT {last}(id) FROM (SELECT id"));
        filters.push_from(&mut out)?;
        let most = entries.saturating_add(1);
        out.push_sql(&format!(" ORDER BY {order} LIMIT {most}) AS looked HAVING COUNT(*) > {entries}"));
        Ok(())
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/trail.rs"]
pub(crate) mod twin;
