//! `NewArticle` and its builder, in which a required field that is not set is a compile error that names it.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use syn::ext::IdentExt as _;

use super::columns::{self, Names};
use super::docs;
use super::inherit;
use super::pairs;
use crate::model::{Field, Model, OnInsert};
use crate::words::Role;

/// A field whose setter has to be called, and the type parameter of the builder that records whether it was.
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
            (OnInsert::Required, _) => Some(quote!(__model::Missing<#column>)),
            (OnInsert::Managed, Role::Key) if model.extends.is_some() => Some(quote!(__model::Missing<#column>)),
            // Whether a key has to be given is for its type to say.
            (OnInsert::Managed, Role::Key) => Some(quote!(<#ty as __model::KeyValue>::Initial<#column>)),
            _ => None,
        }
        .map(|initial| (index, initial))
    };
    let numbered = model.written().filter_map(state);
    numbered
        .map(|(index, initial)| Required {
            index,
            parameter: format_ident!("__{}", camel(&parameter(model, index))),
            initial,
            field: model.column(index),
        })
        .collect()
}

/// What the type parameter is called after: the field, as the user calls it.
fn parameter(model: &Model, index: usize) -> String {
    match &model.extends {
        Some(extends) if model.column(index).role == Role::Key => extends.member.unraw().to_string(),
        _ => columns::name(model.column(index)),
    }
}

fn camel(name: &str) -> String {
    let capital = |word: &str| word.chars().next().map(|c| c.to_ascii_uppercase().to_string() + &word[c.len_utf8()..]);
    name.split('_').filter_map(capital).collect()
}

pub(super) fn items(model: &Model, names: &Names) -> TokenStream {
    let vis = &model.vis;
    let Names { new, builder, values, .. } = names;
    let parameters: Vec<_> = required(model).into_iter().map(|field| field.parameter).collect();
    let (new_doc, builder_doc) = (docs::new(&model.name), docs::builder(new));
    let parent = inherit::new_of_parent(model);
    quote! {
        #[doc = #new_doc]
        #vis struct #new(#values #parent);
        #[doc = #builder_doc]
        #[must_use = "a builder does nothing until `.build()`"]
        #[allow(missing_debug_implementations, non_camel_case_types)]
        #vis struct #builder<#(#parameters),*>(
            #values,
            ::core::marker::PhantomData<fn() -> (#(#parameters,)*)>
            #parent
        );
    }
}

pub(super) fn methods(model: &Model, names: &Names) -> TokenStream {
    let vis = &model.vis;
    let Names { new, builder, .. } = names;
    let required = required(model);
    let parameters: Vec<_> = required.iter().map(|field| &field.parameter).collect();
    let initial = required.iter().map(|field| &field.initial);
    let columns = required.iter().map(|required| columns::path(model, required.field));
    let setters = setters(model, builder, &required);
    let (nothing, parent) = (inherit::nothing(model), inherit::third(model));
    let buildable = buildable(model, names, required.len());
    quote! {
        impl #new {
            /// Starts a new row.
            #vis fn builder() -> #builder<#(#initial),*> {
                #builder(::core::default::Default::default(), __model::PhantomData #nothing)
            }
        }
        impl<#(#parameters),*> #builder<#(#parameters),*> {
            #setters
            /// The new row.
            #vis fn build(self) -> #new
            where
                #(#parameters: __model::IsGiven<#columns>,)*
            {
                #new(self.0 #parent)
            }
        }
        #buildable
    }
}

/// The way from values to the builder and back, for a factory. A model that extends another has a builder of two
/// halves.
fn buildable(model: &Model, names: &Names, required: usize) -> Option<TokenStream> {
    let builder = &names.builder;
    let (ident, states) = (&model.ident, (0..required).map(|_| quote!(Given)));
    model.extends.is_none().then(|| quote!(__model::buildable!(#ident, #builder, [#(#states),*]);))
}

fn setters(model: &Model, builder: &Ident, required: &[Required<'_>]) -> TokenStream {
    let vis = &model.vis;
    let given = model.written().filter(|(_, field)| field.is_given_on_insert());
    let parent = inherit::third(model);
    let setters = given.map(|(index, field)| {
        let (setter, argument, doc) = (&field.setter, field.argument(), docs::setter(field));
        let states = required.iter().map(|other| match other.index == index {
            true => quote!(__model::Given),
            false => other.parameter.to_token_stream(),
        });
        let (returned, result, state) = match required.iter().any(|other| other.index == index) {
            true => (quote!(#builder<#(#states),*>), quote!(#builder), quote!(__model::PhantomData)),
            false => (quote!(Self), quote!(Self), quote!(self.1)),
        };
        if let Some(setter) = inherit::parent_setter(model, field, &returned, &result) {
            return setter;
        }
        let put = field.put(index, &quote!(self.0));
        quote! {
            #doc
            #vis fn #setter(mut self, __value: #argument) -> #returned {
                #put
                #result(self.0, #state #parent)
            }
        }
    });
    let states: Vec<_> = required.iter().map(|required| (required.index, &required.parameter)).collect();
    let pairs = pairs::new_setters(model, builder, &states);
    quote!(#(#setters)* #pairs)
}

pub(super) fn impls(model: &Model, names: &Names) -> TokenStream {
    let Names { new, values, .. } = names;
    let of_parent = |field: &Field| model.extends.is_some() && field.role == Role::Key;
    let given = model.written().filter(|(_, field)| field.is_given_on_insert() && !of_parent(field));
    let given = given.map(|(index, _)| columns::index(index));
    let needed = required(model).into_iter().filter(|required| !of_parent(required.field));
    let needed = needed.filter(|required| required.field.is_read()).map(|required| columns::index(required.index));
    let lists = quote!(given: [#(#given),*], needed: [#(#needed),*]);
    // A required field that a client may not send is set by the application, after the rest was read.
    let whole = closed(model).next().is_none();
    if let Some((parent, member)) = inherit::named_parent(model) {
        let read = whole.then(|| quote!(__model::child_new!(read #new, #values, #parent, #member, #lists);));
        return quote!(__model::child_new!(#new); #read);
    }
    if whole {
        return quote!(__model::new_row!(whole #new, #values, #lists););
    }
    let (input, builder) = (format_ident!("{}Input", new, span = new.span()), &names.builder);
    quote! {
        __model::new_row!(#new, #values);
        __model::new_row!(in_part #new, #input, #values);
        __model::new_row!(read #input, #values, #lists, |__values| #builder(__values, __model::PhantomData));
    }
}

/// The required fields that a client may not send.
fn closed(model: &Model) -> impl Iterator<Item = &Field> {
    model.written().map(|(_, field)| field).filter(|field| field.insert == OnInsert::Required && !field.is_read())
}

/// What a client sends of a new row, if that is not all of it.
pub(super) fn input(model: &Model, names: &Names) -> Option<TokenStream> {
    if model.extends.is_some() || closed(model).next().is_none() {
        return None;
    }
    let (vis, table) = (&model.vis, &model.table);
    let (input, builder) = (format_ident!("{}Input", names.new, span = names.new.span()), &names.builder);
    let doc = docs::input(&names.new);
    let states = required(model).into_iter().map(|required| {
        let (column, ty) = (&required.field.column, &required.field.ty);
        match (required.field.is_read(), required.field.role) {
            (true, _) => quote!(::model_core::__private::Given),
            (false, Role::Key) if required.field.insert == OnInsert::Managed => {
                quote!(<#ty as ::model_core::__private::KeyValue>::Initial<#table::#column>)
            }
            (false, _) => quote!(::model_core::__private::Missing<#table::#column>),
        }
    });
    Some(quote!(#[doc = #doc] #vis type #input = #builder<#(#states),*>;))
}
