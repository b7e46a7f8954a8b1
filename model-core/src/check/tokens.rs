//! Just enough of SQL to find conditions and texts in it.

/// The CHECK constraints in a `CREATE TABLE`: their names, empty if they have none, and their conditions.
pub(crate) fn checks(sql: &str) -> Vec<(String, String)> {
    let tokens = tokens(sql);
    let word = |at: usize| tokens.get(at).map_or("", |(start, end)| &sql[*start..*end]);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        if !word(at).eq_ignore_ascii_case("CHECK") || word(at + 1) != "(" {
            continue;
        }
        let named = at >= 2 && word(at - 2).eq_ignore_ascii_case("CONSTRAINT");
        let name = if named { word(at - 1).trim_matches(['"', '`']).to_owned() } else { String::new() };
        let (mut depth, mut end) = (0_usize, at + 1);
        while end < tokens.len() {
            match word(end) {
                "(" => depth += 1,
                ")" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            end += 1;
        }
        if let (Some((_, open)), Some((close, _))) = (tokens.get(at + 1), tokens.get(end)) {
            found.push((name, sql[*open..*close].trim().to_owned()));
        }
    }
    found
}

/// The texts in a condition: `a` and `b` in `state IN ('a', 'b')`. MySQL shows a quote within a text behind a
/// backslash.
pub(crate) fn texts(sql: &str, has_escapes: bool) -> Vec<String> {
    // What is escaped is put into the form that the others have.
    let escaped = has_escapes.then(|| sql.replace("\\\\", "\u{1}").replace("\\'", "''").replace('\u{1}', "\\"));
    let sql = escaped.as_deref().unwrap_or(sql);
    let quoted = |(start, end): &(usize, usize)| sql[*start..*end].strip_prefix('\'')?.strip_suffix('\'');
    tokens(sql).iter().filter_map(quoted).map(|text| text.replace("''", "'")).collect()
}

/// The choices in the condition on a column: texts, or whole numbers.
pub(crate) fn choices(sql: &str, has_escapes: bool, is_coded: bool) -> Vec<String> {
    if !is_coded {
        return texts(sql, has_escapes);
    }
    // PostgreSQL shows a negative number as `'-1'::integer`.
    let tokens = tokens(sql);
    let word = |at: usize| tokens.get(at).map_or("", |(start, end)| &sql[*start..*end]);
    let number = |at: usize| {
        let number = word(at).trim_matches('\'').parse::<i64>().ok()?;
        Some(if at > 0 && word(at - 1) == "-" { -number } else { number })
    };
    (0..tokens.len()).filter_map(number).map(|number| number.to_string()).collect()
}

/// The last number in a condition: 200 in `length(title) <= 200`.
pub(crate) fn number(sql: &str) -> Option<usize> {
    let tokens = tokens(sql);
    tokens.iter().rev().find_map(|(start, end)| sql[*start..*end].parse().ok())
}

/// Where each token begins and ends: a quoted name or text, a word, or one character. Comments are none.
pub(crate) fn tokens(sql: &str) -> Vec<(usize, usize)> {
    let bytes = sql.as_bytes();
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            close @ (b'\'' | b'"' | b'`') => {
                at += 1;
                while at < bytes.len() {
                    let is_doubled = bytes[at] == close && bytes.get(at + 1) == Some(&close);
                    at += if is_doubled { 2 } else { 1 };
                    if !is_doubled && bytes[at - 1] == close {
                        break;
                    }
                }
            }
            b'-' if bytes.get(at + 1) == Some(&b'-') => {
                at = sql[at..].find('\n').map_or(bytes.len(), |end| at + end);
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = sql[at + 2..].find("*/").map_or(bytes.len(), |end| at + end + 4);
                continue;
            }
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            byte if is_word(byte) => {
                while at < bytes.len() && is_word(bytes[at]) {
                    at += 1;
                }
            }
            _ => at += 1,
        }
        tokens.push((start, at.min(bytes.len())));
    }
    tokens
}

/// Whether a byte can be in a word: all of a character that is not ASCII is.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_found_wherever_they_stand() {
        let sql = "CREATE TABLE \"a (CHECK\" (n INT CHECK (n > (1)) /* CHECK (x) */,
            t TEXT DEFAULT ' CHECK (y)', -- CHECK (z)
            CONSTRAINT `t_rule` check(t IN ('a)', 'it''s')))";
        let expected = [("", "n > (1)"), ("t_rule", "t IN ('a)', 'it''s')")];
        assert_eq!(checks(sql), expected.map(|(name, sql)| (name.to_owned(), sql.to_owned())));
        assert_eq!(texts(expected[1].1, false), ["a)", "it's"]);
        assert_eq!(texts(r"`s` in ('a\\','it\'s')", true), ["a\\", "it's"]);
        assert_eq!(texts("(s = ANY (ARRAY['a'::text, 'b'::text]))", false), ["a", "b"]);
        assert_eq!(number("(char_length(\"t2\") <= 200)"), Some(200));
        assert_eq!(checks("CREATE TABLE ü (ä TEXT CHECK (ä <> 'ß'"), []);
    }
}
