//! Where generated code finds the library: at `::model_core`, or at the path that `crate = ..` names.
//!
//! Everything is expanded with `::model_core::__private`; at the end of a derive that path is replaced. So a mistake in
//! another option does not lose the path, and no expansion has to know it.

use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::Parser as _;
use syn::{Attribute, LitStr, Path};

use crate::attr::keys::{self, Attempts};
use crate::ctxt::Ctxt;
use crate::symbol::LibraryKey;

/// The path of the library.
#[derive(Debug, Clone)]
pub(crate) struct Library(Path);

impl Library {
    /// The path that `#[model(crate = ..)]` names, as far as it can be read. What is wrong with it is reported where
    /// the options are read.
    pub(crate) fn of(attrs: &[Attribute]) -> Option<Self> {
        let lists = attrs.iter().filter(|attr| attr.path().is_ident("model"));
        lists.filter_map(|attr| Some(attr.meta.require_list().ok()?.tokens.clone())).find_map(Self::in_list)
    }

    /// The same in a list of options.
    pub(crate) fn in_list(list: TokenStream) -> Option<Self> {
        let tokens: Vec<_> = list.into_iter().collect();
        let word = tokens.windows(2).position(|pair| is_ident(&pair[0], "crate") && is_punct(&pair[1], '='))?;
        let value = tokens[word + 2..].iter().take_while(|token| !is_punct(token, ','));
        path(value.cloned().collect()).map(Self)
    }

    /// The path, for the macro of a base, which stands in another crate.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The tokens, with this path in them instead of `::model_core`. A macro that they define is left as it is: its
    /// tokens are read in another place, which may call the library otherwise.
    pub(crate) fn put_into(&self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut placed = TokenStream::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            if let Some(word) = named(&tokens[at..]) {
                placed.extend(located(self.0.to_token_stream(), word.span()));
                at += 3;
                continue;
            }
            let defined =
                at > 1 && is_punct(&tokens[at - 2], '!') && is_ident(&tokens[at.saturating_sub(3)], "macro_rules");
            placed.extend([match token {
                TokenTree::Group(group) if !defined => TokenTree::Group(self.put_into_group(group)),
                other => other.clone(),
            }]);
            at += 1;
        }
        placed
    }

    fn put_into_group(&self, group: &Group) -> Group {
        let mut placed = Group::new(group.delimiter(), self.put_into(group.stream()));
        placed.set_span(group.span());
        placed
    }
}

/// Judges `#[model(..)]` on an item whose only option this is.
pub(crate) fn check(cx: &Ctxt, attrs: &[Attribute]) {
    let mut attempts = Attempts::none();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("model")) {
        for entry in keys::of_attribute(cx, attr, &mut attempts) {
            match entry.key {
                LibraryKey::Crate => {
                    entry.library(cx);
                }
            }
        }
    }
}

/// A path, written as one or as a text.
pub(crate) fn path(value: TokenStream) -> Option<Path> {
    let mut tokens = value.clone().into_iter();
    let value = match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => return path(group.stream()),
        (Some(TokenTree::Literal(_)), None) => {
            let text: LitStr = syn::parse2(value).ok()?;
            text.value().parse::<TokenStream>().ok().map(|tokens| located(tokens, text.span()))?
        }
        _ => value,
    };
    Path::parse_mod_style.parse2(value).ok()
}

/// The name in `::model_core::__private`, if the tokens begin with it.
fn named(tokens: &[TokenTree]) -> Option<&Ident> {
    match tokens {
        [TokenTree::Punct(first), second, TokenTree::Ident(word), third, fourth, private, ..]
            if first.as_char() == ':'
                && first.spacing() == Spacing::Joint
                && is_punct(second, ':')
                && word == "model_core"
                && is_punct(third, ':')
                && is_punct(fourth, ':')
                && is_ident(private, "__private") =>
        {
            Some(word)
        }
        _ => None,
    }
}

fn is_ident(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is_punct(token: &TokenTree, punct: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == punct)
}

/// The tokens, shown by the compiler at this place, and resolved where they were written.
fn located(tokens: TokenStream, place: Span) -> TokenStream {
    let mut located = tokens.into_iter().collect::<Vec<_>>();
    for token in &mut located {
        let span = token.span().located_at(place);
        token.set_span(span);
    }
    located.into_iter().collect()
}
