//! The part of `#[diesel(..)]` that matters here. Everything else in it belongs to Diesel's own derives, which have their
//! own errors, so it is walked over and not judged.

use proc_macro2::{Ident, TokenTree};
use syn::{Attribute, Lit, Meta};

use super::name::identifier;
use crate::ctxt::Ctxt;

/// The column that `#[diesel(column_name = ..)]` gives to a field.
pub(crate) fn column_name(cx: &Ctxt, attrs: &[Attribute]) -> Option<Ident> {
    let mut given = None;
    for option in attrs.iter().filter(|attr| attr.path().is_ident("diesel")).flat_map(options) {
        match option.as_slice() {
            [TokenTree::Ident(word), ..] if word == "embed" => cx.error(
                word,
                "embedded structs are not columns of the model: list their fields flat in this struct, one for each column",
            ),
            [TokenTree::Ident(word), value @ ..] if word == "column_name" => {
                let name = match value {
                    [TokenTree::Punct(equals), name] if equals.as_char() == '=' => column(name),
                    _ => None,
                };
                if name.is_none() {
                    cx.error(word, "`column_name` needs the name of a column in `diesel::table!`: write `column_name = title`");
                }
                given = given.or(name);
            }
            _ => {}
        }
    }
    given
}

/// The table that `#[diesel(table_name = ..)]` gives to the struct, to be suggested when ours is missing.
pub(crate) fn table_name(attrs: &[Attribute]) -> Option<String> {
    attrs.iter().filter(|attr| attr.path().is_ident("diesel")).flat_map(options).find_map(|option| {
        match option.as_slice() {
            [TokenTree::Ident(word), _, path @ ..] if word == "table_name" => {
                Some(path.iter().map(ToString::to_string).collect())
            }
            _ => None,
        }
    })
}

/// The options of one `#[diesel(..)]`, as tokens: some hold types (`deserialize_as = Vec<u8>`) and not expressions.
fn options(attr: &Attribute) -> Vec<Vec<TokenTree>> {
    let Meta::List(list) = &attr.meta else {
        return Vec::new();
    };
    let mut options = vec![Vec::new()];
    let mut angles = 0_usize;
    for token in list.tokens.clone() {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                '<' => angles += 1,
                '>' => angles = angles.saturating_sub(1),
                ',' if angles == 0 => {
                    options.push(Vec::new());
                    continue;
                }
                _ => {}
            }
        }
        if let Some(option) = options.last_mut() {
            option.push(token);
        }
    }
    options
}

/// `x`, `r#type` or `"x"`.
fn column(token: &TokenTree) -> Option<Ident> {
    match token {
        TokenTree::Ident(name) => identifier(&name.to_string(), name.span()),
        TokenTree::Literal(literal) => match Lit::new(literal.clone()) {
            Lit::Str(text) => identifier(&text.value(), text.span()),
            _ => None,
        },
        TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::None => {
            let mut inner = group.stream().into_iter();
            inner.next().filter(|_| inner.next().is_none()).as_ref().and_then(column)
        }
        _ => None,
    }
}
