//! The paths in a piece of code, as it is written: in signatures and bodies, and in what is passed to macros.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path as it is written, `crate::meta::Meta`, and its line. A name alone is a path as well.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) path: Vec<String>,
    pub(super) line: usize,
}

/// Every path in the code, those of a `use` within a function included.
pub(super) fn paths(code: TokenStream) -> Vec<Written> {
    let mut found = Vec::new();
    walk(code, &[], &mut found);
    found
}

/// Within the braces of a `use`, every path begins with what comes before the braces.
fn walk(code: TokenStream, before: &[String], found: &mut Vec<Written>) {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => walk(group.stream(), &[], found),
            TokenTree::Ident(_) => {
                let is_free = !continues(&tokens[..at]);
                at = path(&tokens, at, before, is_free, found);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Whether the next name is not one of this module: `$crate::a`, `'a`, `.a`, and the rest of `<A as B>::c`. It is one
/// in `..a` and `name: a`.
fn continues(before: &[TokenTree]) -> bool {
    let mark = |token: Option<&TokenTree>| match token {
        Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
        _ => None,
    };
    let last = mark(before.last());
    match last {
        Some('$' | '\'') => true,
        Some('.') => mark(before.iter().nth_back(1)) != last,
        Some(':') => mark(before.iter().nth_back(1)) == last,
        _ => false,
    }
}

fn is_colon(tokens: &[TokenTree], at: usize) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

/// Reads the path that begins here, and says where it ends.
fn path(tokens: &[TokenTree], mut at: usize, before: &[String], is_free: bool, found: &mut Vec<Written>) -> usize {
    let line = tokens[at].span().start().line;
    let mut path = before.to_vec();
    path.push(tokens[at].to_string());
    at += 1;
    while is_colon(tokens, at) && is_colon(tokens, at + 1) {
        match tokens.get(at + 2) {
            Some(TokenTree::Ident(name)) => path.push(name.to_string()),
            Some(TokenTree::Group(group)) if is_free && group.delimiter() == Delimiter::Brace => {
                walk_use(group.stream(), &path, found);
                return at + 3;
            }
            _ => break,
        }
        at += 3;
    }
    if is_free {
        found.push(Written { path, line });
    }
    at
}

/// `{self, a, b::{c, d as e}}`: what is renamed is still named by its old name.
fn walk_use(code: TokenStream, before: &[String], found: &mut Vec<Written>) {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    for tree in tokens.split(is_comma).filter(|tree| matches!(tree.first(), Some(TokenTree::Ident(_)))) {
        path(tree, 0, before, true, found);
    }
}
