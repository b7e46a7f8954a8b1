//! The samples of a list in memory: what a filter selects, and what an order is, in plain Rust.

use crate::dice::Dice;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use model_core::list::ListOf;
use model_core::prelude::*;
use model_tests::models::{NewSample, Sample};
use model_tests::schema::samples;
use std::cmp::Ordering;

/// Every column of a sample that a list can name.
pub(crate) fn list() -> ListOf<Sample> {
    Sample::lists()
        .search((samples::note,))
        .filter(samples::flag)
        .filter(samples::guess)
        .filter(samples::single)
        .filter_text(samples::note)
        .filter_range(samples::small)
        .filter_range(samples::whole)
        .filter_range(samples::ratio)
        .filter_range(samples::day)
        .filter_range(samples::clock)
        .filter_range(samples::naive)
        .filter_range(samples::moment)
        .sort((samples::small, samples::whole, samples::single, samples::guess, samples::note, samples::day))
        .sort((samples::clock, samples::naive, samples::moment, samples::ratio, samples::flag, samples::id))
        .page_size(5, 50)
        .signed("secret")
}

fn day(number: i64) -> NaiveDate {
    NaiveDate::default() + TimeDelta::days(number)
}

fn moment(number: i64) -> DateTime<Utc> {
    day(7).and_time(NaiveTime::MIN).and_utc() + TimeDelta::microseconds(number * 250_000)
}

/// A sample of few values, so that many are equal.
pub(crate) fn sample(dice: &mut Dice) -> NewSample {
    let notes = ["", "a", "ab", "b%", "b_", "c!", "Ab"];
    let small = |dice: &mut Dice| i64::try_from(dice.throw(4)).unwrap() - 1;
    let note = (dice.throw(3) > 0).then(|| dice.one_of(&notes).to_owned());
    let guess = (dice.throw(3) > 0).then(|| dice.one_of(&[0.1, -1.5, 1e10]));
    NewSample::builder()
        .flag(dice.throw(2) == 0)
        .small(i16::try_from(small(dice)).unwrap())
        .whole(i32::try_from(small(dice)).unwrap())
        .single(dice.one_of(&[0.1_f32, 2.5, -3.0]))
        .ratio(dice.one_of(&[0.1, 2.5, -3.0]))
        .guess(guess)
        .note(note)
        .day(day(small(dice)))
        .clock(NaiveTime::MIN + TimeDelta::milliseconds(small(dice) * 500 + 500))
        .naive(moment(small(dice)).naive_utc())
        .moment(moment(small(dice)))
        .build()
}

type Condition = Box<dyn Fn(&Sample) -> bool>;

/// A parameter with a value, and what it means.
pub(crate) fn filter(dice: &mut Dice) -> (String, Condition) {
    let number = i32::try_from(dice.throw(4)).unwrap() - 1;
    let other = i32::try_from(dice.throw(4)).unwrap() - 1;
    let (of_day, at) = (day(number.into()), moment(number.into()));
    let text = at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let is = |sample: &Sample, note: &str| sample.note.as_deref() == Some(note);
    match dice.throw(18) {
        0 => (format!("whole={number}"), Box::new(move |sample| sample.whole == number)),
        1 => (
            format!("whole={number}&whole={other}"),
            Box::new(move |sample| sample.whole == number || sample.whole == other),
        ),
        2 => (format!("small.not={number}"), Box::new(move |sample| i32::from(sample.small) != number)),
        3 => ("guess.null=true".to_owned(), Box::new(|sample| sample.guess.is_none())),
        4 => ("note.null=false".to_owned(), Box::new(|sample| sample.note.is_some())),
        5 => ("guess=0.1".to_owned(), Box::new(|sample| sample.guess == Some(0.1))),
        6 => ("guess.not=0.1&guess.not=-1.5".to_owned(), {
            Box::new(|sample| sample.guess != Some(0.1) && sample.guess != Some(-1.5))
        }),
        7 => ("note=b%25".to_owned(), Box::new(move |sample| is(sample, "b%"))),
        8 => ("note.contains=B".to_owned(), Box::new(|sample| contains(sample, "b"))),
        9 => ("q=%25".to_owned(), Box::new(|sample| contains(sample, "%"))),
        10 => ("q=_".to_owned(), Box::new(|sample| contains(sample, "_"))),
        11 => ("q=c!".to_owned(), Box::new(|sample| contains(sample, "c!"))),
        12 => (format!("day.from={of_day}"), Box::new(move |sample| sample.day >= of_day)),
        13 => (format!("day.before={of_day}"), Box::new(move |sample| sample.day < of_day)),
        14 => (format!("moment.from={text}"), Box::new(move |sample| sample.moment >= at)),
        15 => {
            let text = text.trim_end_matches('Z').to_owned();
            (format!("naive.before={text}"), Box::new(move |sample| sample.naive < at.naive_utc()))
        }
        16 => ("single=0.1&flag=true".to_owned(), Box::new(|sample| sample.single == 0.1 && sample.flag)),
        _ => ("clock.from=00:00:00.5".to_owned(), {
            Box::new(|sample| sample.clock >= NaiveTime::MIN + TimeDelta::milliseconds(500))
        }),
    }
}

pub(crate) fn contains(sample: &Sample, text: &str) -> bool {
    sample.note.as_deref().is_some_and(|note| note.to_lowercase().contains(text))
}

/// The columns by which texts of one case cannot be told apart everywhere are left out: the order of letters belongs to
/// the database.
const ORDERS: [&str; 11] =
    ["small", "whole", "single", "guess", "day", "clock", "naive", "moment", "ratio", "flag", "id"];

/// An order of one to three columns.
pub(crate) fn order(dice: &mut Dice) -> Vec<(&'static str, bool)> {
    let mut order: Vec<(&'static str, bool)> = Vec::new();
    for _ in 0..=dice.throw(3) {
        let name = dice.one_of(&ORDERS);
        if !order.iter().any(|(known, _)| *known == name) {
            order.push((name, dice.throw(2) == 0));
        }
    }
    order
}

/// The order as a parameter.
pub(crate) fn parameter(order: &[(&str, bool)]) -> String {
    let terms: Vec<String> =
        order.iter().map(|(name, descending)| format!("{}{name}", if *descending { "-" } else { "" })).collect();
    format!("sort={}", terms.join(","))
}

/// How two samples are ordered: NULL is smaller than any value, and the key comes last, in the direction of the last
/// term.
pub(crate) fn compared(one: &Sample, other: &Sample, order: &[(&str, bool)]) -> Ordering {
    let of = |name: &str| match name {
        "small" => one.small.cmp(&other.small),
        "whole" => one.whole.cmp(&other.whole),
        "single" => one.single.total_cmp(&other.single),
        "guess" => one.guess.partial_cmp(&other.guess).unwrap(),
        "day" => one.day.cmp(&other.day),
        "clock" => one.clock.cmp(&other.clock),
        "naive" => one.naive.cmp(&other.naive),
        "moment" => one.moment.cmp(&other.moment),
        "ratio" => one.ratio.total_cmp(&other.ratio),
        "flag" => one.flag.cmp(&other.flag),
        _ => one.id.cmp(&other.id),
    };
    let turned = |ordering: Ordering, descending| if descending { ordering.reverse() } else { ordering };
    let last = order.last().is_some_and(|(_, descending)| *descending);
    let terms = order.iter().map(|(name, descending)| turned(of(name), *descending));
    terms.chain([turned(of("id"), last)]).find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
}
