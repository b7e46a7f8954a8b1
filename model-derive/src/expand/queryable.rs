//! What Diesel's own derives would emit: left out where they stand beside ours.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::model::Model;

pub(super) fn impls(model: &Model) -> TokenStream {
    let siblings = model.siblings;
    let queryable = (!siblings.queryable).then(|| queryable(model));
    let ident = &model.ident;
    let selectable = (!siblings.selectable).then(|| quote!(__model::selectable!(#ident);));
    let identifiable = (!siblings.identifiable).then(|| identifiable(model));
    quote!(#queryable #selectable #identifiable)
}

fn queryable(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let types = model.fields.iter().map(|field| &field.ty);
    let row = quote!((#(#types,)*));
    let idents = model.fields.iter().map(|field| &field.ident);
    let indices = (0..model.fields.len()).map(syn::Index::from);
    quote! {
        type __Row = #row;
        #[automatically_derived]
        impl<__DB> __diesel::deserialize::Queryable<__model::RowOf<#ident>, __DB> for #ident
        where
            __DB: __diesel::backend::Backend,
            __Row: __diesel::deserialize::FromStaticSqlRow<__model::RowOf<#ident>, __DB>,
        {
            type Row = __Row;
            fn build(row: __Row) -> __diesel::deserialize::Result<Self> {
                ::core::result::Result::Ok(Self { #(#idents: row.#indices),* })
            }
        }
    }
}

fn identifiable(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let keys: Vec<_> = model.key.iter().map(|index| &model.fields[*index]).collect();
    let (id, value) = match keys[..] {
        [key] => {
            let (ty, field) = (&key.ty, &key.ident);
            (quote!(&'__row #ty), quote!(&self.#field))
        }
        _ => {
            let types = keys.iter().map(|key| key.ty.to_token_stream());
            let fields = keys.iter().map(|key| &key.ident);
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
