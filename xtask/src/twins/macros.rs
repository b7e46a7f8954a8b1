//! Expands the library's own macros, as far as the twins need it: a macro that writes functions which take the
//! connection has to be seen through.
//!
//! The patterns are those of `macro_rules!`: fragments, groups and repetitions. Hygiene does not matter here, because
//! these macros declare items.

use std::collections::HashMap;
use std::iter::Peekable;

use anyhow::{Result, anyhow, bail};
use proc_macro2::{Delimiter, Group, Ident, Punct, Span, TokenStream, TokenTree, token_stream};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};

/// One rule of a macro: what it matches, and what it writes.
struct Rule {
    pattern: Vec<Node>,
    template: Vec<Node>,
}

/// A part of a pattern or a template.
enum Node {
    Token(TokenTree),
    Group(Delimiter, Vec<Node>),
    /// `$name:fragment` in a pattern, `$name` in a template.
    Variable(String, String),
    Repetition {
        nodes: Vec<Node>,
        separator: Option<Punct>,
        operator: char,
    },
}

/// What a variable represents.
#[derive(Clone)]
enum Binding {
    One(TokenStream),
    Many(Vec<Binding>),
}

type Bindings = HashMap<String, Binding>;

/// Writes out one call of a macro.
pub(super) fn expand(definition: &TokenStream, input: TokenStream) -> Result<TokenStream> {
    for rule in rules(definition)? {
        let mut bindings = Bindings::new();
        if let Some(rest) = matched(&rule.pattern, input.clone(), &mut bindings)
            && rest.is_empty()
        {
            let mut out = TokenStream::new();
            transcribe(&rule.template, &bindings, &mut out)?;
            return Ok(out);
        }
    }
    bail!("no rule of the macro matches")
}

fn rules(definition: &TokenStream) -> Result<Vec<Rule>> {
    let mut tokens = definition.clone().into_iter();
    let mut rules = Vec::new();
    while let Some(pattern) = tokens.next() {
        let TokenTree::Group(pattern) = pattern else { continue };
        let template = tokens.find_map(|token| match token {
            TokenTree::Group(group) => Some(group),
            _ => None,
        });
        let template = template.ok_or_else(|| anyhow!("a rule without a template"))?;
        rules.push(Rule { pattern: nodes(pattern.stream())?, template: nodes(template.stream())? });
    }
    Ok(rules)
}

fn nodes(stream: TokenStream) -> Result<Vec<Node>> {
    let mut nodes = Vec::new();
    let mut tokens = stream.into_iter().peekable();
    while let Some(token) = tokens.next() {
        nodes.push(match token {
            TokenTree::Punct(punct) if punct.as_char() == '$' => after_dollar(&mut tokens)?,
            TokenTree::Group(group) => Node::Group(group.delimiter(), self::nodes(group.stream())?),
            other => Node::Token(other),
        });
    }
    Ok(nodes)
}

fn after_dollar(tokens: &mut Peekable<token_stream::IntoIter>) -> Result<Node> {
    match tokens.next() {
        Some(TokenTree::Ident(name)) if name == "crate" => {
            Ok(Node::Token(Ident::new("crate", Span::call_site()).into()))
        }
        Some(TokenTree::Ident(name)) => {
            let colon = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
            // `$name::path` in a template is no fragment.
            let mut ahead = tokens.clone();
            ahead.next();
            let fragment = match (colon, ahead.next()) {
                (true, Some(TokenTree::Ident(fragment))) if is_fragment(&fragment.to_string()) => {
                    tokens.next();
                    tokens.next();
                    fragment.to_string()
                }
                _ => String::new(),
            };
            Ok(Node::Variable(name.to_string(), fragment))
        }
        Some(TokenTree::Group(group)) => {
            let nodes = nodes(group.stream())?;
            let mut separator = None;
            loop {
                match tokens.next() {
                    Some(TokenTree::Punct(punct)) if "*+?".contains(punct.as_char()) => {
                        return Ok(Node::Repetition { nodes, separator, operator: punct.as_char() });
                    }
                    Some(TokenTree::Punct(punct)) => separator = Some(punct),
                    _ => bail!("a repetition without `*`, `+` or `?`"),
                }
            }
        }
        _ => bail!("a `$` without a name"),
    }
}

fn is_fragment(word: &str) -> bool {
    matches!(word, "ident" | "ty" | "tt" | "expr" | "path" | "literal" | "lifetime" | "block" | "vis" | "pat" | "meta")
}

/// Matches the beginning of the tokens, and returns the rest of them.
fn matched(pattern: &[Node], mut input: TokenStream, bindings: &mut Bindings) -> Option<TokenStream> {
    for (place, node) in pattern.iter().enumerate() {
        input = match node {
            Node::Token(token) => {
                let mut tokens = input.into_iter();
                (tokens.next()?.to_string() == token.to_string()).then(|| tokens.collect())?
            }
            Node::Group(delimiter, nodes) => {
                let mut tokens = input.into_iter();
                let TokenTree::Group(group) = tokens.next()? else { return None };
                if group.delimiter() != *delimiter || !matched(nodes, group.stream(), bindings)?.is_empty() {
                    return None;
                }
                tokens.collect()
            }
            Node::Variable(name, fragment) => {
                let (value, rest) = taken(fragment, input)?;
                bindings.insert(name.clone(), Binding::One(value));
                rest
            }
            Node::Repetition { nodes, separator, operator } => {
                let after = &pattern[place + 1..];
                repeated(nodes, separator.as_ref(), *operator, after, input, bindings)?
            }
        };
    }
    Some(input)
}

fn repeated(
    nodes: &[Node],
    separator: Option<&Punct>,
    operator: char,
    after: &[Node],
    mut input: TokenStream,
    bindings: &mut Bindings,
) -> Option<TokenStream> {
    let mut rounds: Vec<Bindings> = Vec::new();
    loop {
        // A token that follows the repetition ends it, unless the repetition begins with the same one.
        if let (Some(Node::Token(end)), Some(next)) = (after.first(), input.clone().into_iter().next())
            && end.to_string() == next.to_string()
            && !matches!(nodes.first(), Some(Node::Token(first)) if first.to_string() == end.to_string())
        {
            break;
        }
        let mut round = Bindings::new();
        let mut rest = input.clone();
        if let (Some(separator), false) = (separator, rounds.is_empty()) {
            let mut tokens = rest.into_iter();
            match tokens.next() {
                Some(TokenTree::Punct(punct)) if punct.as_char() == separator.as_char() => rest = tokens.collect(),
                _ => break,
            }
        }
        if rest.is_empty() && !nodes.is_empty() {
            break;
        }
        match matched(nodes, rest, &mut round) {
            Some(rest) => input = rest,
            None => break,
        }
        rounds.push(round);
        if operator == '?' {
            break;
        }
    }
    if operator == '+' && rounds.is_empty() {
        return None;
    }
    let mut names = Vec::new();
    variables(nodes, &mut names);
    for name in names {
        let values = rounds.iter().filter_map(|round| round.get(&name).cloned()).collect();
        bindings.insert(name, Binding::Many(values));
    }
    Some(input)
}

fn variables(nodes: &[Node], names: &mut Vec<String>) {
    for node in nodes {
        match node {
            Node::Token(_) => {}
            Node::Variable(name, _) => names.push(name.clone()),
            Node::Group(_, nodes) | Node::Repetition { nodes, .. } => variables(nodes, names),
        }
    }
}

/// Takes one fragment from the beginning of the tokens.
fn taken(fragment: &str, input: TokenStream) -> Option<(TokenStream, TokenStream)> {
    fn parsed<T: ToTokens>(
        parse: fn(ParseStream<'_>) -> syn::Result<T>,
        input: TokenStream,
    ) -> Option<(TokenStream, TokenStream)> {
        let both = |input: ParseStream<'_>| Ok((parse(input)?.to_token_stream(), input.parse::<TokenStream>()?));
        both.parse2(input).ok()
    }
    match fragment {
        "ident" => parsed(|input| input.parse::<Ident>(), input),
        "ty" => parsed(|input| input.parse::<syn::Type>(), input),
        "expr" => parsed(|input| input.parse::<syn::Expr>(), input),
        "path" => parsed(|input| input.parse::<syn::Path>(), input),
        "literal" => parsed(|input| input.parse::<syn::Lit>(), input),
        "lifetime" => parsed(|input| input.parse::<syn::Lifetime>(), input),
        "block" => parsed(|input| input.parse::<syn::Block>(), input),
        "vis" => parsed(|input| input.parse::<syn::Visibility>(), input),
        "pat" => parsed(syn::Pat::parse_single, input),
        "meta" => parsed(|input| input.parse::<syn::Meta>(), input),
        _ => parsed(|input| input.parse::<TokenTree>(), input),
    }
}

fn transcribe(template: &[Node], bindings: &Bindings, out: &mut TokenStream) -> Result<()> {
    for node in template {
        match node {
            Node::Token(token) => out.extend([token.clone()]),
            Node::Group(delimiter, nodes) => {
                let mut inner = TokenStream::new();
                transcribe(nodes, bindings, &mut inner)?;
                out.extend([TokenTree::Group(Group::new(*delimiter, inner))]);
            }
            Node::Variable(name, _) => match bindings.get(name) {
                Some(Binding::One(tokens)) => out.extend(tokens.clone()),
                Some(Binding::Many(_)) => bail!("`${name}` stands outside of its repetition"),
                // `$name` of a macro that this one declares.
                None => bail!("`${name}` is unknown"),
            },
            Node::Repetition { nodes, separator, .. } => {
                let mut names = Vec::new();
                variables(nodes, &mut names);
                let many: Vec<_> = names
                    .iter()
                    .filter_map(|name| match bindings.get(name) {
                        Some(Binding::Many(values)) => Some((name, values)),
                        _ => None,
                    })
                    .collect();
                let rounds = many.iter().map(|(_, values)| values.len()).max().unwrap_or_default();
                for round in 0..rounds {
                    if let (Some(separator), true) = (separator, round > 0) {
                        out.extend([TokenTree::Punct(separator.clone())]);
                    }
                    let mut inner = bindings.clone();
                    for (name, values) in &many {
                        if let Some(value) = values.get(round) {
                            inner.insert((*name).clone(), value.clone());
                        }
                    }
                    transcribe(nodes, &inner, out)?;
                }
            }
        }
    }
    Ok(())
}
