//! `#[scopes]`.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::scopes::{Of, Scope, Scopes};

/// The trait next to the functions.
pub(crate) fn scopes(scopes: &Scopes) -> TokenStream {
    let Scopes { vis, name, model, of, scopes } = scopes;
    let (narrow, method) = match of {
        Of::Model => (quote!(Narrow), quote!(narrow)),
        Of::Base => (quote!(NarrowBase), quote!(narrow_base)),
    };
    let doc = docs::scopes(model);
    let methods = scopes.iter().map(|scope| {
        let Scope { attrs, signature, arguments } = scope;
        let ident = &signature.ident;
        let (params, _, bounds) = signature.generics.split_for_impl();
        let typed = arguments.iter().map(|(name, ty)| quote!(#name: #ty));
        let names = arguments.iter().map(|(name, _)| name);
        quote! {
            #(#attrs)*
            fn #ident #params (self, #(#typed),*) -> Self::Narrowed #bounds {
                ::model_core::__private::#narrow::#method(self, <#model>::#ident(#(#names),*))
            }
        }
    });
    quote! {
        #[doc = #doc]
        #[allow(dead_code)]
        #vis trait #name: ::model_core::__private::#narrow<#model> {
            #(#methods)*
        }
        #[automatically_derived]
        impl<__Query: ::model_core::__private::#narrow<#model>> #name for __Query {}
    }
}
