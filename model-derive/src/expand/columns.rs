//! The names that generated items have, and the paths of columns.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;

use crate::model::{Field, Model, OnInsert, OnUpdate, Role};

/// The names of the generated types.
pub(super) struct Names {
    pub(super) new: Ident,
    pub(super) builder: Ident,
    pub(super) patch: Ident,
    pub(super) values: Ident,
}

impl Names {
    pub(super) fn of(model: &Model) -> Self {
        let ident = &model.ident;
        Self {
            new: format_ident!("New{}", ident, span = ident.span()),
            builder: format_ident!("New{}Builder", ident, span = ident.span()),
            patch: format_ident!("{}Patch", ident, span = ident.span()),
            values: format_ident!("{}Values", ident, span = ident.span()),
        }
    }
}

/// `articles::title`
pub(super) fn path(model: &Model, field: &Field) -> TokenStream {
    let (table, column) = (&model.table, &field.column);
    quote!(#table::#column)
}

/// All columns as a tuple.
pub(super) fn tuple(model: &Model) -> TokenStream {
    let paths = model.fields.iter().map(|field| path(model, field));
    quote!((#(#paths,)*))
}

/// The values of all columns, by their types: a column that does not exist is one error, of a type.
pub(super) fn values(model: &Model) -> TokenStream {
    let paths = model.fields.iter().map(|field| path(model, field));
    quote!((#(<#paths as ::core::default::Default>::default(),)*))
}

/// The type of the key: the one field's, or a tuple.
pub(super) fn key_type(model: &Model) -> TokenStream {
    let types: Vec<_> = model.key.iter().map(|index| &model.fields[*index].ty).collect();
    match types[..] {
        [ty] => ty.to_token_stream(),
        _ => quote!((#(#types,)*)),
    }
}

/// The name of a field as a text, without `r#`.
pub(super) fn name(field: &Field) -> String {
    field.ident.unraw().to_string()
}

impl Field {
    /// Whether the builder of a new row has a setter for it.
    pub(super) fn is_given_on_insert(&self) -> bool {
        self.insert != OnInsert::Database && !matches!(self.role, Role::DeletedAt | Role::DeletedBy)
    }

    /// Whether a patch has a setter for it.
    pub(super) fn is_patched(&self) -> bool {
        self.update == OnUpdate::Patch
    }

    /// Whether the database alone writes it.
    pub(super) fn is_by_database(&self) -> bool {
        self.insert == OnInsert::Database && self.update == OnUpdate::Never && self.role != Role::Key
    }

    /// What its setter takes, and how that becomes a value of the field.
    pub(super) fn argument(&self) -> (TokenStream, TokenStream) {
        match &self.nullable {
            Some(inner) => (
                quote!(impl ::model_core::builder::IntoNullable<#inner>),
                quote!(::model_core::builder::IntoNullable::into_nullable(value)),
            ),
            None => {
                let ty = &self.ty;
                (
                    quote!(impl ::model_core::builder::IntoField<#ty>),
                    quote!(::model_core::builder::IntoField::into_field(value)),
                )
            }
        }
    }
}
