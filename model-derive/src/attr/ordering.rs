//! `"-created_at, title nulls_last"`: a list of field names, each with an optional minus for descending, and with an
//! optional word that says where rows without a value come.

use syn::LitStr;

use crate::ctxt::Ctxt;

/// A well-formed ordering whose names are not looked up yet.
#[derive(Debug, Clone)]
pub(crate) struct Ordering {
    pub(crate) literal: LitStr,
    pub(crate) terms: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// Without a raw prefix.
    pub(crate) name: String,
    pub(crate) direction: Direction,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Direction {
    pub(crate) descending: bool,
    pub(crate) nulls: Option<Nulls>,
}

/// Where rows without a value come. Without it, NULL is smaller than any value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nulls {
    First,
    Last,
}

const FORM: &str =
    "write field names separated by commas, with `-` before a descending one, as in \"-created_at, title\"";

const NULLS_FORM: &str = "a field name is followed by `nulls_first`, `nulls_last` or nothing";

/// Reads an ordering; every mistake in it is reported under the literal.
pub(crate) fn parse(cx: &Ctxt, literal: LitStr) -> Ordering {
    let text = literal.value();
    let mut terms: Vec<Term> = Vec::new();
    if text.trim().is_empty() {
        cx.error(&literal, format!("this ordering is empty: {FORM}, or remove `ordering`"));
        return Ordering { literal, terms };
    }
    for part in text.split(',').map(str::trim) {
        let (name, descending) = match part.strip_prefix('-') {
            Some(name) => (name.trim_start(), true),
            None => (part, false),
        };
        let (name, nulls) = match name.split_once(char::is_whitespace) {
            Some((name, word)) if is_name(name) => match word.trim_start() {
                "nulls_first" => (name, Some(Nulls::First)),
                "nulls_last" => (name, Some(Nulls::Last)),
                word => {
                    cx.error(&literal, format!("`{word}` has no meaning in an ordering: {NULLS_FORM}"));
                    continue;
                }
            },
            _ => (name, None),
        };
        let name = name.strip_prefix("r#").unwrap_or(name);
        if name.is_empty() {
            cx.error(&literal, format!("this ordering has a term without a field name: {FORM}"));
        } else if !is_name(name) {
            cx.error(&literal, format!("`{part}` is not a field name: {FORM}"));
        } else if terms.iter().any(|term| term.name == name) {
            cx.error(&literal, format!("`{name}` is listed twice, and the second has no effect: remove it"));
        } else {
            terms.push(Term { name: name.to_owned(), direction: Direction { descending, nulls } });
        }
    }
    Ordering { literal, terms }
}

fn is_name(text: &str) -> bool {
    // A keyword is a name here: the field `r#type` is written `type`.
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first == '_' || first.is_alphabetic())
        && chars.all(|next| next == '_' || next.is_alphanumeric())
}
