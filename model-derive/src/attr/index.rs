//! `index` and `index(..)` on a field.

use proc_macro2::Ident;
use syn::LitStr;

use super::keys::{self, Entry};
use super::unique;
use crate::ctxt::Ctxt;
use crate::symbol::{FieldKey, IndexKey};

/// What the user wrote, its names not looked up yet.
#[derive(Debug)]
pub(crate) struct IndexOption {
    pub(crate) word: Ident,
    pub(crate) with: Vec<Ident>,
    pub(crate) name: Option<LitStr>,
}

impl IndexOption {
    pub(super) fn parse(cx: &Ctxt, entry: &Entry<FieldKey>) -> Option<Self> {
        let group = entry.flag_or_list(cx, "index(with = [created_at])")?;
        let mut option = Self { word: entry.word.clone(), with: Vec::new(), name: None };
        for entry in group.map(|group| keys::of_group::<IndexKey>(cx, group)).into_iter().flatten() {
            match entry.key {
                IndexKey::With => option.with = unique::fields(cx, &entry).unwrap_or_default(),
                IndexKey::Name => option.name = entry.text(cx).filter(|name| unique::is_name(cx, name)),
            }
        }
        Some(option)
    }
}
