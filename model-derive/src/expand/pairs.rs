//! Generic references of two fields: their accessors, and the setters that set both.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::columns::{self, Names};
use super::docs;
use super::span::at;
use crate::model::{Field, Model, Pair};

pub(super) fn impls(model: &Model, names: &Names) -> TokenStream {
    let pairs = &model.relations.pairs;
    let only = pairs.len() == 1 && model.relations.generic.is_empty();
    let impls = pairs.iter().enumerate().map(|(at, pair)| {
        let (ident, columns) = (&model.ident, columns_of(model, pair));
        let only = only.then(|| quote!(__model::generic_field!(#ident, only #columns);));
        let (reference, checked) = (reference(model, names, at, pair), checked(model, at, pair));
        quote!(#reference #checked #only)
    });
    quote!(#(#impls)*)
}

fn columns_of(model: &Model, pair: &Pair) -> TokenStream {
    let [kind, key] = [pair.kind, pair.key].map(|index| columns::path(model, &model.fields[index]));
    quote!((#kind, #key))
}

fn reference(model: &Model, names: &Names, index: usize, pair: &Pair) -> TokenStream {
    let (vis, ident, values) = (&model.vis, &model.ident, &names.values);
    let (Pair { name, target, .. }, check) = (pair, check(index));
    let here = at(target);
    let target = quote_spanned!(here=> __model::fits::Fitting<#target, { #check }>);
    let (columns, doc) = (columns_of(model, pair), docs::pair(pair));
    let [kind, key] = [pair.kind, pair.key].map(|index| {
        let Field { ident, ty, .. } = &model.fields[index];
        let (place, index) = (model.fields[index].place(), columns::index(index));
        quote!([#index #ident (#place): #ty])
    });
    let (field, read, put) = match is_nullable(model, pair) {
        true => (
            quote_spanned!(here=> ::core::option::Option<__model::generic::Stored<#target>>),
            quote!(read_nullable),
            quote!(put_nullable),
        ),
        false => (quote_spanned!(here=> __model::generic::Stored<#target>), quote!(read_columns), quote!(put)),
    };
    quote_spanned! {here=>
        __model::generic_columns!(
            #[doc = #doc] #vis #name(#ident, #values): #target, #columns, #kind, #key, #read -> #field, #put
        );
    }
}

/// Whether the reference may be NULL: that is, both fields.
fn is_nullable(model: &Model, pair: &Pair) -> bool {
    model.fields[pair.kind].nullable.is_some()
}

/// Checks that the columns can have each kind and each key, in a constant: after an error in it the type of the
/// reference is unknown, and the compiler reports no use of it.
fn checked(model: &Model, index: usize, pair: &Pair) -> TokenStream {
    let [kind, key] = [pair.kind, pair.key].map(|index| &model.fields[index]);
    let [kind, key] = [kind, key].map(|field| field.nullable.as_ref().unwrap_or(&field.ty));
    let (target, check) = (&pair.target, check(index));
    quote_spanned! {at(target)=>
        const #check: bool = __model::generic::in_columns::<#target, #kind, #key>();
    }
}

fn check(index: usize) -> Ident {
    format_ident!("__PAIR_{index}")
}

/// What a setter of both fields accepts.
fn argument(model: &Model, pair: &Pair) -> TokenStream {
    let target = &pair.target;
    match is_nullable(model, pair) {
        true => quote_spanned!(at(target)=> impl __model::IntoNullable<#target>),
        false => quote_spanned!(at(target)=> impl __model::IntoField<#target>),
    }
}

/// The statement of such a setter, over the values of a row.
fn put(model: &Model, pair: &Pair, values: &TokenStream) -> TokenStream {
    let Pair { name, target, .. } = pair;
    match is_nullable(model, pair) {
        true => quote!(#values.#name(__model::IntoNullable::<#target>::into_nullable(__value).as_ref());),
        false => {
            quote!(#values.#name(::core::option::Option::Some(&__model::IntoField::<#target>::into_field(__value)));)
        }
    }
}

/// The setters of a patch.
pub(super) fn patch_setters(model: &Model) -> TokenStream {
    let vis = &model.vis;
    let set = |pair: &&Pair| [pair.kind, pair.key].iter().all(|index| model.fields[*index].is_patched());
    let setters = model.relations.pairs.iter().filter(set).map(|pair| {
        let (name, argument, put) = (&pair.name, argument(model, pair), put(model, pair, &quote!(self.1)));
        let doc = docs::pair_setter(model, pair);
        quote! {
            #[doc = #doc]
            #vis fn #name(mut self, __value: #argument) -> Self {
                #put
                self
            }
        }
    });
    quote!(#(#setters)*)
}

/// The setters of the builder of a new row. `required` has the fields that must be set, with their type parameters.
pub(super) fn new_setters(model: &Model, builder: &Ident, required: &[(usize, &Ident)]) -> TokenStream {
    let vis = &model.vis;
    let set = |pair: &&Pair| [pair.kind, pair.key].iter().all(|index| model.fields[*index].is_given_on_insert());
    let setters = model.relations.pairs.iter().filter(set).map(|pair| {
        let (name, argument, put) = (&pair.name, argument(model, pair), put(model, pair, &quote!(self.0)));
        let states = required.iter().map(|(index, parameter)| match [pair.kind, pair.key].contains(index) {
            true => quote!(__model::Given),
            false => quote!(#parameter),
        });
        let doc = docs::pair_setter(model, pair);
        quote! {
            #[doc = #doc]
            #vis fn #name(mut self, __value: #argument) -> #builder<#(#states),*> {
                #put
                #builder(self.0, __model::PhantomData)
            }
        }
    });
    quote!(#(#setters)*)
}
