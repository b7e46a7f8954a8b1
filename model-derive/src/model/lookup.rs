//! Finds the fields that other fields and options name.

use syn::ext::IdentExt as _;

use super::field::Field;
use crate::attr::model::Options;
use crate::symbol;

/// The field with this name, which has no raw prefix.
pub(super) fn position(fields: &[Field], name: &str) -> Option<usize> {
    fields.iter().position(|field| field.ident.unraw() == name)
}

/// The message for a name that no field has.
pub(super) fn no_such_field(name: &str, options: &Options<'_>, fields: &[Field]) -> String {
    let names: Vec<_> = fields.iter().map(|field| field.ident.unraw().to_string()).collect();
    let names = || names.iter().map(String::as_str);
    let ident = &options.input.ident;
    match symbol::nearest(name, names()) {
        Some(near) => format!("`{ident}` has no field `{name}`; did you mean `{near}`?"),
        None => format!("`{ident}` has no field `{name}`; its fields are {}", symbol::listed(names())),
    }
}
