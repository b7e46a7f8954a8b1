//! The accessors and impls of declared relations.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::columns::{self, Names};
use super::docs;
use crate::model::{Children, Linked, Model, OnDelete, Parent};

pub(super) fn impls(model: &Model, names: &Names) -> Option<TokenStream> {
    if model.relations.is_empty() {
        return None;
    }
    let ident = &model.ident;
    let relations = &model.relations;
    let methods = relations.parents.iter().map(|relation| parent_method(model, relation));
    let methods = methods.chain(relations.children.iter().map(|relation| children_method(model, relation)));
    let methods = methods.chain(relations.linked.iter().map(|relation| linked_method(model, relation)));
    let fields = relations.parents.iter().map(|relation| belongs_to(model, names, relation));
    let ways = ways(model);
    let nullable = relations.children.iter().filter_map(|relation| can_be_null(model, relation));
    Some(quote! {
        #[allow(dead_code)]
        impl #ident {
            #(#methods)*
        }
        #(#fields)*
        #ways
        #(#nullable)*
    })
}

/// The policy of deletion, with the rows that belong to a row as its parameter.
pub(super) fn policy(model: &Model, name: &TokenStream) -> TokenStream {
    let owned = model.relations.children.iter().rev().fold(TokenStream::new(), |rest, relation| {
        let (child, column) = (&relation.child, foreign_key(model, relation));
        let policy = match relation.on_delete {
            OnDelete::Cascade => quote!(Cascade),
            OnDelete::Restrict => quote!(Restrict),
            OnDelete::SetNull => quote!(SetNull),
            OnDelete::Keep => quote!(Keep),
        };
        let rest = if rest.is_empty() { quote!(()) } else { rest };
        quote!((__model::Owned<#child, #column, __model::#policy>, #rest))
    });
    if owned.is_empty() { quote!(__model::#name) } else { quote!(__model::#name<#owned>) }
}

fn parent_method(model: &Model, relation: &Parent) -> TokenStream {
    let (vis, Parent { name, parent, .. }) = (&model.vis, relation);
    let column = columns::path(model, &model.fields[relation.field]);
    let doc = docs::parent(relation);
    quote! {
        #[doc = #doc]
        #vis fn #name(&self) -> __model::ParentOf<Self, #parent, #column> {
            __model::parent(self)
        }
    }
}

fn children_method(model: &Model, relation: &Children) -> TokenStream {
    let (vis, Children { name, child, .. }) = (&model.vis, relation);
    let column = foreign_key(model, relation);
    let doc = docs::children(relation);
    quote! {
        #[doc = #doc]
        #vis fn #name(&self) -> __model::ChildrenOf<#child, Self, #column> {
            __model::children(self)
        }
    }
}

fn linked_method(model: &Model, relation: &Linked) -> TokenStream {
    let (vis, Linked { name, target, through, .. }) = (&model.vis, relation);
    let (by, to) = link_keys(model, relation);
    let doc = docs::linked(relation);
    quote! {
        #[doc = #doc]
        #vis fn #name(&self) -> __model::LinkedOf<#target, #through, Self, #by, #to> {
            __model::linked(self)
        }
    }
}

fn belongs_to(model: &Model, names: &Names, relation: &Parent) -> TokenStream {
    let (ident, values, parent) = (&model.ident, &names.values, &relation.parent);
    let field = &model.fields[relation.field];
    let (column, name, ty) = (columns::path(model, field), &field.ident, &field.ty);
    let index = columns::index(relation.field);
    let scope = if relation.lenient { quote!(WithDeleted) } else { quote!(Live) };
    let only = model.relations.is_only_parent(parent);
    let only = only.then(|| quote!(__model::relates!(#ident, foreign_key #parent, #column);));
    quote! {
        __model::belongs_to!(#ident, #values, #parent, #column, #name: #ty, #index, #scope);
        #only
    }
}

/// The models to which only one relation leads.
fn ways(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let relations = &model.relations;
    let parents = relations.parents.iter().map(|relation| {
        let (parent, column) = (&relation.parent, columns::path(model, &model.fields[relation.field]));
        (parent, quote!(__model::Parent<#parent, #column>))
    });
    let children = relations.children.iter().map(|relation| {
        let (child, column) = (&relation.child, foreign_key(model, relation));
        let kind = if relation.one { quote!(OneChild) } else { quote!(Children) };
        (child, quote!(__model::#kind<#child, #column>))
    });
    let linked = relations.linked.iter().map(|relation| {
        let (Linked { target, through, .. }, (by, to)) = (relation, link_keys(model, relation));
        (target, quote!(__model::Through<#target, #through, #by, #to>))
    });
    let ways = parents.chain(children).chain(linked).filter(|(other, _)| relations.is_only_way(other));
    let ways = ways.map(|(other, way)| quote!(__model::relates!(#ident, #other, #way);));
    quote!(#(#ways)*)
}

/// The column by which children belong to this model.
fn foreign_key(model: &Model, relation: &Children) -> TokenStream {
    let (ident, child) = (&model.ident, &relation.child);
    match &relation.by {
        Some(column) => quote!(#column),
        None => quote!(__model::ForeignKeyTo<#child, #ident>),
    }
}

/// The columns by which links belong to this model and to the other.
fn link_keys(model: &Model, relation: &Linked) -> (TokenStream, TokenStream) {
    let (ident, Linked { target, through, by, to, .. }) = (&model.ident, relation);
    let by = by.as_ref().map_or_else(|| quote!(__model::ForeignKeyTo<#through, #ident>), |column| quote!(#column));
    let to = to.as_ref().map_or_else(|| quote!(__model::ForeignKeyTo<#through, #target>), |column| quote!(#column));
    (by, to)
}

/// Whether the foreign key of `set_null` can be NULL, asked under the user's word.
fn can_be_null(model: &Model, relation: &Children) -> Option<TokenStream> {
    let policy: &Ident = relation.policy.as_ref().filter(|_| relation.on_delete == OnDelete::SetNull)?;
    let (ident, child, column) = (&model.ident, &relation.child, foreign_key(model, relation));
    let here = policy.span().resolved_at(Span::call_site());
    Some(quote_spanned!(here=> const _: () = __model::can_be_null::<#ident, #child, #column>();))
}
