//! What a trail says, in short.

use model_core::AuditLog;
use serde_json::Value;

/// What a row of the trail says, without ids and times.
pub fn recorded(log: &AuditLog) -> (&str, &str, &Value) {
    (&log.action, &log.object_repr, &log.changes)
}

/// The actions of a trail, in its order.
pub fn actions(trail: &[AuditLog]) -> Vec<&str> {
    trail.iter().map(|log| log.action.as_str()).collect()
}
