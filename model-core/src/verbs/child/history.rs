//! The trail of a child: what was written to either of its rows, in one sequence.

use crate::audit::entry::AuditEntry;
use crate::audit::history::History;
use crate::meta::error::Result;
use crate::meta::log::AuditLog;
use crate::model::Model;
use crate::query::child::Extends;
use crate::sql::dialect::Dialect;
use diesel::connection::LoadConnection;
use std::fmt;
use std::ops::Deref;

/// One entry in the history of a row of a child. It can be read as the [`AuditLog`] that it is.
pub enum ChildEntry<C: Extends> {
    /// Of the parent's row.
    OfParent(AuditEntry<C::Parent>),
    /// Of the columns of the child.
    Own(AuditEntry<C::Part>),
}

impl<C: Extends> Deref for ChildEntry<C> {
    type Target = AuditLog;

    fn deref(&self) -> &AuditLog {
        match self {
            Self::OfParent(entry) => entry,
            Self::Own(entry) => entry,
        }
    }
}

impl<C: Extends> fmt::Debug for ChildEntry<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        AuditLog::fmt(self, f)
    }
}

/// The history of one row of a child, oldest entry first: what `Card::history(&id)` returns.
#[must_use = "a query does nothing until it is run"]
#[allow(missing_debug_implementations)]
pub struct ChildHistory<C: Extends> {
    parent: History<C::Parent>,
    own: History<C::Part>,
}

impl<C: Extends> ChildHistory<C> {
    pub(crate) fn new(key: &<C::Parent as Model>::Key) -> Self {
        Self { parent: History::new(key), own: History::new(key) }
    }

    /// Loads the entries in the order of the trail's sequence. Those of one write to both rows have one `batch_id`.
    ///
    /// SQL: `SELECT .. FROM audit_logs WHERE content_type = .. AND object_id = .. ORDER BY id`, for each of the two
    ///
    /// # Errors
    /// Those of the database.
    pub fn load<Conn>(self, conn: &mut Conn) -> Result<Vec<ChildEntry<C>>>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        let parent = self.parent.load(conn)?.into_iter().map(ChildEntry::OfParent);
        let mut entries: Vec<_> = parent.chain(self.own.load(conn)?.into_iter().map(ChildEntry::Own)).collect();
        entries.sort_by_key(|entry| entry.id);
        Ok(entries)
    }
}
