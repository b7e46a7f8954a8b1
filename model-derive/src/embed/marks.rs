//! The fields of a struct, and the marks of those that are not columns.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Field, Fields, Meta, Token, Type};

/// The fields of a struct with named ones; none otherwise, which the derive reports elsewhere.
pub(crate) fn named(input: &DeriveInput) -> impl Iterator<Item = &Field> {
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Some(&fields.named),
            Fields::Unnamed(_) | Fields::Unit => None,
        },
        Data::Enum(_) | Data::Union(_) => None,
    };
    fields.into_iter().flatten()
}

/// Whether a field is marked `#[model(base)]`.
pub(crate) fn is_base(field: &Field) -> bool {
    is_marked(field, "base")
}

/// Whether a field is marked `#[model(parent)]`.
pub(crate) fn is_parent(field: &Field) -> bool {
    is_marked(field, "parent")
}

/// The columns of `#[model(write_only(token: Vec<u8>))]` on a struct, which are written like fields. None where they
/// cannot be read, which the derive reports.
pub(super) fn write_only(input: &DeriveInput) -> Vec<Field> {
    let lists = input.attrs.iter().filter(|attr| attr.path().is_ident("model")).filter_map(|attr| match &attr.meta {
        Meta::List(list) => Some(list.tokens.clone().into_iter().collect::<Vec<_>>()),
        _ => None,
    });
    let groups = lists.flat_map(|tokens| {
        let groups = tokens.windows(2).filter_map(|window| match window {
            [TokenTree::Ident(word), TokenTree::Group(group)] if word == "write_only" => Some(group.stream()),
            _ => None,
        });
        groups.collect::<Vec<_>>()
    });
    groups.flat_map(|group| fields(group).unwrap_or_default()).collect()
}

/// Fields with names, as a struct has them between its braces.
pub(crate) fn fields(tokens: TokenStream) -> syn::Result<Vec<Field>> {
    let fields = Punctuated::<Field, Token![,]>::parse_terminated_with;
    let fields = |input: ParseStream<'_>| fields(input, Field::parse_named);
    Ok(fields.parse2(tokens)?.into_iter().collect())
}

/// The last word of a type's path.
pub(super) fn word(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
        Type::Group(group) => word(&group.elem),
        Type::Paren(paren) => word(&paren.elem),
        _ => None,
    }
}

/// The `closed` of a field with `#[model(input = closed)]`.
pub(super) fn input(field: &Field) -> Option<Ident> {
    let lists = field.attrs.iter().filter(|attr| attr.path().is_ident("model")).filter_map(|attr| match &attr.meta {
        Meta::List(list) => Some(list.tokens.clone().into_iter().collect::<Vec<_>>()),
        _ => None,
    });
    lists.into_iter().find_map(|tokens| {
        tokens.windows(3).find_map(|window| match window {
            [TokenTree::Ident(word), TokenTree::Punct(equals), TokenTree::Ident(value)]
                if word == "input" && equals.as_char() == '=' =>
            {
                Some(value.clone())
            }
            _ => None,
        })
    })
}

fn is_marked(field: &Field, mark: &str) -> bool {
    field.attrs.iter().any(|attr| attr.path().is_ident("model") && has_option(attr, mark))
}

/// Whether an attribute has an option with this word, even if the rest of it cannot be read.
fn has_option(attr: &Attribute, wanted: &str) -> bool {
    let Meta::List(list) = &attr.meta else { return false };
    let mut starts = true;
    list.tokens.clone().into_iter().any(|token| {
        let found = starts && matches!(&token, TokenTree::Ident(word) if word == wanted);
        starts = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
        found
    })
}
