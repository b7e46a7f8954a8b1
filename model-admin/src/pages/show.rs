//! Values as people read them.

use crate::data::{Labels, titled};
use crate::desk::{Face, Known};
use crate::web::answer::cut;
use crate::web::visit::Frame;
use crate::words::Words;
use chrono::{DateTime, NaiveDateTime, Utc};
use maud::{Markup, html};
use model_core::audit::Encoding;
use model_core::meta::{Field, Role};
use serde_json::Value;
use std::collections::BTreeMap;

/// The labels of the rows that foreign keys refer to, by field.
pub(crate) type Referred = BTreeMap<usize, Labels>;

/// A name of the program as words: `published_at` becomes "Published at", and `author_id` "Author".
pub(crate) fn name(field: &Field) -> String {
    let is_reference = field.facts.refers.is_some();
    let name = field.name.strip_suffix("_id").filter(|_| is_reference).unwrap_or(field.name);
    words(name)
}

pub(crate) fn words(name: &str) -> String {
    titled(name.replace('_', " "))
}

/// The help of a field: the first paragraph of its documentation, if it says more than the name.
pub(crate) fn help(field: &Field) -> Option<String> {
    let first = field.facts.doc.split("\n\n").next().unwrap_or_default();
    let text = first.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A value as a plain text, as a form and a comparison show it.
pub(crate) fn plain(field: &Field, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => match field.encoding {
            Encoding::Naive => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            _ => text.clone(),
        },
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        document => serde_json::to_string_pretty(document).unwrap_or_default(),
    }
}

/// A value as people read it in a difference: the label of a choice, yes and no.
pub(crate) fn spoken(words: &Words, field: Option<&Field>, value: &Value) -> String {
    match (field, value) {
        (_, Value::Bool(true)) => words.yes.to_owned(),
        (_, Value::Bool(false)) => words.no.to_owned(),
        (Some(field), Value::String(text)) => match choice(field, text) {
            Some(label) => label.to_owned(),
            None => instant(text).filter(|_| is_time(field)).map_or_else(|| text.clone(), full),
        },
        (Some(field), Value::Number(code)) => {
            let code = code.to_string();
            choice(field, &code).map_or(code, str::to_owned)
        }
        (_, Value::Null) => String::new(),
        (_, Value::String(text)) => text.clone(),
        (_, document) => serde_json::to_string_pretty(document).unwrap_or_default(),
    }
}

fn is_time(field: &Field) -> bool {
    matches!(field.encoding, Encoding::Instant | Encoding::InstantText | Encoding::Naive)
}

fn choice(field: &Field, text: &str) -> Option<&'static str> {
    field.facts.choices.iter().find(|(value, _)| *value == text).map(|(_, label)| *label)
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    let zoned = text.parse::<DateTime<Utc>>().ok();
    zoned.or_else(|| text.parse::<NaiveDateTime>().ok().map(|naive| naive.and_utc()))
}

fn full(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// A point in time, in UTC.
pub(crate) fn time(at: DateTime<Utc>) -> Markup {
    let machine = at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    html! { time datetime=(machine) title={ (full(at)) " UTC" } { (at.format("%Y-%m-%d %H:%M")) } }
}

/// A value in a list or next to a form.
pub(crate) fn value(
    frame: &Frame<'_>,
    face: &Face<'_>,
    index: usize,
    value: &Value,
    referred: &Referred,
    short: bool,
) -> Markup {
    let (words, field) = (frame.words(), face.field(index));
    match value {
        Value::Null => html! { span.none { (words.none) } },
        Value::Bool(true) => html! { span.yes aria-hidden="true" { "✓" } span.sr { (words.yes) } },
        Value::Bool(false) => html! { span.none aria-hidden="true" { "–" } span.sr { (words.no) } },
        Value::String(text) if is_actor(field) && frame.name_of(text).is_some() => {
            html! { (frame.name_of(text).unwrap_or(text)) }
        }
        Value::String(text) if field.facts.refers.is_some() => reference(frame, index, text, referred),
        Value::String(text) if choice(field, text).is_some() => {
            html! { span.tag { (choice(field, text).unwrap_or(text)) } }
        }
        Value::String(text) if is_time(field) => instant(text).map_or_else(|| html! { (text) }, time),
        Value::String(text) if text.is_empty() => html! { span.none { (words.empty_text) } },
        Value::String(text) if short && cut(text, 90) != text => {
            html! { span title=(cut(text, 600)) { (cut(text, 90)) "…" } }
        }
        Value::Number(number) if field.facts.refers.is_some() => reference(frame, index, &number.to_string(), referred),
        other => {
            let text = plain(field, other);
            let shown = if short { cut(&text, 90) } else { &text };
            html! { (shown) @if shown != text { "…" } }
        }
    }
}

/// Whether the library writes into a field who acted.
pub(crate) fn is_actor(field: &Field) -> bool {
    matches!(field.role, Role::CreatedBy | Role::UpdatedBy | Role::DeletedBy)
}

/// A foreign key by the name of the row that it refers to.
fn reference(frame: &Frame<'_>, index: usize, key: &str, referred: &Referred) -> Markup {
    match referred.get(&index).and_then(|labels| labels.get(key)) {
        Some(label) => html! { (cut(label, 90)) },
        None => html! { span.soft title=(key) { (frame.words().unnamed) " " code { (cut(key, 8)) "…" } } },
    }
}

/// Whether a column of numbers is aligned to the right.
pub(crate) fn is_number(field: &Field) -> bool {
    let number = matches!(
        field.encoding,
        Encoding::Integer | Encoding::Unsigned | Encoding::Float | Encoding::Double | Encoding::Decimal
    );
    number && field.facts.refers.is_none() && field.role != Role::Key
}

/// How many rows, in words.
pub(crate) fn counted(count: usize, capped: bool, one: &str, many: &str) -> String {
    let more = if capped { "+" } else { "" };
    let what = if count == 1 && !capped { one } else { many };
    format!("{count}{more} {}", lower(what))
}

/// The name of a model within a sentence. A name in capitals stays as it is.
pub(crate) fn lower(name: &str) -> String {
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}

/// What a model is called, by the name of its struct.
pub(crate) fn named<'k>(known: &'k [Known], model: &str) -> Option<&'k Known> {
    known.iter().find(|known| known.model == model && !known.section)
}
