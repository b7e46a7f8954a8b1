//! What stands before the body of a twin: attributes, visibility, and bounds.

use syn::{Attribute, GenericParam, Generics, TypeParamBound, Visibility, parse_quote};

/// The attributes that mean something for a twin.
pub(super) fn kept(attributes: &mut Vec<Attribute>) {
    attributes.retain(|attribute| {
        let path = attribute.path();
        ["cfg", "must_use"].iter().any(|name| path.is_ident(name))
            || path.segments.first().is_some_and(|first| first.ident == "diagnostic")
    });
}

/// Twins call each other from other modules.
pub(super) fn widened(visibility: &Visibility) -> Visibility {
    match visibility {
        Visibility::Public(_) => visibility.clone(),
        _ => parse_quote!(pub(crate)),
    }
}

/// What is held while waiting has to be `Send`, and what is borrowed meanwhile `Sync`. A filter is not borrowed: a
/// boxed one of Diesel is not `Sync`.
pub(super) fn bound_by_send(generics: &mut Generics) {
    for param in &mut generics.params {
        let GenericParam::Type(param) = param else { continue };
        let bounds: &[TypeParamBound] = match param.ident.to_string().as_str() {
            "DB" => &[],
            "Conn" | "Filter" | "Rows" | "Patch" => &[parse_quote!(Send)],
            _ => &[parse_quote!(Send), parse_quote!(Sync)],
        };
        param.bounds.extend(bounds.iter().cloned());
    }
}
