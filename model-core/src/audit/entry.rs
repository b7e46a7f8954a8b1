//! The entries in the history of a row.

use crate::meta::Field;
use crate::meta::log::{AuditLog, FieldChange, Shown};
use crate::model::Model;
use crate::trail::json::unwrapped;
use diesel::Column;
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::marker::PhantomData;
use std::ops::Deref;

/// One entry in the history of a row of `M`.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry<M> {
    log: AuditLog,
    model: PhantomData<fn() -> M>,
}

/// The values of a field before and after a write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed<T> {
    /// The value before; none if the row was new.
    pub old: Option<T>,
    /// The value after; none if the row was removed.
    pub new: Option<T>,
}

impl<M: Model> AuditEntry<M> {
    pub(crate) fn new(log: AuditLog) -> Self {
        Self { log, model: PhantomData }
    }

    /// The columns that changed, under the current names of the fields: a renamed field (`#[audit(renamed_from =
    /// "..")]`) appears under its new name, a dropped one under its last name. None for an event.
    pub fn changes(&self) -> impl Iterator<Item = FieldChange<'_>> {
        self.log.changes().map(|change| match M::META.known_as(change.field) {
            Some(field) => FieldChange { field: M::META.fields[field].name, ..change },
            None => change,
        })
    }

    /// The change of one field, by its current name, if it changed.
    pub fn change(&self, field: &str) -> Option<FieldChange<'_>> {
        self.changes().find(|change| change.field == field)
    }

    /// The change of the field of a column: `entry.changed::<String>(articles::title)?`. None when it did not change or
    /// is masked. NULL is read as `None` if `T` is an `Option`.
    ///
    /// # Errors
    /// A stored value is not a `T`.
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
        let read = |value: Option<&Value>| value.map(|value| T::deserialize(document(field, value))).transpose();
        Ok(Some(Changed { old: read(old)?, new: read(new)? }))
    }

    /// The changes of the current fields of the model, by their index.
    pub(crate) fn known_changes(&self) -> impl Iterator<Item = (usize, Shown<'_>)> {
        self.log.changes().filter_map(|change| Some((M::META.known_as(change.field)?, change.value)))
    }

    /// The value of a field before this write, as a `T`: none when the field did not change, is masked, or had no
    /// value.
    ///
    /// # Errors
    /// The stored value is not a `T`.
    pub fn old<T: DeserializeOwned>(&self, field: &str) -> serde_json::Result<Option<T>> {
        let Some(Shown::Values { old: Some(old), .. }) = self.change(field).map(|change| change.value) else {
            return Ok(None);
        };
        T::deserialize(document(M::META.fields.iter().find(|known| known.name == field), old)).map(Some)
    }

    /// The value of a field after this write, as a `T`; see [`old`](Self::old).
    ///
    /// # Errors
    /// The stored value is not a `T`.
    pub fn new_value<T: DeserializeOwned>(&self, field: &str) -> serde_json::Result<Option<T>> {
        let Some(Shown::Values { new: Some(new), .. }) = self.change(field).map(|change| change.value) else {
            return Ok(None);
        };
        T::deserialize(document(M::META.fields.iter().find(|known| known.name == field), new)).map(Some)
    }

    /// The entry as a plain row of the trail.
    pub fn into_log(self) -> AuditLog {
        self.log
    }
}

/// A value of the trail without what tells the `null` of JSON from NULL.
fn document<'v>(field: Option<&Field>, value: &'v Value) -> &'v Value {
    let is_json = field.is_some_and(|field| field.encoding.is_document());
    if is_json { unwrapped(value) } else { value }
}

/// The entry as the row of the trail, with the changes under the current names of the fields.
impl<M: Model> Serialize for AuditEntry<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut log = self.log.clone();
        if let (None, Value::Object(changes)) = (self.log.details(), &mut log.changes) {
            let named = |(name, change): (String, Value)| match M::META.known_as(&name) {
                Some(field) => (M::META.fields[field].name.to_owned(), change),
                None => (name, change),
            };
            *changes = std::mem::take(changes).into_iter().map(named).collect();
        }
        log.serialize(serializer)
    }
}

impl<M> Deref for AuditEntry<M> {
    type Target = AuditLog;

    fn deref(&self) -> &AuditLog {
        &self.log
    }
}
