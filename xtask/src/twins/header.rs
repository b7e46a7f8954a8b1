//! What comes before the body of a twin: attributes, visibility, and bounds.

use syn::punctuated::Punctuated;
use syn::{Attribute, GenericParam, Generics, Meta, Token, TypeParamBound, Visibility, parse_quote};

/// The attributes that mean something for a twin. `cfg_attr(any(), ..)` holds for the twin only, in the place of the
/// attribute with the same path above it: a message of the compiler that names what is another thing there.
pub(super) fn kept(attributes: &mut Vec<Attribute>) {
    let of_twin: Vec<Meta> = attributes.iter().filter_map(of_twin_only).collect();
    for meta in of_twin {
        attributes.retain(|attribute| attribute.path() != meta.path());
        attributes.push(parse_quote!(#[#meta]));
    }
    attributes.retain(|attribute| {
        let path = attribute.path();
        ["cfg", "must_use"].iter().any(|name| path.is_ident(name))
            || path.segments.first().is_some_and(|first| first.ident == "diagnostic")
    });
}

fn of_twin_only(attribute: &Attribute) -> Option<Meta> {
    if !attribute.path().is_ident("cfg_attr") {
        return None;
    }
    let metas = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
    let mut metas = metas.into_iter();
    let never: Meta = parse_quote!(any());
    metas.next().filter(|first| *first == never)?;
    metas.next()
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

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn what_is_for_the_twin_only_takes_the_place_of_what_is_not() {
        let mut item: syn::ItemTrait = parse_quote! {
            /// Documentation.
            #[diagnostic::on_unimplemented(message = "of Diesel")]
            #[cfg_attr(any(), diagnostic::on_unimplemented(message = "of diesel-async"))]
            #[cfg_attr(test, inline)]
            pub trait Named {}
        };
        kept(&mut item.attrs);
        let expected = quote! {
            #[diagnostic::on_unimplemented(message = "of diesel-async")]
            pub trait Named {}
        };
        assert_eq!(quote!(#item).to_string(), expected.to_string());
    }
}
