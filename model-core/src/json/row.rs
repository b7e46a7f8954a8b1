//! A row as JSON, in the encoding of the trail.

use crate::meta::clock::text::iso;
use crate::meta::encoding::Encoding;
use crate::meta::error::fields::codes;
use crate::meta::error::{Error, FieldError, Result};
use crate::meta::hex::hex;
use crate::meta::{Field, Privacy};
use crate::model::Model;
use crate::trail::json;
use crate::values::show::ShowValues;
use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use serde_json::{Map, Number, Value};

/// The columns of a row that a client sees.
pub(crate) fn shown<M>(row: &M, with_masked: bool) -> Result<Map<String, Value>>
where
    M: Model<Values: for<'s> ShowValues<'s>>,
{
    let mut shown = Map::new();
    for (index, field) in M::META.fields.iter().enumerate() {
        if field.facts.hidden || (field.privacy == Privacy::Mask && !with_masked) {
            continue;
        }
        let value = M::Values::show(row, index, serde_json::value::Serializer);
        put(field, value, &mut shown)?;
    }
    Ok(shown)
}

fn put(field: &'static Field, value: serde_json::Result<Value>, shown: &mut Map<String, Value>) -> Result<()> {
    // The words of serde may quote the value.
    let refused = |_| FieldError::new(field.name, codes::TYPE, "cannot be shown as JSON");
    let value = value.map_err(|error| Error::refusing(refused(error), Vec::new()))?;
    shown.insert(field.wire_name().to_owned(), encoded(field.encoding, value));
    Ok(())
}

/// A value that serde has written, in the encoding of the trail. What has a form of its own stays as it is.
fn encoded(encoding: Encoding, value: Value) -> Value {
    let encoded = match (encoding, &value) {
        // serde makes 64 bits of it, and so digits that the value does not have.
        #[allow(clippy::cast_possible_truncation, reason = "the value had 32 bits")]
        (Encoding::Float, Value::Number(number)) => number.as_f64().and_then(|wide| float(wide as f32)),
        (Encoding::Double, Value::Number(number)) => number.as_f64().and_then(float),
        (Encoding::Decimal, Value::Number(number)) => Some(json::decimal(&number.to_string()).into()),
        (Encoding::Decimal, Value::String(digits)) => Some(json::decimal(digits).into()),
        (Encoding::Bytes, Value::Array(bytes)) => digits(bytes),
        (Encoding::Instant | Encoding::InstantText, Value::String(text)) => {
            let at = DateTime::parse_from_rfc3339(text).ok();
            at.map(|at| iso(at.with_timezone(&Utc)).into())
        }
        (Encoding::Naive, Value::String(text)) => {
            text.parse::<NaiveDateTime>().ok().and_then(|at| text_of(|out| json::naive(at, out)))
        }
        (Encoding::Time, Value::String(text)) => {
            text.parse::<NaiveTime>().ok().and_then(|at| text_of(|out| json::time(at, out)))
        }
        _ => None,
    };
    encoded.unwrap_or(value)
}

fn float(value: impl std::fmt::Display + Into<f64> + Copy) -> Option<Value> {
    let mut digits = String::new();
    json::float(value, &mut digits).ok()?;
    serde_json::from_str::<Number>(&digits).ok().map(Value::Number)
}

fn text_of(write: impl FnOnce(&mut String)) -> Option<Value> {
    let mut text = String::new();
    write(&mut text);
    serde_json::from_str(&text).ok()
}

fn digits(bytes: &[Value]) -> Option<Value> {
    let byte = |value: &Value| value.as_u64().and_then(|byte| u8::try_from(byte).ok());
    let bytes = bytes.iter().map(byte).collect::<Option<Vec<u8>>>()?;
    Some(hex(&bytes).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_has_the_form_of_the_trail() {
        let encoded = |encoding, value: Value| encoded(encoding, value);
        assert_eq!(encoded(Encoding::Float, json!(0.1_f32)), json!(0.1));
        assert_eq!(encoded(Encoding::Double, json!(2.0)), json!(2));
        assert_eq!(encoded(Encoding::Decimal, json!("1.500")), json!("1.5"));
        assert_eq!(encoded(Encoding::Bytes, json!([0, 10, 255])), json!("000aff"));
        assert_eq!(encoded(Encoding::Bytes, json!([])), json!(""));
        assert_eq!(
            encoded(Encoding::Instant, json!("2026-01-31T13:00:00+01:00")),
            json!("2026-01-31T12:00:00.000000Z")
        );
        assert_eq!(encoded(Encoding::Naive, json!("2026-01-31T13:00:00")), json!("2026-01-31T13:00:00.000000"));
        assert_eq!(encoded(Encoding::Time, json!("13:00:00.5")), json!("13:00:00.500000"));
    }

    #[test]
    fn a_form_of_its_own_stays() {
        for (encoding, value) in [
            (Encoding::Bytes, json!("AA==")),
            (Encoding::Bytes, json!([1, 256])),
            (Encoding::Instant, json!(1_700_000_000)),
            (Encoding::Double, Value::Null),
            (Encoding::Integer, json!("9007199254740993")),
        ] {
            assert_eq!(encoded(encoding, value.clone()), value);
        }
    }
}
