//! Names that may be keywords.

use proc_macro2::{Ident, Span};

/// The identifier with this name, raw when the name is a keyword; `None` when it can be no identifier at all.
pub(crate) fn identifier(name: &str, span: Span) -> Option<Ident> {
    let raw = || syn::parse_str(&format!("r#{name}")).ok();
    // A keyword since edition 2024, which `syn` takes for a plain name.
    let plain = if name == "gen" { None } else { syn::parse_str(name).ok() };
    let mut ident: Ident = plain.or_else(raw)?;
    ident.set_span(span);
    Some(ident)
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::identifier;

    #[test]
    fn keywords_are_raw() {
        let identifier = |name| identifier(name, Span::call_site()).map(|ident| ident.to_string());
        assert_eq!(identifier("title").as_deref(), Some("title"));
        assert_eq!(identifier("type").as_deref(), Some("r#type"));
        assert_eq!(identifier("gen").as_deref(), Some("r#gen"));
        assert_eq!(identifier("crate"), None);
        assert_eq!(identifier("two words"), None);
    }
}
