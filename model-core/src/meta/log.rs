//! A row of the audit trail.

use crate::meta::action::Action;
use crate::meta::schema::audit_logs;
use chrono::{DateTime, Utc};
use diesel::deserialize::Queryable;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// The placeholder for the values of a masked column.
pub(crate) const MASKED: &str = "masked";

/// The SQL type of a row of the trail.
pub(crate) type LogRow = <audit_logs::table as diesel::query_builder::AsQuery>::SqlType;

/// One row of `audit_logs`.
///
/// It is `Queryable`, so the trail can be read by any Diesel query over [`schema::audit_logs`](crate::schema):
/// `audit_logs::table.filter(..).order(audit_logs::id).load::<AuditLog>(conn)`.
#[derive(Debug, Clone, PartialEq, Queryable, Serialize)]
pub struct AuditLog {
    /// The position in the trail: for one row of the application, a larger id always means a later entry.
    pub id: i64,
    /// The instant of the operation.
    pub created_at: DateTime<Utc>,
    /// What kind of actor: `user`, `service`, `system`, `anonymous`, or one of the application's own.
    pub actor_kind: String,
    /// Who, within the kind.
    pub actor_id: Option<String>,
    /// `create`, `patch`, `delete`, `restore`, `hard_delete`, `begin`, or the name of an event.
    pub action: String,
    /// Which model the row belongs to.
    pub content_type: String,
    /// The key of the row, as text.
    pub object_id: String,
    /// A name of the row, for readers.
    pub object_repr: String,
    /// The columns that changed, as JSON; see [`changes`](Self::changes).
    pub changes: Value,
    /// The request that caused the write.
    pub request_id: Option<String>,
    /// The address the request came from.
    pub ip: Option<String>,
    /// The program the request came from.
    pub user_agent: Option<String>,
    /// The operation that the write was part of.
    pub batch_id: Uuid,
    /// Why it was done: see [`Actor::because`](crate::Actor::because).
    pub reason: Option<String>,
    /// What else belongs to it: see [`Actor::context`](crate::Actor::context).
    pub context: Option<Value>,
}

impl AuditLog {
    /// What an event said about itself; nothing for the change of a row.
    pub fn details(&self) -> Option<&Value> {
        (!Action::is_name(&self.action)).then_some(&self.changes)
    }

    /// The columns that changed, in the order of their names; none for an event.
    pub fn changes(&self) -> impl Iterator<Item = FieldChange<'_>> {
        let changes = Action::is_name(&self.action).then_some(&self.changes);
        let fields = changes.and_then(Value::as_object).into_iter().flatten();
        fields.map(|(field, change)| change_of(field, change))
    }

    /// The change of one field, if it changed.
    pub fn change(&self, field: &str) -> Option<FieldChange<'_>> {
        self.changes().find(|change| change.field == field)
    }

    /// Whether the row was removed from the table.
    pub(crate) fn is_removal(&self) -> bool {
        self.changes().any(|change| matches!(change.value, Shown::Values { new: None, .. }))
    }
}

/// The change of a field, from its JSON.
pub(crate) fn change_of<'a>(field: &'a str, change: &'a Value) -> FieldChange<'a> {
    let value = match change.get(MASKED) {
        Some(_) => Shown::Masked,
        None => Shown::Values { old: change.get("old"), new: change.get("new") },
    };
    FieldChange { field, value }
}

/// What happened to one field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldChange<'a> {
    /// The name of the field.
    pub field: &'a str,
    /// How the trail shows the change.
    pub value: Shown<'a>,
}

/// How the trail shows a change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shown<'a> {
    /// The values.
    Values {
        /// The value before; none if the row was new.
        old: Option<&'a Value>,
        /// The value after; none if the row was removed.
        new: Option<&'a Value>,
    },
    /// Only that it changed.
    Masked,
}
