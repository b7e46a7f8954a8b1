//! `#[derive(GenericRef)]`.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::anonymous::anonymous;
use super::docs;
use crate::generic::{GenericRef, Kind, Target};

pub(crate) fn generic(reference: &GenericRef) -> TokenStream {
    let GenericRef { vis, ident, targets } = reference;
    let row = format_ident!("{}Row", ident, span = ident.span());
    let doc = docs::target_row(ident);
    let rows = targets.iter().map(|target| {
        let Target { ident, model, .. } = target;
        let doc = docs::target_row_variant(model);
        quote!(#[doc = #doc] #ident(#model))
    });
    let name = ident.to_string();
    let types = targets.iter().rev().fold(quote!(()), |rest, Target { model, .. }| quote!((#model, #rest)));
    let metas = targets.iter().map(|Target { model, .. }| quote!(<#model as __model::Model>::META));
    let variants = targets.iter().map(|target| &target.ident);
    let impls = targets.iter().map(|target| {
        let Target { ident: variant, model, key, kind, is_identified_by_key } = target;
        let kind = kind.as_ref().map(|kind| match kind {
            Kind::Text(text) => quote!(, Text #text),
            Kind::Number(number) => quote!(, Number #number),
        });
        let here = key.span().resolved_at(Span::call_site());
        let from =
            is_identified_by_key.then(|| quote_spanned!(here=> __model::generic_target!(#ident, from #variant(#key));));
        quote_spanned! {here=>
            __model::generic_target!(#ident, #row, #variant(#key): #model #kind);
            #from
        }
    });
    let kinds = targets.iter().any(|target| target.kind.is_some()).then(|| {
        let kinds =
            targets.iter().map(|Target { model, .. }| quote!(<#ident as __model::generic::Targets<#model>>::KIND));
        quote!(const _: () = __model::generic::check_kinds(&[#(#kinds),*]);)
    });
    let scope = anonymous(&[quote! {
        #[automatically_derived]
        impl __model::generic::GenericRef for #ident {
            type Row = #row;
            type Types = #types;
            const NAME: &'static str = #name;
        }
        #(#impls)*
        __model::generic_ref!(#ident, #row { #(#variants),* });
        const _: () = __model::generic::check_tags(&[#(#metas),*]);
        #kinds
    }]);
    quote! {
        #[doc = #doc]
        #[allow(clippy::large_enum_variant)]
        #vis enum #row {
            #(#rows,)*
        }
        #scope
    }
}
