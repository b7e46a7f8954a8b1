//! The part of `#[diesel(..)]` that matters here. Everything else in it belongs to Diesel's own derives, which have
//! their own errors, so it is walked over and not judged.

use proc_macro2::{Ident, TokenTree};
use syn::punctuated::Punctuated;
use syn::{Attribute, Lit, Meta, Path, Token};

use super::name::identifier;
use crate::ctxt::Ctxt;
use crate::words::DieselDerives;

/// The derives of Diesel that read `#[diesel(..)]` on a struct.
const DERIVES: &[&str] = &[
    "AsChangeset",
    "Associations",
    "HasQuery",
    "Identifiable",
    "Insertable",
    "Queryable",
    "QueryableByName",
    "Selectable",
];

/// The derives of Diesel below that of the model.
///
/// A derive sees the `#[derive(..)]` attributes below its own, their conditions already decided, and neither those
/// above nor the other names in its own list. So Diesel's derives are below.
pub(crate) fn derives(attrs: &[Attribute]) -> DieselDerives {
    let below: Vec<_> = below(attrs).collect();
    let has = |name: &str| below.iter().any(|below| below == name);
    DieselDerives {
        queryable: has("Queryable") || has("HasQuery"),
        selectable: has("Selectable") || has("HasQuery"),
        identifiable: has("Identifiable"),
    }
}

/// Reports an attribute for a derive of Diesel that does not are below: the compiler would find two impls of a trait,
/// and could not say what to write.
pub(crate) fn check_derives(cx: &Ctxt, attrs: &[Attribute]) {
    if let Some(attr) = attrs.iter().find(|attr| attr.path().is_ident("diesel"))
        && !below(attrs).any(|name| DERIVES.contains(&name.as_str()))
    {
        cx.error(
            attr,
            "`#[diesel(..)]` on a struct is for Diesel's derives below `#[derive(Model)]`, and there are none: move \
             Diesel's derives to a separate `#[derive(..)]` there; or remove this attribute, and also `Queryable`, \
             `Selectable` and `Identifiable`, which `Model` includes",
        );
    }
}

fn below(attrs: &[Attribute]) -> impl Iterator<Item = String> {
    attrs.iter().filter(|attr| attr.path().is_ident("derive")).flat_map(names)
}

/// The names in a list of derives: the last word of each path.
fn names(attr: &Attribute) -> Vec<String> {
    let paths = attr.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated).unwrap_or_default();
    paths.iter().filter_map(|path| Some(path.segments.last()?.ident.to_string())).collect()
}

/// The column that `#[diesel(column_name = ..)]` gives to a field.
pub(crate) fn column_name(cx: &Ctxt, attrs: &[Attribute]) -> Option<Ident> {
    let mut given = None;
    for option in attrs.iter().filter(|attr| attr.path().is_ident("diesel")).flat_map(options) {
        match option.as_slice() {
            [TokenTree::Ident(word), ..] if word == "embed" => cx.error(
                word,
                "a model cannot embed a struct with `embed`: list its columns here as fields, or move them to a struct \
                 with `#[derive(Base)]` and write `#[model(base)]`",
            ),
            [TokenTree::Ident(word), ..] if word == "select_expression" || word == "select_expression_type" => {
                cx.error(
                    word,
                    format!(
                        "a model reads and writes the columns of its table, so it would ignore `{word}`: keep this \
                         field in a struct of its own with `#[derive(Queryable, Selectable)]`, and load it with \
                         `objects().select(..)`"
                    ),
                );
            }
            [TokenTree::Ident(word), value @ ..] if word == "column_name" => {
                let name = match value {
                    [TokenTree::Punct(equals), name] if equals.as_char() == '=' => column(name),
                    _ => None,
                };
                if name.is_none() {
                    cx.error(
                        word,
                        "`column_name` needs the name of a column in `diesel::table!`: write `column_name = title`",
                    );
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

#[cfg(test)]
mod tests {
    use syn::{DeriveInput, parse_quote};

    use super::{check_derives, derives};
    use crate::ctxt::Ctxt;
    use crate::words::DieselDerives;

    #[test]
    fn derives_below_count_by_their_last_segment() {
        let input: DeriveInput = parse_quote! {
            #[doc = "derive(Identifiable)"]
            #[derive(diesel::Queryable, Debug)]
            #[derive(::diesel::prelude::Selectable)]
            struct A { id: i32 }
        };
        let expected = DieselDerives { queryable: true, selectable: true, identifiable: false };
        assert_eq!(derives(&input.attrs), expected);
    }

    #[test]
    fn has_query_brings_two_impls() {
        let input: DeriveInput = parse_quote! {
            #[derive(HasQuery)]
            struct A { id: i32 }
        };
        let expected = DieselDerives { queryable: true, selectable: true, identifiable: false };
        assert_eq!(derives(&input.attrs), expected);
    }

    #[test]
    fn an_attribute_of_diesel_needs_a_derive_that_can_be_seen() {
        let check = |input: &DeriveInput| {
            let cx = Ctxt::new();
            check_derives(&cx, &input.attrs);
            cx.finish(Some(()))
        };
        let without = parse_quote! {
            #[derive(Debug)]
            #[diesel(table_name = articles)]
            struct A { id: i32 }
        };
        assert!(check(&without).is_err());
        let with = parse_quote! {
            #[derive(Insertable)]
            #[diesel(table_name = articles)]
            struct A { id: i32 }
        };
        assert!(check(&with).is_ok());
    }
}
