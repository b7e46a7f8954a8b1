//! The clock of the library, and the Rust types that hold its instants.
//!
//! Every operation reads one instant here, truncated to microseconds (the precision that all three backends keep), so
//! that the value a write returns equals the value it stored. [`at`](crate::verbs::Create::at) on a write overrides it.

pub(crate) mod epoch;
pub(crate) mod text;

use crate::meta::clock::epoch::Calendar;
use chrono::{DateTime, NaiveDateTime, SubsecRound, TimeDelta, Utc};
use std::time::Duration;

/// The current instant, truncated to microseconds.
pub fn now() -> DateTime<Utc> {
    cut(Utc::now())
}

/// An instant truncated to the precision that every backend stores.
pub(crate) fn cut(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant.trunc_subsecs(6)
}

/// A duration of whole days of 24 hours, for [`recent`](crate::Objects::recent) and its relatives.
pub const fn days(count: u64) -> Duration {
    Duration::from_secs(count.saturating_mul(24 * 60 * 60))
}

/// A duration of whole hours.
pub const fn hours(count: u64) -> Duration {
    Duration::from_secs(count.saturating_mul(60 * 60))
}

/// A duration of whole minutes.
pub const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count.saturating_mul(60))
}

/// The instant that lies this long before another; the earliest instant of all if there is no such instant.
pub(crate) fn before(instant: DateTime<Utc>, duration: Duration) -> DateTime<Utc> {
    let delta = TimeDelta::from_std(duration).ok();
    delta.and_then(|delta| instant.checked_sub_signed(delta)).unwrap_or(DateTime::UNIX_EPOCH)
}

/// A Rust type that holds a point in time, for the fields behind `created_at` and `updated_at`.
///
/// Provided for `DateTime<Utc>`, `NaiveDateTime` (read as UTC), `i64` with a unit (`#[model(epoch = millis)]`), and
/// `Option` of each. `Unit` is the unit of an integer; a type of your own that is an instant by itself implements
/// `Timestamp`, without one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold a timestamp",
    label = "a timestamp field is `DateTime<Utc>`, `NaiveDateTime`, `i64` with a unit, or an `Option` of one",
    note = "an integer needs its unit: `#[model(epoch = seconds)]`, `millis`, `micros` or `nanos`; the other types have no \
            `epoch`"
)]
pub trait Timestamp<Unit = Calendar>: Sized {
    /// Converts an instant that is truncated to microseconds.
    fn from_instant(instant: DateTime<Utc>) -> Self;
}

#[diagnostic::do_not_recommend]
impl Timestamp for DateTime<Utc> {
    fn from_instant(instant: DateTime<Utc>) -> Self {
        instant
    }
}

#[diagnostic::do_not_recommend]
impl Timestamp for NaiveDateTime {
    fn from_instant(instant: DateTime<Utc>) -> Self {
        instant.naive_utc()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Timestamp<Unit>, Unit> Timestamp<Unit> for Option<T> {
    fn from_instant(instant: DateTime<Utc>) -> Self {
        Some(T::from_instant(instant))
    }
}

/// A Rust type that marks a row as deleted: a nullable timestamp or a `bool`.
///
/// The SQL of the live scope follows the column: a `Bool` is a flag, anything else is live while it is NULL.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot mark a row as deleted",
    label = "the marker is an `Option` of a timestamp (`Option<DateTime<Utc>>`, `Option<NaiveDateTime>`, \
            `Option<i64>` with a unit) or a `bool`",
    note = "an integer needs its unit: `#[model(epoch = seconds)]`, `millis`, `micros` or `nanos`"
)]
pub trait DeletionMark<Unit = Calendar>: Sized {
    /// The mark of a row that is live.
    fn live() -> Self;

    /// The mark of a row deleted at this instant.
    fn deleted(at: DateTime<Utc>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Timestamp<Unit>, Unit> DeletionMark<Unit> for Option<T> {
    fn live() -> Self {
        None
    }

    fn deleted(at: DateTime<Utc>) -> Self {
        Some(T::from_instant(at))
    }
}

#[diagnostic::do_not_recommend]
impl DeletionMark for bool {
    fn live() -> Self {
        false
    }

    fn deleted(_: DateTime<Utc>) -> Self {
        true
    }
}
