//! The clock of the library, and the Rust types that hold its instants.
//!
//! Every operation reads one instant here, truncated to microseconds (the precision that all three backends keep), so
//! that the value a write returns equals the value it stored. [`at`](crate::verbs::Create::at) on a write overrides it.

pub(crate) mod text;

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
/// Provided for `DateTime<Utc>`, `NaiveDateTime` (read as UTC), `i64` (whole seconds since 1970-01-01T00:00:00Z),
/// and `Option` of each.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold a timestamp",
    label = "a timestamp field is `DateTime<Utc>`, `NaiveDateTime`, `i64` (Unix seconds), or an `Option` of one"
)]
pub trait Timestamp: Sized {
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
impl Timestamp for i64 {
    fn from_instant(instant: DateTime<Utc>) -> Self {
        instant.timestamp()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Timestamp> Timestamp for Option<T> {
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
            `Option<i64>`) or a `bool`"
)]
pub trait DeletionMark: Sized {
    /// The mark of a row that is live.
    fn live() -> Self;

    /// The mark of a row deleted at this instant.
    fn deleted(at: DateTime<Utc>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Timestamp> DeletionMark for Option<T> {
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
