//! The document of the API as a page.

use super::look::frame;
use maud::{Markup, html};
use serde_json::Value;

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// A text in which what stands between backticks is code.
fn prose(text: &str) -> Markup {
    html! {
        @for (place, part) in text.split('`').enumerate() {
            @if place % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// The members of an object, of which there are none in anything else.
fn members<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    value[name].as_object().into_iter().flatten()
}

/// What a schema is about, in a few words.
fn kind(schema: &Value) -> String {
    let name = |reference: &str| reference.rsplit('/').next().unwrap_or_default().to_owned();
    if let Some(reference) = schema["$ref"].as_str() {
        return name(reference);
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => kind.as_str().into_iter().collect(),
    };
    let mut words = kinds.join(" or ");
    if kinds.contains(&"array") {
        words = format!("list of {}", kind(&schema["items"]));
    }
    for (key, before) in [("format", ", "), ("maxLength", ", at most "), ("minimum", ", from "), ("maximum", ", to ")] {
        match &schema[key] {
            Value::Null => {}
            Value::String(text) => words.extend([before, text]),
            other => words.extend([before.to_owned(), other.to_string()]),
        }
    }
    let choices: Vec<&str> = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if choices.is_empty() { words } else { choices.join(" | ") }
}

fn operation(path: &str, method: &str, operation: &Value) -> Markup {
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    let open = operation["security"].as_array().is_some_and(|known| known.len() > 1);
    html! {
        details.operation id=(text(operation, "operationId")) {
            summary {
                span class={ "method " (method) } { (method.to_uppercase()) } " "
                code { (path) } " "
                span.what { (text(operation, "summary")) }
            }
            @if !open { p { "Needs a token." } }
            @if !parameters.is_empty() {
                table {
                    thead { tr { th { "Parameter" } th { "In" } th { "Meaning" } } }
                    tbody {
                        @for one in parameters {
                            tr { td { code { (text(one, "name")) } } td { (text(one, "in")) } td { (prose(text(one, "description"))) } }
                        }
                    }
                }
            }
            @if !body.is_null() { p { "Body: " code { (kind(body)) } } }
            p {
                "Answers: "
                @for (place, (status, answer)) in members(operation, "responses").enumerate() {
                    @if place > 0 { ", " }
                    code { (status) }
                    @let answer = kind(&answer["content"]["application/json"]["schema"]);
                    @if !answer.is_empty() { " " (answer) }
                }
            }
        }
    }
}

fn shape(name: &str, schema: &Value) -> Markup {
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    html! {
        details.operation id={ "schema-" (name) } {
            summary { code { (name) } " " span.what { (prose(text(schema, "description"))) } }
            table {
                thead { tr { th { "Field" } th { "Type" } th { "Meaning" } } }
                tbody {
                    @for (field, about) in members(schema, "properties") {
                        tr {
                            td { code { (field) } @if required.contains(&&**field) { " *" } }
                            td { (kind(about)) }
                            td { (prose(text(about, "description"))) }
                        }
                    }
                }
            }
        }
    }
}

/// The page.
pub(crate) fn page(document: &Value) -> Markup {
    let mut tags: Vec<&str> = Vec::new();
    for (_, item) in members(document, "paths") {
        for tag in item.as_object().into_iter().flatten().filter_map(|(_, one)| one["tags"][0].as_str()) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
    let body = html! {
        h1 { "The API of the newsroom" }
        p { (prose(text(&document["info"], "description"))) }
        p { "The same for programs: " a href="/api/openapi.json" { "openapi.json" } "." }
        @for tag in tags {
            h2 { (tag) }
            @for (path, item) in members(document, "paths") {
                @for (method, one) in item.as_object().into_iter().flatten().filter(|(_, one)| one["tags"][0] == *tag) {
                    (operation(path, method, one))
                }
            }
        }
        h2 { "Shapes" }
        p { "A field with a star is needed." }
        @for (name, schema) in members(&document["components"], "schemas") { (shape(name, schema)) }
    };
    frame("The API", "", None, &body)
}
