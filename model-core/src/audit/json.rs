//! The JSON of each kind of value, where the database does not make it; see [`Encoding`](super::Encoding).

use chrono::{DateTime, NaiveDateTime, NaiveTime, SecondsFormat, Utc};
use serde_json::Value;
use std::fmt::{Display, Write};

pub(super) fn text(value: impl Display) -> Value {
    Value::String(value.to_string())
}

pub(super) fn instant(value: DateTime<Utc>) -> Value {
    Value::String(value.to_rfc3339_opts(SecondsFormat::Micros, true))
}

pub(super) fn naive(value: NaiveDateTime) -> Value {
    text(value.format("%Y-%m-%dT%H:%M:%S%.6f"))
}

pub(super) fn time(value: NaiveTime) -> Value {
    text(value.format("%H:%M:%S%.6f"))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// The shortest digits that give the value back, as PostgreSQL writes them: `1`, not `1.0`, and no negative zero.
pub(super) fn number(value: impl Display + Into<f64> + Copy) -> Result<Value, String> {
    let wide: f64 = value.into();
    if !wide.is_finite() {
        return Err(format!("{value} is not a number that JSON can hold"));
    }
    if wide == 0.0 {
        return Ok(0.into());
    }
    let digits = value.to_string();
    serde_json::from_str(&digits).map(Value::Number).map_err(|error| error.to_string())
}

/// The digits without superfluous zeros, so that `1.50` and `1.5` are the same value on every backend.
pub(super) fn decimal(digits: &str) -> Value {
    let digits = digits.trim();
    let plain = match digits.contains('.') && !digits.contains(['e', 'E']) {
        true => digits.trim_end_matches('0').trim_end_matches('.'),
        false => digits,
    };
    Value::String(if plain == "-0" { "0" } else { plain }.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn floats_have_one_form() {
        assert_eq!(number(1.0_f64).unwrap(), json!(1));
        assert_eq!(number(-0.0_f64).unwrap(), json!(0));
        assert_eq!(number(0.1_f32).unwrap(), json!(0.1));
        assert_eq!(number(1.234_567_890_123_456_8e18).unwrap(), json!(1_234_567_890_123_456_800_i64));
        assert_eq!(number(1e300).unwrap(), json!(1e300));
        assert!(number(f64::NAN).is_err() && number(f64::INFINITY).is_err());
    }

    #[test]
    fn decimals_lose_superfluous_zeros_only() {
        for (digits, plain) in
            [("1.50", "1.5"), ("100", "100"), ("0.00", "0"), ("-0.0", "0"), ("10.0", "10"), ("1.0e+20", "1.0e+20")]
        {
            assert_eq!(decimal(digits), json!(plain));
        }
    }
}
