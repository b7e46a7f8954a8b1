//! `#[derive(Choices)]`: an enum stored as text or as a number, with a label for each value.

mod case;

use std::collections::HashMap;

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::{Data, DataEnum, DeriveInput, Fields, Path, Variant};

use crate::attr::choices::{ChoiceOptions, EnumOptions, Stored};
use crate::ctxt::Ctxt;
use crate::library;
use crate::symbol::ChoiceKey;

/// An enum with `#[derive(Choices)]`.
#[derive(Debug)]
pub(crate) struct Choices {
    pub(crate) ident: Ident,
    pub(crate) variants: Vec<Choice>,
    /// Whether the values are numbers.
    pub(crate) is_coded: bool,
    /// The only SQL type of its columns, if it has one.
    pub(crate) sql_type: Option<Path>,
    /// Whether it leaves out `Display` and `FromStr`.
    pub(crate) no_display: bool,
}

/// One variant.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) ident: Ident,
    /// What the column holds, as text.
    pub(crate) value: String,
    /// The number that the column holds.
    pub(crate) code: Option<i64>,
    /// What a reader sees.
    pub(crate) label: String,
}

impl Choices {
    /// The choices that the tokens describe, or every mistake in them.
    pub(crate) fn parse(input: &DeriveInput) -> syn::Result<Self> {
        let cx = Ctxt::new();
        library::check(&cx, &input.attrs);
        let choices = enumeration(&cx, input).map(|data| {
            check_enum(&cx, input, data);
            let around = EnumOptions::parse(&cx, &input.attrs);
            let options: Vec<_> =
                data.variants.iter().map(|variant| ChoiceOptions::parse(&cx, &variant.attrs)).collect();
            let variants: Vec<_> =
                data.variants.iter().zip(&options).map(|(variant, options)| Choice::new(variant, options)).collect();
            check_variants(&cx, data);
            check_values(&cx, &options, &variants);
            let is_coded = check_codes(&cx, &options, &variants);
            if let (Some((word, _)), true) = (&around.sql_type, is_coded) {
                cx.error(word, "`sql_type` is for values that are text: remove it, or give each variant a text");
            }
            Self {
                ident: input.ident.clone(),
                variants,
                is_coded,
                sql_type: around.sql_type.map(|(_, path)| path),
                no_display: around.no_display.is_some(),
            }
        });
        cx.finish(choices)
    }
}

impl Choice {
    fn new(variant: &Variant, options: &ChoiceOptions) -> Self {
        let name = variant.ident.unraw().to_string();
        let code = match &options.value {
            Some(Stored::Code(code, _)) => Some(*code),
            _ => None,
        };
        let value = match &options.value {
            Some(Stored::Text(text)) => Some(text.value()),
            Some(Stored::Code(code, _)) => Some(code.to_string()),
            None => None,
        };
        let label = options.label.as_ref().map(syn::LitStr::value);
        Self {
            ident: variant.ident.clone(),
            value: value.unwrap_or_else(|| case::snake_case(&name)),
            code,
            label: label.unwrap_or_else(|| case::sentence(&name)),
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
            "choices are the variants of an enum, but `{ident}` is not an enum: write `enum {ident} {{ Draft, \
             Published }}`"
        ),
    );
    None
}

fn check_enum(cx: &Ctxt, input: &DeriveInput, data: &DataEnum) {
    let ident = &input.ident;
    if !input.generics.params.is_empty() {
        cx.error(
            &input.generics.params,
            format!("a choice is a plain value: `{ident}` cannot have lifetimes or type parameters"),
        );
    }
    if data.variants.is_empty() {
        cx.error(ident, format!("`{ident}` has no variants: add at least one"));
    }
}

fn check_variants(cx: &Ctxt, data: &DataEnum) {
    for variant in data.variants.iter().filter(|variant| !matches!(variant.fields, Fields::Unit)) {
        cx.error(
            &variant.fields,
            format!(
                "a choice is stored as plain text, so `{}` cannot have fields: remove them, or keep them in columns of \
                 their own",
                variant.ident
            ),
        );
    }
}

/// Whether the values are numbers: all of them, or none.
fn check_codes(cx: &Ctxt, options: &[ChoiceOptions], variants: &[Choice]) -> bool {
    let Some(coded) = variants.iter().find(|variant| variant.code.is_some()) else { return false };
    for (options, variant) in options.iter().zip(variants) {
        // The value was meant to be a number, which could not be read.
        if variant.code.is_none() && (options.value.is_some() || !options.attempts.include(ChoiceKey::Value)) {
            cx.error(
                &variant.ident,
                format!(
                    "`{}` is stored as a number, and `{}` as the text \"{}\", but a column holds one of the two: give \
                     each variant a number, as in `#[choices(value = 1)]`",
                    coded.ident, variant.ident, variant.value
                ),
            );
        }
    }
    true
}

fn check_values(cx: &Ctxt, options: &[ChoiceOptions], variants: &[Choice]) {
    let mut first: HashMap<&str, &Ident> = HashMap::new();
    for (options, variant) in options.iter().zip(variants) {
        // The value was meant to be another one, which could not be read.
        if options.value.is_none() && options.attempts.include(ChoiceKey::Value) {
            continue;
        }
        let Some(other) = first.get(variant.value.as_str()) else {
            first.insert(&variant.value, &variant.ident);
            continue;
        };
        let message = format!(
            "`{other}` and `{}` are both stored as \"{}\", so a row could not tell them apart: give one of them \
             another `value`",
            variant.ident, variant.value
        );
        match &options.value {
            Some(Stored::Text(value)) => cx.error(value, message),
            Some(Stored::Code(_, value)) => cx.error(value, message),
            None => cx.error(&variant.ident, message),
        }
    }
}
