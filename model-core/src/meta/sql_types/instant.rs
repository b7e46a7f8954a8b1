//! How a point in time is stored by each backend.

use crate::meta::sql_types::Instant;
use chrono::{DateTime, Utc};
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};

#[cfg(feature = "postgres")]
mod postgres {
    use super::*;
    use diesel::pg::{Pg, PgValue};
    use diesel::sql_types::Timestamptz;

    impl FromSql<Instant, Pg> for DateTime<Utc> {
        fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
            <Self as FromSql<Timestamptz, Pg>>::from_sql(value)
        }
    }

    impl ToSql<Instant, Pg> for DateTime<Utc> {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            // Diesel's own impl stores microseconds since 2000; the value need not outlive this call.
            <DateTime<Utc> as ToSql<Timestamptz, Pg>>::to_sql(self, &mut out.reborrow())
        }
    }
}

#[cfg(feature = "mysql")]
mod mysql {
    use super::*;
    use chrono::NaiveDateTime;
    use diesel::mysql::{Mysql, MysqlValue};
    use diesel::sql_types::Datetime;

    impl FromSql<Instant, Mysql> for DateTime<Utc> {
        fn from_sql(value: MysqlValue<'_>) -> deserialize::Result<Self> {
            <NaiveDateTime as FromSql<Datetime, Mysql>>::from_sql(value).map(|naive| naive.and_utc())
        }
    }

    impl ToSql<Instant, Mysql> for DateTime<Utc> {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
            <NaiveDateTime as ToSql<Datetime, Mysql>>::to_sql(&self.naive_utc(), &mut out.reborrow())
        }
    }
}

#[cfg(all(feature = "sqlite", any(feature = "jiff", feature = "time")))]
pub(crate) use self::sqlite::stored as text;

#[cfg(feature = "sqlite")]
mod sqlite {
    use super::*;
    use crate::meta::clock::text;
    use diesel::serialize::IsNull;
    use diesel::sqlite::{Sqlite, SqliteValue};

    impl FromSql<Instant, Sqlite> for DateTime<Utc> {
        fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
            let stored = value.read_text();
            text::parse(stored).ok_or_else(|| {
                format!("`{stored}` is not an instant: SQLite compares the form `2026-01-31 12:00:00.000000` in UTC")
                    .into()
            })
        }
    }

    impl ToSql<Instant, Sqlite> for DateTime<Utc> {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
            out.set_value(stored(*self)?);
            Ok(IsNull::No)
        }
    }

    /// The text of an instant.
    pub(crate) fn stored(instant: DateTime<Utc>) -> Result<String, &'static str> {
        text::format(instant).ok_or("the year of an instant lies outside 0 to 9999")
    }
}
