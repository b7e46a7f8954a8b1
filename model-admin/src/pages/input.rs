//! How a value of a field is typed, and what a typed text means.

use crate::data::Wrong;
use crate::desk::Known;
use crate::pages::show::plain;
use crate::web::request::{Pairs, last};
use crate::words::{Words, fill};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use model_core::audit::Encoding;
use model_core::meta::{Field, Privacy};
use serde_json::{Number, Value};

/// More characters are typed into an area than into a line.
const LINE: usize = 200;
/// More choices are looked for, not looked through.
const CHOICES: usize = 30;

/// How a field is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Check,
    Choice,
    /// A foreign key to a model of the desk, by its address.
    Reference(String),
    Number,
    Line,
    Area,
    /// A point in time, by hand in UTC.
    Moment,
    Date,
    Time,
    Json,
    /// A masked value: it can be set, and is never shown.
    Secret,
    /// It cannot be typed.
    Shown,
}

pub(crate) fn kind(field: &Field, known: &[Known]) -> Kind {
    if field.privacy == Privacy::Mask {
        return if field.encoding == Encoding::Text { Kind::Secret } else { Kind::Shown };
    }
    if let Some(target) = field.facts.refers {
        let name = target().content_type;
        if let Some(known) = known.iter().find(|known| known.content_type == name && !known.section) {
            return Kind::Reference(known.url.clone());
        }
    }
    match field.encoding {
        Encoding::Bool if field.nullable => Kind::Choice,
        Encoding::Bool => Kind::Check,
        Encoding::Text | Encoding::Integer
            if !field.facts.choices.is_empty() && field.facts.choices.len() <= CHOICES =>
        {
            Kind::Choice
        }
        Encoding::Text
            if field.facts.max_length.is_some_and(|most| most <= LINE) || !field.facts.choices.is_empty() =>
        {
            Kind::Line
        }
        Encoding::Text if field.slug => Kind::Line,
        Encoding::Text => Kind::Area,
        Encoding::Integer | Encoding::Unsigned | Encoding::Float | Encoding::Double | Encoding::Decimal => Kind::Number,
        Encoding::Uuid => Kind::Line,
        Encoding::Instant | Encoding::InstantText | Encoding::Naive => Kind::Moment,
        Encoding::Date => Kind::Date,
        Encoding::Time => Kind::Time,
        Encoding::Json | Encoding::Jsonb => Kind::Json,
        Encoding::Bytes | Encoding::Native => Kind::Shown,
    }
}

/// A stored value as it is typed.
pub(crate) fn typed(field: &Field, value: &Value) -> String {
    match (field.encoding, value) {
        (_, Value::Null) => String::new(),
        (Encoding::Instant | Encoding::InstantText | Encoding::Naive, Value::String(text)) => {
            let naive = text.trim_end_matches('Z');
            // Browsers know seconds and thousandths; what is finer is kept as long as the field is not touched.
            naive.get(..23).unwrap_or(naive).trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        (Encoding::Time, Value::String(text)) => text.get(..8).unwrap_or(text).to_owned(),
        _ => plain(field, value),
    }
}

/// What a text means that was typed, or why it means nothing. Without anything typed, NULL where that may be.
pub(crate) fn read(words: &Words, field: &Field, text: &str) -> Result<Value, Wrong> {
    let wrong = |code, message: &str| Err(Wrong { field: field.name.to_owned(), code, message: message.to_owned() });
    let text = text.replace("\r\n", "\n");
    let trimmed = text.trim();
    if text.is_empty() && field.nullable {
        return Ok(Value::Null);
    }
    let parsed = match field.encoding {
        Encoding::Text => return Ok(Value::String(text)),
        _ if trimmed.is_empty() => return wrong("missing", words.must_have_value),
        Encoding::Bool => match trimmed {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => None,
        },
        Encoding::Integer => trimmed.parse::<i64>().ok().map(Value::from),
        Encoding::Unsigned => trimmed.parse::<u64>().ok().map(Value::from),
        Encoding::Float | Encoding::Double => trimmed.parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number),
        Encoding::Decimal => is_decimal(trimmed).then(|| Value::from(trimmed)),
        Encoding::Uuid => trimmed.parse::<uuid::Uuid>().ok().map(|id| Value::from(id.to_string())),
        Encoding::Instant | Encoding::InstantText => {
            moment(trimmed).map(|at| Value::from(at.and_utc().to_rfc3339_opts(chrono::SecondsFormat::Micros, true)))
        }
        Encoding::Naive => moment(trimmed).map(|at| Value::from(at.format("%Y-%m-%dT%H:%M:%S%.6f").to_string())),
        Encoding::Date => trimmed.parse::<NaiveDate>().ok().map(|date| Value::from(date.to_string())),
        Encoding::Time => clock(trimmed).map(|time| Value::from(time.format("%H:%M:%S%.6f").to_string())),
        Encoding::Json | Encoding::Jsonb => match serde_json::from_str(&text) {
            Ok(document) => Some(document),
            Err(error) => {
                let place = fill(words.not_json, &[&error.line().to_string(), &error.column().to_string()]);
                return wrong("malformed", &place);
            }
        },
        Encoding::Bytes | Encoding::Native => None,
    };
    match parsed {
        Some(value) => Ok(value),
        None => wrong("malformed", not_one(words, field.encoding)),
    }
}

fn not_one(words: &Words, encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Integer | Encoding::Unsigned => words.not_whole,
        Encoding::Float | Encoding::Double | Encoding::Decimal => words.not_number,
        Encoding::Uuid => words.not_uuid,
        Encoding::Instant | Encoding::InstantText | Encoding::Naive => words.not_moment,
        Encoding::Date => words.not_date,
        Encoding::Time => words.not_time,
        _ => words.not_readable,
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all(whole) && all(part)
}

fn moment(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim_end_matches('Z').replace(' ', "T");
    let day = || text.parse::<NaiveDate>().ok().and_then(|day| day.and_hms_opt(0, 0, 0));
    let minutes = || NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M").ok();
    text.parse::<NaiveDateTime>().ok().or_else(minutes).or_else(day)
}

fn clock(text: &str) -> Option<NaiveTime> {
    text.parse().ok().or_else(|| NaiveTime::parse_from_str(text, "%H:%M").ok())
}

/// What was typed into a field, if the form has it. A secret that was left empty was not typed.
pub(crate) fn sent<'f>(form: &'f Pairs, field: &Field) -> Option<&'f str> {
    last(form, field.name).filter(|text| field.privacy != Privacy::Mask || !text.is_empty())
}

/// Whether two typed texts are the same: line ends do not count.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one == other || one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::{clock, is_decimal, moment, same};

    #[test]
    fn typed_values_are_read() {
        assert!(is_decimal("-12.50") && is_decimal("7") && !is_decimal("1e5") && !is_decimal("1.") && !is_decimal(""));
        assert_eq!(moment("2026-03-01T10:20").unwrap().to_string(), "2026-03-01 10:20:00");
        assert_eq!(moment("2026-03-01 10:20:30.5Z").unwrap().to_string(), "2026-03-01 10:20:30.500");
        assert_eq!(moment("2026-03-01").unwrap().to_string(), "2026-03-01 00:00:00");
        assert!(moment("yesterday").is_none());
        assert_eq!(clock("10:20").unwrap().to_string(), "10:20:00");
        assert!(same("a\r\nb", "a\nb") && !same("a", "b"));
    }
}
