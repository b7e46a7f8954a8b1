//! A row of the audit trail.

use crate::model::Model;
use crate::operation::Action;
use crate::trail::MASKED;
use chrono::{DateTime, Utc};
use diesel::Column;
use diesel::deserialize::Queryable;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::marker::PhantomData;
use std::ops::Deref;
use uuid::Uuid;

/// One row of `audit_logs`.
///
/// It is `Queryable`, so the trail can be read by any Diesel query over [`schema::audit_logs`](crate::schema):
/// `audit_logs::table.filter(..).order(audit_logs::id).load::<AuditLog>(conn)`.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct AuditLog {
    /// The place in the trail: larger means later, for one row of the application without exception.
    pub id: i64,
    /// The instant of the operation.
    pub created_at: DateTime<Utc>,
    /// What kind of actor: `user`, `service`, `system`, `anonymous`, or one of the application's own.
    pub actor_kind: String,
    /// Who, within the kind.
    pub actor_id: Option<String>,
    /// `create`, `patch`, `delete`, `restore`, `hard_delete`, or the name of an event.
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
}

impl AuditLog {
    /// What an event said about itself; nothing for the change of a row.
    pub fn details(&self) -> Option<&Value> {
        (!Action::is_name(&self.action)).then_some(&self.changes)
    }

    /// The columns that changed, in the order of their names; none for an event.
    pub fn changes(&self) -> impl Iterator<Item = Change<'_>> {
        let changes = Action::is_name(&self.action).then_some(&self.changes);
        let fields = changes.and_then(Value::as_object).into_iter().flatten();
        fields.map(|(field, change)| change_of(field, change))
    }

    /// The change of one field, if it changed.
    pub fn change(&self, field: &str) -> Option<Change<'_>> {
        self.changes().find(|change| change.field == field)
    }

    /// Whether the row was removed for good.
    pub(crate) fn is_removal(&self) -> bool {
        self.changes().any(|change| matches!(change.value, Shown::Values { new: None, .. }))
    }
}

/// The change of a field, from its JSON.
pub(crate) fn change_of<'a>(field: &'a str, change: &'a Value) -> Change<'a> {
    let value = match change.get(MASKED) {
        Some(_) => Shown::Masked,
        None => Shown::Values { old: change.get("old"), new: change.get("new") },
    };
    Change { field, value }
}

/// What happened to one field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change<'a> {
    /// The name of the field.
    pub field: &'a str,
    /// What the trail shows of it.
    pub value: Shown<'a>,
}

/// What the trail shows of a change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shown<'a> {
    /// The values.
    Values {
        /// Before; none where the row was new.
        old: Option<&'a Value>,
        /// After; none where the row was removed.
        new: Option<&'a Value>,
    },
    /// That it changed, and nothing else.
    Masked,
}

/// One entry in the history of a row of `M`.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry<M> {
    log: AuditLog,
    model: PhantomData<M>,
}

/// What a field was and what it became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed<T> {
    /// Before; none where the row was new.
    pub old: Option<T>,
    /// After; none where the row was removed.
    pub new: Option<T>,
}

impl<M: Model> AuditEntry<M> {
    pub(crate) fn new(log: AuditLog) -> Self {
        Self { log, model: PhantomData }
    }

    /// The columns that changed, by the names that the fields have now: one that was renamed
    /// (`#[audit(renamed_from = "..")]`) appears under its new name, one that was dropped under its last. None for an
    /// event.
    pub fn changes(&self) -> impl Iterator<Item = Change<'_>> {
        self.log.changes().map(|change| match M::META.known_as(change.field) {
            Some(field) => Change { field: M::META.fields[field].name, ..change },
            None => change,
        })
    }

    /// The change of one field, by the name that it has now, if it changed.
    pub fn change(&self, field: &str) -> Option<Change<'_>> {
        self.changes().find(|change| change.field == field)
    }

    /// The change of the field of a column: `entry.changed::<String>(articles::title)?`. Nothing when it did not change
    /// or is masked. NULL is read as `None` of a `T` that is an `Option`.
    ///
    /// # Errors
    /// A stored value is no `T`.
    pub fn changed<T: DeserializeOwned>(
        &self,
        column: impl Column<Table = M::Table>,
    ) -> serde_json::Result<Option<Changed<T>>> {
        fn name<C: Column>(_: C) -> &'static str {
            C::NAME
        }
        let column = name(column);
        let field = M::META.fields.iter().find(|field| field.column == column);
        let Some(Shown::Values { old, new }) =
            field.and_then(|field| self.change(field.name)).map(|change| change.value)
        else {
            return Ok(None);
        };
        let read = |value: Option<&Value>| value.map(|value| T::deserialize(value)).transpose();
        Ok(Some(Changed { old: read(old)?, new: read(new)? }))
    }

    /// The changes of the fields that the model has now, by their index.
    pub(crate) fn known_changes(&self) -> impl Iterator<Item = (usize, Shown<'_>)> {
        self.log.changes().filter_map(|change| Some((M::META.known_as(change.field)?, change.value)))
    }

    /// The value of a field before this write, as a `T`: nothing when the field did not change, is masked, or has no
    /// such value.
    ///
    /// # Errors
    /// The stored value is no `T`.
    pub fn old<T: DeserializeOwned>(&self, field: &str) -> serde_json::Result<Option<T>> {
        let Some(Shown::Values { old: Some(old), .. }) = self.change(field).map(|change| change.value) else {
            return Ok(None);
        };
        T::deserialize(old).map(Some)
    }

    /// The value of a field after this write, as a `T`; see [`old`](Self::old).
    ///
    /// # Errors
    /// The stored value is no `T`.
    pub fn new_value<T: DeserializeOwned>(&self, field: &str) -> serde_json::Result<Option<T>> {
        let Some(Shown::Values { new: Some(new), .. }) = self.change(field).map(|change| change.value) else {
            return Ok(None);
        };
        T::deserialize(new).map(Some)
    }

    /// The entry as a plain row of the trail.
    pub fn into_log(self) -> AuditLog {
        self.log
    }
}

impl<M> Deref for AuditEntry<M> {
    type Target = AuditLog;

    fn deref(&self) -> &AuditLog {
        &self.log
    }
}
