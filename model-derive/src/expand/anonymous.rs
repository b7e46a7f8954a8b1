//! The scope around generated impls.

use proc_macro2::TokenStream;
use quote::quote;

/// A scope of our own around impls, in which `__model` and `__diesel` mean what they should, and
/// the names of the user what they mean outside.
pub(super) fn anonymous(impls: &[TokenStream]) -> TokenStream {
    quote! {
        #[allow(dead_code, non_camel_case_types)]
        const _: () = {
            use ::model_core::__private::{self as __model, diesel as __diesel};
            #(#impls)*
        };
    }
}
