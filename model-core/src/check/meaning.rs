//! What a condition or an expression is about, whatever the database has made of its text: it adds parentheses and
//! casts, and has other words for the same.

use crate::check::tokens::tokens;

/// The words behind the first one of a type.
const TYPE_WORDS: [&str; 6] = ["varying", "precision", "with", "without", "time", "zone"];

/// The tokens of a condition, without casts.
struct Words<'s> {
    sql: &'s str,
    tokens: Vec<(usize, usize)>,
}

impl<'s> Words<'s> {
    fn of(sql: &'s str) -> Self {
        let mut words = Self { sql, tokens: tokens(sql) };
        words.drop_casts();
        words
    }

    fn word(&self, at: usize) -> &'s str {
        self.tokens.get(at).map_or("", |(start, end)| &self.sql[*start..*end])
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// Takes out the `::character varying(20)[]` of PostgreSQL.
    fn drop_casts(&mut self) {
        let (mut kept, mut at) = (Vec::new(), 0);
        while at < self.tokens.len() {
            if !(self.is(at, ":") && self.is(at + 1, ":")) {
                kept.push(self.tokens[at]);
                at += 1;
                continue;
            }
            at += 3;
            while TYPE_WORDS.iter().any(|word| self.is(at, word)) {
                at += 1;
            }
            for (open, close) in [("(", ")"), ("[", "]")] {
                if self.is(at, open) {
                    at += (at..self.tokens.len()).find(|end| self.is(*end, close)).map_or(0, |end| end + 1 - at);
                }
            }
        }
        self.tokens = kept;
    }
}

/// The columns, the literals and the tests for NULL in a condition, in their order; the comparisons between them too if
/// `with_comparisons` says so.
pub(crate) fn marks(sql: &str, is_column: impl Fn(&str) -> bool, with_comparisons: bool) -> Vec<String> {
    let words = Words::of(sql);
    let (mut marks, mut at) = (Vec::<String>::new(), 0);
    while at < words.tokens.len() {
        let (word, start) = (words.word(at), at);
        at += 1;
        let lower = word.to_lowercase();
        let first = word.chars().next().unwrap_or(' ');
        match first {
            '\'' => marks.push(literal(&word[1..word.len().max(2) - 1].replace("''", "'"))),
            '0'..='9' => {
                let is_fraction =
                    words.is(at, ".") && words.word(at + 1).starts_with(|digit: char| digit.is_ascii_digit());
                let number = if is_fraction { format!("{word}.{}", words.word(at + 1)) } else { word.to_owned() };
                at += if is_fraction { 2 } else { 0 };
                let is_behind_operand = start >= 2 && {
                    let before = words.word(start - 2);
                    before == ")"
                        || before.starts_with(|letter: char| letter.is_alphanumeric() || "`\"'_".contains(letter))
                };
                let is_negative = start >= 1 && words.is(start - 1, "-") && !is_behind_operand;
                marks.push(literal(&if is_negative { format!("-{number}") } else { number }));
            }
            '<' | '>' | '=' | '!' => {
                let mut comparison = word.to_owned();
                while ["<", ">", "="].contains(&words.word(at)) {
                    comparison.push_str(words.word(at));
                    at += 1;
                }
                if with_comparisons {
                    marks.push(comparison.replace("!=", "<>"));
                }
            }
            _ => {
                let name = lower.trim_matches(['"', '`']);
                let is_test =
                    lower == "is" && (words.is(at, "null") || words.is(at, "not") && words.is(at + 1, "null"));
                if is_test {
                    let is_not = words.is(at, "not");
                    marks.push(if is_not { "is not null" } else { "is null" }.to_owned());
                    at += if is_not { 2 } else { 1 };
                } else if lower == "true" || lower == "false" {
                    marks.push(if lower == "true" { "1" } else { "0" }.to_owned());
                } else if is_column(name) {
                    marks.push(format!("column {name}"));
                }
            }
        }
    }
    marks
}

/// A number as it is compared, and any other text as it is.
fn literal(text: &str) -> String {
    text.parse::<f64>().map_or_else(|_| format!("'{text}'"), |number| number.to_string())
}

/// Whether a condition has nothing in it that a database writes with other comparisons.
pub(crate) fn is_plain(sql: &str) -> bool {
    let words = Words::of(sql);
    let rewritten = ["in", "between", "like", "any", "all", "case", "distinct", "xor"];
    !(0..words.tokens.len()).any(|at| {
        let is_negation = words.is(at, "not") && !(at > 0 && words.is(at - 1, "is") && words.is(at + 1, "null"));
        is_negation || rewritten.iter().any(|word| words.is(at, word))
    })
}

/// The functions that an expression calls, under the names that every database knows.
pub(crate) fn functions(sql: &str) -> Vec<String> {
    let words = Words::of(sql);
    let is_name = |word: &str| word.starts_with(|letter: char| letter.is_alphabetic());
    let calls = (0..words.tokens.len()).filter(|at| is_name(words.word(*at)) && words.is(at + 1, "("));
    let known = |word: &str| match &*word.to_lowercase() {
        "lcase" => "lower".to_owned(),
        "ucase" => "upper".to_owned(),
        other => other.to_owned(),
    };
    calls.map(|at| known(words.word(at))).filter(|name| !["and", "or", "not", "in"].contains(&&**name)).collect()
}

/// A default that is a number, a text or a truth value, without what each database puts around it.
pub(crate) fn plain_value(default: &str) -> Option<String> {
    let plain = default.split("::").next().unwrap_or_default().trim().trim_start_matches('(').trim_end_matches(')');
    match plain.to_lowercase().as_str() {
        "true" => return Some("1".to_owned()),
        "false" => return Some("0".to_owned()),
        _ => {}
    }
    let text = plain.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    let number = text.unwrap_or(plain).parse::<f64>().ok().map(|number| number.to_string());
    number.or_else(|| text.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(sql: &str) -> Vec<String> {
        marks(sql, |name| ["a", "b"].contains(&name), true)
    }

    #[test]
    fn what_databases_make_of_a_condition_is_the_same() {
        let same = [
            ("`a` IS NULL AND b > 10", "((a IS NULL) AND (b > 10))"),
            ("b > -1", "(b > '-1'::integer)"),
            ("a = 'it''s'", "((a)::text = 'it''s'::character varying(20))"),
            ("b != 0.50", "\"b\" <> 0.5"),
            ("b >= 1 AND a = TRUE", "(`b` >= 1 and `a` = 1)"),
        ];
        for (one, other) in same {
            assert_eq!(all(one), all(other));
            assert!(is_plain(one), "{one}");
        }
        assert_eq!(all("b - 1 > 0"), ["column b", "1", ">", "0"]);
        for (one, other) in
            [("b > 10", "b > 1"), ("b > 1", "b >= 1"), ("a IS NULL", "a IS NOT NULL"), ("a = 1", "b = 1")]
        {
            assert_ne!(all(one), all(other));
        }
        let without = |sql: &str| marks(sql, |name| name == "a", false);
        assert_eq!(without("a IN ('x', 'y')"), without("(a = ANY (ARRAY['x'::text, 'y'::text]))"));
        assert!(!is_plain("a IN (1)") && !is_plain("NOT a") && is_plain("a IS NOT NULL"));
    }

    #[test]
    fn functions_have_one_name() {
        assert_eq!(functions("lcase(`a`)"), ["lower"]);
        assert_eq!(functions("lower((a)::text)"), ["lower"]);
        assert_eq!(functions("(lower(trim(a)))"), ["lower", "trim"]);
        assert!(functions("(a) and (b)").is_empty());
    }

    #[test]
    fn a_plain_default_is_compared_by_its_value() {
        for (one, other) in [("0", "0.00"), ("'x'", "'x'::text"), ("(1)", "'1'::integer"), ("TRUE", "1")] {
            assert_eq!(plain_value(one), plain_value(other));
        }
        assert_eq!(plain_value("now()"), None);
    }
}
