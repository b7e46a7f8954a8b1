//! Comparing what the sides have written.

use serde_json::Value;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A hash that does not depend on the order of the rows, nor on keys and instants of the run.
pub(crate) fn hash(
    rows: impl Iterator<Item = (String, String, bool)>,
    logs: impl Iterator<Item = (String, String)>,
) -> u64 {
    let rows = rows.map(|row| one(&row));
    let logs = logs.map(|(action, changes)| one(&(action, normal(&changes))));
    rows.chain(logs).fold(0, u64::wrapping_add)
}

fn one(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Changes as sorted text, where a key or an instant of the run is only there or not.
fn normal(changes: &str) -> String {
    let mut changes: Value = serde_json::from_str(changes).unwrap_or_default();
    for field in ["id", "created_at", "updated_at", "deleted_at"] {
        let sides = changes.get_mut(field).and_then(Value::as_object_mut);
        for value in sides.into_iter().flat_map(|sides| sides.values_mut()).filter(|value| !value.is_null()) {
            *value = Value::Bool(true);
        }
    }
    changes.to_string()
}
