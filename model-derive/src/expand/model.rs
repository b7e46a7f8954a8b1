//! The impls of `Model`, of `Manager`, and of the traits that say what a model has.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::columns::{self, Names};
use crate::model::{Audit, Deletion, Field, Model, OnUpdate, Privacy, Role};

pub(super) fn impls(model: &Model, names: &Names) -> TokenStream {
    let manager = manager(model);
    let itself = itself(model, names);
    let marks = marks(model);
    quote!(#manager #itself #marks)
}

fn manager(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let state = if model.ordering.is_empty() { quote!(Unordered) } else { quote!(DefaultOrder) };
    let terms = model.ordering.iter().map(|term| {
        let (field, descending) = (term.field, term.descending);
        quote!(__model::OrderTerm { field: #field, descending: #descending })
    });
    quote! {
        #[automatically_derived]
        impl __model::Manager for #ident {
            type Model = Self;
            type Filter = __model::Unrestricted;
            type Ordering = __model::#state;
            const ORDERING: &'static [__model::OrderTerm] = &[#(#terms),*];
            fn as_model(&self) -> &Self {
                self
            }
        }
    }
}

fn itself(model: &Model, names: &Names) -> TokenStream {
    let Model { ident, table, content_type, fields, key, deletion, audit, repr, .. } = model;
    let Names { new, patch, values, .. } = names;
    let name = ident.to_string();
    let selection = columns::tuple(model);
    let key_type = columns::key_type(model);
    let key_value = key_value(model);
    let metas = fields.iter().map(|field| meta(model, field));
    let audited = matches!(audit, Audit::On);
    let (policy, flag) = match deletion {
        Deletion::Hard => (quote!(Hard), quote!(false)),
        Deletion::Soft { marker } => {
            let ty = &fields[*marker].ty;
            (quote!(Soft), quote!(<#ty as __model::DeletionMark>::FLAG))
        }
    };
    let attribution = if is_attributed(model) { quote!(Attributed) } else { quote!(Unattributed) };
    let repr = match repr {
        Some(index) => quote!(::core::option::Option::Some(#index)),
        None => quote!(::core::option::Option::None),
    };
    quote! {
        #[automatically_derived]
        impl __model::Model for #ident {
            type Table = #table::table;
            type Selection = #selection;
            type Key = #key_type;
            type New = #new;
            type Values = #values;
            type Patch<__Target> = #patch<__Target>;
            type Deletion = __model::#policy;
            type Attribution = __model::#attribution;
            const TABLE: &'static #table::table = &#table::table;
            const META: &'static __model::Meta = &__model::Meta {
                name: #name,
                content_type: #content_type,
                fields: &[#(#metas),*],
                key: &[#(#key),*],
                flag_marker: #flag,
                audited: #audited,
                repr: #repr,
            };
            fn selection() -> Self::Selection {
                #selection
            }
            fn key(&self) -> Self::Key {
                #key_value
            }
            fn patch_of<__Target>(target: __Target) -> #patch<__Target> {
                #patch { target, values: ::core::default::Default::default() }
            }
        }
    }
}

fn key_value(model: &Model) -> TokenStream {
    let idents: Vec<_> = model.key.iter().map(|index| &model.fields[*index].ident).collect();
    match idents[..] {
        [ident] => quote!(::core::clone::Clone::clone(&self.#ident)),
        _ => quote!((#(::core::clone::Clone::clone(&self.#idents),)*)),
    }
}

fn meta(model: &Model, field: &Field) -> TokenStream {
    let column = columns::path(model, field);
    let name = columns::name(field);
    let privacy = match field.privacy {
        Privacy::Plain => quote!(Plain),
        Privacy::Mask => quote!(Mask),
        Privacy::Skip => quote!(Skip),
    };
    let role = Ident::new(&format!("{:?}", field.role), Span::call_site());
    let by_database = field.is_by_database();
    quote!(__model::field::<#column>(#name, __model::Privacy::#privacy, __model::Role::#role, #by_database))
}

/// Whether a write has to say who acts.
fn is_attributed(model: &Model) -> bool {
    let names_actor = |field: &Field| matches!(field.role, Role::CreatedBy | Role::UpdatedBy | Role::DeletedBy);
    matches!(model.audit, Audit::On) || model.fields.iter().any(names_actor)
}

fn marks(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let has = |role| model.fields.iter().any(|field| field.role == role);
    let marks = [
        has(Role::CreatedAt).then(|| quote!(HasCreatedAt)),
        has(Role::UpdatedAt).then(|| quote!(HasUpdatedAt)),
        matches!(model.deletion, Deletion::Soft { .. }).then(|| quote!(SoftDelete)),
    ];
    let marks = marks.into_iter().flatten();
    quote! {#(
        #[automatically_derived]
        impl __model::#marks for #ident {}
    )*}
}

impl Model {
    /// The fields that the library writes on each update.
    pub(super) fn follows_updates(&self, role: Role) -> impl Iterator<Item = (usize, &Field)> {
        let follows = move |(_, field): &(usize, &Field)| field.role == role && field.update == OnUpdate::Managed;
        self.fields.iter().enumerate().filter(follows)
    }
}
