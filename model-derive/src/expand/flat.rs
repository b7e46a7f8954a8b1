//! A model with bases as one flat struct and back. A proxy names the fields of its model flat, and does not see bases.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use std::ops::Range;

use super::columns::{self, Names};
use crate::embed::Member;
use crate::model::Model;

/// Whether the struct has fields that are not columns.
pub(super) fn has_bases(model: &Model) -> bool {
    model.members.iter().any(|member| matches!(member, Member::Base { .. }))
}

/// The fields of the struct, each with its value out of those of the columns.
pub(super) fn members(
    members: &[Member],
    value: impl Fn(usize) -> TokenStream,
    name: impl Fn(usize) -> Ident,
) -> TokenStream {
    let members = members.iter().map(|member| match member {
        Member::Column(index) => {
            let (name, value) = (name(*index), value(*index));
            quote!(#name: #value)
        }
        Member::Base { ident, ty: _, columns, hooked: _ } => {
            let values = columns.clone().map(&value);
            quote!(#ident: ::model_core::__private::Base::of_row((#(#values,)*)))
        }
    });
    quote!(#(#members),*)
}

pub(super) fn item(model: &Model, names: &Names) -> Option<TokenStream> {
    if !has_bases(model) {
        return None;
    }
    let (vis, flat) = (&model.vis, &names.flat);
    let idents = model.fields.iter().map(|field| &field.ident);
    let types = model.fields.iter().map(|field| &field.ty);
    Some(quote! {
        #[doc(hidden)]
        #[allow(missing_debug_implementations)]
        #vis struct #flat {
            #(#vis #idents: #types,)*
        }
    })
}

pub(super) fn impls(model: &Model, names: &Names) -> TokenStream {
    if !has_bases(model) {
        return TokenStream::new();
    }
    let (ident, flat) = (&model.ident, &names.flat);
    let idents = model.fields.iter().map(|field| &field.ident);
    let places = model.fields.iter().map(|field| field.place());
    let name = |index: usize| model.fields[index].ident.clone();
    let value = |index| {
        let name = name(index);
        quote!(__flat.#name)
    };
    let members = members(&model.members, value, name);
    let embedded = model.members.iter().filter_map(|member| match member {
        Member::Base { .. } if model.extends.is_some() => None,
        Member::Base { ident, ty, columns, hooked: _ } => {
            Some(embeds(model, names, std::slice::from_ref(ident), &**ty, columns.clone()))
        }
        Member::Column(_) => None,
    });
    quote! {
        #[automatically_derived]
        impl ::core::convert::From<#ident> for #flat {
            fn from(__row: #ident) -> Self {
                Self { #(#idents: __row.#places),* }
            }
        }
        #[automatically_derived]
        impl ::core::convert::From<#flat> for #ident {
            fn from(__flat: #flat) -> Self {
                Self { #members }
            }
        }
        #(#embedded)*
    }
}

/// The base as a part of the row, and of a patch.
pub(super) fn embeds(
    model: &Model,
    names: &Names,
    path: &[Ident],
    base: &impl ToTokens,
    columns: Range<usize>,
) -> TokenStream {
    let (ident, patch) = (&model.ident, &names.patch);
    let first = columns::index(columns.start);
    let all = columns.clone().enumerate().map(|(part, index)| {
        let (name, index, part) = (&model.fields[index].ident, columns::index(index), columns::index(part));
        quote!(#index => #name = #part)
    });
    let patched = columns.clone().filter(|index| model.fields[*index].is_patched()).map(|index| {
        let field = &model.fields[index];
        let (name, place) = (&field.ident, &field.path[path.len()..]);
        let index = columns::index(index);
        quote!(#index => #name = #(#place).*)
    });
    quote!(__model::embeds!(#ident, #patch, #(#path).*: #base, [#(#patched),*], #first, [#(#all),*]);)
}

/// The struct of all columns: the model, or the flat struct, marked as such.
pub(super) fn of_values(model: &Model, names: &Names) -> TokenStream {
    let (ident, flat) = (&model.ident, &names.flat);
    if has_bases(model) { quote!(flat #flat) } else { quote!(#ident) }
}
