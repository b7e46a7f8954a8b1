//! `#[proxy(..)]` on a newtype struct.

use proc_macro2::Ident;
use syn::{Attribute, Expr, Path};

use super::keys::{self, Attempts, Entry};
use super::list::{self, Grammar, Value};
use super::name::identifier;
use super::ordering::{self, Ordering};
use crate::ctxt::Ctxt;
use crate::symbol::{ProxyKey, Symbol as _};

/// What the user wrote on a proxy.
#[derive(Debug)]
pub(crate) struct ProxyOptions {
    pub(crate) of: Option<Path>,
    pub(crate) filter: Vec<(Ident, Expr)>,
    pub(crate) ordering: Option<Ordering>,
    pub(crate) attempts: Attempts<ProxyKey>,
}

impl ProxyOptions {
    pub(crate) fn parse(cx: &Ctxt, attrs: &[Attribute]) -> Self {
        let mut options = Self { of: None, filter: Vec::new(), ordering: None, attempts: Attempts::none() };
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("proxy")) {
            for entry in keys::of_attribute(cx, attr, &mut options.attempts) {
                match entry.key {
                    ProxyKey::Of => options.of = entry.path(cx, "needs the path of a model"),
                    ProxyKey::Filter => options.filter = filter(cx, &entry),
                    ProxyKey::Ordering => options.ordering = entry.text(cx).map(|text| ordering::parse(cx, text)),
                }
            }
        }
        options
    }
}

fn filter(cx: &Ctxt, entry: &Entry<ProxyKey>) -> Vec<(Ident, Expr)> {
    let Some(group) = entry.list(cx, "needs at least one condition in parentheses") else {
        return Vec::new();
    };
    let mut filter: Vec<(Ident, Expr)> = Vec::new();
    let conditions = Grammar {
        example: entry.key.form().to_owned(),
        expected: "expected the name of a field of the model".to_owned(),
        // Any name can be a field of the model, so parsing continues at any word after a mistake.
        known: |_| true,
    };
    for item in list::of_group(cx, group, &conditions).items {
        let Some(word) = identifier(&item.word.to_string(), item.word.span()) else {
            cx.error(&item.word, format!("`{}` cannot be the name of a column", item.word));
            continue;
        };
        let Value::Expr(value) = item.value else {
            let form = entry.key.form();
            cx.error(&word, format!("the condition on `{word}` needs a value: write `{word} = ..`, as in `{form}`"));
            continue;
        };
        if filter.iter().any(|(first, _)| *first == word) {
            cx.error(
                &word,
                format!("`{word}` already has a condition, and every condition must hold: remove one of the two"),
            );
            continue;
        }
        filter.push((word, *value));
    }
    filter
}
