//! The grammar of an option list, `word, word = expression, word(..)`, with recovery: a mistake in one option does not
//! hide the mistakes in the next.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, MacroDelimiter, Meta, Token};

use crate::ctxt::Ctxt;

/// One option as written.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) word: Ident,
    pub(crate) value: Value,
}

/// What follows the word of an option.
#[derive(Debug)]
pub(crate) enum Value {
    /// Nothing: `timestamps`.
    None,
    /// An equals sign and nothing behind it: `table =`.
    Missing,
    /// `table = articles`.
    Expr(Box<Expr>),
    /// `audit(explicit)`, with the parentheses.
    List(proc_macro2::Group),
}

/// What could be read of a list.
pub(crate) struct Items {
    pub(crate) items: Vec<Item>,
    /// A part of the list could not be read: no conclusion may be drawn from what is missing.
    pub(crate) broken: bool,
}

/// The grammar of one list.
pub(crate) struct Grammar {
    /// An example of a whole list, for messages.
    pub(crate) example: String,
    /// The message if there is no option name.
    pub(crate) expected: String,
    /// Whether a word belongs to the vocabulary: after a syntax error, parsing continues at the next such word.
    pub(crate) known: fn(&str) -> bool,
}

/// Reads the options of `#[name(..)]`.
pub(crate) fn of_attribute(cx: &Ctxt, attr: &Attribute, grammar: &Grammar) -> Items {
    match &attr.meta {
        Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => {
            let read = attr.parse_args_with(|input: ParseStream<'_>| Ok(items(cx, input, grammar)));
            recovered(cx, read)
        }
        meta => {
            cx.error(meta, format!("this attribute needs options in parentheses: write `{}`", grammar.example));
            Items { items: Vec::new(), broken: true }
        }
    }
}

/// Reads the options in the parentheses of one option.
pub(crate) fn of_group(cx: &Ctxt, group: &proc_macro2::Group, grammar: &Grammar) -> Items {
    use syn::parse::Parser as _;
    let read = (|input: ParseStream<'_>| {
        // Through the parentheses rather than their content, so that "unexpected end" points at the closing one.
        let content;
        syn::parenthesized!(content in input);
        Ok(items(cx, &content, grammar))
    })
    .parse2(TokenStream::from(TokenTree::Group(group.clone())));
    recovered(cx, read)
}

fn recovered(cx: &Ctxt, read: syn::Result<Items>) -> Items {
    read.unwrap_or_else(|error| {
        cx.push(error);
        Items { items: Vec::new(), broken: true }
    })
}

fn items(cx: &Ctxt, input: ParseStream<'_>, grammar: &Grammar) -> Items {
    let mut read = Items { items: Vec::new(), broken: false };
    while !input.is_empty() {
        match item(input, grammar).and_then(|item| separator(cx, input).map(|()| item)) {
            Ok(item) => read.items.push(item),
            Err(error) => {
                cx.push(error);
                read.broken = true;
                skip_to_known(input, grammar.known);
            }
        }
    }
    read
}

fn item(input: ParseStream<'_>, grammar: &Grammar) -> syn::Result<Item> {
    let word = input.call(Ident::parse_any).map_err(|error| syn::Error::new(error.span(), &grammar.expected))?;
    let value = if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        if input.is_empty() || input.peek(Token![,]) {
            Value::Missing
        } else {
            Value::Expr(input.parse().map(Box::new).map_err(|error| unreadable(&word, &error))?)
        }
    } else if input.peek(syn::token::Paren) {
        match input.parse()? {
            TokenTree::Group(group) => Value::List(group),
            other => return Err(syn::Error::new(other.span(), "expected `(..)`")),
        }
    } else {
        Value::None
    };
    Ok(Item { word, value })
}

fn unreadable(word: &Ident, error: &syn::Error) -> syn::Error {
    syn::Error::new(error.span(), format!("the value of `{word}` cannot be read: {error}"))
}

fn separator(cx: &Ctxt, input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() {
        return Ok(());
    }
    if input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
        return Ok(());
    }
    let next: TokenTree = input.fork().parse()?;
    let message = format!("expected `,` before `{next}`");
    if matches!(next, TokenTree::Ident(_)) {
        // A forgotten comma: the next option starts here, and can be read.
        cx.error(next, message);
        return Ok(());
    }
    Err(syn::Error::new(next.span(), message))
}

/// Skips to the next option that the vocabulary has. Stopping at any comma would take one inside a broken expression,
/// such as `default = f::<A B, C>()`, for the start of an option and report a second error for one mistake.
fn skip_to_known(input: ParseStream<'_>, known: fn(&str) -> bool) {
    while let Ok(token) = input.parse::<TokenTree>() {
        let comma = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
        let next = input.fork().call(Ident::parse_any);
        if comma && next.is_ok_and(|word| known(&word.to_string())) {
            return;
        }
    }
}
