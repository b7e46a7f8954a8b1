//! JSON Schema (2020-12, and so OpenAPI 3.1) of a client's requests and responses, made from `META` on request.

use crate::json::words::range;
use crate::meta::encoding::Encoding;
use crate::meta::{Field, Meta, SqlType};
use crate::model::Model;
use serde_json::{Map, Value, json};

/// What of a model a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A client's request to create a row.
    New,
    /// A client's request to change a row.
    Patch,
    /// A row as a client sees it, as [`to_json`](crate::wire::ToJson::to_json) makes it.
    Row,
}

/// The schema of a new row of `M`.
pub fn new<M: Model>() -> Value {
    of(M::META, Shape::New)
}

/// The schema of a patch of `M`.
pub fn patch<M: Model>() -> Value {
    of(M::META, Shape::Patch)
}

/// The schema of a row of `M` as JSON.
pub fn row<M: Model>() -> Value {
    of(M::META, Shape::Row)
}

/// The name of a schema: `NewArticle`, `ArticlePatch`, `Article`.
pub fn name(meta: &Meta, shape: Shape) -> String {
    match shape {
        Shape::New => format!("New{}", meta.name),
        Shape::Patch => format!("{}Patch", meta.name),
        Shape::Row => meta.name.to_owned(),
    }
}

/// The schema of a model that is known when the program runs only.
///
/// Lengths, choices with their labels (`x-labels`), NULL, documentation, defaults and the ranges of integers are those
/// that the model declares. A field that no client sets is `readOnly`, one that is never read is `writeOnly`; what a
/// client never sees is in no schema of a row. `x-refers` names the model that a foreign key refers to, and `x-rules`
/// the rules of `#[model(validate(..))]`.
pub fn of(meta: &'static Meta, shape: Shape) -> Value {
    let in_shape = |field: &&Field| match shape {
        Shape::New => field.in_new,
        Shape::Patch => field.in_patch,
        Shape::Row => field.is_shown(),
    };
    let unread = if shape == Shape::Row { &[] } else { meta.write_only };
    let fields = || meta.fields.iter().filter(in_shape);
    let unread = || unread.iter().filter(in_shape);
    let mut properties = Map::new();
    for field in fields() {
        properties.insert(field.wire_name().to_owned(), Value::Object(property(field, shape)));
    }
    for field in unread() {
        let mut property = property(field, shape);
        property.insert("writeOnly".to_owned(), true.into());
        properties.insert(field.wire_name().to_owned(), Value::Object(property));
    }
    let needed = |field: &&Field| shape == Shape::Row || (shape == Shape::New && field.is_needed_from_client());
    let required: Vec<_> = fields().chain(unread()).filter(needed).map(Field::wire_name).collect();
    let mut schema = Map::new();
    schema.insert("title".to_owned(), name(meta, shape).into());
    schema.insert("type".to_owned(), "object".into());
    if !meta.doc.is_empty() {
        schema.insert("description".to_owned(), meta.doc.into());
    }
    schema.insert("properties".to_owned(), properties.into());
    if !required.is_empty() {
        schema.insert("required".to_owned(), required.into());
    }
    if shape != Shape::Row {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
    Value::Object(schema)
}

/// The schema of a [`Problem`](crate::wire::Problem).
pub fn problem() -> Value {
    json!({
        "title": "Problem",
        "type": "object",
        "description": "Why a request failed: problem details of RFC 9457.",
        "properties": {
            "type": { "type": "string", "format": "uri-reference" },
            "title": { "type": "string" },
            "status": { "type": "integer", "minimum": 100, "maximum": 599 },
            "detail": { "type": "string" },
            "instance": { "type": "string", "format": "uri-reference" },
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "pointer": { "type": "string", "format": "json-pointer-uri-fragment" },
                        "code": { "type": "string" },
                        "message": { "type": "string" },
                        "params": { "type": "object" },
                    },
                    "required": ["pointer", "code", "message"],
                },
            },
        },
        "required": ["type", "title", "status"],
    })
}

fn property(field: &Field, shape: Shape) -> Map<String, Value> {
    let mut property = Map::new();
    let mut put = |name: &str, value: Value| {
        property.insert(name.to_owned(), value);
    };
    put("title", field.label().into());
    if !field.facts.doc.is_empty() {
        put("description", field.facts.doc.into());
    }
    put(
        "type",
        match (kind(field.encoding), field.nullable) {
            (Some(kind), false) => kind.into(),
            (Some(kind), true) => json!([kind, "null"]),
            // Said in full, because utoipa knows no property without a type.
            (None, _) => json!(["object", "array", "string", "number", "boolean", "null"]),
        },
    );
    form(field, &mut put);
    if !field.facts.choices.is_empty() {
        put("enum", field.choices_in_json().chain(field.nullable.then_some(Value::Null)).collect());
        let labels = field.facts.choices.iter().map(|(text, label)| ((*text).to_owned(), Value::from(*label)));
        put("x-labels", Value::Object(labels.collect()));
    }
    if let Some(parent) = field.facts.refers {
        put("x-refers", parent().name.into());
    }
    if !field.facts.formats.is_empty() {
        put("x-rules", field.facts.formats.into());
    }
    let default = field.facts.default.filter(|_| shape == Shape::New);
    if let Some(default) = default.and_then(|text| serde_json::from_str::<Value>(text).ok()) {
        put("default", default);
    }
    if shape == Shape::Row && field.is_read_only() {
        put("readOnly", true.into());
    }
    property
}

/// The type in JSON; none for a document, which may be anything.
fn kind(encoding: Encoding) -> Option<&'static str> {
    Some(match encoding {
        Encoding::Bool => "boolean",
        Encoding::Integer | Encoding::Unsigned => "integer",
        Encoding::Float | Encoding::Double => "number",
        Encoding::Json | Encoding::Jsonb | Encoding::Native => return None,
        _ => "string",
    })
}

/// The form of a value, within its type.
fn form(field: &Field, put: &mut dyn FnMut(&str, Value)) {
    let rule = field.facts.formats.iter().find_map(|rule| match *rule {
        "email" => Some("email"),
        "url" => Some("uri"),
        _ => None,
    });
    match field.encoding {
        Encoding::Integer | Encoding::Unsigned => {
            if let Some((min, max)) = range(field.sql) {
                put("minimum", min);
                put("maximum", max);
            }
            match field.sql {
                SqlType::Integer => put("format", "int32".into()),
                SqlType::BigInt => put("format", "int64".into()),
                _ => {}
            }
        }
        Encoding::Float => put("format", "float".into()),
        Encoding::Double => put("format", "double".into()),
        Encoding::Decimal => {
            put("format", "decimal".into());
            put("pattern", "^-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$".into());
        }
        Encoding::Text => {
            if let Some(max) = field.facts.max_length {
                put("maxLength", max.into());
            }
            if let Some(rule) = rule {
                put("format", rule.into());
            }
        }
        Encoding::Bytes => {
            put("contentEncoding", "base16".into());
            put("pattern", "^([0-9a-fA-F]{2})*$".into());
        }
        Encoding::Uuid => put("format", "uuid".into()),
        Encoding::Instant | Encoding::InstantText => put("format", "date-time".into()),
        Encoding::Naive => put("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?$".into()),
        Encoding::Date => put("format", "date".into()),
        Encoding::Time => put("pattern", "^[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?$".into()),
        Encoding::Bool | Encoding::Json | Encoding::Jsonb | Encoding::Native => {}
    }
}
