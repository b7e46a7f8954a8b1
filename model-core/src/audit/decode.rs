//! Reading a raw value of the database as JSON, where the database does not do it itself.

use super::Encoding;
use super::json::{decimal, hexadecimal, instant, naive, number, text, time};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{FromSql, Result};
use serde_json::Value;

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
            Encoding::Bytes => Value::String(hexadecimal(&<Vec<u8> as FromSql<st::Binary, Self>>::from_sql(raw)?)),
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
            Encoding::Bytes => Value::String(hexadecimal(raw.as_bytes())),
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
