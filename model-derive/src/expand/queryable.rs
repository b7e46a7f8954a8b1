//! The impls of Diesel's traits, unless Diesel's own derives are below ours.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::columns;
use super::flat::{has_bases, members};
use crate::model::Model;

pub(super) fn impls(model: &Model) -> TokenStream {
    let beside = model.diesel_derives;
    let queryable = (!beside.queryable).then(|| queryable(model));
    let ident = &model.ident;
    let selectable = (!beside.selectable).then(|| quote!(__model::selectable!(#ident);));
    let identifiable = (!beside.identifiable).then(|| identifiable(model));
    quote!(#queryable #selectable #identifiable)
}

fn queryable(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let types = model.fields.iter().map(|field| &field.ty);
    // No field is bound by its own name, which may be that of a unit struct where the model is defined.
    if !has_bases(model) {
        let fields = model.fields.iter().enumerate().map(|(index, field)| {
            let (name, ty, index) = (&field.ident, &field.ty, columns::index(index));
            quote!(#name: #ty = #index)
        });
        return quote!(__model::queryable!(#ident { #(#fields),* }););
    }
    let value = |index| {
        let index = columns::index(index);
        quote!(__row.#index)
    };
    let members = members(&model.members, value, |index| model.fields[index].ident.clone());
    quote!(__model::queryable!(#ident [#(#types),*], __row => { #members });)
}

fn identifiable(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let keys: Vec<_> = model.key.iter().map(|index| &model.fields[*index]).collect();
    let (id, value) = match keys[..] {
        [key] => {
            let (ty, field) = (&key.ty, key.place());
            (quote!(&'__row #ty), quote!(&self.#field))
        }
        _ => {
            let types = keys.iter().map(|key| key.ty.to_token_stream());
            let fields = keys.iter().map(|key| key.place());
            (quote!((#(&'__row #types,)*)), quote!((#(&self.#fields,)*)))
        }
    };
    quote! {
        __model::has_table!(#ident);
        #[automatically_derived]
        impl<'__row> __diesel::associations::Identifiable for &'__row #ident
        where
            #id: ::core::hash::Hash + ::core::cmp::Eq,
        {
            type Id = #id;
            fn id(self) -> Self::Id {
                #value
            }
        }
    }
}
