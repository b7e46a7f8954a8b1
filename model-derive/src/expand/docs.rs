//! The sentences that generated items carry.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::Field;

pub(super) fn new(model: &Ident) -> String {
    format!("A new row of [`{model}`], for `{model}::create`.")
}

pub(super) fn builder(new: &Ident) -> String {
    format!("Builds a [`{new}`]; `build()` compiles once every required field is set.")
}

pub(super) fn patch(model: &Ident) -> String {
    format!(
        "A change of [`{model}`]: only the fields that are set are written. `{model}::patch` and `objects().patch()` \
         bind it to rows; deserialized, an absent field stays as it is and `null` writes NULL."
    )
}

/// The documentation of a setter: the user's own of the field, or one line.
pub(super) fn setter(field: &Field) -> TokenStream {
    if field.docs.is_empty() {
        let line = format!("Sets `{}`.", super::columns::name(field));
        return quote!(#[doc = #line]);
    }
    let docs = &field.docs;
    quote!(#(#docs)*)
}
