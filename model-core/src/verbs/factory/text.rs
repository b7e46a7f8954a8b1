//! Texts that fit a field: by its rules, by its name, and by guesses after those.

use super::dice::Dice;
use crate::meta::Field;
use fake::Fake;
use fake::faker::address::en::{CityName, CountryName, PostCode, StreetName};
use fake::faker::company::en::CompanyName;
use fake::faker::internet::en::IPv4;
use fake::faker::lorem::en::{Paragraph, Sentence, Word};
use fake::faker::name::en::{FirstName, LastName, Name};
use fake::faker::phone_number::en::PhoneNumber;

const LOWER: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
const UPPER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &[u8] = b"0123456789";
/// What makes a text unique: no capitals, because a unique may not mind them.
const MARKS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
/// How many of them: 36^9 are 10^14.
const MARK: usize = 9;
/// How long a guess is at most.
const LONGEST: usize = 12;

/// The kinds of text that are guessed, one after the other, when the one by the name was refused.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Letters,
    Capitals,
    Number,
    Words,
    Address,
    Url,
    Alphanumeric,
    Day,
}

const GUESSES: [Kind; 8] =
    [Kind::Letters, Kind::Capitals, Kind::Number, Kind::Words, Kind::Address, Kind::Url, Kind::Alphanumeric, Kind::Day];

/// A text for a field, at this attempt.
pub(super) fn text(field: &Field, unique: bool, attempt: usize, dice: &mut Dice) -> String {
    let mark = if unique { dice.letters(MARKS, MARK) } else { String::new() };
    let limit = field.facts.max_length.unwrap_or(usize::MAX);
    let Some(guess) = attempt.checked_sub(1) else { return first(field, &mark, limit, dice) };
    let count = 1 + guess / GUESSES.len() % LONGEST;
    match GUESSES[guess % GUESSES.len()] {
        Kind::Letters => cut(&dice.letters(LOWER, count), &mark, limit),
        Kind::Capitals => cut("", &dice.letters(UPPER, count.max(mark.len())), limit),
        Kind::Number => cut("", &dice.letters(DIGITS, count.max(mark.len())), limit),
        Kind::Words => joined(&words(dice, 2), &mark, limit),
        Kind::Address => address(&mark, limit, dice),
        Kind::Url => url(&mark, limit, dice),
        Kind::Alphanumeric => cut(&dice.letters(MARKS, count), &mark, limit),
        Kind::Day => format!("2026-{:02}-{:02}", dice.number(1..=12), dice.number(1..=28)),
    }
}

/// The text that the rules and the name of the field suggest.
fn first(field: &Field, mark: &str, limit: usize, dice: &mut Dice) -> String {
    for format in field.facts.formats {
        match *format {
            "email" => return address(mark, limit, dice),
            "url" => return url(mark, limit, dice),
            "ip" => return IPv4().fake_with_rng(dice.rng()),
            "alphanumeric" => return cut(&words(dice, 1), mark, limit),
            _ => {}
        }
    }
    let name = field.name;
    let is = |part: &str| name == part || name.ends_with(&format!("_{part}")) || name.starts_with(&format!("{part}_"));
    let is_one_of = |parts: &[&str]| parts.iter().any(|part| is(part));
    let rng = dice.rng();
    let text: String = if is_one_of(&["email", "mail"]) {
        return address(mark, limit, dice);
    } else if is_one_of(&["url", "site", "link", "homepage", "website"]) {
        return url(mark, limit, dice);
    } else if is_one_of(&["slug", "handle", "code", "login", "username", "sku", "key", "tag"]) {
        return joined(&words(dice, 2), mark, limit);
    } else if is("first_name") {
        FirstName().fake_with_rng(rng)
    } else if is("last_name") {
        LastName().fake_with_rng(rng)
    } else if is_one_of(&["company", "organisation", "organization"]) {
        CompanyName().fake_with_rng(rng)
    } else if is_one_of(&["author", "customer", "name", "reader"]) {
        Name().fake_with_rng(rng)
    } else if is("city") {
        CityName().fake_with_rng(rng)
    } else if is("country") {
        CountryName().fake_with_rng(rng)
    } else if is("street") {
        StreetName().fake_with_rng(rng)
    } else if is_one_of(&["postcode", "zip"]) {
        PostCode().fake_with_rng(rng)
    } else if is_one_of(&["phone", "telephone"]) {
        PhoneNumber().fake_with_rng(rng)
    } else if is_one_of(&["body", "content", "text", "description"]) {
        Paragraph(2..4).fake_with_rng(rng)
    } else {
        let text: String = Sentence(2..6).fake_with_rng(rng);
        capital(text.trim_end_matches('.'))
    };
    joined(&text, mark, limit)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Words of small letters, with hyphens between them.
fn words(dice: &mut Dice, count: usize) -> String {
    let words: Vec<String> = (0..count).map(|_| Word().fake_with_rng::<String, _>(dice.rng())).collect();
    words.join("-").to_lowercase()
}

/// The text, a hyphen and the mark.
fn joined(text: &str, mark: &str, limit: usize) -> String {
    if mark.is_empty() { cut(text, "", limit) } else { cut(text, &format!("-{mark}"), limit) }
}

fn address(mark: &str, limit: usize, dice: &mut Dice) -> String {
    const HOST: &str = "@example.com";
    cut(&cut(&words(dice, 1), mark, limit.saturating_sub(HOST.len())), HOST, limit)
}

fn url(mark: &str, limit: usize, dice: &mut Dice) -> String {
    let host = "https://example.com/";
    if limit <= host.len() { host.to_owned() } else { cut(&format!("{host}{}", words(dice, 1)), mark, limit) }
}

/// The text and what must be at its end, in so many characters. What is cut is the text first, and then the
/// beginning of the end.
fn cut(text: &str, end: &str, limit: usize) -> String {
    let over = end.chars().count().saturating_sub(limit);
    let room = limit.saturating_sub(end.chars().count());
    let text: String = text.chars().take(room).collect();
    let end: String = end.chars().skip(over).collect();
    if end.is_empty() { text.trim_end().to_owned() } else { text + &end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_kept_as_long_as_there_is_room() {
        assert_eq!(cut("abcdef", "-xy", 6), "abc-xy");
        assert_eq!(cut("abcdef", "-xy", 2), "xy");
        assert_eq!(cut("ab cd", "", 3), "ab");
        assert_eq!(cut("äöü", "", 2), "äö");
    }
}
