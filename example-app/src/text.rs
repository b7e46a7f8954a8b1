//! Pieces of text for the terminal. It imports nothing of the newsroom.

use chrono::{DateTime, Utc};

/// A text on one line, cut to `width` characters, without control characters.
pub fn fit(text: &str, width: usize) -> String {
    let words: Vec<_> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let line = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match line.chars().count() > width {
        true => line.chars().take(width.saturating_sub(1)).chain(['…']).collect(),
        false => line,
    }
}

/// An instant to the minute, in UTC.
pub fn moment(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%d %H:%M").to_string()
}

/// A number with its noun: `1 article`, `2 articles`.
pub fn counted(count: impl TryInto<u64>, noun: &str) -> String {
    let count = count.try_into().unwrap_or_default();
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {noun}s"),
    }
}

/// An amount in cents as a decimal number: `12.50`.
pub fn price(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// An amount as a person writes it, with two digits after the point or none, in cents.
pub fn cents(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "00"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let number = |text: &str| text.parse::<i64>().ok().filter(|_| is_number(text));
    let (whole, part) = number(whole).zip(number(part).filter(|_| part.len() == 2))?;
    whole.checked_mul(100)?.checked_add(part)
}

/// Words as a list: `one, two and three`.
pub fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [word] => word.clone(),
        [words @ .., last] => format!("{} and {last}", words.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_control_characters_are_dropped() {
        assert_eq!(fit("one\ntwo\t three", 40), "one two three");
        assert_eq!(fit("abcdef", 4), "abc…");
        assert_eq!(fit("äöüß", 4), "äöüß");
        assert_eq!(fit("\u{1b}[31mred", 40), "[31mred");
    }

    #[test]
    fn words_are_listed_with_an_and() {
        let words = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(
            [listed(&[]), listed(&words[..1]), listed(&words[..2]), listed(&words)],
            ["", "a", "a and b", "a, b and c"]
        );
    }

    #[test]
    fn nouns_agree_with_their_number() {
        assert_eq!(
            [counted(0_usize, "tag"), counted(1_i64, "tag"), counted(2_u8, "entry")],
            ["0 tags", "1 tag", "2 entries"]
        );
    }

    #[test]
    fn cents_have_two_digits() {
        assert_eq!([price(0), price(5), price(1250)], ["0.00", "0.05", "12.50"]);
    }
}
