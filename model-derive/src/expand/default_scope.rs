//! The default scope of a base: its two methods, and the error for a query without either.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use syn::ext::IdentExt as _;

use super::columns::{self, Names};
use super::docs;
use crate::base::{Base, ScopeSource};
use crate::model::Model;

/// The scope as a type, the trait that no query without a scope implements, and the trait of the two methods.
pub(super) fn items(base: &Base) -> Option<TokenStream> {
    let (field, by, lifted_by) = base.parts.iter().find_map(|part| match &part.default_scope {
        Some(ScopeSource::Own { by, lifted_by }) => Some((&part.ident, by, lifted_by)),
        _ => None,
    })?;
    let (vis, ident) = (&base.vis, &base.ident);
    let scope = own(base);
    let scoped = format_ident!("Scoped{}", ident.unraw(), span = ident.span());
    let methods = format_ident!("{}DefaultScope", ident.unraw(), span = ident.span());
    let doc = docs::default_scope(ident);
    let (kept, lifted) = (docs::kept(field), docs::lifted(field));
    let message = format!("the default scope is missing: call `.{by}(..)`, or `.{lifted_by}()` for all rows");
    let label = format!("without it, this would reach the rows of every `{field}`");
    let note =
        format!("a write by key starts with a query too: `objects().{by}(..).find(key).patch()`, or `.delete()`");
    Some(quote! {
        #[doc(hidden)]
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::marker::Copy)]
        #vis enum #scope {}
        #[doc(hidden)]
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        #vis trait #scoped {
            #[doc = "Never called."]
            fn never<__Any>(self) -> __Any;
        }
        #[automatically_derived]
        impl<__Query: #scoped> ::model_core::__private::ScopedBy<__Query> for #scope {
            fn never<__Any>(query: __Query) -> __Any {
                #scoped::never(query)
            }
        }
        #[doc = #doc]
        #[allow(dead_code)]
        #vis trait #methods: ::core::marker::Sized {
            #[doc = #kept]
            fn #by(
                self,
                __value: impl ::model_core::__private::IntoField<::model_core::__private::ValueOf<Self, #scope>>,
            ) -> ::model_core::__private::KeptOf<Self, #scope>
            where
                Self: ::model_core::__private::RequiresScope<#scope>,
            {
                ::model_core::__private::RequiresScope::keep(self, __value)
            }
            #[doc = #lifted]
            fn #lifted_by(self) -> ::model_core::__private::LiftedOf<Self, #scope>
            where
                Self: ::model_core::__private::RequiresScope<#scope>,
            {
                ::model_core::__private::RequiresScope::lift(self)
            }
        }
        #[automatically_derived]
        impl<__Query: ::model_core::__private::HasScope> #methods for __Query {}
    })
}

/// The scope, as a type.
pub(super) fn ty(base: &Base, scope: &ScopeSource) -> TokenStream {
    match scope {
        ScopeSource::Own { .. } => own(base).to_token_stream(),
        ScopeSource::FromBase(ty) => ty.clone(),
    }
}

fn own(base: &Base) -> Ident {
    format_ident!("{}Scope", base.ident.unraw(), span = base.ident.span())
}

/// The default filter of a model.
pub(super) fn filter(model: &Model) -> TokenStream {
    match &model.default_scope {
        Some(scope) => {
            let scope = &scope.ty;
            quote!(ScopePerQuery<#scope>)
        }
        None => quote!(Unrestricted),
    }
}

pub(super) fn impls(model: &Model, names: &Names) -> TokenStream {
    let Some(scope) = &model.default_scope else { return TokenStream::new() };
    let (ident, values, scope, at) = (&model.ident, &names.values, &scope.ty, scope.field);
    let field = &model.fields[at];
    let (name, ty, place, index) = (&field.ident, &field.ty, field.place(), columns::index(at));
    quote!(__model::scoped_by!(#ident, #values, #scope, #name: #ty, #index, #place);)
}
