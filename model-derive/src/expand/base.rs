//! `#[derive(Base)]`.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::Visibility;
use syn::ext::IdentExt as _;

use super::anonymous::anonymous;
use super::{columns, default_scope, docs, flat, hooks, values};
use crate::base::{Base, Part};
use crate::embed::Columns;

/// Everything that `#[derive(Base)]` emits. The site tells bases of one name in one crate apart.
pub(crate) fn base(base: &Base, site: &str) -> TokenStream {
    let row = row(base);
    let parts = base.parts.iter().enumerate().map(|(index, part)| self::part(base, index, part));
    let hooks = hooks::of_base(base);
    let scope = anonymous(&std::iter::once(row).chain(parts).chain([hooks]).collect::<Vec<_>>());
    let handed = handed(&base.vis, &base.ident, &base.columns, site);
    let default_scope = default_scope::items(base);
    let columns = columns_of(base);
    quote!(#columns #default_scope #scope #handed)
}

fn row(base: &Base) -> TokenStream {
    let Base { ident, parts, .. } = base;
    let (impl_generics, ty_generics, where_clause) = base.generics.split_for_impl();
    let types = parts.iter().map(|part| &part.ty);
    let options = types.clone();
    let name = |index: usize| parts[index].ident.clone();
    let value = |index| {
        let index = columns::index(index);
        quote!(__row.#index)
    };
    let members = flat::members(&base.members, value, name);
    quote! {
        #[automatically_derived]
        impl #impl_generics ::model_core::__private::Base for #ident #ty_generics #where_clause {
            type Row = (#(#types,)*);
            type Options = (#(::core::option::Option<#options>,)*);
            fn of_row(__row: Self::Row) -> Self {
                Self { #members }
            }
        }
    }
}

fn part(base: &Base, at: usize, part: &Part) -> TokenStream {
    let index = columns::index(at);
    let only = (0..base.parts.len()).map(|other| match other == at {
        true => quote!(::core::option::Option::Some(__value)),
        false => quote!(::core::option::Option::None),
    });
    let ident = &base.ident;
    let (impl_generics, ty_generics, where_clause) = base.generics.split_for_impl();
    let Part { ident: _, ty, value, default, parent, default_scope, checks, set_in: _ } = part;
    let default = default.as_ref().map(|default| {
        let default = values::default_value(default);
        quote! {
            #[automatically_derived]
            impl #impl_generics ::model_core::__private::BaseDefault<#index> for #ident #ty_generics #where_clause {
                fn value() -> #ty {
                    #default
                }
            }
        }
    });
    let parent = parent.as_ref().map(|parent| {
        quote! {
            #[automatically_derived]
            impl #impl_generics ::model_core::__private::BaseParent<#index> for #ident #ty_generics #where_clause {
                type Parent = #parent;
            }
        }
    });
    let scope = default_scope.as_ref().map(|scope| {
        let scope = default_scope::ty(base, scope);
        quote! {
            #[automatically_derived]
            impl #impl_generics ::model_core::__private::BaseScope<#index> for #ident #ty_generics #where_clause {
                type Scope = #scope;
            }
        }
    });
    let checks = (!checks.is_empty()).then(|| {
        let checks = checks.iter().map(|check| values::check(check, &quote!(__column), &quote!(__value)));
        quote! {
            #[automatically_derived]
            impl #impl_generics ::model_core::__private::BaseCheck<#index> for #ident #ty_generics #where_clause {
                fn check(__fill: &mut __model::Fill<'_>, __column: usize, __value: &::core::option::Option<#ty>) {
                    #(#checks)*
                }
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics ::model_core::__private::BaseField<#index> for #ident #ty_generics #where_clause {
            type Type = #ty;
            type Value = #value;
            fn only(__value: #ty) -> <Self as ::model_core::__private::Base>::Options {
                (#(#only,)*)
            }
        }
        #default
        #parent
        #scope
        #checks
    }
}

/// The columns by their names, for conditions on them.
fn columns_of(base: &Base) -> TokenStream {
    let Base { vis, ident, generics, parts, .. } = base;
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let name = format_ident!("{}Columns", ident.unraw(), span = ident.span());
    let doc = docs::columns(ident);
    let names: Vec<_> = parts.iter().map(|part| &part.ident).collect();
    let docs = names.iter().map(|name| docs::column(name));
    let indices = (0..parts.len()).map(columns::index);
    quote! {
        #[doc = #doc]
        #[allow(dead_code)]
        #[derive(::core::fmt::Debug)]
        #vis struct #name #generics #where_clause {
            #(
                #[doc = #docs]
                #vis #names: ::model_core::__private::BaseColumn<#ident #ty_generics, #indices>,
            )*
        }
        #[automatically_derived]
        impl #impl_generics #ident #ty_generics #where_clause {
            /// The columns, for conditions on them.
            #[allow(dead_code)]
            #vis const COLUMNS: #name #ty_generics = #name { #(#names: ::model_core::__private::BaseColumn::NEW,)* };
        }
    }
}

/// The macro under the name of the struct, which hands its columns on.
pub(crate) fn handed(vis: &Visibility, ident: &Ident, columns: &Columns, site: &str) -> TokenStream {
    let mut hasher = DefaultHasher::new();
    site.hash(&mut hasher);
    let name: Ident = format_ident!("__{}_{:016x}", ident.unraw(), hasher.finish(), span = ident.span());
    // Another crate sees a macro only where it is exported, which puts it into the root of this one: hence its name.
    let exported = matches!(vis, Visibility::Public(_)).then(|| quote!(#[macro_export]));
    quote! {
        #[doc(hidden)]
        #[allow(unused_macros, non_local_definitions)]
        #exported
        macro_rules! #name {
            ([$($library:tt)*] $($then:tt)*) => { $($library)*::__private::embed! { { #columns } $($then)* } };
            ($($then:tt)*) => { ::model_core::__private::embed! { { #columns } $($then)* } };
        }
        #[doc(hidden)]
        #[allow(unused_imports, unreachable_pub)]
        #vis use #name as #ident;
    }
}
