//! The names that generated items have, and the paths of columns.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;

use crate::model::{Field, Model, OnInsert, OnUpdate};
use crate::words::Role;

/// The names of the generated types.
pub(super) struct Names {
    pub(super) new: Ident,
    pub(super) builder: Ident,
    pub(super) patch: Ident,
    pub(super) values: Ident,
    pub(super) flat: Ident,
}

impl Names {
    pub(super) fn of(model: &Model) -> Self {
        let ident = &model.name;
        Self {
            new: format_ident!("New{}", ident, span = ident.span()),
            builder: format_ident!("New{}Builder", ident, span = ident.span()),
            patch: format_ident!("{}Patch", ident, span = ident.span()),
            values: format_ident!("{}Values", ident, span = ident.span()),
            flat: format_ident!("{}Flat", ident, span = ident.span()),
        }
    }
}

/// The table within the expansion: by its own name, or by an alias for a longer path. (An import of a single
/// name would be ambiguous where a crate has the same.)
pub(super) fn table(model: &Model, span: Span) -> Ident {
    match model.table.get_ident() {
        Some(name) => name.clone(),
        None => {
            let name = model.table.segments.last().map(|segment| segment.ident.unraw().to_string());
            format_ident!("__{}", name.unwrap_or_default(), span = span.resolved_at(Span::call_site()))
        }
    }
}

/// The type of a column.
pub(super) fn path(model: &Model, field: &Field) -> TokenStream {
    let (table, column) = (table(model, field.column.span()), &field.column);
    quote!(#table::#column)
}

/// All columns as a tuple.
pub(super) fn tuple(model: &Model) -> TokenStream {
    let paths = model.fields.iter().map(|field| path(model, field));
    quote!((#(#paths,)*))
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
    /// Whether the database alone writes it.
    pub(super) fn is_by_database(&self) -> bool {
        self.insert == OnInsert::Database && self.update == OnUpdate::Never && self.role != Role::Key
    }

    /// The names under which a client sends it, unless that is the name of the field alone.
    pub(super) fn sent_as(&self) -> &[String] {
        match &self.sent_as[..] {
            [only] if *only == name(self) => &[],
            names => names,
        }
    }

    /// What its setter takes.
    pub(super) fn argument(&self) -> TokenStream {
        match &self.nullable {
            Some(inner) => quote!(impl __model::IntoNullable<#inner>),
            None => {
                let ty = &self.ty;
                quote!(impl __model::IntoField<#ty>)
            }
        }
    }

    /// How it is set, behind the alias of the library.
    pub(super) fn kind(&self) -> TokenStream {
        match &self.nullable {
            Some(inner) => quote!(MayBeNull<#inner>),
            None => {
                let ty = &self.ty;
                quote!(NeverNull<#ty>)
            }
        }
    }

    /// The same field in a row, behind the expression of the row.
    pub(super) fn place(&self) -> TokenStream {
        let path = &self.path;
        quote!(#(#path).*)
    }

    /// The statement of a setter, over the values of a row. It is not a closure, because the compiler checks the body
    /// of each.
    pub(super) fn put(&self, index: usize, values: &TokenStream) -> TokenStream {
        let (index, ident) = (self::index(index), &self.ident);
        let put = if self.nullable.is_some() { quote!(put_null) } else { quote!(put) };
        quote!(__model::#put(&mut #values.__set, #index, &mut #values.#ident, __value);)
    }
}

/// The place of a field, without the type that a number has in a quotation.
pub(super) fn index(index: usize) -> Literal {
    Literal::usize_unsuffixed(index)
}
