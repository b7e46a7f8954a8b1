//! Where the compiler reports what is wrong with generated code.

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned as _;

/// Under the user's words for another model, or for columns.
pub(super) fn at(model: &impl ToTokens) -> Span {
    model.span().resolved_at(Span::call_site())
}
