//! The values of a row: one struct behind the new row, the patch, the deletion and the proxy's filter, so that binding
//! a column is generated once.

use proc_macro2::TokenStream;
use quote::quote;
use std::collections::HashSet;
use syn::{Expr, ExprLit, Lit};

use super::columns::{self, Names};
use super::docs;
use crate::model::{Audit, Field, Model, OnInsert, OnUpdate, Privacy, Role};

pub(super) fn items(model: &Model, names: &Names) -> TokenStream {
    let (vis, values) = (&model.vis, &names.values);
    let doc = docs::values(&model.ident);
    let idents = model.fields.iter().map(|field| &field.ident);
    let types = model.fields.iter().map(|field| &field.ty);
    quote! {
        #[doc = #doc]
        #[doc(hidden)]
        #[derive(::core::default::Default)]
        #[allow(missing_debug_implementations)]
        #vis struct #values {
            __set: ::model_core::meta::ColumnSet,
            #(#idents: ::core::option::Option<#types>,)*
        }
    }
}

pub(super) fn impls(model: &Model, names: &Names) -> TokenStream {
    let filled = filled(model, names);
    let bound = bound(model, names);
    let read = read(model, names);
    quote!(#filled #bound #read)
}

fn filled(model: &Model, names: &Names) -> TokenStream {
    let (ident, values) = (&model.ident, &names.values);
    let lines = model
        .fields
        .iter()
        .enumerate()
        .flat_map(|(index, field)| [fill(index, field), max_length(field), finite(model, field)]);
    quote! {
        #[automatically_derived]
        impl __model::Values for #values {
            type Model = #ident;
            fn columns(&self) -> __model::ColumnSet {
                self.__set
            }
            fn fill(&mut self, fill: &mut __model::Fill<'_>) {
                #(#lines)*
                self.__set = self.__set.union(fill.take_columns());
            }
        }
    }
}

/// The part that the library has in a column. The functions of a role's trait are named by the field's own type, so
/// that a type which does not fit is one error, under that type.
fn fill(index: usize, field: &Field) -> Option<TokenStream> {
    let Field { ident, ty, .. } = field;
    let name = columns::name(field);
    let slot = quote!(#index, &mut self.#ident);
    let named = quote!(#index, #name, &mut self.#ident);
    let when = when(field);
    Some(match (field.role, &field.insert) {
        (Role::Key, OnInsert::Managed) => quote!(fill.key(#slot, <#ty as __model::KeyValue>::generate);),
        (Role::CreatedAt | Role::UpdatedAt, _) => {
            quote!(fill.stamp(#slot, #when, <#ty as __model::Timestamp>::from_instant);)
        }
        (Role::DeletedAt, _) => {
            let mark = quote!(<#ty as __model::DeletionMark>);
            quote!(fill.mark(#slot, #when, #mark::live, #mark::deleted);)
        }
        (Role::CreatedBy | Role::UpdatedBy, _) => {
            quote!(fill.actor(#named, #when, <#ty as __model::FromActor>::from_actor);)
        }
        (Role::DeletedBy, _) => {
            let actor = quote!(<#ty as __model::FromActor>::from_actor);
            quote!(fill.deleter(#named, #when, <#ty as ::core::default::Default>::default, #actor);)
        }
        (_, OnInsert::Null) => quote!(fill.default(#slot, || ::core::option::Option::None);),
        (_, OnInsert::Default(value)) => {
            let value = default_value(value);
            quote!(fill.default(#slot, || #value);)
        }
        (_, OnInsert::DefaultTrait) => quote!(fill.default(#slot, <#ty as ::core::default::Default>::default);),
        (_, OnInsert::Required | OnInsert::Managed | OnInsert::Database) => return None,
    })
}

/// The statements in which the library writes the column.
fn when(field: &Field) -> TokenStream {
    match (field.insert == OnInsert::Managed, field.update == OnUpdate::Managed) {
        (false, false) => quote!(__model::When::Never),
        (true, false) => quote!(__model::When::Insert),
        (false, true) => quote!(__model::When::Update),
        (true, true) => quote!(__model::When::Both),
    }
}

/// A default as it is written; a string literal becomes whatever text the field holds.
fn default_value(value: &Expr) -> TokenStream {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) => quote!(__model::IntoField::into_field(#value)),
        _ => quote!(#value),
    }
}

/// The check that a float is a number, where the audit trail will show it.
fn finite(model: &Model, field: &Field) -> Option<TokenStream> {
    let shown = model.audit == Audit::On && field.privacy == Privacy::Plain;
    let syn::Type::Path(path) = field.nullable.as_ref().unwrap_or(&field.ty) else { return None };
    let last = &path.path.segments.last()?.ident;
    let (ident, ty, name) = (&field.ident, &field.ty, columns::name(field));
    (shown && (last == "f32" || last == "f64"))
        .then(|| quote!(fill.finite(#name, &self.#ident, <#ty as __model::Finite>::finite);))
}

fn max_length(field: &Field) -> Option<TokenStream> {
    let limit = field.max_length.as_ref()?;
    let (ident, ty, name) = (&field.ident, &field.ty, columns::name(field));
    Some(quote!(fill.max_length(#name, &self.#ident, #limit, <#ty as __model::Measured>::length);))
}

fn bound(model: &Model, names: &Names) -> TokenStream {
    let (values, key) = (&names.values, columns::key_type(model));
    let bounds = model.fields.iter().map(|field| {
        let (column, ty) = (columns::path(model, field), &field.ty);
        quote!(#column: __model::Binds<#ty, __DB>)
    });
    let arms = model.fields.iter().enumerate().map(|(index, field)| {
        let (column, ty, ident, name) = (columns::path(model, field), &field.ty, &field.ident, columns::name(field));
        quote!(#index => <#column as __model::Binds<#ty, __DB>>::push(__model::given(&self.#ident, #name)?, out),)
    });
    let parts = model.key.iter().enumerate().map(|(part, index)| {
        let field = &model.fields[*index];
        let (column, ty) = (columns::path(model, field), &field.ty);
        let value = match model.key.len() {
            1 => quote!(key),
            _ => {
                let part = syn::Index::from(part);
                quote!(&key.#part)
            }
        };
        quote!(#part => <#column as __model::Binds<#ty, __DB>>::push(#value, out),)
    });
    quote! {
        #[automatically_derived]
        impl<__DB> __model::BindValues<__DB> for #values
        where
            __DB: diesel::backend::Backend,
            #(#bounds,)*
        {
            fn bind<'b>(
                &'b self,
                column: usize,
                out: diesel::query_builder::AstPass<'_, 'b, __DB>,
            ) -> diesel::QueryResult<()> {
                match column {
                    #(#arms)*
                    _ => ::core::result::Result::Ok(()),
                }
            }
            fn bind_key<'b>(
                key: &'b #key,
                part: usize,
                out: diesel::query_builder::AstPass<'_, 'b, __DB>,
            ) -> diesel::QueryResult<()> {
                match part {
                    #(#parts)*
                    _ => ::core::result::Result::Ok(()),
                }
            }
        }
    }
}

/// Deserialization, for models whose field types have it: the bounds are on the lifetime, so a model whose types have
/// it not is no error until its patch is deserialized.
fn read(model: &Model, names: &Names) -> TokenStream {
    let values = &names.values;
    let fields = || {
        let readable = |(_, field): &(usize, &Field)| field.is_given_on_insert() || field.is_patched();
        model.fields.iter().enumerate().filter(readable)
    };
    let mut seen = HashSet::new();
    let types = fields().map(|(_, field)| &field.ty).filter(|ty| seen.insert((*ty).clone())).collect::<Vec<_>>();
    let arms = fields().map(|(index, field)| {
        let ident = &field.ident;
        quote!(#index => self.#ident = ::core::option::Option::Some(map.next_value()?),)
    });
    quote! {
        #[automatically_derived]
        impl<'de> __model::ReadValues<'de> for #values
        where
            #(#types: __model::serde::Deserialize<'de>,)*
        {
            fn read<__Map: __model::serde::de::MapAccess<'de>>(
                &mut self,
                column: usize,
                map: &mut __Map,
            ) -> ::core::result::Result<(), __Map::Error> {
                match column {
                    #(#arms)*
                    _ => {}
                }
                self.__set.insert(column);
                ::core::result::Result::Ok(())
            }
        }
    }
}
