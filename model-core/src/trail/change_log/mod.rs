//! A change log in a column of the row itself: `#[model(change_log)] pub changes: ChangeLog`.
//!
//! ```
//! use model_core::prelude::*;
//! use model_core::ChangeLog;
//! # use diesel::prelude::*;
//!
//! diesel::table! {
//!     use diesel::sql_types::*;
//!     use model_core::sql_types::Json;
//!     pages (id) { id -> BigInt, title -> Text, changes -> Json }
//! }
//!
//! #[derive(Model, Debug)]
//! #[model(table = pages)]
//! pub struct Page {
//!     pub id: i64,
//!     pub title: String,
//!     #[model(change_log)]
//!     pub changes: ChangeLog,
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use diesel::connection::SimpleConnection;
//! # let conn = &mut diesel::SqliteConnection::establish(":memory:")?;
//! # conn.batch_execute("CREATE TABLE pages (id INTEGER PRIMARY KEY, title TEXT NOT NULL, changes TEXT NOT NULL DEFAULT '[]')")?;
//! let page = Page::create(NewPage::builder().title("Milk").build()).run(conn)?;
//! let page = page.patch().title("Oat milk").run(conn)?;
//!
//! for change in page.changes.iter() {
//!     assert_eq!(change.action, "patch");
//!     assert_eq!(change.old::<String>("title")?.as_deref(), Some("Milk"));
//!     assert_eq!(change.new_value::<String>("title")?.as_deref(), Some("Oat milk"));
//! }
//! assert_eq!(page.changes.len(), 1);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sqlite"))]
//! # fn main() {}
//! ```
//!
//! A new row starts with an empty log. Each write of the library that changes the row afterwards (a patch, a saved
//! edit, a soft deletion, a restoration, the update of an upsert, a revert; of one row, of a set, or of the rows of a
//! cascade) appends one entry, in the transaction of the write:
//!
//! ```json
//! {"at": "2026-01-31T12:00:00.000000Z", "action": "patch", "actor_kind": "user", "actor_id": "7",
//!  "changes": {"title": {"old": "Milk", "new": "Oat milk"}}}
//! ```
//!
//! The values have the same JSON as in the [audit trail](crate::audit), on every backend; `#[audit(mask)]` and
//! `#[audit(skip)]` mean the same in both. A write that changes nothing appends nothing; nor does a write that changes
//! only skipped columns, or only columns that follow every write (`updated_at`, `updated_by`, the version). Values that
//! the database writes by itself (`db`, a trigger) are not in the log. The column itself is never in the audit trail,
//! does not count as a change of the row, and cannot be set by a new row, a patch or an edit.
//!
//! The column is [`Json`](crate::sql_types::Json) (on PostgreSQL also Diesel's `Jsonb`), and not `NULL`: to a table
//! that already has rows, add it with `DEFAULT '[]'` (on MySQL `DEFAULT (JSON_ARRAY())`).
//!
//! # Costs, and when to prefer the audit trail
//!
//! | | one row | a set |
//! |---|---|---|
//! | PostgreSQL | one statement, which appends in its `SET`: `changes = CASE WHEN .. THEN changes \|\| .. END` | the same |
//! | SQLite | a transaction: the row as it was, the write, and `UPDATE pages SET changes = json_insert(changes, '$[#]', json(?)) WHERE id = ? RETURNING ..` | one such UPDATE for each row that changed |
//! | MySQL/MariaDB | the same with `JSON_ARRAY_APPEND(changes, '$', JSON_EXTRACT(?, '$'))`, and one more `SELECT` of the row | one such UPDATE for each row that changed |
//!
//! A write to an audited model has already read the old and the new row, so it pays only for the append. Every read of
//! a row reads its whole log, and every write rewrites all of it, so a log suits rows that change a few dozen times,
//! and readers who want the changes with the row and without another query. Prefer the [audit trail](crate::audit) if
//! rows change often, if you query across rows or by actor, if the log has to outlive the row (the log is removed with
//! the row, and has no entry for the removal or the creation), if it must be pruned, or if it is evidence: anyone who
//! may write the row with plain SQL may also write its log. A model may have both.

#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod append;
pub(crate) mod entry;
pub(crate) mod stored;

use crate::meta::log::{FieldChange, Shown, change_of};
use crate::values::kinds::KeepsChanges;
use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The changes of a row, oldest first, in a column of the row; see the [module](self).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, FromSqlRow)]
#[serde(transparent)]
pub struct ChangeLog {
    entries: Vec<LoggedChange>,
}

impl ChangeLog {
    /// The changes, oldest first.
    pub fn iter(&self) -> std::slice::Iter<'_, LoggedChange> {
        self.entries.iter()
    }

    /// How often the row was changed.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the row was never changed.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The last change.
    pub fn last(&self) -> Option<&LoggedChange> {
        self.entries.last()
    }
}

impl<'a> IntoIterator for &'a ChangeLog {
    type Item = &'a LoggedChange;
    type IntoIter = std::slice::Iter<'a, LoggedChange>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One change of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LoggedChange {
    /// The instant of the operation.
    pub at: DateTime<Utc>,
    /// `patch`, `delete` or `restore`.
    pub action: String,
    /// What kind of actor: `user`, `service`, `system`, `anonymous`, one of the application's own, or `unknown` if the
    /// write did not name an actor.
    pub actor_kind: String,
    /// Who, within the kind.
    pub actor_id: Option<String>,
    changes: Map<String, Value>,
}

impl LoggedChange {
    /// The fields that changed, in the order of their names.
    pub fn changes(&self) -> impl Iterator<Item = FieldChange<'_>> {
        self.changes.iter().map(|(field, change)| change_of(field, change))
    }

    /// The change of one field, if it changed.
    pub fn change(&self, field: &str) -> Option<FieldChange<'_>> {
        self.changes.get_key_value(field).map(|(field, change)| change_of(field, change))
    }

    /// The value of a field before this change, as a `T`: none when the field did not change or is masked.
    ///
    /// # Errors
    /// The stored value is not a `T`.
    pub fn old<T: DeserializeOwned>(&self, field: &str) -> serde_json::Result<Option<T>> {
        let Some(Shown::Values { old: Some(old), .. }) = self.change(field).map(|change| change.value) else {
            return Ok(None);
        };
        T::deserialize(old).map(Some)
    }

    /// The value of a field after this change, as a `T`; see [`old`](Self::old).
    ///
    /// # Errors
    /// The stored value is not a `T`.
    pub fn new_value<T: DeserializeOwned>(&self, field: &str) -> serde_json::Result<Option<T>> {
        let Some(Shown::Values { new: Some(new), .. }) = self.change(field).map(|change| change.value) else {
            return Ok(None);
        };
        T::deserialize(new).map(Some)
    }
}

impl KeepsChanges for ChangeLog {
    fn unchanged() -> Self {
        Self::default()
    }
}
