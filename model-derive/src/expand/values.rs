//! The values of a row: one struct behind the new row, the patch, the deletion and the proxy's filter, so that binding
//! a column is generated once.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use std::collections::HashSet;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprLit, Lit, Type};

use super::columns::{self, Names};
use super::flat;
use crate::model::{Audit, Check, Field, Model, OnInsert, OnUpdate, nullable};
use crate::words::{Privacy, Role};

pub(super) fn item(model: &Model, names: &Names) -> TokenStream {
    let (vis, values) = (&model.vis, &names.values);
    let idents = model.written().map(|(_, field)| &field.ident);
    let types = model.written().map(|(_, field)| &field.ty);
    quote! {
        #[doc(hidden)]
        #[allow(missing_debug_implementations)]
        #vis struct #values {
            __set: ::model_core::__private::ColumnSet,
            __computed: ::model_core::__private::Computed,
            #(#idents: ::core::option::Option<#types>,)*
        }
    }
}

pub(super) fn impls(model: &Model, names: &Names) -> TokenStream {
    let filled = filled(model, names);
    let bound = bound(model, names);
    // No client sends a row that is only read.
    let read = (!model.read_only).then(|| read(model, names));
    let shown = shown(model, names);
    quote!(#filled #bound #read #shown)
}

fn filled(model: &Model, names: &Names) -> TokenStream {
    let (ident, values) = (&model.ident, &names.values);
    let idents: Vec<_> = model.fields.iter().map(|field| &field.ident).collect();
    let places = model.fields.iter().map(Field::place);
    let indices = (0..model.fields.len()).map(columns::index);
    let version = version(model);
    let fits = fits(model, names);
    let exact = fits.is_some().then(|| {
        quote! {
            fn exact(&self, __column: usize) -> ::core::option::Option<__model::Exact<'_>> {
                (Self::__EXACT)(self, __column)
            }
        }
    });
    let whole = flat::of_values(model, names);
    let unread: Vec<_> = model.write_only.iter().map(|field| &field.ident).collect();
    let lines = model.written().flat_map(|(index, field)| fill(columns::index(index), model, field));
    quote! {
        __model::no_values!(#values { #(#idents)* #(#unread)* });
        #fits
        #[automatically_derived]
        impl __model::Values for #values {
            type Model = #ident;
            __model::column_set!(#whole { #(#idents)* });
            fn fill(&mut self, __fill: &mut __model::Fill<'_>) {
                #(#lines)*
            }
            fn of_row(__row: #ident, __columns: __model::ColumnSet) -> Self {
                Self {
                    __set: __columns,
                    __computed: __model::Computed::NONE,
                    #(#idents: __columns.pick(#indices, __row.#places),)*
                    #(#unread: ::core::option::Option::None,)*
                }
            }
            #exact
            #version
        }
    }
}

/// The exact form of each value; and whether each field fits its column, which is checked here so that the error is at
/// the field's type, and not in long lists of bounds at every use of the model. It is a constant: after an error in it,
/// the types of the model that [`if_fits`] writes are unknown, and the compiler reports no use of them.
fn fits(model: &Model, names: &Names) -> Option<TokenStream> {
    if !is_checked(model) {
        return None;
    }
    let values = &names.values;
    let arms = model.written().map(|(index, field)| {
        let (index, column, ident) = (columns::index(index), columns::path(model, field), &field.ident);
        let here = field.ty.span().resolved_at(Span::call_site());
        let probe = quote_spanned!(here=> (&&&&&probe::<#column, _>(&__values.#ident)).__exact());
        quote!(#index => #probe)
    });
    Some(quote!(__model::all_fit!(#values, __values => { #(#arms),* });))
}

/// Diesel's own `Queryable` reads fields in ways of its own.
fn is_checked(model: &Model) -> bool {
    !model.diesel_derives.queryable
}

/// The type, if the fields of the model fit.
pub(super) fn if_fits(model: &Model, names: &Names, ty: TokenStream) -> TokenStream {
    let values = &names.values;
    if is_checked(model) { quote!(__model::fits::Fitting<#ty, { #values::__FIT }>) } else { ty }
}

/// Reads the version of a row, if the model has one.
fn version(model: &Model) -> Option<TokenStream> {
    let field = model.fields.iter().find(|field| field.role == Role::Version)?;
    let (row, place) = (&model.ident, field.place());
    Some(quote! {
        fn version_of(__row: &#row) -> ::core::option::Option<i64> {
            __model::version(&__row.#place)
        }
    })
}

/// What the library contributes to a column. The method of a role is given the field's own type, so that a type which
/// does not fit is one error, under that type.
fn fill(index: Literal, model: &Model, field: &Field) -> Vec<TokenStream> {
    let Field { ident, ty, .. } = field;
    let slot = quote!(#index, &mut self.#ident);
    let when = when(field);
    let filled = match (field.role, &field.insert) {
        (Role::Key, OnInsert::Managed) => Some(quote!(__fill.key::<#ty>(#slot);)),
        (Role::CreatedAt | Role::UpdatedAt, _) => {
            let stamped = match unit(field) {
                Some(unit) => quote!(__fill.stamp_in::<#ty, #unit>(#slot, #when);),
                None => quote!(__fill.stamp::<#ty>(#slot, #when);),
            };
            let moved_by = field.moved_by.as_ref().map(|columns| columns.iter().map(|column| columns::index(*column)));
            Some(match moved_by {
                Some(columns) => quote!(if __fill.moves(self.__set, &[#(#columns),*]) { #stamped }),
                None => stamped,
            })
        }
        (Role::DeletedAt, _) => Some(match unit(field) {
            Some(unit) => quote!(__fill.mark_in::<#ty, #unit>(#slot, #when);),
            None => quote!(__fill.mark::<#ty>(#slot, #when);),
        }),
        (Role::CreatedBy | Role::UpdatedBy, _) => Some(quote!(__fill.actor::<#ty>(#slot, #when);)),
        (Role::DeletionBatch, _) => Some(quote!(__fill.deletion_batch::<#ty>(#slot, #when);)),
        (Role::Version, _) => Some(quote!(__fill.version::<#ty>(#slot);)),
        (Role::ChangeLog, _) => Some(quote!(__fill.change_log::<#ty>(#slot);)),
        (Role::DeletedBy, _) => Some(quote!(__fill.deleter::<#ty>(#slot, #when);)),
        (_, OnInsert::Null) => Some(quote!(__fill.null(#slot);)),
        (_, OnInsert::Default(value)) => {
            let value = default_value(value);
            Some(quote!(__fill.default(#slot, || #value);))
        }
        (_, OnInsert::DefaultTrait) => Some(quote!(__fill.default(#slot, ::core::default::Default::default);)),
        (_, OnInsert::Slug(source)) => {
            let Field { ident: source, ty: source_type, .. } = &model.fields[*source];
            let limit = match &field.max_length {
                Some(limit) => quote!(::core::option::Option::Some(#limit)),
                None => quote!(::core::option::Option::None),
            };
            Some(quote!(__fill.slug::<#ty, #source_type>(#slot, &self.#source, #limit);))
        }
        (_, OnInsert::Required | OnInsert::Managed | OnInsert::Database) => None,
    };
    let max_length =
        field.max_length.as_ref().map(|limit| quote!(__fill.max_length::<#ty>(#index, &self.#ident, #limit);));
    let checks = field.checks.iter().map(|check| self::check(check, &quote!(#index), &quote!(&self.#ident)));
    let rules = field.rules.iter().map(|rule| {
        let name = rule.to_string();
        quote!(__fill.rule::<#ty>(#index, &self.#ident, #name, __model::rules::#rule);)
    });
    let finite = is_finite(model, field).then(|| quote!(__fill.finite(#index, &self.#ident);));
    [filled, max_length, finite].into_iter().flatten().chain(checks).chain(rules).collect()
}

/// What the integers of a field count, as a type.
pub(super) fn unit(field: &Field) -> Option<TokenStream> {
    let unit = format_ident!("{}", format!("{:?}", field.epoch?));
    Some(quote!(__model::#unit))
}

/// A check of the value of a column.
pub(super) fn check(check: &Check, column: &TokenStream, value: &TokenStream) -> TokenStream {
    match check {
        Check::Own(path) => quote!(__fill.check(#column, #value, #path);),
        Check::FromBase(function) => quote!(#function(__fill, #column, #value);),
    }
}

/// Whether a float has to be a number, because the audit trail or a change log will show it.
fn is_finite(model: &Model, field: &Field) -> bool {
    let logged = model.fields.iter().any(|field| field.role == Role::ChangeLog);
    let shown = (model.audit == Audit::On || logged) && field.privacy == Privacy::Plain;
    let inner = nullable(&field.written);
    let name = match inner.as_ref().unwrap_or(&field.written) {
        Type::Path(path) => path.path.segments.last().map(|last| &last.ident),
        _ => None,
    };
    shown && name.is_some_and(|name| name == "f32" || name == "f64")
}

/// The statements in which the library writes the column.
fn when(field: &Field) -> TokenStream {
    match (field.insert == OnInsert::Managed, field.update == OnUpdate::Managed) {
        (false, false) => quote!(__model::Never),
        (true, false) => quote!(__model::Insert),
        (false, true) => quote!(__model::Update),
        (true, true) => quote!(__model::Both),
    }
}

/// A default as it is written; a string literal becomes whatever text the field holds.
pub(super) fn default_value(value: &Expr) -> TokenStream {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) => quote!(__model::IntoField::into_field(#value)),
        _ => quote!(#value),
    }
}

fn bound(model: &Model, names: &Names) -> TokenStream {
    let (values, key) = (&names.values, columns::key_type(model));
    let bounds = model.written().map(|(_, field)| {
        let (column, ty) = (columns::path(model, field), &field.ty);
        quote!(#column: __model::Binds<#ty, __DB>)
    });
    let arms = model.written().map(|(index, field)| {
        let (index, column, ident) = (columns::index(index), columns::path(model, field), &field.ident);
        quote!(#index => push::<#column, _, _>(&self.#ident, __out),)
    });
    let (part, pushed) = key_part(model);
    quote! {
        #[automatically_derived]
        impl<__DB> __model::BindValues<__DB> for #values
        where
            __DB: __diesel::backend::Backend,
            #(#bounds,)*
        {
            fn bind<'b>(
                &'b self,
                __column: usize,
                __out: __diesel::query_builder::AstPass<'_, 'b, __DB>,
            ) -> __diesel::QueryResult<()> {
                use __model::push;
                match __column {
                    #(#arms)*
                    _ => ::core::result::Result::Ok(()),
                }
            }
            fn bind_key<'b>(
                __key: &'b #key,
                #part: usize,
                __out: __diesel::query_builder::AstPass<'_, 'b, __DB>,
            ) -> __diesel::QueryResult<()> {
                #pushed
            }
        }
    }
}

/// The parameter for a part of the key, and the code that binds it: a key of one column has one part.
fn key_part(model: &Model) -> (TokenStream, TokenStream) {
    let column = |index: &usize| columns::path(model, &model.fields[*index]);
    if let [index] = &model.key[..] {
        let column = column(index);
        return (quote!(_), quote!(__model::push_key::<#column, _, _>(__key, __out)));
    }
    let parts = model.key.iter().enumerate().map(|(part, index)| {
        let (part, column) = (columns::index(part), column(index));
        quote!(#part => __model::push_key::<#column, _, _>(&__key.#part, __out),)
    });
    let pushed = quote! {
        match __part {
            #(#parts)*
            _ => ::core::result::Result::Ok(()),
        }
    };
    (quote!(__part), pushed)
}

/// Deserialization, for models whose field types have it: the bounds are on the lifetime, so a model whose types do not
/// have it compiles until its patch is deserialized.
fn read(model: &Model, names: &Names) -> TokenStream {
    let values = &names.values;
    let fields = || {
        let readable =
            |(_, field): &(usize, &Field)| field.is_read() && (field.is_given_on_insert() || field.is_patched());
        model.written().filter(readable)
    };
    let mut seen = HashSet::new();
    let types = fields()
        .filter(|(_, field)| field.read_with.is_none())
        .map(|(_, field)| &field.ty)
        .filter(|ty| seen.insert((*ty).clone()))
        .collect::<Vec<_>>();
    let arms = fields().map(|(index, field)| {
        let (ident, ty) = (&field.ident, &field.ty);
        let index = columns::index(index);
        let Some(with) = &field.read_with else {
            return quote!(#index => __model::read(&mut self.#ident, __map),);
        };
        quote! {
            #index => {
                struct __With(#ty);
                impl<'de> __model::serde::Deserialize<'de> for __With {
                    fn deserialize<__D: __model::serde::Deserializer<'de>>(
                        __deserializer: __D,
                    ) -> ::core::result::Result<Self, __D::Error> {
                        #with(__deserializer).map(__With)
                    }
                }
                let mut __read = ::core::option::Option::None;
                __model::read::<__With, __Map>(&mut __read, __map)?;
                self.#ident = __read.map(|__read| __read.0);
                ::core::result::Result::Ok(())
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl<'de> __model::ReadValues<'de> for #values
        where
            #(#types: __model::serde::Deserialize<'de>,)*
        {
            fn read<__Map: __model::serde::de::MapAccess<'de>>(
                &mut self,
                __column: usize,
                __map: &mut __Map,
            ) -> ::core::result::Result<(), __Map::Error> {
                match __column {
                    #(#arms)*
                    _ => ::core::result::Result::Ok(()),
                }
            }
        }
    }
}

/// Serialization, likewise.
fn shown(model: &Model, names: &Names) -> TokenStream {
    let (ident, values) = (&model.ident, &names.values);
    let fields = || model.fields.iter().enumerate().filter(|(_, field)| !field.hidden);
    let mut seen = HashSet::new();
    let types = fields()
        .filter(|(_, field)| field.shown_with.is_none())
        .map(|(_, field)| &field.ty)
        .filter(|ty| seen.insert((*ty).clone()))
        .collect::<Vec<_>>();
    let columns = fields().map(|(index, field)| {
        let (place, index) = (field.place(), columns::index(index));
        let with = field.shown_with.as_ref().map(|with| quote!(by #with));
        quote!(#index => #place #with)
    });
    quote!(__model::shown!(#ident, #values, [#(#types),*] { #(#columns),* });)
}
