//! What goes over the wire: rows and what clients send as JSON, all mistakes at once, schemas, problems, labels.
#![forbid(unsafe_code)]

mod generic;
mod labels;
mod mistakes;
mod problems;
mod round_trips;
mod schemas;
mod secrets;

use serde_json::{Map, Value};

/// An object.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("{other}"),
    }
}
