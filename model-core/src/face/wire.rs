//! What goes over the wire: rows, new rows and patches as JSON, all mistakes of a client at once, schemas, and errors
//! as problem details.
//!
//! ```
//! use diesel::prelude::*;
//! use model_core::prelude::*;
//! use model_core::wire::{NewFromJson, Problem, ToJson, codes, schema};
//! use serde_json::{Map, Value, json};
//!
//! diesel::table! {
//!     notes (id) {
//!         id -> BigInt,
//!         title -> Text,
//!         stars -> SmallInt,
//!         due -> Nullable<Date>,
//!     }
//! }
//!
//! #[derive(Model, Debug)]
//! #[model(table = notes)]
//! pub struct Note {
//!     pub id: i64,
//!     #[model(max_length = 8)]
//!     pub title: String,
//!     pub stars: i16,
//!     pub due: Option<chrono::NaiveDate>,
//! }
//!
//! fn object(value: Value) -> Map<String, Value> {
//!     value.as_object().cloned().unwrap_or_default()
//! }
//!
//! // All that is wrong, at once.
//! let sent = object(json!({ "title": "Milk and honey", "due": "tomorrow", "id": 1, "owner": "me" }));
//! let mistakes = Note::new_from_json(&sent).unwrap_err();
//! let told: Vec<_> = mistakes.iter().map(|one| (&*one.field, one.code)).collect();
//! assert_eq!(told, [
//!     ("id", codes::CLOSED),
//!     ("title", codes::TOO_LONG),
//!     ("stars", codes::MISSING),
//!     ("due", codes::TYPE),
//!     ("owner", codes::UNKNOWN),
//! ]);
//! let problem = serde_json::to_value(Problem::invalid(mistakes)).unwrap();
//! assert_eq!(problem["errors"][1], json!({
//!     "pointer": "#/title",
//!     "code": "too_long",
//!     "message": "is 14 characters long, but at most 8 are allowed",
//!     "params": { "max": 8, "is": 14 },
//! }));
//!
//! // A row, and its schema.
//! let note = Note { id: 1, title: "Milk".to_owned(), stars: 3, due: None };
//! let shown = Value::Object(note.to_json().unwrap());
//! assert_eq!(shown, json!({ "id": 1, "title": "Milk", "stars": 3, "due": null }));
//! assert_eq!(schema::new::<Note>()["required"], json!(["title", "stars"]));
//! ```

pub use crate::json::schema;
pub use crate::meta::error::fields::codes;
pub use crate::meta::error::{FieldError, FieldName, Others};
pub use crate::meta::problem::Problem;
pub use crate::model::key::TextKey;
#[doc(hidden)]
pub use crate::model::key::parts as key_parts;
pub use crate::verbs::json::{FoundByKey, JsonRow, NewFromJson, PatchFromJson, ToJson, input_from_json};
