//! The entries of the trail by hand-written Diesel: the same that the library writes.

use super::super::types::{At, Id, doc, utc, uuid};
use super::rows::{Article, NewLog};
use chrono::SecondsFormat;
use serde_json::{Value, json};

/// The changes of a row that is new.
pub(crate) fn created(row: &Article) -> Value {
    json!({
        "id": { "new": uuid(&row.id) },
        "title": { "new": row.title },
        "slug": { "new": row.slug },
        "body": { "new": row.body },
        "status": { "new": row.status },
        "author_id": { "new": uuid(&row.author_id) },
        "views": { "new": row.views },
        "note": { "new": row.note },
        "published_at": { "new": row.published_at.as_ref().map(instant) },
        "created_at": { "new": instant(&row.created_at) },
        "updated_at": { "new": instant(&row.updated_at) },
        "deleted_at": { "new": row.deleted_at.as_ref().map(instant) },
    })
}

/// The changes of a title.
pub(crate) fn patched(old: &Article, title: &str, now: &At) -> Value {
    json!({
        "title": { "old": old.title, "new": title },
        "updated_at": { "old": instant(&old.updated_at), "new": instant(now) },
    })
}

/// The changes of a row that was marked or unmarked.
pub(crate) fn marked(old: (Option<&At>, &At), new: (Option<&At>, &At)) -> Value {
    json!({
        "deleted_at": { "old": old.0.map(instant), "new": new.0.map(instant) },
        "updated_at": { "old": instant(old.1), "new": instant(new.1) },
    })
}

/// An entry of the trail.
pub(crate) fn log(action: &str, row: &Id, changes: Value, now: &At, batch: Id) -> NewLog {
    NewLog {
        created_at: *now,
        actor_kind: "user".to_owned(),
        actor_id: Some("42".to_owned()),
        action: action.to_owned(),
        content_type: "articles".to_owned(),
        object_id: uuid(row).to_string(),
        object_repr: String::new(),
        changes: doc(changes),
        request_id: Some("req-7".to_owned()),
        ip: None,
        user_agent: None,
        batch_id: batch,
    }
}

fn instant(at: &At) -> String {
    utc(at).to_rfc3339_opts(SecondsFormat::Micros, true)
}
