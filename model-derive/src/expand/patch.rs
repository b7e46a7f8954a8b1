//! `ArticlePatch`.

use proc_macro2::TokenStream;
use quote::quote;

use super::columns::Names;
use super::docs;
use crate::model::Model;

pub(super) fn items(model: &Model, names: &Names) -> TokenStream {
    let (vis, ident) = (&model.vis, &model.ident);
    let Names { patch, values, .. } = names;
    let doc = docs::patch(ident);
    let setters = model.fields.iter().enumerate().filter(|(_, field)| field.is_patched()).map(|(index, field)| {
        let (name, setter, doc) = (&field.ident, &field.setter, docs::setter(field));
        let (argument, value) = field.argument();
        quote! {
            #doc
            #vis fn #setter(mut self, value: #argument) -> Self {
                self.values.#name = ::core::option::Option::Some(#value);
                self.values.__set.insert(#index);
                self
            }
        }
    });
    let merged = model.fields.iter().filter(|field| field.is_patched()).map(|field| &field.ident);
    quote! {
        #[doc = #doc]
        #[must_use = "a patch does nothing until it is bound to a row and run"]
        #vis struct #patch<Target = ::model_core::builder::Detached> {
            target: Target,
            values: #values,
        }
        #[allow(dead_code)]
        impl<Target> #patch<Target> {
            #(#setters)*
            /// Takes over every field that `other` sets.
            #vis fn with(mut self, other: #patch) -> Self {
                #(self.values.#merged = other.values.#merged.or(self.values.#merged);)*
                self.values.__set = self.values.__set.union(other.values.__set);
                self
            }
        }
        #[allow(dead_code)]
        impl #patch {
            /// An empty patch, not bound to a row yet.
            #vis fn new() -> Self {
                ::core::default::Default::default()
            }
            /// Binds the patch to a row.
            #vis fn on(self, row: &#ident) -> #patch<::model_core::write::ByKey<#ident>> {
                ::model_core::Model::patch(row).with(self)
            }
        }
    }
}

pub(super) fn impls(model: &Model, names: &Names) -> TokenStream {
    let ident = &model.ident;
    let Names { patch, values, .. } = names;
    let name = patch.to_string();
    let readable = model.fields.iter().enumerate().filter(|(_, field)| field.is_patched()).map(|(index, _)| index);
    quote! {
        #[automatically_derived]
        impl ::core::default::Default for #patch {
            fn default() -> Self {
                <#ident as __model::Model>::patch_of(__model::Detached)
            }
        }
        #[automatically_derived]
        impl<Target> ::core::fmt::Debug for #patch<Target> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                __model::debug_columns(#name, &self.values, f)
            }
        }
        #[automatically_derived]
        impl<Target> __model::Patching for #patch<Target> {
            type Model = #ident;
            type Target = Target;
            fn into_parts(self) -> (Target, #values) {
                (self.target, self.values)
            }
        }
        #[automatically_derived]
        impl<'de> __model::serde::Deserialize<'de> for #patch
        where
            #values: __model::ReadValues<'de>,
        {
            fn deserialize<__D: __model::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                let values = __model::read_values(deserializer, &[#(#readable),*], &[])?;
                ::core::result::Result::Ok(Self { target: __model::Detached, values })
            }
        }
    }
}
