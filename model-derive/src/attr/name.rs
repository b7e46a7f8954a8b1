//! Names that may be keywords.

use proc_macro2::{Ident, Span};

/// The identifier with this name, raw when the name is a keyword; `None` when it can be no identifier at all.
pub(crate) fn identifier(name: &str, span: Span) -> Option<Ident> {
    let plain: Result<Ident, _> = syn::parse_str(name);
    let mut ident = plain.or_else(|_| syn::parse_str(&format!("r#{name}"))).ok()?;
    ident.set_span(span);
    Some(ident)
}
