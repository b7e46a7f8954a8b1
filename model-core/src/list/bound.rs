//! A value of any column, as a list compares it.

use crate::meta::clock::cut;
use crate::meta::encoding::Encoding;
use crate::meta::{Field, SqlType};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use uuid::Uuid;

/// A value that is compared with a column, by the encoding of the column. NULL is compared by `IS NULL` and never
/// bound.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// NULL.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A number of 32 bits.
    Float(f32),
    /// A number of 64 bits.
    Double(f64),
    /// Digits.
    Decimal(String),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A UUID.
    Uuid(Uuid),
    /// A point in time.
    Instant(DateTime<Utc>),
    /// A date and time without zone.
    Naive(NaiveDateTime),
    /// A date.
    Date(NaiveDate),
    /// A time of day.
    Time(NaiveTime),
}

/// No value of a filter is longer.
pub(crate) const LONGEST: usize = 1_000;

/// The most digits of a decimal number, before its point and after it.
const DIGITS: usize = 30;

/// Why a text is not a value of a column: a code, the expected value, and a message.
pub(crate) type Refusal = (&'static str, String, String);

impl Bound {
    /// Reads a value that a client sent.
    pub(crate) fn read(field: &Field, text: &str) -> Result<Self, Refusal> {
        if text.chars().count() > LONGEST {
            return Err(("too_long", LONGEST.to_string(), format!("has more than {LONGEST} characters")));
        }
        if text.contains('\0') {
            return Err(("malformed", "text".to_owned(), "contains a NUL character".to_owned()));
        }
        let choices = field.facts.choices;
        if !choices.is_empty() && !choices.iter().any(|(value, _)| *value == text) {
            let known: Vec<&str> = choices.iter().map(|(value, _)| *value).collect();
            let known = known.join(", ");
            return Err(("unknown_choice", known.clone(), format!("is not one of {known}")));
        }
        let expected = expected(field.encoding);
        Self::parse(field, text).ok_or_else(|| ("malformed", expected.to_owned(), format!("is not {expected}")))
    }

    fn parse(field: &Field, text: &str) -> Option<Self> {
        let date = || text.parse::<NaiveDate>().ok().filter(|date| usual(*date));
        let midnight = || date().map(|date| date.and_time(NaiveTime::MIN));
        Some(match field.encoding {
            Encoding::Bool => Self::Bool(text.parse().ok()?),
            Encoding::Integer => Self::Integer(text.parse().ok()?),
            Encoding::Unsigned => Self::unsigned(text.parse().ok()?),
            Encoding::Float => Self::Float(text.parse().ok().filter(|number: &f32| number.is_finite())?),
            Encoding::Double => Self::Double(text.parse().ok().filter(|number: &f64| number.is_finite())?),
            Encoding::Decimal => Self::Decimal(is_decimal(text).then(|| text.to_owned())?),
            Encoding::Uuid => Self::Uuid(Uuid::try_parse(text).ok()?),
            Encoding::Instant | Encoding::InstantText => {
                let exact = DateTime::parse_from_rfc3339(text).ok().map(|instant| instant.to_utc());
                let instant = exact.or_else(|| midnight().map(|naive| naive.and_utc()))?;
                Self::Instant(cut(instant)).usual_year(instant.date_naive())?
            }
            Encoding::Naive => {
                let exact = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok();
                let naive = exact.or_else(midnight)?;
                Self::Naive(cut(naive.and_utc()).naive_utc()).usual_year(naive.date())?
            }
            Encoding::Date => Self::Date(date()?),
            Encoding::Time => Self::Time(NaiveTime::parse_from_str(text, "%H:%M:%S%.f").ok()?),
            Encoding::Text => Self::Text(text.to_owned()),
            Encoding::Bytes | Encoding::Json | Encoding::Jsonb | Encoding::Native => return None,
        })
    }

    /// Every integer that is too large for 63 bits is a decimal number.
    pub(crate) fn unsigned(number: u64) -> Self {
        i64::try_from(number).map_or_else(|_| Self::Decimal(number.to_string()), Self::Integer)
    }

    fn usual_year(self, date: NaiveDate) -> Option<Self> {
        usual(date).then_some(self)
    }

    pub(crate) fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// Writes the value into a cursor.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let (tag, bytes): (u8, Vec<u8>) = match self {
            Self::Null => (0, Vec::new()),
            Self::Bool(value) => (1, vec![u8::from(*value)]),
            Self::Integer(value) => (2, value.to_be_bytes().to_vec()),
            Self::Float(value) => (3, value.to_be_bytes().to_vec()),
            Self::Double(value) => (4, value.to_be_bytes().to_vec()),
            Self::Decimal(value) => (5, value.clone().into_bytes()),
            Self::Text(value) => (6, value.clone().into_bytes()),
            Self::Bytes(value) => (7, value.clone()),
            Self::Uuid(value) => (8, value.as_bytes().to_vec()),
            Self::Instant(value) => (9, value.timestamp_micros().to_be_bytes().to_vec()),
            Self::Naive(value) => (10, value.and_utc().timestamp_micros().to_be_bytes().to_vec()),
            Self::Date(value) => (11, value.num_days_from_ce().to_be_bytes().to_vec()),
            Self::Time(value) => {
                let day = NaiveDate::default().and_time(*value).and_utc();
                (12, day.timestamp_micros().to_be_bytes().to_vec())
            }
        };
        out.push(tag);
        out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend(bytes);
    }

    /// Reads a value out of a cursor, and returns what follows it.
    pub(crate) fn take(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (tag, rest) = bytes.split_first()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (value, rest) = rest.split_at_checked(length)?;
        let micros = || DateTime::from_timestamp_micros(i64::from_be_bytes(value.try_into().ok()?));
        let text = || String::from_utf8(value.to_vec()).ok();
        let value = match tag {
            0 => Self::Null,
            1 => Self::Bool(*value.first()? != 0),
            2 => Self::Integer(i64::from_be_bytes(value.try_into().ok()?)),
            3 => Self::Float(f32::from_be_bytes(value.try_into().ok()?)),
            4 => Self::Double(f64::from_be_bytes(value.try_into().ok()?)),
            5 => Self::Decimal(text().filter(|text| is_decimal(text))?),
            6 => Self::Text(text().filter(|text| !text.contains('\0'))?),
            7 => Self::Bytes(value.to_vec()),
            8 => Self::Uuid(Uuid::from_slice(value).ok()?),
            9 => Self::Instant(micros()?),
            10 => Self::Naive(micros()?.naive_utc()),
            11 => Self::Date(NaiveDate::from_num_days_from_ce_opt(i32::from_be_bytes(value.try_into().ok()?))?),
            12 => Self::Time(micros()?.time()),
            _ => return None,
        };
        Some((value, rest))
    }
}

/// The type that a value is converted to, where the database would compare it with the column in another way.
pub(crate) fn own_type(field: &Field) -> Option<&'static str> {
    match field.sql {
        SqlType::Named(name) if name.eq_ignore_ascii_case("citext") || !field.facts.choices.is_empty() => Some(name),
        _ => None,
    }
}

/// Four digits: what every database and every format of the library can hold.
fn usual(date: NaiveDate) -> bool {
    (1..=9999).contains(&date.year())
}

/// Whether a text is a decimal number that every database reads.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |text: &str| (1..=DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number(whole) && is_number(part)
}

/// The value that a column expects, for people.
fn expected(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Bool => "`true` or `false`",
        Encoding::Integer => "a whole number",
        Encoding::Unsigned => "a whole number that is not negative",
        Encoding::Float | Encoding::Double => "a number",
        Encoding::Decimal => "a decimal number",
        Encoding::Uuid => "a UUID",
        Encoding::Instant | Encoding::InstantText => "a point in time such as `2026-01-31T12:00:00Z`, or a date",
        Encoding::Naive => "a date and time such as `2026-01-31T12:00:00`, or a date",
        Encoding::Date => "a date such as `2026-01-31`",
        Encoding::Time => "a time such as `12:00:00`",
        Encoding::Text | Encoding::Bytes | Encoding::Json | Encoding::Jsonb | Encoding::Native => "a text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_from_a_cursor() {
        let day = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
        let naive = day.and_hms_micro_opt(12, 0, 0, 1).unwrap();
        let values = [
            Bound::Null,
            Bound::Bool(true),
            Bound::Integer(i64::MIN),
            Bound::Float(0.1),
            Bound::Double(-0.1),
            Bound::Decimal("-1.50".to_owned()),
            Bound::Text("\u{fc}\u{2028}".to_owned()),
            Bound::Bytes(vec![0, 255]),
            Bound::Uuid(Uuid::max()),
            Bound::Instant(naive.and_utc()),
            Bound::Naive(naive),
            Bound::Date(day),
            Bound::Time(naive.time()),
        ];
        let mut bytes = Vec::new();
        values.iter().for_each(|value| value.write(&mut bytes));
        let mut rest = &bytes[..];
        for value in &values {
            let (read, after) = Bound::take(rest).unwrap();
            assert_eq!(read, *value);
            rest = after;
        }
        assert!(rest.is_empty() && Bound::take(rest).is_none());
    }

    #[test]
    fn only_digits_are_a_decimal_number() {
        for text in ["0", "-1", "1.50", "000.1"] {
            assert!(is_decimal(text), "{text}");
        }
        for text in ["", "-", ".", "1.", ".5", "+1", "1e5", "NaN", "1.2.3", "0x1", "\u{661}", &"1".repeat(31)] {
            assert!(!is_decimal(text), "{text}");
        }
    }
}
