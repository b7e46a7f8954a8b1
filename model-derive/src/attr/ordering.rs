//! `"-created_at, title"`: a list of field names, each with an optional minus for descending.

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
    pub(crate) descending: bool,
}

const FORM: &str =
    "write field names separated by commas, with `-` before a descending one, as in \"-created_at, title\"";

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
        let name = name.strip_prefix("r#").unwrap_or(name);
        if name.is_empty() {
            cx.error(&literal, format!("this ordering has a term without a field name: {FORM}"));
        } else if !is_name(name) {
            cx.error(&literal, format!("`{part}` is not a field name: {FORM}"));
        } else if terms.iter().any(|term| term.name == name) {
            cx.error(&literal, format!("`{name}` is listed twice, and the second has no effect: remove it"));
        } else {
            terms.push(Term { name: name.to_owned(), descending });
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
