//! What a struct with a mistake in its attributes seems to declare. It reads words and parentheses alone, so it also
//! finds what the parser gave up on.

use std::collections::HashSet;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::{Attribute, DeriveInput, Field, Meta};

use crate::attr::name::identifier;
use crate::embed::named;
use crate::symbol::{self, FieldKey, ModelKey, Symbol};

/// One option: its word, and the parentheses after it.
struct Written {
    word: Ident,
    group: Option<Group>,
}

/// The accessors of relations.
pub(super) fn accessors(input: &DeriveInput) -> Vec<Ident> {
    let of_struct = options(&input.attrs).filter_map(|option| first_named(&option.group?));
    let of_fields = named(input).flat_map(of_field);
    let mut seen = HashSet::new();
    of_struct.chain(of_fields).filter(|name| seen.insert(name.unraw().to_string())).collect()
}

/// Whether other models may extend it.
pub(super) fn is_extended(input: &DeriveInput) -> bool {
    means(&input.attrs, ModelKey::ExtendedBy)
}

/// Whether its rows may be edited.
pub(super) fn is_edited(input: &DeriveInput) -> bool {
    means(&input.attrs, ModelKey::Edit)
}

/// Whether a field holds an `Rc`.
pub(super) fn stays_in_one_thread(input: &DeriveInput) -> bool {
    fn names_rc(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(name) => name == "Rc",
            TokenTree::Group(group) => names_rc(group.stream()),
            _ => false,
        })
    }
    named(input).any(|field| names_rc(field.ty.to_token_stream()))
}

/// Whether it may extend another model.
pub(super) fn extends(input: &DeriveInput) -> bool {
    means(&input.attrs, ModelKey::Extends) || named(input).any(|field| means(&field.attrs, FieldKey::Parent))
}

/// Whether a base may have a default scope.
pub(super) fn is_default_scope(input: &DeriveInput) -> bool {
    named(input).any(|field| means(&field.attrs, FieldKey::DefaultScope))
}

/// Whether an attribute has this word, or one that was probably meant to be it.
fn means<S: Symbol>(attrs: &[Attribute], key: S) -> bool {
    options(attrs).any(|option| symbol::guess(&option.word.to_string()) == Some(key))
}

/// The accessors of a field: a foreign key, as far as its options can be read.
fn of_field(field: &Field) -> Vec<Ident> {
    let names = options(&field.attrs).filter_map(|option| {
        let word = option.word.to_string();
        let is_foreign_key = match symbol::find::<FieldKey>(&word) {
            Some(key) => key == FieldKey::BelongsTo,
            None => true,
        };
        if !is_foreign_key {
            return None;
        }
        let given = option.group.as_ref().and_then(|group| value_of(group, "name"));
        given.or_else(|| {
            let ident = field.ident.as_ref()?;
            identifier(ident.unraw().to_string().strip_suffix("_id")?, ident.span())
        })
    });
    names.collect()
}

/// The words before a `=` or a `(..)`, or alone, in the lists of `#[model(..)]`.
fn options(attrs: &[Attribute]) -> impl Iterator<Item = Written> {
    let lists = attrs.iter().filter(|attr| attr.path().is_ident("model")).filter_map(|attr| match &attr.meta {
        Meta::List(list) => Some(list.tokens.clone()),
        _ => None,
    });
    lists.flat_map(words)
}

fn words(list: TokenStream) -> Vec<Written> {
    let mut tokens = list.into_iter().peekable();
    let mut words = Vec::new();
    while let Some(token) = tokens.next() {
        let TokenTree::Ident(word) = token else { continue };
        let group = match tokens.peek() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => Some(group.clone()),
            _ => None,
        };
        words.push(Written { word, group });
    }
    words
}

/// `comments` of `(comments = Comment, ..)`.
fn first_named(group: &Group) -> Option<Ident> {
    let mut tokens = group.stream().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(name)), Some(TokenTree::Punct(equals))) if equals.as_char() == '=' => Some(name),
        _ => None,
    }
}

/// `writer` of `(.., name = writer)`.
fn value_of(group: &Group, wanted: &str) -> Option<Ident> {
    let tokens: Vec<_> = group.stream().into_iter().collect();
    tokens.windows(3).find_map(|window| match window {
        [TokenTree::Ident(word), TokenTree::Punct(equals), TokenTree::Ident(value)]
            if word == wanted && equals.as_char() == '=' =>
        {
            Some(value.clone())
        }
        _ => None,
    })
}
