//! A query string as pairs of texts.

use crate::list::error::{ListError, ListErrors};

/// No list of parameters is longer.
const LONGEST: usize = 64 * 1024;

/// The pairs of a query string, with or without its `?`.
pub(crate) fn pairs(query: &str) -> Result<Vec<(String, String)>, ListErrors> {
    if query.len() > LONGEST {
        let message = format!("a query string has at most {LONGEST} bytes");
        return Err(ListError::new("?", "too_long", message).with("max", LONGEST).into());
    }
    let query = query.strip_prefix('?').unwrap_or(query);
    let (mut pairs, mut errors) = (Vec::new(), Vec::new());
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        match (decoded(name), decoded(value)) {
            (Some(name), Some(value)) => pairs.push((name, value)),
            (known, _) => {
                let name = known.as_deref().unwrap_or(name);
                errors.push(ListError::new(name, "malformed", "is not percent-encoded UTF-8"));
            }
        }
    }
    ListErrors::refuse(errors).map(|()| pairs)
}

/// The text behind percent signs and plus signs.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let [high, low, after @ ..] = rest else { return None };
                bytes.push(digit(*high)? << 4 | digit(*low)?);
                rest = after;
            }
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).ok()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_string_becomes_pairs() {
        let texts = |query| pairs(query).unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(texts("?a=1&b=x+y%2Bz&&c"), [pair("a", "1"), pair("b", "x y+z"), pair("c", "")]);
        assert_eq!(texts("q=%C3%BC&q==="), [pair("q", "\u{fc}"), pair("q", "==")]);
        assert_eq!(texts(""), []);
    }

    #[test]
    fn what_is_not_encoded_well_is_refused_by_name() {
        for query in ["a=%", "a=%f", "a=%zz", "a=%ff", "a=%+1"] {
            let errors = pairs(query).unwrap_err();
            assert_eq!((&*errors.errors()[0].parameter, errors.errors()[0].code), ("a", "malformed"), "{query}");
        }
        assert_eq!(pairs(&"a".repeat(LONGEST + 1)).unwrap_err().errors()[0].code, "too_long");
    }
}
