//! Values that fit a field, in the form in which a client sends them.

use super::dice::Dice;
use super::text::text;
use crate::meta::clock::text::{iso, naive_iso};
use crate::meta::encoding::Encoding;
use crate::meta::{Field, SqlType};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

/// A value for a field, at this attempt; each attempt has another one.
pub(super) fn value(field: &Field, unique: bool, attempt: usize, dice: &mut Dice) -> Value {
    if let Some(choice) = dice.one(&field.choices_in_json().collect::<Vec<_>>()) {
        return choice.clone();
    }
    match field.encoding {
        Encoding::Bool => (dice.number(0..=1) == 1).into(),
        Encoding::Integer | Encoding::Unsigned => number(field, unique, attempt, dice).into(),
        Encoding::Float | Encoding::Double => {
            let hundredths = i32::try_from(number(field, unique, attempt, dice)).unwrap_or(1);
            json!(f64::from(hundredths) / 4.0)
        }
        Encoding::Decimal => format!("{}.{:02}", number(field, unique, attempt, dice), dice.number(0..=99)).into(),
        Encoding::Text => text(field, unique, attempt, dice).into(),
        Encoding::Bytes => format!("{:032x}", dice.bits()).into(),
        Encoding::Uuid => uuid::Builder::from_random_bytes(dice.bits().to_be_bytes()).into_uuid().to_string().into(),
        Encoding::Instant | Encoding::InstantText => iso(instant(dice)).into(),
        Encoding::Naive => naive_iso(instant(dice).naive_utc()).into(),
        Encoding::Date => instant(dice).format("%Y-%m-%d").to_string().into(),
        Encoding::Time => instant(dice).format("%H:%M:%S").to_string().into(),
        Encoding::Json | Encoding::Jsonb | Encoding::Native => document(field, attempt, dice),
    }
}

/// A number: a small one first, and then one of other sizes.
fn number(field: &Field, unique: bool, attempt: usize, dice: &mut Dice) -> i64 {
    let largest = match field.sql {
        SqlType::TinyInt => i64::from(i8::MAX),
        SqlType::UnsignedTinyInt => i64::from(u8::MAX),
        SqlType::SmallInt => i64::from(i16::MAX),
        SqlType::UnsignedSmallInt => i64::from(u16::MAX),
        // What JSON and floats hold exactly.
        SqlType::BigInt | SqlType::UnsignedBigInt => (1 << 53) - 1,
        _ => i64::from(i32::MAX),
    };
    if unique && attempt == 0 {
        return dice.number(1..=largest);
    }
    let ranges = [1..=100, 0..=1, 1_900..=2_100, 1..=largest, 2..=12, 100..=1_000, -100..=-1];
    let range = ranges[attempt % ranges.len()].clone();
    let range = (*range.start()).min(largest)..=(*range.end()).min(largest);
    let is_unsigned = field.encoding == Encoding::Unsigned;
    dice.number(range).max(if is_unsigned { 0 } else { i64::MIN })
}

/// An instant of some years, whose seconds have no fraction: any column gives it back.
fn instant(dice: &mut Dice) -> DateTime<Utc> {
    const YEARS: i64 = 5 * 365 * 24 * 3_600;
    const START: i64 = 1_609_459_200; // 2021
    DateTime::UNIX_EPOCH + TimeDelta::seconds(START + dice.number(0..=YEARS))
}

/// A document, or a value of a type that is only known by its `Deserialize`.
fn document(field: &Field, attempt: usize, dice: &mut Dice) -> Value {
    match attempt % 6 {
        0 => json!({}),
        1 => json!([]),
        2 => dice.number(1..=100).into(),
        3 => text(field, false, attempt, dice).into(),
        4 => Uuid::from_u128(dice.bits()).to_string().into(),
        _ => json!(true),
    }
}
