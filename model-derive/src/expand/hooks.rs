//! The hooks that run with the writes of a model: those of its bases, in the order of the struct, then its own.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Generics, Type, TypeParamBound, parse_quote};

use super::columns::{self, Names};
use super::flat;
use crate::base::{Base, Part, Step};
use crate::embed::{Hooked, Member};
use crate::model::{Hooks, Model};

/// The list, as a type.
pub(super) fn list(model: &Model) -> TokenStream {
    let own = match model.hooks {
        Hooks::None => quote!(__model::NoHooks),
        Hooks::Within => quote!(__model::Hooked),
        Hooks::AfterCommit => quote!(__model::Hooked<__model::ThenCommits>),
    };
    let bases: Vec<_> = model.members.iter().flat_map(Member::hooked).map(|(ty, at, _)| base(ty, at)).collect();
    bases.iter().rev().fold(own, |rest, base| quote!(__model::Based<#base, #rest>))
}

/// The bases with hooks as parts of the row, also those within a base, and of what is about to be written.
pub(super) fn embedded(model: &Model, names: &Names) -> TokenStream {
    let hooked = model.members.iter().flat_map(Member::hooked).map(|(ty, at, hooked)| {
        let base = base(ty, at);
        let Hooked { path, columns } = hooked;
        let within = (path.len() > 1).then(|| flat::embeds(model, names, path, &base, columns.clone()));
        let (ident, values) = (&model.ident, &names.values);
        let columns = columns.clone().map(|index| &model.fields[index].ident);
        quote!(#within __model::hooked_by!(#ident, #values, #base, [#(#columns),*]);)
    });
    hooked.collect()
}

/// The base with hooks that has this number among those of a base.
fn base(ty: &Type, at: usize) -> TokenStream {
    let at = Literal::usize_unsuffixed(at);
    let here = ty.span().resolved_at(Span::call_site());
    quote_spanned!(here=> <#ty as ::model_core::__private::BringsHooks<#at>>::Base)
}

/// The hooks of a base, and its columns in a draft.
pub(super) fn of_base(base: &Base) -> TokenStream {
    let mut generics = base.generics.clone();
    for param in generics.type_params_mut() {
        param.bounds.extend::<[TypeParamBound; 3]>([
            parse_quote!(::core::marker::Send),
            parse_quote!(::core::marker::Sync),
            parse_quote!('static),
        ]);
    }
    let brought = brought(base, &generics);
    let columns = base.hooks.then(|| {
        let parts = base.parts.iter().enumerate().map(|(at, part)| draft(base, &generics, at, part));
        let values = values(base, &generics);
        quote!(#values #(#parts)*)
    });
    quote!(#brought #columns)
}

/// The bases whose hooks a base includes: those within it, and itself.
fn brought(base: &Base, generics: &Generics) -> TokenStream {
    let ident = &base.ident;
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let within = base.members.iter().flat_map(Member::hooked).map(|(ty, at, _)| self::base(ty, at));
    let all = within.chain(base.hooks.then(|| quote!(Self))).enumerate().map(|(at, hooked)| {
        let at = columns::index(at);
        quote! {
            #[automatically_derived]
            impl #impl_generics __model::BringsHooks<#at> for #ident #ty_generics #where_clause {
                type Base = #hooked;
            }
        }
    });
    all.collect()
}

fn values(base: &Base, generics: &Generics) -> TokenStream {
    let ident = &base.ident;
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let types: Vec<_> = base.parts.iter().map(|part| &part.ty).collect();
    quote! {
        #[automatically_derived]
        impl #impl_generics __model::HookedBase for #ident #ty_generics #where_clause {
            type Seen<'__v> = (#(&'__v ::core::option::Option<#types>,)*);
            type Slots<'__v> = (#(&'__v mut ::core::option::Option<#types>,)*);
        }
    }
}

/// A column in a draft, and the steps in which it can be set.
fn draft(base: &Base, generics: &Generics, at: usize, part: &Part) -> TokenStream {
    let (ident, at) = (&base.ident, columns::index(at));
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let Part { ty, value, set_in, .. } = part;
    let kind = if ty == value { quote!(NeverNull) } else { quote!(MayBeNull) };
    let steps = set_in.iter().map(|step| match step {
        Step::Creating => quote!(Creating),
        Step::Changing => quote!(Changing),
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics __model::BaseDraft<#at> for #ident #ty_generics #where_clause {
            type Kind = __model::#kind<#value>;
            fn seen<'__v>(__seen: <Self as __model::HookedBase>::Seen<'__v>) -> &'__v ::core::option::Option<#ty> {
                __seen.#at
            }
            fn slot<'__v>(__slots: <Self as __model::HookedBase>::Slots<'__v>) -> &'__v mut ::core::option::Option<#ty> {
                __slots.#at
            }
        }
        #(
            #[automatically_derived]
            impl #impl_generics __model::BaseSetIn<#at, __model::#steps> for #ident #ty_generics #where_clause {}
        )*
    }
}
