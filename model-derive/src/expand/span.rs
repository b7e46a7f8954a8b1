//! Where the compiler reports what is wrong with generated code.

use proc_macro2::Span;
use syn::Path;
use syn::spanned::Spanned as _;

/// Under the user's word for another model.
pub(super) fn at(model: &Path) -> Span {
    model.span().resolved_at(Span::call_site())
}
