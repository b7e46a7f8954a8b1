//! Values that one of the databases, or the audit trail, could not give back as they were written. They are refused
//! before anything is sent, on every backend alike.

use crate::meta::encoding::Encoding;
use crate::meta::error::FieldError;
use crate::meta::error::fields::codes;
use crate::meta::{Meta, Privacy};
use crate::model::Model;
use crate::values::exact::Exact;
use crate::values::{Fill, Values};
use serde_json::Value;

/// How many levels a document may have. `serde_json` reads 127, and an entry of a change log is four levels around
/// the document.
pub(crate) const LEVELS: usize = 120;

/// The longest key, in bytes, of which the trail can name the row.
const KEY_BYTES: usize = 500;

/// Refuses each value that is set and would not come back.
pub(crate) fn check<V: Values>(values: &V, fill: &mut Fill<'_>) {
    let meta = V::Model::META;
    for column in values.columns().iter() {
        if let Some(why) = values.exact(column).and_then(|value| refusal(meta, column, &value)) {
            fill.refuse(why);
        }
    }
}

fn refusal(meta: &Meta, column: usize, value: &Exact<'_>) -> Option<FieldError> {
    let field = meta.column(column);
    let refused = |why: String| FieldError::new(field.name, codes::NOT_STORABLE, why);
    match value {
        Exact::Text(text) if text.contains('\0') => Some(refused(NUL.to_owned())),
        Exact::Text(text) if meta.audited && meta.key.contains(&column) && text.len() > KEY_BYTES => {
            let why = format!("is {} bytes long, but the audit trail keeps at most {KEY_BYTES} of a key", text.len());
            Some(FieldError::new(field.name, codes::TOO_LONG, why).with("max", KEY_BYTES).with("is", text.len()))
        }
        Exact::Document(document) => why_not(document).map(refused),
        // Without a trail the databases give the value back, but for the text of an instant on SQLite.
        Exact::OtherYear if field.encoding == Encoding::Instant || is_shown(meta, field.privacy) => {
            Some(refused("has a year outside of 1 to 9999".to_owned()))
        }
        _ => None,
    }
}

fn is_shown(meta: &Meta, privacy: Privacy) -> bool {
    meta.is_compared() && privacy != Privacy::Skip
}

/// Why a text with a NUL character is refused.
pub(crate) const NUL: &str = "contains a NUL character, which PostgreSQL cannot store";

/// Why a document cannot be stored, or cannot be read back.
pub(crate) fn why_not(document: &Value) -> Option<String> {
    let text = |text: &str| text.contains('\0').then(|| NUL.to_owned());
    // An explicit stack: the document may be too deep for the stack of the thread.
    let mut rest = vec![(document, 1)];
    while let Some((value, level)) = rest.pop() {
        if level > LEVELS + 1 || (level > LEVELS && (value.is_array() || value.is_object())) {
            return Some(format!("has more than {LEVELS} levels, so it could not be read back"));
        }
        let refused = match value {
            Value::String(value) => text(value),
            Value::Array(values) => {
                rest.extend(values.iter().map(|value| (value, level + 1)));
                None
            }
            Value::Object(values) => {
                rest.extend(values.values().map(|value| (value, level + 1)));
                values.keys().find_map(|name| text(name))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => None,
        };
        if refused.is_some() {
            return refused;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn nested(levels: usize) -> Value {
        (1..levels).fold(json!([]), |inner, level| if level % 2 == 0 { json!([inner]) } else { json!({ "a": inner }) })
    }

    #[test]
    fn levels_are_counted() {
        assert_eq!(why_not(&json!(1)), None);
        assert_eq!(why_not(&nested(LEVELS)), None);
        assert!(why_not(&nested(LEVELS + 1)).is_some());
        assert!(why_not(&json!({ "a\0": 1 })).is_some() && why_not(&json!([["\0"]])).is_some());
        let entry = json!([{ "changes": { "field": { "new": nested(LEVELS) } } }]).to_string();
        assert!(serde_json::from_str::<Value>(&entry).is_ok());
    }
}
