//! Integers as instants, and their units.

use crate::meta::clock::Timestamp;
use chrono::{DateTime, Utc};

/// What an integer in the role of a timestamp counts, since 1970-01-01T00:00:00Z: `#[model(epoch = millis)]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EpochUnit {
    /// Whole seconds: the fraction is cut off.
    Seconds,
    /// Milliseconds.
    Millis,
    /// Microseconds, the precision of the library's clock.
    Micros,
    /// Nanoseconds, up to the year 2262.
    Nanos,
}

impl EpochUnit {
    /// How many of them are in a second.
    pub(crate) const fn per_second(self) -> i64 {
        match self {
            Self::Seconds => 1,
            Self::Millis => 1_000,
            Self::Micros => 1_000_000,
            Self::Nanos => 1_000_000_000,
        }
    }

    /// The number of an instant. Nanoseconds after the year 2262 do not fit: they become the largest number.
    pub(crate) fn count(self, instant: DateTime<Utc>) -> i64 {
        match self {
            Self::Seconds => instant.timestamp(),
            Self::Millis => instant.timestamp_millis(),
            Self::Micros => instant.timestamp_micros(),
            Self::Nanos => instant.timestamp_nanos_opt().unwrap_or(i64::MAX),
        }
    }

    /// The instant of a number.
    pub(crate) fn instant(self, count: i64) -> Option<DateTime<Utc>> {
        let (seconds, rest) = (count.div_euclid(self.per_second()), count.rem_euclid(self.per_second()));
        let nanos = rest * (1_000_000_000 / self.per_second());
        DateTime::from_timestamp(seconds, u32::try_from(nanos).ok()?)
    }
}

/// A unit, as a type.
pub trait Epoch {
    /// The unit.
    const UNIT: EpochUnit;
}

/// No unit: the type of the field is an instant by itself.
#[derive(Debug, Clone, Copy)]
pub enum Calendar {}

macro_rules! units {
    ($($unit:ident)+) => {$(
        /// The unit of this name.
        #[derive(Debug, Clone, Copy)]
        pub enum $unit {}

        impl Epoch for $unit {
            const UNIT: EpochUnit = EpochUnit::$unit;
        }
    )+};
}

units!(Seconds Millis Micros Nanos);

#[diagnostic::do_not_recommend]
impl<U: Epoch> Timestamp<U> for i64 {
    fn from_instant(instant: DateTime<Utc>) -> Self {
        U::UNIT.count(instant)
    }
}

#[cfg(test)]
mod tests {
    use super::EpochUnit::{Micros, Millis, Nanos, Seconds};
    use chrono::{DateTime, Utc};

    #[test]
    fn each_unit_counts_and_comes_back() {
        let instant = DateTime::from_timestamp(1_700_000_000, 123_456_000).unwrap();
        let counts = [Seconds, Millis, Micros, Nanos].map(|unit| unit.count(instant));
        let expected = [1_700_000_000, 1_700_000_000_123, 1_700_000_000_123_456, 1_700_000_000_123_456_000];
        assert_eq!(counts, expected);
        assert_eq!(Micros.instant(counts[2]), Some(instant));
        assert_eq!(Nanos.instant(counts[3]), Some(instant));
        let early = DateTime::from_timestamp(-2, 500_000_000).unwrap();
        assert_eq!(Millis.count(early), -1_500);
        assert_eq!(Millis.instant(-1_500), Some(early));
        assert_eq!(Nanos.count(early), -1_500_000_000);
    }

    #[test]
    fn what_nanoseconds_cannot_count_is_the_last_of_them() {
        assert_eq!(Nanos.count(DateTime::<Utc>::MAX_UTC), i64::MAX);
        assert_eq!(Seconds.instant(i64::MAX), None);
    }
}
