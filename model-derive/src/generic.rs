//! `#[derive(GenericRef)]`: an enum of the keys of models, which refers to a row of one of them.

use std::collections::HashMap;

use proc_macro2::Ident;
use quote::ToTokens as _;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Data, DataEnum, DeriveInput, Fields, LitInt, LitStr, Path, Token, Type, Variant, Visibility};

use crate::ctxt::Ctxt;
use crate::library;

/// An enum with `#[derive(GenericRef)]`.
#[derive(Debug)]
pub(crate) struct GenericRef {
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) targets: Vec<Target>,
}

/// One variant.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) ident: Ident,
    pub(crate) model: Path,
    pub(crate) key: Type,
    /// What a column next to the key has for its rows, if that is not the content type.
    pub(crate) kind: Option<Kind>,
    /// Whether no other variant has a key of this type, as it is written, so that the key alone identifies the model.
    pub(crate) is_identified_by_key: bool,
}

/// `kind = "team"`, `kind = 3`.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Text(LitStr),
    Number(i64),
}

/// What `#[generic(..)]` says about a variant.
#[derive(Debug, Default)]
struct Options {
    model: Option<Path>,
    /// The word, and the kind.
    kind: Option<(Ident, Kind)>,
}

impl GenericRef {
    /// The reference that the tokens describe, or every mistake in them.
    pub(crate) fn parse(input: &DeriveInput) -> syn::Result<Self> {
        let cx = Ctxt::new();
        library::check(&cx, &input.attrs);
        let reference = enumeration(&cx, input).map(|data| {
            check_enum(&cx, input, data);
            let mut targets: Vec<_> = data.variants.iter().filter_map(|variant| Target::parse(&cx, variant)).collect();
            check_models(&cx, &targets);
            mark_identifying_keys(&mut targets);
            Self { vis: input.vis.clone(), ident: input.ident.clone(), targets }
        });
        cx.finish(reference)
    }
}

impl Target {
    fn parse(cx: &Ctxt, variant: &Variant) -> Option<Self> {
        let Options { model, kind } = options(cx, &variant.attrs);
        let key = key(cx, variant)?;
        let model = model.unwrap_or_else(|| Path::from(variant.ident.clone()));
        let kind = kind.map(|(_, kind)| kind);
        Some(Self { ident: variant.ident.clone(), model, key: key.clone(), kind, is_identified_by_key: true })
    }
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Self::default();
        if !(input.peek(syn::Ident) && input.peek2(Token![=])) {
            options.model = Some(input.call(Path::parse_mod_style)?);
            if input.is_empty() {
                return Ok(options);
            }
            input.parse::<Token![,]>()?;
        }
        let word: Ident = input.parse()?;
        if word != "kind" {
            return Err(syn::Error::new_spanned(word, "unknown"));
        }
        input.parse::<Token![=]>()?;
        let kind = match input.peek(LitStr) {
            true => Kind::Text(input.parse()?),
            false => {
                let minus: Option<Token![-]> = input.parse()?;
                let digits = input.parse::<LitInt>()?.base10_digits().to_owned();
                let number = if minus.is_some() { format!("-{digits}") } else { digits };
                Kind::Number(number.parse().map_err(|_| syn::Error::new_spanned(&word, "too large"))?)
            }
        };
        options.kind = Some((word, kind));
        match input.is_empty() {
            true => Ok(options),
            false => Err(input.error("more than a kind")),
        }
    }
}

fn enumeration<'a>(cx: &Ctxt, input: &'a DeriveInput) -> Option<&'a DataEnum> {
    if let Data::Enum(data) = &input.data {
        return Some(data);
    }
    let ident = &input.ident;
    cx.error(
        ident,
        format!(
            "a generic reference must be an enum of keys, and `{ident}` is not an enum: write `enum {ident} {{ \
             Article(ArticleId), Comment(CommentId) }}`"
        ),
    );
    None
}

fn check_enum(cx: &Ctxt, input: &DeriveInput, data: &DataEnum) {
    let ident = &input.ident;
    if !input.generics.params.is_empty() {
        cx.error(
            &input.generics.params,
            format!("a reference owns its key: `{ident}` cannot have lifetimes or type parameters"),
        );
    }
    for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("generic")) {
        cx.error(attr, "`#[generic(..)]` belongs on a variant; the enum itself has no options");
    }
    if data.variants.is_empty() {
        cx.error(ident, format!("`{ident}` has no variants: add one for each model, as in `Article(ArticleId)`"));
    }
}

/// What `#[generic(..)]` says.
fn options(cx: &Ctxt, attrs: &[Attribute]) -> Options {
    let mut found: Option<Options> = None;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("generic")) {
        match attr.parse_args::<Options>() {
            Ok(_) if found.is_some() => {
                cx.error(attr, "`generic` was already given: remove one of the two");
            }
            Ok(options) => {
                if let Some((word, Kind::Text(text))) = &options.kind {
                    check_text(cx, word, text);
                }
                found = Some(options);
            }
            Err(_) => cx.error(
                attr,
                "`#[generic(..)]` takes the model whose key the variant holds, and the kind that a column next to the \
                 key has: write `#[generic(Article)]`, `#[generic(kind = \"article\")]` or `#[generic(Article, kind = \
                 1)]`",
            ),
        }
    }
    found.unwrap_or_default()
}

/// A kind is written into statements as it is.
fn check_text(cx: &Ctxt, word: &Ident, text: &LitStr) {
    let value = text.value();
    if value.is_empty() {
        cx.error(word, "`kind` is empty: write what the column next to the key has, or remove it");
    } else if value.contains(|letter: char| letter == '\'' || letter == '\\' || letter.is_control()) {
        cx.error(text, "a kind cannot have quotes, backslashes or control characters");
    }
}

/// The key of a variant: its one field, without a name.
fn key<'a>(cx: &Ctxt, variant: &'a Variant) -> Option<&'a Type> {
    let ident = &variant.ident;
    let message = format!(
        "a variant of a generic reference holds the key of one model and nothing else: write `{ident}({ident}Id)`"
    );
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => return fields.unnamed.first().map(|field| &field.ty),
        Fields::Unit => cx.error(ident, message),
        fields => cx.error(fields, message),
    }
    None
}

/// No two variants are of one model or of one kind, as far as a macro can see.
fn check_models(cx: &Ctxt, targets: &[Target]) {
    let mut kinds: HashMap<String, &Ident> = HashMap::new();
    for target in targets {
        let (kind, at) = match &target.kind {
            Some(Kind::Text(text)) => (format!("{:?}", text.value()), text.to_token_stream()),
            Some(Kind::Number(number)) => (number.to_string(), target.ident.to_token_stream()),
            None => continue,
        };
        if let Some(other) = kinds.insert(kind.clone(), &target.ident) {
            let ident = &target.ident;
            cx.error(at, format!("`{other}` and `{ident}` have the same kind, {kind}: give each a kind of its own"));
        }
    }
    let mut first: HashMap<String, &Ident> = HashMap::new();
    for target in targets {
        let model = target.model.to_token_stream().to_string();
        match first.get(&model) {
            Some(other) => cx.error(
                &target.ident,
                format!("`{other}` and `{}` refer to the same model: remove one of the two", target.ident),
            ),
            None => {
                first.insert(model, &target.ident);
            }
        }
    }
}

fn mark_identifying_keys(targets: &mut [Target]) {
    let mut count: HashMap<String, usize> = HashMap::new();
    for target in &*targets {
        *count.entry(target.key.to_token_stream().to_string()).or_default() += 1;
    }
    for target in targets {
        target.is_identified_by_key = count.get(&target.key.to_token_stream().to_string()) == Some(&1);
    }
}
