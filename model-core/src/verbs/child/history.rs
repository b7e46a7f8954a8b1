//! The history of a child: the entries of both its rows, in one sequence.

use crate::audit::entry::AuditEntry;
use crate::audit::history::History;
use crate::meta::error::Result;
use crate::meta::log::AuditLog;
use crate::model::Model;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::query::child::Extends;
use crate::sql::dialect::Dialect;
use std::fmt;
use std::ops::Deref;

/// One entry in the history of a row of a child. It dereferences to the [`AuditLog`].
pub enum ChildEntry<Child: Extends> {
    /// An entry of the parent's row.
    OfParent(AuditEntry<Child::Parent>),
    /// An entry of the child's own columns.
    Own(AuditEntry<Child::Part>),
}

impl<Child: Extends> Deref for ChildEntry<Child> {
    type Target = AuditLog;

    fn deref(&self) -> &AuditLog {
        match self {
            Self::OfParent(entry) => entry,
            Self::Own(entry) => entry,
        }
    }
}

impl<Child: Extends> fmt::Debug for ChildEntry<Child> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        AuditLog::fmt(self, f)
    }
}

/// The history of one row of a child, oldest entry first: `Card::history(&id)` returns it.
#[must_use = "a query does nothing until it is run"]
#[allow(missing_debug_implementations)]
pub struct ChildHistory<Child: Extends> {
    parent: History<Child::Parent>,
    own: History<Child::Part>,
    newest_first: bool,
    limit: Option<usize>,
}

impl<Child: Extends> ChildHistory<Child> {
    pub(crate) fn new(key: &<Child::Parent as Model>::Key) -> Self {
        Self { parent: History::new(key), own: History::new(key), newest_first: false, limit: None }
    }

    /// Newest entry first.
    pub fn newest_first(self) -> Self {
        Self { parent: self.parent.newest_first(), own: self.own.newest_first(), newest_first: true, ..self }
    }

    /// At most this many entries.
    pub fn limit(self, limit: usize) -> Self {
        Self { parent: self.parent.limit(limit), own: self.own.limit(limit), limit: Some(limit), ..self }
    }

    /// Only entries before this one in the sequence of the trail, as in [`History::before`].
    pub fn before(self, id: i64) -> Self {
        Self { parent: self.parent.before(id), own: self.own.before(id), ..self }
    }

    /// Only entries after this one in the sequence of the trail, as in [`History::after`].
    pub fn after(self, id: i64) -> Self {
        Self { parent: self.parent.after(id), own: self.own.after(id), ..self }
    }

    /// Loads the entries in the order of the trail's sequence. The entries of one write to both rows share one
    /// `batch_id`.
    ///
    /// SQL: `SELECT .. FROM audit_logs WHERE content_type = .. AND object_id = .. ORDER BY id`, for each of the two
    /// rows
    ///
    /// `.run(conn)` does the same, for code where another trait also has a method `load`, such as diesel-async's.
    ///
    /// # Errors
    /// Database errors.
    pub fn load<Conn>(self, conn: &mut Conn) -> Result<Vec<ChildEntry<Child>>>
    where
        Self: RunOn<Conn, Output = Vec<ChildEntry<Child>>>,
    {
        self.perform(conn)
    }
}

/// Does the same as [`load`](Self::load).
impl<Child: Extends> Run for ChildHistory<Child> {
    type Output = Vec<ChildEntry<Child>>;
}

impl<Child: Extends> Ready for ChildHistory<Child> {}

impl<Conn, Child: Extends> RunOn<Conn> for ChildHistory<Child>
where
    Conn: SyncConnection<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<ChildEntry<Child>>> {
        let parent = self.parent.load(conn)?.into_iter().map(ChildEntry::OfParent);
        let mut entries: Vec<_> = parent.chain(self.own.load(conn)?.into_iter().map(ChildEntry::Own)).collect();
        entries.sort_by_key(|entry| entry.id);
        if self.newest_first {
            entries.reverse();
        }
        entries.truncate(self.limit.unwrap_or(usize::MAX));
        Ok(entries)
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/child/history.rs"]
pub(crate) mod twin;
