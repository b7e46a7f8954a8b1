//! Values whose stored form is known without asking the database.
//!
//! A new row of such values need not be read back, its audit row is made from the values alone, and many values can be
//! bound as one array. A row with a type that is not listed here, or with a value that a database may store in another
//! form, is read back.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Timelike, Utc};
use diesel::sql_types as st;
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
    NaiveDateTime, st::Timestamp => |value| instant(value.and_utc()).map(|_| Exact::Naive(*value));
    NaiveDate, st::Date => |value| instant(value.and_time(chrono::NaiveTime::MIN).and_utc()).map(|_| Exact::Date(*value));
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

/// An instant, unless it is truncated when it is written, or its year does not have four digits.
fn instant(value: DateTime<Utc>) -> Option<Exact<'static>> {
    use chrono::Datelike;

    let whole = value.nanosecond() < 1_000_000_000 && value.nanosecond().is_multiple_of(1_000);
    (whole && (0..=9999).contains(&value.year())).then_some(Exact::Instant(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn instants_that_are_cut_are_not_exact() {
        let at = |nanos| Utc.timestamp_opt(1_700_000_039, nanos).unwrap();
        let exact = |at: DateTime<Utc>| HasExactForm::<crate::meta::sql_types::Instant>::exact(&at).is_some();
        assert!(exact(at(0)) && exact(at(999_999_000)));
        assert!(!exact(at(1)) && !exact(at(1_000_000_000)), "a nanosecond, a leap second");
        assert!(!exact(Utc.with_ymd_and_hms(10_000, 1, 1, 0, 0, 0).unwrap()));
    }

    #[test]
    fn nothing_is_null() {
        let exact = |value: Option<i32>| {
            HasExactForm::<st::Nullable<st::Integer>>::exact(&value).map(|exact| exact == Exact::Null)
        };
        assert_eq!((exact(None), exact(Some(0))), (Some(true), Some(false)));
    }
}
