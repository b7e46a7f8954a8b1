//! The accessors and impls of declared relations.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::columns::{self, Names};
use super::docs;
use crate::model::{Children, Deletion, Linked, Model, OnDelete, Parent};

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
    let possible = relations.children.iter().filter_map(|relation| is_possible(model, relation));
    Some(quote! {
        #[allow(dead_code)]
        impl #ident {
            #(#methods)*
        }
        #(#fields)*
        #ways
        #(#possible)*
    })
}

/// What rows belong to, those of other models first.
pub(super) fn references(model: &Model) -> TokenStream {
    let (within, others): (Vec<_>, Vec<_>) =
        model.relations.parents.iter().partition(|relation| relation.parent.is_ident(&model.ident));
    let parents = others.iter().map(|relation| (relation, quote!(Reference)));
    let parents = parents.chain(within.iter().map(|relation| (relation, quote!(ReferenceWithin))));
    parents.rev().fold(quote!(()), |rest, (relation, reference)| {
        let (parent, column) = (&relation.parent, columns::path(model, &model.fields[relation.field]));
        quote!((__model::#reference<#parent, #column>, #rest))
    })
}

/// The policy of deletion, with the rows that belong to a row as its parameter.
pub(super) fn policy(model: &Model, name: &TokenStream) -> TokenStream {
    let is_within = |relation: &&Children| relation.child.is_ident(&model.ident);
    // Rows of the same model first: what belongs to them is dealt with once they are all known.
    let (within, others): (Vec<_>, Vec<_>) = model.relations.children.iter().partition(is_within);
    let owned = within.iter().chain(&others).rev().fold(TokenStream::new(), |rest, relation| {
        let (child, column) = (&relation.child, foreign_key(model, relation));
        let policy = match relation.on_delete {
            OnDelete::Cascade if is_within(relation) => quote!(CascadeWithin),
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

/// Whether the policy can be carried out, asked under the user's word.
fn is_possible(model: &Model, relation: &Children) -> Option<TokenStream> {
    let policy: &Ident = relation.policy.as_ref()?;
    let (ident, child, column) = (&model.ident, &relation.child, foreign_key(model, relation));
    let asked = match (relation.on_delete, model.deletion) {
        (OnDelete::SetNull, _) => quote!(can_be_null::<#ident, #child, #column>),
        (OnDelete::Cascade, Deletion::Soft) => quote!(can_be_marked::<#ident, #child>),
        (OnDelete::Cascade, Deletion::Hard) => quote!(can_be_removed::<#ident, #child>),
        (OnDelete::Restrict | OnDelete::Keep, _) => return None,
    };
    let here = policy.span().resolved_at(Span::call_site());
    Some(quote_spanned!(here=> const _: () = __model::#asked();))
}
