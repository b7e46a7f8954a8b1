//! The JSON of an entry, without its changes.

use crate::operation::Operation;
use crate::sql::document::Document;
use crate::trail::json::written;
use serde_json::json;

/// What all entries of one operation share.
pub(crate) fn head(operation: &Operation<'_>) -> Document {
    let Operation { action, actor_kind, actor_id, instant, .. } = operation;
    let head = json!({ "at": written(*instant), "action": action, "actor_kind": actor_kind, "actor_id": actor_id });
    Document::new(head.to_string())
}
