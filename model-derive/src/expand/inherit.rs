//! Models that extend another, and models that are extended.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Path, Type, Visibility, parse_quote};

use super::columns::{self, Names};
use super::docs;
use super::span::at;
use crate::embed::Member;
use crate::model::{Extends, Field, Model};
use crate::words::Role;

/// Everything about a child, within the macro of its parent. If the parent is not a model, or does not name its
/// children, there is no such macro, and the assertion next to it is the only error.
pub(super) fn known_to_parent(model: &Model, items: TokenStream) -> TokenStream {
    let Some(Extends { parent, .. }) = &model.extends else { return items };
    let here = at(parent);
    let asserted = quote_spanned!(here=> const _: () = ::model_core::__private::is_extended::<#parent>(););
    quote!(#asserted #parent! { #items })
}

/// The macro under the name of a parent, in which its children stand.
pub(crate) fn children_macro(vis: &Visibility, name: &Ident) -> TokenStream {
    let children = format_ident!("__{}_children", name.unraw(), span = name.span());
    // The parent names its children, so they are all in this crate.
    let vis = match vis {
        Visibility::Public(_) => quote!(pub(crate)),
        vis => vis.to_token_stream(),
    };
    quote! {
        #[doc(hidden)]
        #[allow(unused_macros)]
        macro_rules! #children {
            ($($items:tt)*) => { $($items)* };
        }
        #[doc(hidden)]
        #[allow(unused_imports)]
        #vis use #children as #name;
    }
}

/// The type of a new row, that of a patch, and an empty patch: no program builds either for the part of a child.
pub(super) fn forms(model: &Model, names: &Names) -> (TokenStream, Type, TokenStream) {
    let Names { new, patch, values, .. } = names;
    match &model.extends {
        None if model.read_only => (
            values.to_token_stream(),
            parse_quote!(#patch<__Target>),
            quote!(#patch(__target, ::core::default::Default::default())),
        ),
        Some(_) => (
            values.to_token_stream(),
            parse_quote!(__model::PartPatch<Self, __Target>),
            quote!(__model::PartPatch::new(__target)),
        ),
        None => (
            new.to_token_stream(),
            parse_quote!(#patch<__Target>),
            quote!(#patch(__target, ::core::default::Default::default())),
        ),
    }
}

/// The third field of a new row and its builder: the new row of the parent.
pub(super) fn new_of_parent(model: &Model) -> Option<TokenStream> {
    let parent = &model.extends.as_ref()?.parent;
    Some(quote_spanned!(at(parent)=> , ::core::option::Option<<#parent as ::model_core::__private::Model>::New>))
}

/// The third field of a patch: that of the parent.
pub(super) fn patch_of_parent(model: &Model) -> Option<TokenStream> {
    let patch = detached(&model.extends.as_ref()?.parent);
    Some(quote!(, ::core::option::Option<#patch>))
}

/// A patch of the parent that is bound to no row.
fn detached(parent: &Path) -> TokenStream {
    quote_spanned!(at(parent)=> <#parent as ::model_core::__private::Model>::Patch<::model_core::__private::Detached>)
}

/// That field when it is still empty.
pub(super) fn nothing(model: &Model) -> Option<TokenStream> {
    model.extends.as_ref().map(|_| quote!(, ::core::option::Option::None))
}

/// That field, passed on.
pub(super) fn third(model: &Model) -> Option<TokenStream> {
    model.extends.as_ref().map(|_| quote!(, self.2))
}

/// The setter of the parent's new row, instead of one for the key.
pub(super) fn parent_setter(
    model: &Model,
    field: &Field,
    returned: &TokenStream,
    result: &TokenStream,
) -> Option<TokenStream> {
    let extends = model.extends.as_ref().filter(|_| field.role == Role::Key)?;
    let (vis, Extends { parent, member, .. }) = (&model.vis, extends);
    let doc = docs::new_parent(extends);
    Some(quote! {
        #doc
        #vis fn #member(self, __new: <#parent as __model::Model>::New) -> #returned {
            #result(self.0, __model::PhantomData, ::core::option::Option::Some(__new))
        }
    })
}

/// The setter of the parent's patch.
pub(super) fn patch_setter(model: &Model) -> Option<TokenStream> {
    let extends = model.extends.as_ref()?;
    let (vis, Extends { parent, member, .. }) = (&model.vis, extends);
    let (patch, doc) = (detached(parent), docs::patched_parent(extends));
    Some(quote! {
        #[doc = #doc]
        #vis fn #member(self, __patch: #patch) -> Self {
            let __patch = match self.2 {
                ::core::option::Option::Some(__before) => __before.with(__patch),
                ::core::option::Option::None => __patch,
            };
            Self(self.0, self.1, ::core::option::Option::Some(__patch))
        }
    })
}

/// The parent's patch of two patches.
pub(super) fn merged(model: &Model) -> Option<TokenStream> {
    let member = &model.extends.as_ref()?.member;
    Some(quote! {
        if let ::core::option::Option::Some(__patch) = __other.2 {
            self = self.#member(__patch);
        }
    })
}

/// The rows that a patch is bound to by their key, and the trait that binds it.
pub(super) fn bound(model: &Model) -> (TokenStream, TokenStream) {
    match &model.extends {
        Some(Extends { parent, .. }) => (parent.to_token_stream(), quote!(__model::ChildVerbs)),
        None => (model.ident.to_token_stream(), quote!(__model::ModelVerbs)),
    }
}

/// The model that a child extends, and the name of the field that holds its row.
pub(super) fn named_parent(model: &Model) -> Option<(&Path, String)> {
    let Extends { parent, member, .. } = model.extends.as_ref()?;
    Some((parent, member.unraw().to_string()))
}

/// A child, if it extends another model: [`kinds`] checks that in a constant, and after an error in it the compiler
/// reports no use of this type.
fn if_child(index: usize, child: &Path) -> TokenStream {
    let checked = child_check(index);
    quote_spanned!(at(child)=> __model::fits::Fitting<#child, { #checked }>)
}

fn child_check(index: usize) -> Ident {
    format_ident!("__CHILD_{index}")
}

/// The part of a child in its own table, and the column that refers to the parent's table.
pub(super) fn part_of(index: usize, child: &Path) -> (TokenStream, TokenStream) {
    let (here, child) = (at(child), if_child(index, child));
    (
        quote_spanned!(here=> <#child as __model::Extends>::Part),
        quote_spanned!(here=> <#child as __model::Extends>::Column),
    )
}

pub(super) fn impls(model: &Model, names: &Names) -> TokenStream {
    let child = model.extends.as_ref().map(|extends| child(model, names, extends));
    let kinds = (!model.extended_by.is_empty()).then(|| kinds(model));
    quote!(#child #kinds)
}

/// The part of a child that is in its own table, as a struct that no program names, and what ties it to the whole.
fn child(model: &Model, names: &Names, extends: &Extends) -> TokenStream {
    let (vis, name, part, Names { new, patch, .. }) = (&model.vis, &model.name, &model.ident, names);
    let Extends { parent, member, .. } = extends;
    let members = model.members.iter().map(|part| match part {
        Member::Column(index) => (&model.fields[*index].ident, &model.fields[*index].ty),
        Member::Base { ident, ty, .. } => (ident, &**ty),
    });
    let members: Vec<_> = members.collect();
    let fields = members.iter().map(|(ident, ty)| quote!(#ident: #ty));
    let key = model.fields.iter().find(|field| field.role == Role::Key);
    let column = key.map(|field| columns::path(model, field));
    let own = members.iter().map(|(ident, _)| *ident).filter(|ident| key.is_none_or(|key| key.ident != **ident));
    let here = at(parent);
    quote_spanned! {here=>
        #[allow(missing_debug_implementations)]
        #vis struct #part {
            #(#fields),*
        }
        __model::child!(#name, #part, #parent, #column, #new, #patch, #member { #(#own),* });
        const _: () = __model::extends_known::<#parent, #name>();
    }
}

/// The name of the enum of a parent's kinds.
fn kind_name(model: &Model) -> Ident {
    format_ident!("{}Kind", model.name, span = model.name.span())
}

/// The variant of a child: its name.
fn variant(child: &Path) -> Option<&Ident> {
    child.segments.last().map(|last| &last.ident)
}

/// The enum of a parent's kinds.
pub(super) fn kind(model: &Model) -> Option<TokenStream> {
    if model.extended_by.is_empty() {
        return None;
    }
    let (vis, name, kind, doc) = (&model.vis, &model.name, kind_name(model), docs::kind(&model.name));
    let variants = model.extended_by.iter().filter_map(|child| {
        let (variant, doc) = (variant(child)?, docs::kind_variant(child));
        Some(quote!(#[doc = #doc] #variant(#child)))
    });
    let plain = docs::plain_variant(name);
    let children = children_macro(vis, name);
    Some(quote! {
        #children
        #[doc = #doc]
        #[allow(clippy::large_enum_variant)]
        #vis enum #kind {
            #(#variants,)*
            #[doc = #plain]
            #name(#name),
        }
    })
}

fn kinds(model: &Model) -> TokenStream {
    let (vis, name, kind) = (&model.vis, &model.name, kind_name(model));
    let children = &model.extended_by;
    let checked: Vec<_> = children.iter().enumerate().map(|(index, child)| if_child(index, child)).collect();
    let list = checked.iter().rev().fold(quote!(()), |rest, child| quote!((#child, #rest)));
    let parts: Vec<_> = (0..children.len()).map(|index| format_ident!("__part_{index}")).collect();
    let row = children.iter().enumerate().fold(quote!(#name), |row, (index, child)| {
        let (part, _) = part_of(index, child);
        quote!((#row, ::core::option::Option<#part>))
    });
    let pattern = parts.iter().fold(quote!(__parent), |pattern, part| quote!((#pattern, #part)));
    let variants = children.iter().filter_map(variant);
    let possible = children.iter().enumerate().map(|(index, child)| {
        // At the word for the child, and not at that for the model.
        let mut name = name.clone();
        name.set_span(at(child).resolved_at(name.span()));
        let (check, checked) = (child_check(index), &checked[index]);
        quote_spanned! {at(child)=>
            const #check: bool = __model::is_child::<#child>();
            const _: () = __model::can_be_extended::<#name, #checked>();
        }
    });
    quote! {
        __model::kinds!(
            #vis #name, #kind, #list, #row, #pattern, __parent, { #(#checked => #variants: #parts),* }
        );
        #(#possible)*
    }
}
