//! Values whose stored form is known without asking the database.
//!
//! A new row of such values need not be read back, its entry in the trail is made from the values alone, and many
//! values can be bound as one array. A row with a type that is not listed here, or with a value that a database may
//! store in another form, is read back.

#[cfg(any(feature = "jiff", feature = "time"))]
use crate::meta::sql_types::converted::Converted as _;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Timelike, Utc};
use diesel::sql_types as st;
use serde_json::Value;
use uuid::Uuid;

/// A value, as a column holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exact<'v> {
    /// NULL.
    Null,
    /// A truth value.
    Bool(bool),
    /// A signed integer of any width.
    Integer(i64),
    /// Text.
    Text(&'v str),
    /// A UUID.
    Uuid(Uuid),
    /// A point in time, in whole microseconds.
    Instant(DateTime<Utc>),
    /// A date and time without zone, in whole microseconds.
    Naive(NaiveDateTime),
    /// A date.
    Date(NaiveDate),
    /// A document. A database may store it in another form (other spaces, another order of names), so it is never taken
    /// for what the column holds.
    Document(&'v serde_json::Value),
    /// A date or a time whose year has not four digits: what reads it back from the trail takes it for another one.
    OtherYear,
}

/// A type whose values have an [`Exact`] form in a column of the SQL type `ST`. Only types whose `ToSql` belongs to
/// this crate or to Diesel qualify.
pub trait HasExactForm<ST> {
    /// The value; none when a column would store it in another form.
    fn exact(&self) -> Option<Exact<'_>>;
}

macro_rules! exact {
    ($($ty:ty, $st:ty => |$value:ident| $exact:expr;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl HasExactForm<$st> for $ty {
            fn exact(&self) -> Option<Exact<'_>> {
                let $value = self;
                $exact
            }
        }
    )+};
}

exact! {
    bool, st::Bool => |value| Some(Exact::Bool(*value));
    i16, st::SmallInt => |value| Some(Exact::Integer(i64::from(*value)));
    i32, st::Integer => |value| Some(Exact::Integer(i64::from(*value)));
    i64, st::BigInt => |value| Some(Exact::Integer(*value));
    String, st::Text => |value| Some(Exact::Text(value));
    Uuid, crate::meta::sql_types::Uuid => |value| Some(Exact::Uuid(*value));
    DateTime<Utc>, crate::meta::sql_types::Instant => |value| instant(*value);
    NaiveDateTime, st::Timestamp => |value| instant(value.and_utc()).map(|exact| exact.or(Exact::Naive(*value)));
    NaiveDate, st::Date => |value| instant(value.and_time(chrono::NaiveTime::MIN).and_utc())
        .map(|exact| exact.or(Exact::Date(*value)));
    Value, crate::meta::sql_types::Json => |value| Some(Exact::Document(value));
    Value, st::Json => |value| Some(Exact::Document(value));
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
exact! {
    Value, st::Jsonb => |value| Some(Exact::Document(value));
}

#[cfg(feature = "mysql")]
exact! {
    NaiveDateTime, st::Datetime => |value| instant(value.and_utc()).filter(|exact| *exact == Exact::OtherYear);
}

impl Exact<'_> {
    /// Another form of an instant, unless the year is refused.
    fn or(self, other: Self) -> Self {
        if self == Self::OtherYear { self } else { other }
    }
}

#[cfg(feature = "time")]
exact! {
    time::OffsetDateTime, crate::meta::sql_types::Instant => |value| value.stored().and_then(instant);
}

#[cfg(feature = "jiff")]
exact! {
    jiff::Timestamp, crate::meta::sql_types::Instant => |value| value.stored().and_then(instant);
}

#[cfg(feature = "sqlite")]
exact! {
    DateTime<Utc>, st::TimestamptzSqlite => |value| instant(*value);
}

#[cfg(feature = "postgres")]
exact! {
    Uuid, st::Uuid => |value| Some(Exact::Uuid(*value));
    DateTime<Utc>, st::Timestamptz => |value| instant(*value);
}

#[diagnostic::do_not_recommend]
impl<T, ST> HasExactForm<st::Nullable<ST>> for Option<T>
where
    T: HasExactForm<ST>,
    ST: st::SqlType<IsNull = st::is_nullable::NotNull>,
{
    fn exact(&self) -> Option<Exact<'_>> {
        self.as_ref().map_or(Some(Exact::Null), HasExactForm::exact)
    }
}

/// An instant, unless it is truncated when it is written.
fn instant(value: DateTime<Utc>) -> Option<Exact<'static>> {
    use chrono::Datelike;

    if !(1..=9999).contains(&value.year()) {
        return Some(Exact::OtherYear);
    }
    let whole = value.nanosecond() < 1_000_000_000 && value.nanosecond().is_multiple_of(1_000);
    whole.then_some(Exact::Instant(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn instants_that_are_cut_are_not_exact() {
        let at = |nanos| Utc.timestamp_opt(1_700_000_039, nanos).unwrap();
        let form = |at: DateTime<Utc>| HasExactForm::<crate::meta::sql_types::Instant>::exact(&at).is_some();
        assert!(form(at(0)) && form(at(999_999_000)));
        assert!(!form(at(1)) && !form(at(1_000_000_000)), "a nanosecond, a leap second");
    }

    #[test]
    fn a_year_without_four_digits_is_known_in_every_type() {
        for year in [-44, 0, 10_000] {
            let day = NaiveDate::from_ymd_opt(year, 3, 15).unwrap();
            let naive = day.and_hms_nano_opt(12, 0, 0, 1).unwrap();
            assert_eq!(HasExactForm::<st::Date>::exact(&day), Some(Exact::OtherYear));
            assert_eq!(HasExactForm::<st::Timestamp>::exact(&naive), Some(Exact::OtherYear));
            let form = HasExactForm::<crate::meta::sql_types::Instant>::exact(&naive.and_utc())
                .map(|exact| exact == Exact::OtherYear);
            assert_eq!(form, Some(true));
        }
    }

    #[test]
    fn nothing_is_null() {
        let exact = |value: Option<i32>| {
            HasExactForm::<st::Nullable<st::Integer>>::exact(&value).map(|exact| exact == Exact::Null)
        };
        assert_eq!((exact(None), exact(Some(0))), (Some(true), Some(false)));
    }
}
