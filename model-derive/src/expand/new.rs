//! `NewArticle` and its builder, in which a required field that is not set is a compile error that names it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::columns::{self, Names};
use super::docs;
use crate::model::{Field, Model, OnInsert, Role};

/// A field whose setter has to be called, and the type parameter of the builder that says whether it was.
struct Required<'m> {
    index: usize,
    parameter: Ident,
    /// Where the parameter starts.
    initial: TokenStream,
    field: &'m Field,
}

fn required(model: &Model) -> Vec<Required<'_>> {
    let state = |(index, field): (usize, &'_ Field)| {
        let (column, ty) = (columns::path(model, field), &field.ty);
        match (&field.insert, field.role) {
            (OnInsert::Required, _) => Some(quote!(::model_core::builder::Missing<#column>)),
            // Whether a key has to be given is for its type to say.
            (OnInsert::Managed, Role::Key) => Some(quote!(<#ty as ::model_core::key::KeyValue>::Initial<#column>)),
            _ => None,
        }
        .map(|initial| (index, initial))
    };
    let numbered = model.fields.iter().enumerate().filter_map(state);
    numbered
        .map(|(index, initial)| Required {
            index,
            parameter: format_ident!("__{}", camel(&columns::name(&model.fields[index]))),
            initial,
            field: &model.fields[index],
        })
        .collect()
}

fn camel(name: &str) -> String {
    let capital = |word: &str| word.chars().next().map(|c| c.to_ascii_uppercase().to_string() + &word[c.len_utf8()..]);
    name.split('_').filter_map(capital).collect()
}

pub(super) fn items(model: &Model, names: &Names) -> TokenStream {
    let vis = &model.vis;
    let Names { new, builder, values, .. } = names;
    let required = required(model);
    let parameters: Vec<_> = required.iter().map(|field| &field.parameter).collect();
    let initial = required.iter().map(|field| &field.initial);
    let columns = required.iter().map(|required| columns::path(model, required.field));
    let (new_doc, builder_doc) = (docs::new(&model.ident), docs::builder(new));
    let setters = setters(model, builder, &required);
    quote! {
        #[doc = #new_doc]
        #vis struct #new {
            values: #values,
        }
        #[allow(dead_code)]
        impl #new {
            /// Starts a new row.
            #vis fn builder() -> #builder<#(#initial),*> {
                #builder { values: ::core::default::Default::default(), given: ::core::marker::PhantomData }
            }
        }
        #[doc = #builder_doc]
        #[must_use = "a builder does nothing until `.build()`"]
        #[allow(missing_debug_implementations, non_camel_case_types)]
        #vis struct #builder<#(#parameters),*> {
            values: #values,
            given: ::core::marker::PhantomData<fn() -> (#(#parameters,)*)>,
        }
        #[allow(dead_code, non_camel_case_types)]
        impl<#(#parameters),*> #builder<#(#parameters),*> {
            #setters
            /// The new row.
            #vis fn build(self) -> #new
            where
                #(#parameters: ::model_core::builder::IsGiven<#columns>,)*
            {
                #new { values: self.values }
            }
        }
    }
}

fn setters(model: &Model, builder: &Ident, required: &[Required<'_>]) -> TokenStream {
    let vis = &model.vis;
    let given = model.fields.iter().enumerate().filter(|(_, field)| field.is_given_on_insert());
    let setters = given.map(|(index, field)| {
        let (name, setter, doc) = (&field.ident, &field.setter, docs::setter(field));
        let (argument, value) = field.argument();
        let becomes = required.iter().map(|other| match other.index == index {
            true => quote!(::model_core::builder::Given),
            false => {
                let parameter = &other.parameter;
                quote!(#parameter)
            }
        });
        let changes_state = required.iter().any(|other| other.index == index);
        let (returned, result) = match changes_state {
            true => (
                quote!(#builder<#(#becomes),*>),
                quote!(#builder { values: self.values, given: ::core::marker::PhantomData }),
            ),
            false => (quote!(Self), quote!(self)),
        };
        quote! {
            #doc
            #vis fn #setter(mut self, value: #argument) -> #returned {
                self.values.#name = ::core::option::Option::Some(#value);
                self.values.__set.insert(#index);
                #result
            }
        }
    });
    quote!(#(#setters)*)
}

pub(super) fn impls(model: &Model, names: &Names) -> TokenStream {
    let Names { new, values, .. } = names;
    let name = new.to_string();
    let readable =
        model.fields.iter().enumerate().filter(|(_, field)| field.is_given_on_insert()).map(|(index, _)| index);
    let needed = required(model).into_iter().filter(|required| required.field.insert == OnInsert::Required);
    let needed = needed.map(|required| required.index);
    quote! {
        #[automatically_derived]
        impl ::core::convert::From<#new> for #values {
            fn from(new: #new) -> Self {
                new.values
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Debug for #new {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                __model::debug_columns(#name, &self.values, f)
            }
        }
        #[automatically_derived]
        impl<'de> __model::serde::Deserialize<'de> for #new
        where
            #values: __model::ReadValues<'de>,
        {
            fn deserialize<__D: __model::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                let values = __model::read_values(deserializer, &[#(#readable),*], &[#(#needed),*])?;
                ::core::result::Result::Ok(Self { values })
            }
        }
    }
}
