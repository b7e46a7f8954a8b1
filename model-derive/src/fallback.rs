//! Inert items beside an error, so that one mistake in an attribute stays one error.
//!
//! Without them every use of `NewArticle` and `Article::objects()` in the program would be an error too, and hide the
//! one that matters.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, DeriveInput, parse_quote};

use crate::attr::keys::{self, Attempts};
use crate::ctxt::Ctxt;
use crate::symbol::BaseKey;

/// The errors, and the items that a program names.
/// The last error is written inside a type: the compiler has then already reported the type as broken, and is silent
/// about every method called on it.
pub(crate) fn model(input: &DeriveInput, error: syn::Error) -> TokenStream {
    let DeriveInput { vis, ident, generics, .. } = input;
    let (broken, rest) = split(error);
    let new = format_ident!("New{}", ident);
    let patch = format_ident!("{}Patch", ident);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #rest
        #[doc(hidden)]
        #[allow(dead_code)]
        #vis type #new = #broken;
        #[doc(hidden)]
        #[allow(dead_code)]
        #vis type #patch = #new;
        #[automatically_derived]
        impl #impl_generics #ident #ty_generics #where_clause {
            #[doc(hidden)]
            #[allow(dead_code)]
            #vis fn objects() -> #new {
                loop {}
            }
        }
    }
}

/// The base with its fields alone: the models that embed it then report nothing of their own about them.
pub(crate) fn plain_base(input: &DeriveInput) -> DeriveInput {
    let mut plain = input.clone();
    plain.attrs.retain(means_hooks);
    plain.attrs.iter_mut().for_each(|attr| *attr = parse_quote!(#[model(hooks)]));
    plain.attrs.truncate(1);
    if let syn::Data::Struct(data) = &mut plain.data {
        for field in &mut data.fields {
            field.attrs.clear();
            field.vis = input.vis.clone();
        }
    }
    plain
}

/// Whether an attribute may have declared hooks: an `impl` of them is then not a second error.
fn means_hooks(attr: &Attribute) -> bool {
    let cx = Ctxt::new();
    let mut attempts = Attempts::none();
    if attr.path().is_ident("model") {
        keys::of_attribute::<BaseKey>(&cx, attr, &mut attempts);
    }
    let _: syn::Result<()> = cx.finish(Some(()));
    attempts.include(BaseKey::Hooks)
}

/// The errors, and an inert `objects()`.
pub(crate) fn proxy(input: &DeriveInput, error: syn::Error) -> TokenStream {
    let DeriveInput { vis, ident, generics, .. } = input;
    let (broken, rest) = split(error);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #rest
        #[automatically_derived]
        impl #impl_generics #ident #ty_generics #where_clause {
            #[doc(hidden)]
            #[allow(dead_code)]
            #vis fn objects() -> #broken {
                loop {}
            }
        }
    }
}

/// The errors, and an inert row.
pub(crate) fn generic(input: &DeriveInput, error: syn::Error) -> TokenStream {
    let DeriveInput { vis, ident, .. } = input;
    let (broken, rest) = split(error);
    let row = format_ident!("{}Row", ident);
    quote! {
        #rest
        #[doc(hidden)]
        #[allow(dead_code)]
        #vis type #row = #broken;
    }
}

/// A type that holds the last error, and the errors before it.
fn split(error: syn::Error) -> (TokenStream, TokenStream) {
    let mut errors: Vec<_> = error.into_iter().map(|error| error.to_compile_error()).collect();
    let last = errors.pop();
    // In the length of an array, because a `compile_error!` as a type becomes `()`, whose missing methods the compiler
    // does report.
    (quote!([(); { #last 0 }]), quote!(#(#errors)*))
}
