//! What can be wrong with a trail.

use serde_json::{Map, Value};
use std::fmt;

/// A contradiction inside the trail, or between the trail and the table: a write bypassed the library, or an entry was
/// altered or removed.
#[derive(Debug, Clone, PartialEq)]
pub struct Discrepancy {
    /// The row, by its key as text.
    pub object_id: String,
    /// The contradiction.
    pub kind: DiscrepancyKind,
}

/// The kinds of contradictions in the trail of a row.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum DiscrepancyKind {
    /// An entry starts from another value than the entry before it left.
    Gap {
        /// The later entry.
        entry: i64,
        /// The field.
        field: String,
        /// The value after the entry before.
        ended: Value,
        /// The value before this entry.
        starts: Value,
    },
    /// An entry creates a row that already exists, or changes a row that was removed.
    OutOfOrder {
        /// The entry.
        entry: i64,
    },
    /// The value in the table differs from the value after the last entry.
    Differs {
        /// The field.
        field: String,
        /// The value in the trail.
        recorded: Value,
        /// The value in the table.
        found: Value,
    },
    /// The row was created after the trail began, but its first entry does not create it.
    NoBeginning {
        /// The entry.
        entry: i64,
    },
    /// The table has the row, but the trail does not, and the row is not old enough for its history to have been
    /// [pruned](crate::AuditLog::prune).
    MissingHistory,
    /// The trail has the row, but the table does not.
    Vanished,
    /// The trail says that the row was removed, but the table still has it.
    Returned,
}

impl fmt::Display for Discrepancy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.object_id)?;
        match &self.kind {
            DiscrepancyKind::Gap { entry, field, ended, starts } => {
                write!(f, "entry {entry} starts with {field} = {starts}, but the entry before it left {ended}")
            }
            DiscrepancyKind::OutOfOrder { entry } => write!(f, "entry {entry} cannot follow the entries before it"),
            DiscrepancyKind::Differs { field, recorded, found } => {
                write!(f, "{field} is {found} in the table, but {recorded} in the trail")
            }
            DiscrepancyKind::NoBeginning { entry } => {
                write!(f, "the trail is older than the row, but its first entry, {entry}, does not create the row")
            }
            DiscrepancyKind::MissingHistory => f.write_str("the table has this row, but the trail does not"),
            DiscrepancyKind::Vanished => f.write_str("the trail has this row, but the table does not"),
            DiscrepancyKind::Returned => {
                f.write_str("the trail says that this row was removed, but the table still has it")
            }
        }
    }
}

/// A row as it is in the table: its key as text, and its values by field.
pub(crate) type Found = (String, Map<String, Value>);
