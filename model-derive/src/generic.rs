//! `#[derive(GenericRef)]`: an enum of the keys of models, which refers to a row of one of them.

use std::collections::HashMap;

use proc_macro2::Ident;
use quote::ToTokens as _;
use syn::{Attribute, Data, DataEnum, DeriveInput, Fields, Path, Type, Variant, Visibility};

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
    /// Whether no other variant has a key of this type, as it is written, so that the key alone identifies the model.
    pub(crate) is_identified_by_key: bool,
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
        let named = named_model(cx, &variant.attrs);
        let key = key(cx, variant)?;
        let model = named.unwrap_or_else(|| Path::from(variant.ident.clone()));
        Some(Self { ident: variant.ident.clone(), model, key: key.clone(), is_identified_by_key: true })
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

/// The model that `#[generic(..)]` names.
fn named_model(cx: &Ctxt, attrs: &[Attribute]) -> Option<Path> {
    let mut named = None;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("generic")) {
        match attr.parse_args_with(Path::parse_mod_style) {
            Ok(_) if named.is_some() => {
                cx.error(attr, "`generic` was already given: remove one of the two");
            }
            Ok(model) => named = Some(model),
            Err(_) => cx.error(
                attr,
                "`#[generic(..)]` takes the model whose key the variant holds: write `#[generic(Article)]`",
            ),
        }
    }
    named
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

/// No two variants are of one model, as far as a macro can see.
fn check_models(cx: &Ctxt, targets: &[Target]) {
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
