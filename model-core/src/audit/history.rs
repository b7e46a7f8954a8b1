//! The history of one row.

use crate::audit::counts::{ActionCount, CountByAction};
use crate::audit::entry::AuditEntry;
use crate::audit::filters::{Filters, filters};
use crate::audit::select::SelectEntries;
use crate::meta::Field;
use crate::meta::error::Result;
use crate::model::Model;
use crate::model::actor::Actor;
use crate::model::key::RowKey;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::dialect::Dialect;
use chrono::{DateTime, Utc};
use std::fmt::Display;
use std::marker::PhantomData;
use uuid::Uuid;

/// The history of one row, oldest entry first: `Article::history(&id)` returns it. A long one is read by pages:
/// `Article::history(&id).newest_first().limit(50).before(last.id)`.
#[derive(Debug, Clone)]
#[must_use = "a query does nothing until it is run"]
pub struct History<M> {
    filters: Filters,
    newest_first: bool,
    limit: Option<usize>,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> History<M> {
    pub(crate) fn new(key: &M::Key) -> Self {
        let filters = Filters::of_row(M::META.content_type, key.text());
        Self { filters, newest_first: false, limit: None, model: PhantomData }
    }

    filters! {
        /// Only entries in which this field changed, masked ones included. The name is the current name of the field.
        ///
        /// SQL: `.. AND jsonb_exists(changes, ..)`, or the equivalent of the backend
        pub fn field(mut self, field: impl Into<String>) -> Self {
            let field = field.into();
            self.filters.set_fields(match M::META.fields.iter().find(|known| known.name == field) {
                Some(known) => names_of(known),
                None => vec![field],
            });
            self
        }
    }

    /// Loads the entries in the order of the trail's sequence, whatever their timestamps.
    ///
    /// SQL: `SELECT .. FROM audit_logs WHERE content_type = .. AND object_id = .. ORDER BY id`
    ///
    /// `.run(conn)` does the same, for code where another trait also has a method `load`, such as diesel-async's.
    ///
    /// # Errors
    /// Database errors.
    pub fn load<Conn>(self, conn: &mut Conn) -> Result<Vec<AuditEntry<M>>>
    where
        Self: RunOn<Conn, Output = Vec<AuditEntry<M>>>,
    {
        self.perform(conn)
    }

    /// The same entries, of which `.run(conn)` returns the number by model and action, as [`counts`](Self::counts)
    /// does.
    pub fn count_by_action(self) -> CountByAction {
        CountByAction { filters: self.filters }
    }

    /// Counts the entries by action, in the order of the actions' names; a limit does not apply.
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

/// Every name that a field may have in an entry.
pub(crate) fn names_of(field: &Field) -> Vec<String> {
    field.renamed_from.iter().chain([&field.name]).map(|name| (*name).to_owned()).collect()
}

/// Does the same as [`load`](Self::load).
impl<M: Model> Run for History<M> {
    type Output = Vec<AuditEntry<M>>;
}

impl<M: Model> Ready for History<M> {}

impl<Conn, M: Model> RunOn<Conn> for History<M>
where
    Conn: SyncConnection<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<AuditEntry<M>>> {
        let entries = SelectEntries::new(self.filters, self.newest_first, self.limit).load(conn)?;
        Ok(entries.into_iter().map(AuditEntry::new).collect())
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/history.rs"]
pub(crate) mod twin;
