//! The columns of a base as the base passes them on: tokens in the body of its macro.

use std::ops::Range;

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _, quote};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::{Attribute, Field, LitInt, Token, Type, Visibility, token};

use super::marks::word;

/// Each column with its path from the base, and with the attributes that matter to a model.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    /// The bases with hooks, in the order in which these run.
    pub(crate) hooked: Vec<Hooked>,
    pub(super) columns: Vec<(Vec<Ident>, Field)>,
    /// Whether the derive of the base failed, so that nothing is known about it.
    pub(crate) broken: bool,
}

/// A base with hooks, within a struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hooked {
    /// Its path from the struct; empty for the struct itself.
    pub(crate) path: Vec<Ident>,
    pub(crate) columns: Range<usize>,
}

impl Columns {
    /// Those of a base whose derive failed.
    pub(crate) fn broken() -> Self {
        Self { broken: true, ..Self::default() }
    }

    /// Adds a column, without the attributes of other derives.
    pub(crate) fn push(&mut self, path: Vec<Ident>, mut field: Field, found: impl IntoIterator<Item = Attribute>) {
        let ours = |attr: &Attribute| {
            ["model", "audit", "diesel", "serde", "doc"].iter().any(|name| attr.path().is_ident(name))
        };
        field.attrs.retain(ours);
        field.attrs.extend(found);
        field.vis = Visibility::Inherited;
        self.columns.push((path, field));
    }

    /// The columns with the span of the base's name in a struct, where errors between them and the struct are reported.
    pub(super) fn at(&self, base: &Type) -> Self {
        let here = word(base).map_or_else(|| base.span(), Ident::span);
        // The compiler makes no suggestions at such a span: they would replace the name of the base.
        let here = Span::mixed_site().located_at(here);
        let moved = syn::parse2::<Self>(respanned(self.to_token_stream(), here));
        moved.unwrap_or_else(|_| self.clone())
    }
}

impl Parse for Columns {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let broken = input.parse::<Option<Token![!]>>()?.is_some();
        let mut hooked = Vec::new();
        while input.peek(token::Bracket) {
            let content;
            syn::bracketed!(content in input);
            hooked.push(content.parse()?);
        }
        let mut columns = Vec::new();
        while !input.is_empty() {
            let content;
            syn::parenthesized!(content in input);
            let mut path = Vec::new();
            while !content.is_empty() {
                path.push(content.call(Ident::parse_any)?);
            }
            columns.push((path, input.call(Field::parse_named)?));
            input.parse::<Token![,]>()?;
        }
        Ok(Self { hooked, columns, broken })
    }
}

impl ToTokens for Columns {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(self.broken.then(|| quote!(!)));
        tokens.append_all(self.hooked.iter().map(|hooked| quote!([#hooked])));
        tokens.append_all(self.columns.iter().map(|(path, field)| quote!((#(#path)*) #field,)));
    }
}

impl Parse for Hooked {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let place = || input.parse::<LitInt>()?.base10_parse::<usize>();
        let columns = place()?..place()?;
        let mut path = Vec::new();
        while !input.is_empty() {
            path.push(input.call(Ident::parse_any)?);
        }
        Ok(Self { path, columns })
    }
}

impl ToTokens for Hooked {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { path, columns } = self;
        let [start, end] = [columns.start, columns.end].map(Literal::usize_unsuffixed);
        tokens.append_all(quote!(#start #end #(#path)*));
    }
}

/// The same tokens with another span.
fn respanned(tokens: TokenStream, here: Span) -> TokenStream {
    let moved = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let mut moved = Group::new(group.delimiter(), respanned(group.stream(), here));
            moved.set_span(here);
            TokenTree::Group(moved)
        }
        mut token => {
            token.set_span(here);
            token
        }
    });
    moved.collect()
}
