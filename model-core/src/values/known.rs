//! Values of which it is known, without asking the database, what a column holds after they were written to it.
//!
//! Then a new row need not be read back, what the audit trail says of it is made of the values alone, and many values
//! can be bound as one array. A type that is not known here, or a value that a database may keep in another form, is read back.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Timelike, Utc};
use diesel::sql_types as st;
use uuid::Uuid;

/// A value, as a column holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known<'v> {
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

/// A type whose values are [`Known`] in a column of the SQL type `ST`: it is stored as its own `ToSql` says, and that
/// belongs to this crate or to Diesel.
pub trait Knows<ST> {
    /// The value; none when it is one that a column does not hold as it is.
    fn known(&self) -> Option<Known<'_>>;
}

macro_rules! known {
    ($($ty:ty, $st:ty => |$value:ident| $known:expr;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl Knows<$st> for $ty {
            fn known(&self) -> Option<Known<'_>> {
                let $value = self;
                $known
            }
        }
    )+};
}

known! {
    bool, st::Bool => |value| Some(Known::Bool(*value));
    i16, st::SmallInt => |value| Some(Known::Integer(i64::from(*value)));
    i32, st::Integer => |value| Some(Known::Integer(i64::from(*value)));
    i64, st::BigInt => |value| Some(Known::Integer(*value));
    String, st::Text => |value| Some(Known::Text(value));
    Uuid, crate::meta::sql_types::Uuid => |value| Some(Known::Uuid(*value));
    DateTime<Utc>, crate::meta::sql_types::Instant => |value| instant(*value);
    NaiveDateTime, st::Timestamp => |value| instant(value.and_utc()).map(|_| Known::Naive(*value));
    NaiveDate, st::Date => |value| instant(value.and_time(chrono::NaiveTime::MIN).and_utc()).map(|_| Known::Date(*value));
}

#[cfg(feature = "sqlite")]
known! {
    DateTime<Utc>, st::TimestamptzSqlite => |value| instant(*value);
}

#[cfg(feature = "postgres")]
known! {
    Uuid, st::Uuid => |value| Some(Known::Uuid(*value));
    DateTime<Utc>, st::Timestamptz => |value| instant(*value);
}

#[diagnostic::do_not_recommend]
impl<T, ST> Knows<st::Nullable<ST>> for Option<T>
where
    T: Knows<ST>,
    ST: st::SqlType<IsNull = st::is_nullable::NotNull>,
{
    fn known(&self) -> Option<Known<'_>> {
        self.as_ref().map_or(Some(Known::Null), Knows::known)
    }
}

/// An instant, unless it is cut when it is written, or has a year that no column has four digits for.
fn instant(value: DateTime<Utc>) -> Option<Known<'static>> {
    use chrono::Datelike;

    let whole = value.nanosecond() < 1_000_000_000 && value.nanosecond().is_multiple_of(1_000);
    (whole && (0..=9999).contains(&value.year())).then_some(Known::Instant(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn instants_that_are_cut_are_not_known() {
        let at = |nanos| Utc.timestamp_opt(1_700_000_039, nanos).unwrap();
        let known = |at: DateTime<Utc>| Knows::<crate::meta::sql_types::Instant>::known(&at).is_some();
        assert!(known(at(0)) && known(at(999_999_000)));
        assert!(!known(at(1)) && !known(at(1_000_000_000)), "a nanosecond, a leap second");
        assert!(!known(Utc.with_ymd_and_hms(10_000, 1, 1, 0, 0, 0).unwrap()));
    }

    #[test]
    fn nothing_is_null() {
        let known =
            |value: Option<i32>| Knows::<st::Nullable<st::Integer>>::known(&value).map(|known| known == Known::Null);
        assert_eq!((known(None), known(Some(0))), (Some(true), Some(false)));
    }
}
