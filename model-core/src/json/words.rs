//! The messages about a wrong value, made from the column and not from Rust types.

use crate::meta::encoding::Encoding;
use crate::meta::error::FieldError;
use crate::meta::error::fields::codes;
use crate::meta::{Field, SqlType};
use serde_json::Value;

/// A value that does not fit its field.
pub(super) fn unfit(field: &'static Field, value: &Value) -> FieldError {
    let refused = |code, message: String| FieldError::new(field.wire_name(), code, message);
    if value.is_null() {
        return refused(codes::NULL, "must have a value".to_owned());
    }
    let choices = field.facts.choices;
    if !choices.is_empty() {
        let known: Vec<&str> = choices.iter().map(|(text, _)| *text).collect();
        let message = match field.choices_in_json().any(|choice| choice == *value) {
            // A mistake of the application: no client can do better.
            true => {
                "is a stored value, but serde reads another name: write `#[serde(rename_all = \"snake_case\")]` on \
                     the enum"
                    .to_owned()
            }
            false => format!("must be one of {}", known.join(", ")),
        };
        return refused(codes::CHOICE, message).with("choices", field.choices_in_json().collect::<Value>());
    }
    if let Some((min, max)) = range(field.sql).filter(|_| is_whole(value)) {
        let message = format!("must be between {min} and {max}");
        return refused(codes::OUT_OF_RANGE, message).with("min", min).with("max", max);
    }
    let (expected, words) = expected(field);
    let fits = match expected {
        "string" | "hex" | "decimal" | "uuid" | "date-time" | "local-date-time" | "date" | "time" => value.is_string(),
        _ => false,
    };
    let message = match (expected, fits) {
        // A type of the application's own refuses the text.
        ("string", true) => "is not accepted".to_owned(),
        _ => words,
    };
    let code = if expected == "string" && fits { codes::CHECK } else { codes::TYPE };
    let refused = refused(code, message);
    if code == codes::TYPE { refused.with("expected", expected) } else { refused }
}

fn expected(field: &Field) -> (&'static str, String) {
    if let Some(parent) = field.facts.refers {
        return ("key", format!("must be the key of a row of `{}`", parent().label()));
    }
    let (expected, words) = match field.encoding {
        Encoding::Bool => ("boolean", "must be true or false"),
        Encoding::Integer | Encoding::Unsigned => ("integer", "must be a whole number"),
        Encoding::Float | Encoding::Double => ("number", "must be a number"),
        Encoding::Decimal => ("decimal", "must be a decimal number as a string, such as \"12.50\""),
        Encoding::Text => ("string", "must be a string"),
        Encoding::Bytes => ("hex", "must be a string with two hexadecimal digits for each byte"),
        Encoding::Uuid => ("uuid", "must be a UUID"),
        Encoding::Instant | Encoding::InstantText => {
            ("date-time", "must be a date and time with a time zone, such as 2026-01-31T12:00:00Z")
        }
        Encoding::Naive => {
            ("local-date-time", "must be a date and time without a time zone, such as 2026-01-31T12:00:00")
        }
        Encoding::Date => ("date", "must be a date, such as 2026-01-31"),
        Encoding::Time => ("time", "must be a time of day, such as 12:00:00"),
        Encoding::Json | Encoding::Jsonb | Encoding::Native => ("object", "does not have the form of this field"),
    };
    (expected, words.to_owned())
}

/// The smallest and the largest number of a column.
pub(super) fn range(sql: SqlType) -> Option<(Value, Value)> {
    Some(match sql {
        SqlType::TinyInt => (i8::MIN.into(), i8::MAX.into()),
        SqlType::SmallInt => (i16::MIN.into(), i16::MAX.into()),
        SqlType::Integer => (i32::MIN.into(), i32::MAX.into()),
        SqlType::BigInt => (i64::MIN.into(), i64::MAX.into()),
        SqlType::UnsignedTinyInt => (u8::MIN.into(), u8::MAX.into()),
        SqlType::UnsignedSmallInt => (u16::MIN.into(), u16::MAX.into()),
        SqlType::UnsignedInteger => (u32::MIN.into(), u32::MAX.into()),
        SqlType::UnsignedBigInt => (u64::MIN.into(), u64::MAX.into()),
        _ => return None,
    })
}

/// Whether it is a whole number, of whatever size.
fn is_whole(value: &Value) -> bool {
    value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.abs() >= 9e15)
}
