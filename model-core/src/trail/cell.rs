//! A value of the trail, read for the column as it is declared today.

use crate::meta::encoding::Encoding;
use crate::meta::hex::from_hex;
use crate::trail::json::{decimal, unwrapped};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde_json::Value;
use uuid::Uuid;

/// A value as its column holds it today, whatever the type of the column was when the value was written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Null,
    Bool(bool),
    Integer(i64),
    Unsigned(u64),
    Float(f64),
    /// Without superfluous zeros.
    Decimal(String),
    Text(String),
    Bytes(Vec<u8>),
    Uuid(Uuid),
    Instant(DateTime<Utc>),
    Naive(NaiveDateTime),
    Date(NaiveDate),
    Time(NaiveTime),
    /// A document, or a value of a PostgreSQL type in the form of `to_jsonb`.
    Json(Value),
}

impl Cell {
    /// Reads a value of the trail for a column. A value is converted if the type of the column has changed since and
    /// the new type can express it: a number as text and back, a date as the instant at which it began. None when it
    /// cannot.
    pub(crate) fn read(encoding: Encoding, value: &Value) -> Option<Self> {
        if value.is_null() {
            return Some(Self::Null);
        }
        let digits = || plain(value)?.trim().parse().ok();
        match encoding {
            Encoding::Bool => bool(value).map(Self::Bool),
            Encoding::Integer => integer(value).map(Self::Integer),
            Encoding::Unsigned => value.as_u64().or_else(|| plain(value)?.trim().parse().ok()).map(Self::Unsigned),
            Encoding::Float | Encoding::Double => value.as_f64().or_else(digits).map(Self::Float),
            Encoding::Decimal => {
                let digits = plain(value)?;
                let digits = decimal(&digits);
                digits.parse::<f64>().is_ok().then(|| Self::Decimal(digits.to_owned()))
            }
            Encoding::Text => plain(value).map(Self::Text),
            // A UUID whose column became bytes is read as its bytes.
            Encoding::Bytes => from_hex(value.as_str()?).map(Self::Bytes),
            Encoding::Uuid => value.as_str()?.parse().ok().map(Self::Uuid),
            Encoding::Instant | Encoding::InstantText => moment(value.as_str()?).map(|at| Self::Instant(at.and_utc())),
            Encoding::Naive => moment(value.as_str()?).map(Self::Naive),
            Encoding::Date => moment(value.as_str()?).map(|at| Self::Date(at.date())),
            Encoding::Time => value.as_str()?.parse().ok().map(Self::Time),
            Encoding::Json | Encoding::Jsonb => Some(Self::Json(unwrapped(value).clone())),
            Encoding::Native => Some(Self::Json(value.clone())),
        }
    }

    /// Whether two values of the trail are equal for a column.
    pub(crate) fn same(encoding: Encoding, one: &Value, other: &Value) -> bool {
        one == other || matches!((Self::read(encoding, one), Self::read(encoding, other)), (Some(a), Some(b)) if a == b)
    }
}

/// A scalar as text.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn bool(value: &Value) -> Option<bool> {
    match plain(value)?.as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Bool(value) => Some((*value).into()),
        other => plain(other)?.trim().parse().ok(),
    }
}

/// A date, a date and time, or an instant.
fn moment(text: &str) -> Option<NaiveDateTime> {
    let date = || text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0);
    let instant = || DateTime::parse_from_rfc3339(text).ok().map(|at| at.naive_utc());
    instant().or_else(|| text.parse().ok()).or_else(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_survives_a_column_of_another_type() {
        let same = |encoding, one: Value, other: Value| assert!(Cell::same(encoding, &one, &other), "{one} {other}");
        same(Encoding::Text, json!(42), json!("42"));
        same(Encoding::Integer, json!("42"), json!(42));
        same(Encoding::Integer, json!(true), json!(1));
        same(Encoding::Bool, json!(0), json!(false));
        same(Encoding::Double, json!(1), json!(1.0));
        same(Encoding::Decimal, json!(1.50), json!("1.5"));
        same(Encoding::Instant, json!("2026-01-31"), json!("2026-01-31T00:00:00.000000Z"));
        same(Encoding::Date, json!("2026-01-31T12:00:00.000000"), json!("2026-01-31"));
        same(Encoding::Naive, json!("2026-01-31T12:00:00.000000Z"), json!("2026-01-31T12:00:00.000000"));
        assert!(!Cell::same(Encoding::Text, &json!("1.0"), &json!("1")));
        assert!(!Cell::same(Encoding::Integer, &json!(null), &json!(0)));
    }

    #[test]
    fn what_a_column_cannot_hold_is_nothing() {
        assert_eq!(Cell::read(Encoding::Integer, &json!("many")), None);
        assert_eq!(Cell::read(Encoding::Uuid, &json!(7)), None);
        assert_eq!(Cell::read(Encoding::Bytes, &json!("abc")), None);
        assert_eq!(Cell::read(Encoding::Bytes, &json!("0aff")), Some(Cell::Bytes(vec![10, 255])));
    }
}
