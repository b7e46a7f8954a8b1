//! The JSON of an entry, without its changes.

use crate::meta::clock::text::iso;
use crate::operation::Operation;
use crate::sql::document::Document;
use serde_json::json;

/// What all entries of one operation share.
pub(crate) fn head(operation: &Operation<'_>) -> Document {
    let Operation { action, actor_kind, actor_id, instant, .. } = operation;
    let head = json!({ "at": iso(*instant), "action": action, "actor_kind": actor_kind, "actor_id": actor_id });
    Document::new(head.to_string())
}
