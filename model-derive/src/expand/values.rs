//! The values of a row: one struct behind the new row, the patch, the deletion and the proxy's filter, so that binding
//! a column is generated once.

use proc_macro2::TokenStream;
use quote::quote;
use std::collections::HashSet;
use syn::{Expr, ExprLit, Lit};

use super::columns::{self, Names};
use super::docs;
use crate::model::{Field, Model, OnInsert, Role};

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
    let insert = model.fields.iter().enumerate().filter_map(|(index, field)| on_insert(index, field));
    let update = [on_updates(model, Role::UpdatedAt), on_updates(model, Role::UpdatedBy)];
    let mark = |set: &str| {
        let set = quote::format_ident!("{set}");
        let lines = model.follows_updates(Role::DeletedAt).map(|(index, field)| {
            let name = &field.ident;
            quote!(fill.#set(#index, &mut self.#name);)
        });
        quote!(#(#lines)*)
    };
    let (delete, restore) = (mark("deleted"), mark("live"));
    let deleted_by = on_updates(model, Role::DeletedBy);
    let restored_by = model.follows_updates(Role::DeletedBy).map(|(index, field)| {
        let name = &field.ident;
        quote!(fill.nobody(#index, &mut self.#name);)
    });
    let lengths: Vec<_> = model.fields.iter().filter_map(max_length).collect();
    let instants = model.fields.iter().enumerate().filter_map(|(index, field)| {
        let name = &field.ident;
        let is_stamp = matches!(field.role, Role::CreatedAt | Role::UpdatedAt);
        is_stamp.then(|| {
            quote!(#index => {
                self.#name = ::core::option::Option::Some(__model::Timestamp::from_instant(instant));
            })
        })
    });
    quote! {
        #[automatically_derived]
        impl __model::Values for #values {
            type Model = #ident;
            fn columns(&self) -> __model::ColumnSet {
                self.__set
            }
            fn fill_insert(&mut self, fill: &mut __model::Fill<'_>) {
                #(#insert)*
                #(#lengths)*
                self.__set = self.__set.union(fill.take_columns());
            }
            fn fill_update(&mut self, fill: &mut __model::Fill<'_>) {
                #(#update)*
                #(#lengths)*
                self.__set = self.__set.union(fill.take_columns());
            }
            fn fill_delete(&mut self, fill: &mut __model::Fill<'_>) {
                #delete
                #deleted_by
                self.__set = self.__set.union(fill.take_columns());
            }
            fn fill_restore(&mut self, fill: &mut __model::Fill<'_>) {
                #restore
                #(#restored_by)*
                self.__set = self.__set.union(fill.take_columns());
            }
            fn fill_instant(&mut self, column: usize, instant: __model::chrono::DateTime<__model::chrono::Utc>) {
                match column {
                    #(#instants)*
                    _ => {
                        let _ = instant;
                    }
                }
            }
        }
    }
}

/// What is filled in for a field that the caller of a create left out.
fn on_insert(index: usize, field: &Field) -> Option<TokenStream> {
    let (ident, name) = (&field.ident, columns::name(field));
    Some(match (&field.insert, field.role) {
        (OnInsert::Required | OnInsert::Database, _) => return None,
        (OnInsert::Null, _) => quote!(fill.default(#index, &mut self.#ident, || ::core::option::Option::None);),
        (OnInsert::Default(value), _) => {
            let value = default_value(value);
            quote!(fill.default(#index, &mut self.#ident, || #value);)
        }
        (OnInsert::DefaultTrait, _) => {
            quote!(fill.default(#index, &mut self.#ident, ::core::default::Default::default);)
        }
        (OnInsert::Managed, role) => match role {
            Role::Key => quote!(fill.key(#index, &mut self.#ident);),
            Role::CreatedAt | Role::UpdatedAt => quote!(fill.stamp(#index, &mut self.#ident);),
            Role::DeletedAt => quote!(fill.live(#index, &mut self.#ident);),
            Role::CreatedBy | Role::UpdatedBy => quote!(fill.actor(#index, #name, &mut self.#ident);),
            Role::DeletedBy => quote!(fill.nobody(#index, &mut self.#ident);),
            Role::Plain => return None,
        },
    })
}

/// A default as it is written; a string literal becomes whatever text the field holds.
fn default_value(value: &Expr) -> TokenStream {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) => quote!(::core::convert::Into::into(#value)),
        _ => quote!(#value),
    }
}

fn on_updates(model: &Model, role: Role) -> TokenStream {
    let lines = model.follows_updates(role).map(|(index, field)| {
        let (ident, name) = (&field.ident, columns::name(field));
        match role {
            Role::UpdatedAt => quote!(fill.stamp(#index, &mut self.#ident);),
            _ => quote!(fill.actor(#index, #name, &mut self.#ident);),
        }
    });
    quote!(#(#lines)*)
}

fn max_length(field: &Field) -> Option<TokenStream> {
    let limit = field.max_length.as_ref()?;
    let (ident, name) = (&field.ident, columns::name(field));
    Some(quote!(fill.max_length(#name, &self.#ident, #limit);))
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
