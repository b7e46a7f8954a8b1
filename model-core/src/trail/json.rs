//! The JSON of each kind of value, where the database does not make it; see
//! [`Encoding`](crate::meta::encoding::Encoding). Equal values have the same text, so that values can be compared by
//! it.

use crate::meta::clock::text::{iso, naive_iso, positional};
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::meta::hex;
use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use serde_json::{Number, Value};
use std::fmt::{Display, Write};

/// The name under which the trail keeps a document that would be taken for something else by itself: the `null` of
/// JSON, which is not NULL, and a document that has this name.
pub(crate) const WRAPPED: &str = "$json";

/// Whether the trail wraps a document. PostgreSQL decides it by `jsonb_exists`, which also looks for an element.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn is_wrapped(document: &Value) -> bool {
    match document {
        Value::Null => true,
        Value::String(text) => text == WRAPPED,
        Value::Array(values) => values.iter().any(|value| value.as_str() == Some(WRAPPED)),
        Value::Object(values) => values.contains_key(WRAPPED),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The document behind a value of the trail.
pub(crate) fn unwrapped(value: &Value) -> &Value {
    match value {
        Value::Object(values) if values.len() == 1 => values.get(WRAPPED).unwrap_or(value),
        _ => value,
    }
}

/// Writing to a `String` cannot fail.
fn put(out: &mut String, value: impl Display) {
    let _ = write!(out, "{value}");
}

/// Writes a value whose text contains nothing that JSON escapes.
pub(crate) fn plain(value: impl Display, out: &mut String) {
    out.push('"');
    put(out, value);
    out.push('"');
}

/// Writes a text, escaped as `serde_json` escapes it.
pub(crate) fn text(value: &str, out: &mut String) {
    if value.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        put(out, Value::from(value));
        return;
    }
    out.push('"');
    out.push_str(value);
    out.push('"');
}

pub(crate) fn uuid(value: uuid::Uuid, out: &mut String) {
    out.push('"');
    out.push_str(value.hyphenated().encode_lower(&mut uuid::Uuid::encode_buffer()));
    out.push('"');
}

pub(crate) fn instant(value: DateTime<Utc>, out: &mut String) {
    match positional(value) {
        Some(digits) => date_and_time(&digits, "Z\"", out),
        None => plain(iso(value), out),
    }
}

pub(crate) fn naive(value: NaiveDateTime, out: &mut String) {
    match positional(value.and_utc()) {
        Some(digits) => date_and_time(&digits, "\"", out),
        None => plain(naive_iso(value), out),
    }
}

/// Writes `2026-01-31T12:00:00.000000` and the given end.
fn date_and_time(digits: &[u8; 26], end: &str, out: &mut String) {
    // Digits are ASCII.
    let text = std::str::from_utf8(digits).unwrap_or_default();
    for part in ["\"", &text[..10], "T", &text[11..], end] {
        out.push_str(part);
    }
}

pub(crate) fn time(value: NaiveTime, out: &mut String) {
    plain(value.format("%H:%M:%S%.6f"), out);
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn bytes(value: &[u8], out: &mut String) {
    out.push('"');
    hex::push(value, out);
    out.push('"');
}

pub(crate) fn number(value: impl Into<Number>, out: &mut String) {
    put(out, value.into());
}

/// Writes the shortest digits that read back as the same value, as PostgreSQL does: `1`, not `1.0`, and no negative
/// zero.
pub(crate) fn float(value: impl Display + Into<f64> + Copy, out: &mut String) -> Result<(), String> {
    let wide: f64 = value.into();
    if !wide.is_finite() {
        return Err(format!("{value} is not a number that JSON can hold"));
    }
    if wide == 0.0 {
        out.push('0');
        return Ok(());
    }
    let number: Number = serde_json::from_str(&value.to_string()).map_err(|error| error.to_string())?;
    put(out, number);
    Ok(())
}

/// The digits without superfluous zeros, so that `1.50` and `1.5` are the same value on every backend.
pub(crate) fn decimal(digits: &str) -> &str {
    let digits = digits.trim();
    let plain = match digits.contains('.') && !digits.contains(['e', 'E']) {
        true => digits.trim_end_matches('0').trim_end_matches('.'),
        false => digits,
    };
    if plain == "-0" { "0" } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, SecondsFormat, TimeZone};
    use serde_json::json;

    fn written(write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn floats_have_one_form() {
        let float = |value: f64| written(|out| float(value, out).unwrap());
        assert_eq!(float(1.0), "1");
        assert_eq!(float(-0.0), "0");
        assert_eq!(written(|out| super::float(0.1_f32, out).unwrap()), "0.1");
        assert_eq!(float(1.234_567_890_123_456_8e18), "1234567890123456800");
        assert_eq!(float(1e300), json!(1e300).to_string());
        let refused = |value: f64| super::float(value, &mut String::new()).is_err();
        assert!(refused(f64::NAN) && refused(f64::INFINITY));
    }

    #[test]
    fn decimals_lose_superfluous_zeros_only() {
        for (digits, plain) in
            [("1.50", "1.5"), ("100", "100"), ("0.00", "0"), ("-0.0", "0"), ("10.0", "10"), ("1.0e+20", "1.0e+20")]
        {
            assert_eq!(decimal(digits), plain);
        }
    }

    #[test]
    fn texts_are_escaped_as_serde_json_does_it() {
        for value in ["", "plain", "ü\u{1F980}\u{202E}", "\"quoted\"", "back\\slash", "a\nb\t\u{1}\u{7f}\0", "e\u{301}"]
        {
            assert_eq!(written(|out| text(value, out)), json!(value).to_string());
        }
    }

    #[test]
    fn instants_are_written_by_position_where_they_fit() {
        for micros in [0, -1, 1_700_000_000_123_456, 253_402_300_799_999_999, 253_402_300_800_000_000] {
            let at = Utc.timestamp_micros(micros).unwrap();
            let expected = at.to_rfc3339_opts(SecondsFormat::Micros, true);
            assert_eq!(written(|out| instant(at, out)), json!(expected).to_string());
            let expected = at.naive_utc().format("%Y-%m-%dT%H:%M:%S%.6f").to_string();
            assert_eq!(written(|out| naive(at.naive_utc(), out)), json!(expected).to_string());
        }
        let leap = NaiveDate::from_ymd_opt(2016, 12, 31).unwrap().and_hms_nano_opt(23, 59, 59, 1_500_000_000).unwrap();
        assert_eq!(written(|out| naive(leap, out)), "\"2016-12-31T23:59:60.500000\"");
    }
}
