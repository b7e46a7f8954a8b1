//! Days and times, as a person writes them.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// The first instant of a day, a minute or a second.
pub(super) fn start(text: &str) -> Result<DateTime<Utc>, String> {
    Ok(span(text)?.0)
}

/// The last instant of a day, a minute or a second.
pub(super) fn end(text: &str) -> Result<DateTime<Utc>, String> {
    let (start, length) = span(text)?;
    Ok(start + (length - TimeDelta::microseconds(1)).max(TimeDelta::zero()))
}

/// The start and the length. The years are limited to those that every backend can store.
fn span(text: &str) -> Result<(DateTime<Utc>, TimeDelta), String> {
    let date = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let day = || date().map(|date| (date.and_time(NaiveTime::MIN).and_utc(), TimeDelta::days(1)));
    let local = |format, length| {
        let time = NaiveDateTime::parse_from_str(text, format).ok()?;
        Some((time.and_utc(), length))
    };
    let (minute, second) = (TimeDelta::minutes(1), TimeDelta::seconds(1));
    // A time with a fraction is an instant, without a length.
    let second = if text.contains('.') { TimeDelta::zero() } else { second };
    let zoned = || DateTime::parse_from_rfc3339(text).ok().map(|time| (time.to_utc(), second));
    let span = day()
        .or_else(|| local("%Y-%m-%d %H:%M", minute))
        .or_else(|| local("%Y-%m-%dT%H:%M", minute))
        .or_else(|| local("%Y-%m-%d %H:%M:%S%.f", second))
        .or_else(|| local("%Y-%m-%dT%H:%M:%S%.f", second))
        .or_else(zoned);
    span.filter(|(start, _)| (1000..=9999).contains(&start.year()))
        .ok_or_else(|| "expected a day like 2026-01-31, or a time like `2026-01-31 14:30:05`, in UTC".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_or_time_has_a_start_and_an_end() {
        for (text, from, to) in [
            ("2026-01-31", "2026-01-31T00:00:00Z", "2026-01-31T23:59:59.999999Z"),
            ("2026-01-31 14:30", "2026-01-31T14:30:00Z", "2026-01-31T14:30:59.999999Z"),
            ("2026-01-31T14:30:05", "2026-01-31T14:30:05Z", "2026-01-31T14:30:05.999999Z"),
            ("2026-01-31 14:30:05.25", "2026-01-31T14:30:05.25Z", "2026-01-31T14:30:05.25Z"),
            ("2026-01-31T14:30:05+02:00", "2026-01-31T12:30:05Z", "2026-01-31T12:30:05.999999Z"),
            ("9999-12-31", "9999-12-31T00:00:00Z", "9999-12-31T23:59:59.999999Z"),
        ] {
            let instant = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
            assert_eq!((start(text), end(text)), (Ok(instant(from)), Ok(instant(to))), "{text}");
        }
        for text in ["", "today", "2026-02-30", "2026-01-31 25:00", "31.01.2026", "+10000-01-01", "0999-12-31"] {
            assert!(start(text).is_err() && end(text).is_err(), "{text}");
        }
    }
}
