//! Reading a raw value of the database as JSON, where the database does not do it itself.

use super::Encoding;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{FromSql, Result};
use serde_json::Value;
use std::fmt::{Display, Write};

/// A backend whose raw values can be read as JSON.
pub(crate) trait Decode: Backend {
    /// The JSON of a value that is not NULL.
    ///
    /// # Errors
    /// The value does not have the type that its column declares, or it is NaN or an infinity.
    fn decode(encoding: Encoding, raw: Self::RawValue<'_>) -> Result<Value>;
}

#[cfg(feature = "sqlite")]
impl Decode for diesel::sqlite::Sqlite {
    fn decode(encoding: Encoding, raw: Self::RawValue<'_>) -> Result<Value> {
        use crate::sql_types as portable;
        use diesel::sql_types as st;
        use diesel::sqlite::SqliteType;

        Ok(match encoding {
            Encoding::Bool => Value::Bool(<bool as FromSql<st::Bool, Self>>::from_sql(raw)?),
            Encoding::Integer | Encoding::Unsigned => <i64 as FromSql<st::BigInt, Self>>::from_sql(raw)?.into(),
            Encoding::Float => number(<f32 as FromSql<st::Float, Self>>::from_sql(raw)?)?,
            Encoding::Double => number(<f64 as FromSql<st::Double, Self>>::from_sql(raw)?)?,
            // Diesel stores a `Numeric` as a double, of which SQLite's own text has an exponent or too few digits.
            Encoding::Decimal if matches!(raw.value_type(), Some(SqliteType::Double)) => {
                decimal(&<f64 as FromSql<st::Double, Self>>::from_sql(raw)?.to_string())
            }
            Encoding::Decimal => decimal(&<String as FromSql<st::Text, Self>>::from_sql(raw)?),
            Encoding::Text | Encoding::Native => Value::String(<String as FromSql<st::Text, Self>>::from_sql(raw)?),
            Encoding::Bytes => hexadecimal(&<Vec<u8> as FromSql<st::Binary, Self>>::from_sql(raw)?),
            Encoding::Uuid => text(<uuid::Uuid as FromSql<portable::Uuid, Self>>::from_sql(raw)?),
            Encoding::Instant => instant(<DateTime<Utc> as FromSql<portable::Instant, Self>>::from_sql(raw)?),
            Encoding::InstantText => instant(<DateTime<Utc> as FromSql<st::TimestamptzSqlite, Self>>::from_sql(raw)?),
            Encoding::Naive => naive(<NaiveDateTime as FromSql<st::Timestamp, Self>>::from_sql(raw)?),
            Encoding::Date => text(<NaiveDate as FromSql<st::Date, Self>>::from_sql(raw)?),
            Encoding::Time => time(<NaiveTime as FromSql<st::Time, Self>>::from_sql(raw)?),
            Encoding::Json => <Value as FromSql<portable::Json, Self>>::from_sql(raw)?,
        })
    }
}

#[cfg(feature = "mysql")]
impl Decode for diesel::mysql::Mysql {
    fn decode(encoding: Encoding, raw: Self::RawValue<'_>) -> Result<Value> {
        use crate::sql_types as portable;
        use diesel::sql_types as st;

        Ok(match encoding {
            Encoding::Bool => Value::Bool(<bool as FromSql<st::Bool, Self>>::from_sql(raw)?),
            Encoding::Integer => <i64 as FromSql<st::BigInt, Self>>::from_sql(raw)?.into(),
            Encoding::Unsigned => <u64 as FromSql<st::Unsigned<st::BigInt>, Self>>::from_sql(raw)?.into(),
            Encoding::Float => number(<f32 as FromSql<st::Float, Self>>::from_sql(raw)?)?,
            Encoding::Double => number(<f64 as FromSql<st::Double, Self>>::from_sql(raw)?)?,
            Encoding::Decimal => decimal(std::str::from_utf8(raw.as_bytes())?),
            Encoding::Text | Encoding::Native => Value::String(<String as FromSql<st::Text, Self>>::from_sql(raw)?),
            Encoding::Bytes => hexadecimal(raw.as_bytes()),
            Encoding::Uuid => text(<uuid::Uuid as FromSql<portable::Uuid, Self>>::from_sql(raw)?),
            Encoding::Instant | Encoding::InstantText => {
                instant(<DateTime<Utc> as FromSql<portable::Instant, Self>>::from_sql(raw)?)
            }
            Encoding::Naive => naive(<NaiveDateTime as FromSql<st::Timestamp, Self>>::from_sql(raw)?),
            Encoding::Date => text(<NaiveDate as FromSql<st::Date, Self>>::from_sql(raw)?),
            Encoding::Time => time(<NaiveTime as FromSql<st::Time, Self>>::from_sql(raw)?),
            Encoding::Json => <Value as FromSql<portable::Json, Self>>::from_sql(raw)?,
        })
    }
}

fn text(value: impl Display) -> Value {
    Value::String(value.to_string())
}

fn instant(value: DateTime<Utc>) -> Value {
    Value::String(value.to_rfc3339_opts(SecondsFormat::Micros, true))
}

fn naive(value: NaiveDateTime) -> Value {
    text(value.format("%Y-%m-%dT%H:%M:%S%.6f"))
}

fn time(value: NaiveTime) -> Value {
    text(value.format("%H:%M:%S%.6f"))
}

fn hexadecimal(bytes: &[u8]) -> Value {
    let mut digits = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    Value::String(digits)
}

/// The shortest digits that give the value back, as PostgreSQL writes them: `1`, not `1.0`, and no negative zero.
fn number(value: impl Display + Into<f64> + Copy) -> Result<Value> {
    let wide: f64 = value.into();
    if !wide.is_finite() {
        return Err(format!("{value} is not a number that JSON can hold").into());
    }
    if wide == 0.0 {
        return Ok(0.into());
    }
    Ok(Value::Number(serde_json::from_str(&value.to_string())?))
}

/// The digits without superfluous zeros, so that `1.50` and `1.5` are the same value on every backend.
fn decimal(digits: &str) -> Value {
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
