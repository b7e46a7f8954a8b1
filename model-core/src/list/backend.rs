//! What differs between the backends: how a value is bound and read, and how a text is looked for.

use crate::list::bound::Bound;
use crate::meta::encoding::Encoding;
use crate::sql::dialect::Dialect;
use diesel::QueryResult;
use diesel::deserialize;
use diesel::query_builder::AstPass;

/// A backend that lists can be read from: PostgreSQL, SQLite, MySQL and MariaDB.
pub trait ListDialect: Dialect {
    /// What comes before, between and after a column and a pattern.
    #[doc(hidden)]
    const CONTAINS: (&'static str, &'static str, &'static str);
    /// The type of decimal numbers.
    #[doc(hidden)]
    const DECIMAL: &'static str;
    /// Whether an index is used where rows are compared: `(a, b) > (?, ?)`.
    #[doc(hidden)]
    const COMPARES_ROWS: bool;

    /// Binds a value that is not NULL.
    ///
    /// # Errors
    /// The value cannot be serialized.
    #[doc(hidden)]
    fn bind<'b>(encoding: Encoding, value: &'b Bound, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;

    /// Reads a value that is not NULL.
    ///
    /// # Errors
    /// The value does not have the type that its column declares.
    #[doc(hidden)]
    fn cell(encoding: Encoding, raw: Self::RawValue<'_>) -> deserialize::Result<Bound>;
}

/// Binds a value by its own type: the compiler can only check it for a concrete backend.
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
macro_rules! bound {
    ($value:expr, $out:expr) => {
        match $value {
            // A condition about NULL has no value.
            Bound::Null => Err(diesel::result::Error::QueryBuilderError("NULL is not bound".into())),
            Bound::Bool(value) => $out.push_bind_param::<st::Bool, bool>(value),
            Bound::Integer(value) => Self::bigint(value, $out),
            Bound::Float(value) => $out.push_bind_param::<st::Float, f32>(value),
            Bound::Double(value) => $out.push_bind_param::<st::Double, f64>(value),
            Bound::Decimal(value) | Bound::Text(value) => Self::text(value, $out),
            Bound::Bytes(value) => $out.push_bind_param::<st::Binary, Vec<u8>>(value),
            Bound::Uuid(value) => Self::uuid(value, $out),
            Bound::Instant(value) => Self::instant(value, $out),
            Bound::Naive(value) => $out.push_bind_param::<st::Timestamp, chrono::NaiveDateTime>(value),
            Bound::Date(value) => $out.push_bind_param::<st::Date, chrono::NaiveDate>(value),
            Bound::Time(value) => $out.push_bind_param::<st::Time, chrono::NaiveTime>(value),
        }
    };
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use super::*;
    use chrono::{DateTime, Utc};
    use diesel::deserialize::FromSql;
    use diesel::sql_types as st;
    use diesel::sqlite::{Sqlite, SqliteType};

    impl ListDialect for Sqlite {
        const CONTAINS: (&'static str, &'static str, &'static str) = ("LOWER(", ") LIKE LOWER(", ") ESCAPE '!'");
        const DECIMAL: &'static str = "REAL";
        const COMPARES_ROWS: bool = true;

        fn bind<'b>(encoding: Encoding, value: &'b Bound, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
            match (encoding, value) {
                (Encoding::InstantText, Bound::Instant(value)) => {
                    out.push_bind_param::<st::TimestamptzSqlite, DateTime<Utc>>(value)
                }
                _ => bound!(value, out),
            }
        }

        // The value as it is stored: a column of SQLite may hold another form of it than the library writes, and the
        // database compares that.
        fn cell(_: Encoding, mut raw: Self::RawValue<'_>) -> deserialize::Result<Bound> {
            Ok(match raw.value_type() {
                Some(SqliteType::Integer | SqliteType::SmallInt | SqliteType::Long) => Bound::Integer(raw.read_long()),
                Some(SqliteType::Float | SqliteType::Double) => Bound::Double(raw.read_double()),
                Some(SqliteType::Binary) => Bound::Bytes(raw.read_blob().to_vec()),
                Some(SqliteType::Text) | None => Bound::Text(<String as FromSql<st::Text, Self>>::from_sql(raw)?),
            })
        }
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use super::*;
    use diesel::deserialize::FromSql;
    use diesel::pg::Pg;
    use diesel::pg::data_types::PgNumeric;
    use diesel::sql_types as st;

    impl ListDialect for Pg {
        const CONTAINS: (&'static str, &'static str, &'static str) = ("", " ILIKE ", " ESCAPE '!'");
        const DECIMAL: &'static str = "numeric";
        const COMPARES_ROWS: bool = true;

        fn bind<'b>(_: Encoding, value: &'b Bound, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
            bound!(value, out)
        }

        fn cell(encoding: Encoding, raw: Self::RawValue<'_>) -> deserialize::Result<Bound> {
            Ok(match encoding {
                Encoding::Bool => Bound::Bool(<bool as FromSql<st::Bool, Self>>::from_sql(raw)?),
                Encoding::Integer | Encoding::Unsigned => Bound::Integer(match raw.as_bytes().len() {
                    2 => <i16 as FromSql<st::SmallInt, Self>>::from_sql(raw)?.into(),
                    4 => <i32 as FromSql<st::Integer, Self>>::from_sql(raw)?.into(),
                    _ => <i64 as FromSql<st::BigInt, Self>>::from_sql(raw)?,
                }),
                Encoding::Float => Bound::Float(<f32 as FromSql<st::Float, Self>>::from_sql(raw)?),
                Encoding::Double => Bound::Double(<f64 as FromSql<st::Double, Self>>::from_sql(raw)?),
                Encoding::Decimal => {
                    Bound::Decimal(digits(&<PgNumeric as FromSql<st::Numeric, Self>>::from_sql(raw)?)?)
                }
                Encoding::Uuid => Bound::Uuid(<uuid::Uuid as FromSql<st::Uuid, Self>>::from_sql(raw)?),
                Encoding::Instant | Encoding::InstantText => {
                    Bound::Instant(<chrono::DateTime<chrono::Utc> as FromSql<st::Timestamptz, Self>>::from_sql(raw)?)
                }
                Encoding::Naive => {
                    Bound::Naive(<chrono::NaiveDateTime as FromSql<st::Timestamp, Self>>::from_sql(raw)?)
                }
                Encoding::Date => Bound::Date(<chrono::NaiveDate as FromSql<st::Date, Self>>::from_sql(raw)?),
                Encoding::Time => Bound::Time(<chrono::NaiveTime as FromSql<st::Time, Self>>::from_sql(raw)?),
                _ => Bound::Text(std::str::from_utf8(raw.as_bytes())?.to_owned()),
            })
        }
    }

    /// A decimal number in digits: PostgreSQL sends four of them at a time.
    fn digits(number: &PgNumeric) -> deserialize::Result<String> {
        let (sign, weight, scale, groups) = match number {
            PgNumeric::Positive { weight, scale, digits } => ("", *weight, *scale, digits),
            PgNumeric::Negative { weight, scale, digits } => ("-", *weight, *scale, digits),
            PgNumeric::NaN => return Err("a list cannot sort by NaN".into()),
        };
        let group = |at: i32| usize::try_from(at).ok().and_then(|at| groups.get(at)).copied().unwrap_or(0);
        let whole: String = (0..=i32::from(weight)).map(|at| format!("{:04}", group(at))).collect();
        let first = i32::from(weight) + 1;
        let part: String = (first..first + i32::from(scale) / 4 + 1).map(|at| format!("{:04}", group(at))).collect();
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let part = &part[..usize::from(scale).min(part.len())];
        Ok(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn groups_become_digits() {
            let positive = |weight, scale, digits: &[i16]| {
                digits_of(PgNumeric::Positive { weight, scale, digits: digits.to_vec() })
            };
            assert_eq!(positive(0, 0, &[]), "0");
            assert_eq!(positive(0, 2, &[1, 5000]), "1.50");
            assert_eq!(positive(1, 0, &[1]), "10000");
            assert_eq!(positive(-1, 3, &[50]), "0.005");
            assert_eq!(positive(-2, 7, &[1000]), "0.0000100");
            assert_eq!(positive(1, 5, &[12, 3456, 7890, 1000]), "123456.78901");
            let negative = PgNumeric::Negative { weight: 0, scale: 1, digits: vec![7, 1000] };
            assert_eq!(digits_of(negative), "-7.1");
        }

        fn digits_of(number: PgNumeric) -> String {
            digits(&number).unwrap()
        }
    }
}

#[cfg(feature = "mysql")]
mod mysql {
    use super::*;
    use crate::meta::sql_types as portable;
    use diesel::deserialize::FromSql;
    use diesel::mysql::Mysql;
    use diesel::sql_types as st;

    impl ListDialect for Mysql {
        const CONTAINS: (&'static str, &'static str, &'static str) = ("", " LIKE ", " ESCAPE '!'");
        const DECIMAL: &'static str = "DECIMAL(65, 30)";
        // MySQL and MariaDB read the whole index for such a comparison.
        const COMPARES_ROWS: bool = false;

        fn bind<'b>(_: Encoding, value: &'b Bound, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
            bound!(value, out)
        }

        fn cell(encoding: Encoding, raw: Self::RawValue<'_>) -> deserialize::Result<Bound> {
            Ok(match encoding {
                Encoding::Bool => Bound::Bool(<bool as FromSql<st::Bool, Self>>::from_sql(raw)?),
                Encoding::Integer => Bound::Integer(<i64 as FromSql<st::BigInt, Self>>::from_sql(raw)?),
                Encoding::Unsigned => Bound::unsigned(<u64 as FromSql<st::Unsigned<st::BigInt>, Self>>::from_sql(raw)?),
                Encoding::Float => Bound::Float(<f32 as FromSql<st::Float, Self>>::from_sql(raw)?),
                Encoding::Double => Bound::Double(<f64 as FromSql<st::Double, Self>>::from_sql(raw)?),
                Encoding::Decimal => Bound::Decimal(std::str::from_utf8(raw.as_bytes())?.to_owned()),
                Encoding::Uuid => Bound::Uuid(<uuid::Uuid as FromSql<portable::Uuid, Self>>::from_sql(raw)?),
                Encoding::Instant | Encoding::InstantText => {
                    Bound::Instant(<chrono::DateTime<chrono::Utc> as FromSql<portable::Instant, Self>>::from_sql(raw)?)
                }
                Encoding::Naive => {
                    Bound::Naive(<chrono::NaiveDateTime as FromSql<st::Timestamp, Self>>::from_sql(raw)?)
                }
                Encoding::Date => Bound::Date(<chrono::NaiveDate as FromSql<st::Date, Self>>::from_sql(raw)?),
                Encoding::Time => Bound::Time(<chrono::NaiveTime as FromSql<st::Time, Self>>::from_sql(raw)?),
                _ => Bound::Text(std::str::from_utf8(raw.as_bytes())?.to_owned()),
            })
        }
    }
}
