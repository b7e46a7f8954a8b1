//! Converts raw values of a database to JSON, where the database does not do it itself.

use crate::meta::encoding::Encoding;
use crate::sql::dialect::Dialect;
use crate::trail::insert::has_nul;
use crate::trail::json::{WRAPPED, bytes, decimal, float, instant, is_wrapped, naive, number, plain, text, time, uuid};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use diesel::deserialize::{FromSql, Result};
use serde_json::Value;

/// A backend whose raw values can be read as JSON.
pub(crate) trait Decode: Dialect {
    /// Writes the JSON of a value that is not NULL, and returns whether it contains a NUL character.
    ///
    /// # Errors
    /// The value does not have the type that its column declares, or it is NaN or an infinity.
    fn write_json(encoding: Encoding, raw: Self::RawValue<'_>, out: &mut String) -> Result<bool>;
}

/// Writes a text.
fn write_text(value: &str, out: &mut String) -> bool {
    text(value, out);
    value.contains('\0')
}

/// Writes a document.
fn write_document(value: &Value, out: &mut String) -> bool {
    if is_wrapped(value) {
        out.push_str("{\"");
        out.push_str(WRAPPED);
        out.push_str("\":");
    }
    out.push_str(&value.to_string());
    if is_wrapped(value) {
        out.push('}');
    }
    has_nul(value)
}

#[cfg(feature = "sqlite")]
impl Decode for diesel::sqlite::Sqlite {
    fn write_json(encoding: Encoding, mut raw: Self::RawValue<'_>, out: &mut String) -> Result<bool> {
        use crate::meta::sql_types as portable;
        use diesel::sql_types as st;
        use diesel::sqlite::SqliteType;

        match encoding {
            Encoding::Bool => out.push_str(if raw.read_integer() != 0 { "true" } else { "false" }),
            Encoding::Integer | Encoding::Unsigned => number(raw.read_long(), out),
            Encoding::Float => float(<f32 as FromSql<st::Float, Self>>::from_sql(raw)?, out)?,
            Encoding::Double => float(raw.read_double(), out)?,
            // Diesel stores a `Numeric` as a double, and the text that SQLite makes of it has an exponent or too few
            // digits.
            Encoding::Decimal if matches!(raw.value_type(), Some(SqliteType::Double)) => {
                text(decimal(&raw.read_double().to_string()), out);
            }
            Encoding::Decimal => text(decimal(&<String as FromSql<st::Text, Self>>::from_sql(raw)?), out),
            Encoding::Text | Encoding::Native => {
                let value = raw.read_text();
                // Bytes that are not text were replaced by this character, and are an error.
                if value.contains(char::REPLACEMENT_CHARACTER) {
                    return Ok(write_text(&<String as FromSql<st::Text, Self>>::from_sql(raw)?, out));
                }
                return Ok(write_text(value, out));
            }
            Encoding::Bytes => bytes(raw.read_blob(), out),
            Encoding::Uuid => uuid(<uuid::Uuid as FromSql<portable::Uuid, Self>>::from_sql(raw)?, out),
            Encoding::Instant => instant(<DateTime<Utc> as FromSql<portable::Instant, Self>>::from_sql(raw)?, out),
            Encoding::InstantText => {
                instant(<DateTime<Utc> as FromSql<st::TimestamptzSqlite, Self>>::from_sql(raw)?, out);
            }
            Encoding::Naive => naive(<NaiveDateTime as FromSql<st::Timestamp, Self>>::from_sql(raw)?, out),
            Encoding::Date => plain(<NaiveDate as FromSql<st::Date, Self>>::from_sql(raw)?, out),
            Encoding::Time => time(<NaiveTime as FromSql<st::Time, Self>>::from_sql(raw)?, out),
            Encoding::Json => {
                return Ok(write_document(&<Value as FromSql<portable::Json, Self>>::from_sql(raw)?, out));
            }
            Encoding::Jsonb => return Ok(write_document(&<Value as FromSql<st::Jsonb, Self>>::from_sql(raw)?, out)),
        }
        Ok(false)
    }
}

#[cfg(feature = "mysql")]
impl Decode for diesel::mysql::Mysql {
    fn write_json(encoding: Encoding, raw: Self::RawValue<'_>, out: &mut String) -> Result<bool> {
        use crate::meta::sql_types as portable;
        use diesel::sql_types as st;

        match encoding {
            Encoding::Bool => {
                out.push_str(if <bool as FromSql<st::Bool, Self>>::from_sql(raw)? { "true" } else { "false" });
            }
            Encoding::Integer => number(<i64 as FromSql<st::BigInt, Self>>::from_sql(raw)?, out),
            Encoding::Unsigned => number(<u64 as FromSql<st::Unsigned<st::BigInt>, Self>>::from_sql(raw)?, out),
            Encoding::Float => float(<f32 as FromSql<st::Float, Self>>::from_sql(raw)?, out)?,
            Encoding::Double => float(<f64 as FromSql<st::Double, Self>>::from_sql(raw)?, out)?,
            Encoding::Decimal => text(decimal(std::str::from_utf8(raw.as_bytes())?), out),
            Encoding::Text | Encoding::Native => return Ok(write_text(std::str::from_utf8(raw.as_bytes())?, out)),
            Encoding::Bytes => bytes(raw.as_bytes(), out),
            Encoding::Uuid => uuid(<uuid::Uuid as FromSql<portable::Uuid, Self>>::from_sql(raw)?, out),
            Encoding::Instant | Encoding::InstantText => {
                instant(<DateTime<Utc> as FromSql<portable::Instant, Self>>::from_sql(raw)?, out);
            }
            Encoding::Naive => naive(<NaiveDateTime as FromSql<st::Timestamp, Self>>::from_sql(raw)?, out),
            Encoding::Date => plain(<NaiveDate as FromSql<st::Date, Self>>::from_sql(raw)?, out),
            Encoding::Time => time(<NaiveTime as FromSql<st::Time, Self>>::from_sql(raw)?, out),
            // MySQL has no `Jsonb`.
            Encoding::Json | Encoding::Jsonb => {
                return Ok(write_document(&<Value as FromSql<portable::Json, Self>>::from_sql(raw)?, out));
            }
        }
        Ok(false)
    }
}
