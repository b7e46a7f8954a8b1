//! What changed in a row, where the database does not say it itself.

use super::insert::{Row, has_nul};
use super::{MASKED, REPR_LENGTH};
use crate::meta::{ColumnSet, Meta, Privacy};
use serde_json::{Map, Value, json};

impl Row {
    /// A row that is new.
    pub(crate) fn created(meta: &Meta, new: &[Value]) -> Self {
        Self { nul: nul(meta, 0..new.len(), new), ..Self::whole(meta, "new", new) }
    }

    /// A row that is gone.
    pub(crate) fn removed(meta: &Meta, old: &[Value]) -> Self {
        Self::whole(meta, "old", old)
    }

    /// A row that was written, unless nothing of it differs that is worth an entry; see [`Meta::telling`].
    pub(crate) fn changed(meta: &Meta, written: ColumnSet, moves: bool, old: &[Value], new: &[Value]) -> Option<Self> {
        let differs = |index: &usize| old[*index] != new[*index];
        if !meta.telling(written, moves).any(|index| differs(&index)) {
            return None;
        }
        let change = |index: usize| {
            let field = &meta.fields[index];
            let change = match field.privacy {
                Privacy::Mask => json!({ MASKED: true }),
                _ => json!({ "old": old[index], "new": new[index] }),
            };
            (field.name.to_owned(), change)
        };
        let changes: Map<_, _> = meta.traced(written).filter(differs).map(change).collect();
        Some(Self { nul: nul(meta, written.iter(), new), ..Self::new(meta, new, changes) })
    }

    fn whole(meta: &Meta, side: &str, json: &[Value]) -> Self {
        let change = |index: usize| {
            let field = &meta.fields[index];
            let change = match field.privacy {
                Privacy::Mask => json!({ MASKED: true }),
                _ => json!({ side: json[index] }),
            };
            (field.name.to_owned(), change)
        };
        Self::new(meta, json, meta.shown().map(change).collect())
    }

    fn new(meta: &Meta, json: &[Value], changes: Map<String, Value>) -> Self {
        let name = meta.repr.map(|index| text(&json[index])).unwrap_or_default();
        Self {
            object_id: object_id(meta, json),
            object_repr: name.chars().take(REPR_LENGTH).collect(),
            changes: Value::Object(changes),
            nul: None,
        }
    }
}

/// The first of the columns that has a text with a NUL character in it.
fn nul(meta: &Meta, mut columns: impl Iterator<Item = usize>, json: &[Value]) -> Option<&'static str> {
    columns.find(|index| has_nul(&json[*index])).map(|index| meta.fields[index].name)
}

/// The key of a row as text. The parts of a composite key are joined by commas, with `\` before a comma or a `\` of
/// their own, so that no two keys have the same text.
pub(crate) fn object_id(meta: &Meta, json: &[Value]) -> String {
    match meta.key {
        [index] => text(&json[*index]),
        parts => {
            let escaped = parts.iter().map(|index| text(&json[*index]).replace('\\', "\\\\").replace(',', "\\,"));
            escaped.collect::<Vec<_>>().join(",")
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
