//! `#[choices(..)]` on a variant.

use syn::{Attribute, LitStr};

use super::keys::{self, Attempts};
use crate::ctxt::Ctxt;
use crate::symbol::ChoiceKey;

/// What the user wrote on a variant.
#[derive(Debug)]
pub(crate) struct ChoiceOptions {
    pub(crate) value: Option<LitStr>,
    pub(crate) label: Option<LitStr>,
    pub(crate) attempts: Attempts<ChoiceKey>,
}

impl ChoiceOptions {
    pub(crate) fn parse(cx: &Ctxt, attrs: &[Attribute]) -> Self {
        let mut options = Self { value: None, label: None, attempts: Attempts::none() };
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("choices")) {
            for entry in keys::of_attribute(cx, attr, &mut options.attempts) {
                match entry.key {
                    ChoiceKey::Value => options.value = entry.text(cx).filter(|text| is_value(cx, text)),
                    ChoiceKey::Label => options.label = entry.text(cx),
                }
            }
        }
        options
    }
}

fn is_value(cx: &Ctxt, text: &LitStr) -> bool {
    if text.value().is_empty() {
        cx.error(
            text,
            "a stored value cannot be empty: write a word, or remove `value` to store the name of the variant",
        );
        return false;
    }
    true
}
