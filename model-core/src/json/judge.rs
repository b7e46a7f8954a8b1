//! Validates client input: all mistakes of all fields, at once and without a statement.

use crate::json::words::unfit;
use crate::meta::error::FieldError;
use crate::meta::error::fields::codes;
use crate::meta::{Field, Meta, Privacy};
use crate::model::Model;
use crate::values::read::{ReadValues, read_column};
use crate::values::{Fill, Values};
use serde::de::value::MapDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, MapAccess};
use serde_json::{Map, Value, json};

/// The kind of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    New,
    Patch,
}

impl Form {
    fn takes(self, field: &Field) -> bool {
        match self {
            Self::New => field.in_new,
            Self::Patch => field.in_patch,
        }
    }
}

/// How many characters of an unknown name are shown.
const NAME: usize = 100;

/// Reads the input, or returns all mistakes in it.
pub(crate) fn judge<M, T>(form: Form, sent: &Map<String, Value>) -> Result<T, Vec<FieldError>>
where
    M: Model<Values: for<'de> ReadValues<'de>>,
    T: DeserializeOwned,
{
    let mut values = M::Values::default();
    let mut mistakes = read_all(M::META, form, sent, &mut |column, value| {
        read_column(&mut values, column, &mut One(Some(value))).is_ok()
    });
    let mut fill = Fill::of_nobody();
    values.judge(&mut fill);
    mistakes.extend(refusals(M::META, sent, fill.into_refusals()));
    finish(mistakes)?;
    let fields = sent.iter().map(|(name, value)| (name.as_str(), value));
    // Each field was read before: what is left are mistakes that concern the whole type.
    T::deserialize(MapDeserializer::new(fields))
        .map_err(|_: serde_json::Error| vec![FieldError::new("", codes::TYPE, "cannot be read")])
}

/// The one value of a map whose key is known.
pub(crate) struct One<'v>(pub(crate) Option<&'v Value>);

impl<'v> MapAccess<'v> for One<'v> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'v>>(&mut self, _: K) -> serde_json::Result<Option<K::Value>> {
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'v>>(&mut self, seed: S) -> serde_json::Result<S::Value> {
        seed.deserialize(self.0.take().unwrap_or(&Value::Null))
    }
}

/// A mistake, and the place of its field among the others.
type Mistake = (usize, FieldError);

/// The columns that a client can name.
pub(crate) fn columns(meta: &'static Meta) -> impl Iterator<Item = (usize, &'static Field)> {
    meta.fields.iter().chain(meta.write_only).enumerate()
}

/// Reads each field into its column, and finds those that are unknown, closed, sent twice, unfit or missing.
fn read_all(
    meta: &'static Meta,
    form: Form,
    sent: &Map<String, Value>,
    read: &mut dyn FnMut(usize, &Value) -> bool,
) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut seen = vec![false; meta.fields.len() + meta.write_only.len()];
    for (name, value) in sent {
        let named = |(_, field): &(usize, &'static Field)| field.wire_names().any(|known| known == name);
        let Some((column, field)) = columns(meta).find(named) else {
            mistakes.push((usize::MAX, unknown(meta, form, name)));
            continue;
        };
        let refused = |code, message: &str| (column, FieldError::new(field.wire_name(), code, message));
        if !form.takes(field) {
            mistakes.push(refused(codes::CLOSED, "cannot be set by a client"));
        } else if std::mem::replace(&mut seen[column], true) {
            mistakes.push(refused(codes::DUPLICATE, "was sent under two names"));
        } else if !read(column, value) {
            mistakes.push((column, unfit(field, value)));
        }
    }
    let needed = |(column, field): &(usize, &'static Field)| !seen[*column] && field.is_needed_from_client();
    if form == Form::New {
        let missing = columns(meta).filter(needed);
        mistakes.extend(
            missing.map(|(column, field)| (column, FieldError::new(field.wire_name(), codes::MISSING, "is missing"))),
        );
    }
    mistakes
}

fn unknown(meta: &'static Meta, form: Form, name: &str) -> FieldError {
    let known: Vec<_> =
        columns(meta).filter(|(_, field)| form.takes(field)).map(|(_, field)| field.wire_name()).collect();
    let message = format!("is not a field: expected one of {}", known.join(", "));
    FieldError::new(name.chars().take(NAME).collect::<String>(), codes::UNKNOWN, message).with("known", json!(known))
}

/// The values that the rules of the model reject, under the names that clients use.
fn refusals(meta: &'static Meta, sent: &Map<String, Value>, refused: Vec<FieldError>) -> Vec<Mistake> {
    let told = |mut refused: FieldError| {
        let Some((column, field)) = columns(meta).find(|(_, field)| field.name == refused.field) else {
            return (usize::MAX, refused);
        };
        let is_secret = field.privacy == Privacy::Mask || column >= meta.fields.len();
        if is_secret && field.wire_names().any(|name| sent.get(name).is_some_and(|value| quotes(&refused, value))) {
            "is not accepted".clone_into(&mut refused.message);
        }
        (column, FieldError { field: field.wire_name().into(), ..refused })
    };
    refused.into_iter().map(told).collect()
}

/// Whether the message of a check contains the value.
fn quotes(refused: &FieldError, value: &Value) -> bool {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    refused.code == codes::CHECK && !text.is_empty() && refused.message.contains(&text)
}

/// All mistakes, in the order of the fields; unknown names come last.
fn finish(mut mistakes: Vec<Mistake>) -> Result<(), Vec<FieldError>> {
    mistakes.sort_by_key(|(column, _)| *column);
    let mistakes: Vec<_> = mistakes.into_iter().map(|(_, mistake)| mistake).collect();
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
}
