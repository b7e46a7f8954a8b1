//! Instants and decimal numbers of other crates, in columns of the portable types: they are converted into the type
//! that the library stores there, and back.

#[cfg(any(feature = "jiff", feature = "time"))]
use crate::meta::clock::Timestamp;
#[cfg(any(feature = "jiff", feature = "time"))]
use crate::meta::sql_types::Instant;
#[cfg(any(feature = "jiff", feature = "time"))]
use chrono::{DateTime, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};

/// A type that is stored as another one.
pub(crate) trait Converted: Sized {
    /// The type that is stored.
    type Stored;

    /// From what is stored; none if this type has no such value.
    fn of(stored: Self::Stored) -> Option<Self>;

    /// What is stored; none if it has no such value.
    fn stored(&self) -> Option<Self::Stored>;
}

macro_rules! converted {
    ($ty:ty => $sql:ty, $sqlite:expr) => {
        impl<DB: Backend> FromSql<$sql, DB> for $ty
        where
            <$ty as Converted>::Stored: FromSql<$sql, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                let stored = <<Self as Converted>::Stored as FromSql<$sql, DB>>::from_sql(value)?;
                let text = stored.to_string();
                Self::of(stored).ok_or_else(|| format!("`{text}` is outside of what the field can hold").into())
            }
        }

        #[cfg(feature = "postgres")]
        impl ToSql<$sql, diesel::pg::Pg> for $ty {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
                let stored = stored(self)?;
                ToSql::<$sql, diesel::pg::Pg>::to_sql(&stored, &mut out.reborrow())
            }
        }

        #[cfg(feature = "mysql")]
        impl ToSql<$sql, diesel::mysql::Mysql> for $ty {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::mysql::Mysql>) -> serialize::Result {
                let stored = stored(self)?;
                ToSql::<$sql, diesel::mysql::Mysql>::to_sql(&stored, &mut out.reborrow())
            }
        }

        #[cfg(feature = "sqlite")]
        impl ToSql<$sql, diesel::sqlite::Sqlite> for $ty {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::sqlite::Sqlite>) -> serialize::Result {
                out.set_value($sqlite(stored(self)?)?);
                Ok(serialize::IsNull::No)
            }
        }
    };
}

fn stored<T: Converted>(value: &T) -> Result<T::Stored, Box<dyn std::error::Error + Send + Sync>> {
    value.stored().ok_or_else(|| "the value is outside of what the database can hold".into())
}

/// An instant that lies between the first and the last of a type.
#[cfg(any(feature = "jiff", feature = "time"))]
fn within<T: Converted<Stored = DateTime<Utc>>>(instant: DateTime<Utc>, first: T, last: T) -> T {
    let outside = if instant < DateTime::UNIX_EPOCH { first } else { last };
    T::of(instant).unwrap_or(outside)
}

#[cfg(feature = "time")]
mod of_time {
    use super::*;
    use time::{OffsetDateTime, PrimitiveDateTime};

    impl Converted for OffsetDateTime {
        type Stored = DateTime<Utc>;

        fn of(stored: DateTime<Utc>) -> Option<Self> {
            Self::from_unix_timestamp_nanos(i128::from(stored.timestamp_micros()) * 1_000).ok()
        }

        fn stored(&self) -> Option<DateTime<Utc>> {
            DateTime::from_timestamp(self.unix_timestamp(), self.nanosecond())
        }
    }

    converted!(OffsetDateTime => Instant, super::super::instant::text);

    #[diagnostic::do_not_recommend]
    impl Timestamp for OffsetDateTime {
        fn from_instant(instant: DateTime<Utc>) -> Self {
            within(instant, PrimitiveDateTime::MIN.assume_utc(), PrimitiveDateTime::MAX.assume_utc())
        }
    }

    #[diagnostic::do_not_recommend]
    impl Timestamp for PrimitiveDateTime {
        fn from_instant(instant: DateTime<Utc>) -> Self {
            let utc = OffsetDateTime::from_instant(instant);
            Self::new(utc.date(), utc.time())
        }
    }
}

#[cfg(feature = "jiff")]
mod of_jiff {
    use super::*;
    use diesel::deserialize::Queryable;

    impl Converted for jiff::Timestamp {
        type Stored = DateTime<Utc>;

        fn of(stored: DateTime<Utc>) -> Option<Self> {
            Self::from_microsecond(stored.timestamp_micros()).ok()
        }

        fn stored(&self) -> Option<DateTime<Utc>> {
            // Before 1970, the part behind the second is negative as well.
            let nanos = chrono::TimeDelta::nanoseconds(self.subsec_nanosecond().into());
            DateTime::from_timestamp(self.as_second(), 0)?.checked_add_signed(nanos)
        }
    }

    converted!(jiff::Timestamp => Instant, super::super::instant::text);

    impl<DB: Backend> Queryable<Instant, DB> for jiff::Timestamp
    where
        Self: FromSql<Instant, DB>,
    {
        type Row = Self;

        fn build(row: Self) -> deserialize::Result<Self> {
            Ok(row)
        }
    }

    #[diagnostic::do_not_recommend]
    impl Timestamp for jiff::Timestamp {
        fn from_instant(instant: DateTime<Utc>) -> Self {
            within(instant, Self::MIN, Self::MAX)
        }
    }
}

#[cfg(feature = "rust_decimal")]
mod of_rust_decimal {
    use super::*;
    use crate::meta::sql_types::Decimal;
    use bigdecimal::BigDecimal;

    impl Converted for rust_decimal::Decimal {
        type Stored = BigDecimal;

        fn of(stored: BigDecimal) -> Option<Self> {
            // Rounded to what fits it would be another number, which the trail would not know.
            Self::from_str_exact(&stored.to_plain_string()).ok()
        }

        fn stored(&self) -> Option<BigDecimal> {
            self.to_string().parse().ok()
        }
    }

    converted!(rust_decimal::Decimal => Decimal, |number| Ok::<_, std::convert::Infallible>(super::super::decimal::digits(&number)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "jiff")]
    #[test]
    fn instants_of_jiff_keep_their_microseconds() {
        for micros in [-1_i64, 0, 1_772_323_445_000_120] {
            let at = jiff::Timestamp::from_microsecond(micros).unwrap();
            assert_eq!(at.stored().and_then(jiff::Timestamp::of), Some(at));
            assert_eq!(at.stored().unwrap().timestamp_micros(), micros);
        }
        assert_eq!(jiff::Timestamp::from_instant(DateTime::<Utc>::MAX_UTC), jiff::Timestamp::MAX);
    }

    #[cfg(feature = "time")]
    #[test]
    fn instants_of_time_keep_their_microseconds() {
        let offset = time::UtcOffset::from_hms(5, 30, 0).unwrap();
        for micros in [-1_i64, 0, 1_772_323_445_000_120] {
            let at = DateTime::from_timestamp_micros(micros).unwrap();
            let same = time::OffsetDateTime::of(at).unwrap();
            assert_eq!(same.to_offset(offset).stored(), Some(at));
        }
        let last = time::PrimitiveDateTime::MAX;
        assert_eq!(time::PrimitiveDateTime::from_instant(DateTime::<Utc>::MAX_UTC), last);
    }

    #[cfg(feature = "rust_decimal")]
    #[test]
    fn a_number_with_too_many_digits_is_refused() {
        assert_eq!(rust_decimal::Decimal::of("19.99".parse().unwrap()).unwrap().to_string(), "19.99");
        assert_eq!(rust_decimal::Decimal::of("0.12345678901234567890123456789012".parse().unwrap()), None);
    }
}
