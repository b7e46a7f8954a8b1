//! The accessors and impls of declared relations.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Path, Type};

use super::columns::{self, Names};
use super::span::at;
use super::{docs, inherit, pairs};
use crate::model::{Children, Deletion, Linked, Model, Parent, Referring};
use crate::words::OnDelete;

pub(super) fn impls(model: &Model, names: &Names) -> Option<TokenStream> {
    if model.relations.is_empty() {
        return None;
    }
    let ident = &model.ident;
    let relations = &model.relations;
    let parents = relations.parents.iter().enumerate();
    let methods = parents.clone().map(|(at, relation)| parent_method(model, at, relation));
    let methods = methods.chain(relations.children.iter().map(|relation| children_method(model, relation)));
    let methods = methods.chain(relations.linked.iter().map(|relation| linked_method(model, relation)));
    let referring = relations.referring.iter().enumerate();
    let methods = methods.chain(referring.clone().map(|(at, relation)| referring_method(model, at, relation)));
    // No program has a row of the child's own part to call them on.
    let methods = model.extends.is_none().then(|| {
        quote! {
            #[allow(dead_code)]
            impl #ident {
                #(#methods)*
            }
        }
    });
    let generic = generic_fields(model);
    let pairs = pairs::impls(model, names);
    let points = referring.filter_map(|(at, relation)| points(at, relation));
    let checked = parents.clone().filter_map(|(at, relation)| is_model(model, at, relation));
    let fields = parents.map(|(at, relation)| belongs_to(model, names, at, relation));
    let ways = ways(model);
    let children = relations.children.iter().enumerate();
    let possible: Vec<_> = children.filter_map(|(at, relation)| is_possible(model, at, relation)).collect();
    let named = named_columns(model);
    let (written, asked) = also_written(model);
    // In an impl: for a name that is not found in a constant of its own, the compiler proposes a type parameter.
    let any = !possible.is_empty() || !written.is_empty();
    let possible = any.then(|| quote!(impl #ident { #(#possible)* #(#written)* }));
    Some(quote! {
        #methods
        #(#checked)*
        #(#points)*
        #(#fields)*
        #generic
        #pairs
        #ways
        #named
        #possible
        #(#asked)*
    })
}

/// The parents of the rows, those in other models first.
pub(super) fn references(model: &Model) -> TokenStream {
    let parents = model.relations.parents.iter().enumerate();
    let (within, others): (Vec<_>, Vec<_>) = parents.partition(|(_, relation)| is_itself(model, &relation.parent));
    let parents = others.iter().map(|parent| (parent, quote!(Reference)));
    let parents = parents.chain(within.iter().map(|parent| (parent, quote!(ReferenceWithin))));
    let list = parents.rev().fold(quote!(()), |rest, ((index, relation), reference)| {
        let (parent, column) = (if_model(model, *index, relation), columns_of(model, relation));
        quote_spanned!(at(&relation.parent)=> (__model::#reference<#parent, #column>, #rest))
    });
    match model.relations.parents.first() {
        Some(first) => quote_spanned!(at(&first.parent)=> type References = #list;),
        None => quote!(type References = #list;),
    }
}

/// Whether a relation leads back to the model, as far as a macro can see.
fn is_itself(model: &Model, other: &Path) -> bool {
    other.is_ident("Self") || other.segments.last().is_some_and(|last| last.ident == model.ident)
}

/// The policy of deletion, with the rows that belong to a row as its parameter.
pub(super) fn policy(model: &Model, name: &TokenStream) -> TokenStream {
    if model.read_only {
        return quote!(type Deletion = __model::#name;);
    }
    let is_within = |relation: &&Children| is_itself(model, &relation.child);
    // Rows of the same model first: their children are collected once all of them are known.
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
        quote_spanned!(at(child)=> (__model::Owned<#child, #column, __model::#policy>, #rest))
    });
    let relations = &model.relations;
    // Links are removed with their row.
    let owned = relations.linked.iter().fold(owned, |rest, relation| {
        let (through, (by, to)) = (&relation.through, link_keys(model, relation));
        let rest = if rest.is_empty() { quote!(()) } else { rest };
        let rest = match is_itself(model, &relation.target) {
            // A row of a model that is linked to itself may be on either side of a link.
            true => quote_spanned!(at(through)=> (__model::Owned<#through, #to, __model::Unlink>, #rest)),
            false => rest,
        };
        quote_spanned!(at(through)=> (__model::Owned<#through, #by, __model::Unlink>, #rest))
    });
    // So are the rows of the models that extend this one.
    let owned = model.extended_by.iter().enumerate().fold(owned, |rest, (index, child)| {
        let rest = if rest.is_empty() { quote!(()) } else { rest };
        let (part, column) = inherit::part_of(index, child);
        quote_spanned!(at(child)=> (__model::Owned<#part, #column, __model::Unlink>, #rest))
    });
    let first = relations.children.iter().map(|relation| &relation.child);
    let first = first.chain(relations.linked.iter().map(|relation| &relation.through));
    match first.chain(&model.extended_by).next() {
        Some(first) => quote_spanned!(at(first)=> type Deletion = __model::#name<#owned>;),
        None => quote!(type Deletion = __model::#name;),
    }
}

fn parent_method(model: &Model, index: usize, relation: &Parent) -> TokenStream {
    let (vis, name, parent) = (&model.vis, &relation.name, if_model(model, index, relation));
    let column = columns_of(model, relation);
    let doc = docs::parent(relation);
    quote_spanned! {at(&relation.parent)=>
        #[doc = #doc]
        #vis fn #name(&self) -> __model::ParentOf<Self, #parent, #column> {
            __model::parent::<Self, #parent, #column>(self)
        }
    }
}

fn children_method(model: &Model, relation: &Children) -> TokenStream {
    let (vis, Children { name, child, .. }) = (&model.vis, relation);
    let column = foreign_key(model, relation);
    let doc = docs::children(relation);
    quote_spanned! {at(child)=>
        #[doc = #doc]
        #vis fn #name(&self) -> __model::ChildrenOf<#child, Self, #column> {
            __model::children::<#child, Self, #column>(self)
        }
    }
}

fn linked_method(model: &Model, relation: &Linked) -> TokenStream {
    let (vis, Linked { name, target, through, .. }) = (&model.vis, relation);
    let (by, to) = link_keys(model, relation);
    let linked = if relation.without_hooks { quote!(linked_without_hooks) } else { quote!(linked) };
    let doc = docs::linked(relation);
    quote_spanned! {at(through)=>
        #[doc = #doc]
        #vis fn #name(&self) -> __model::LinkedOf<#target, #through, Self, #by, #to> {
            __model::#linked::<#target, #through, Self, #by, #to>(self)
        }
    }
}

/// Checks that the parent is a model, in a constant: after an error in it the type that [`if_model`] writes is unknown,
/// and the compiler reports no use of it.
fn is_model(model: &Model, index: usize, relation: &Parent) -> Option<TokenStream> {
    let (parent, name) = (&relation.ty, parent_check(index));
    let checked = quote_spanned! {at(&relation.parent)=>
        const #name: bool = __model::is_model::<#parent>();
    };
    (!is_itself(model, &relation.parent)).then_some(checked)
}

fn parent_check(index: usize) -> Ident {
    format_ident!("__PARENT_{index}")
}

/// The parent, if it is a model.
fn if_model(model: &Model, index: usize, relation: &Parent) -> TokenStream {
    let (parent, name) = (&relation.ty, parent_check(index));
    match is_itself(model, &relation.parent) {
        true => parent.clone(),
        false => quote_spanned!(at(&relation.parent)=> __model::fits::Fitting<#parent, { #name }>),
    }
}

fn belongs_to(model: &Model, names: &Names, index: usize, relation: &Parent) -> TokenStream {
    let (ident, values, parent) = (&model.ident, &names.values, if_model(model, index, relation));
    let column = columns_of(model, relation);
    let scope = if relation.with_deleted { quote!(WithDeleted) } else { quote!(Live) };
    let here = at(&relation.parent);
    let only = model.relations.is_only_parent(&relation.parent);
    let ty = &relation.ty;
    let only = only.then(|| quote_spanned!(here=> __model::relates!(#ident, foreign_key #ty, #column);));
    let declared = match relation.fields[..] {
        [at] => {
            let field = &model.fields[at];
            let (name, ty, index) = (&field.ident, &field.ty, columns::index(at));
            let place = (field.path.len() > 1).then(|| {
                let place = field.place();
                quote!(, #place)
            });
            let touches = relation.touches.as_ref().map(|counter| quote!(, touches #counter));
            quote!(#column, #name: #ty, #index, #scope #place #touches)
        }
        _ => {
            let fields = relation.fields.iter().enumerate().map(|(part, at)| {
                let field = &model.fields[*at];
                let (name, ty, place) = (&field.ident, &field.ty, field.place());
                let (index, part) = (columns::index(*at), columns::index(part));
                quote!(#name: #ty, #index, #part, (#place);)
            });
            quote!(#column, #scope, [#(#fields)*])
        }
    };
    // A constant that nobody uses is checked all the same, with the error at the user's words.
    let counts = relation
        .touches
        .as_ref()
        .map(|counter| quote_spanned!(at(counter)=> const _: usize = __model::touched::<#parent, #counter>();));
    quote_spanned! {here=>
        __model::belongs_to!(#ident, #values, #parent, #declared);
        #counts
        #only
    }
}

/// The column of a foreign key, or the tuple of its columns.
fn columns_of(model: &Model, relation: &Parent) -> TokenStream {
    let paths: Vec<_> = relation.fields.iter().map(|at| columns::path(model, &model.fields[*at])).collect();
    match &paths[..] {
        [only] => only.clone(),
        _ => quote!((#(#paths),*)),
    }
}

fn referring_method(model: &Model, index: usize, relation: &Referring) -> TokenStream {
    let (vis, Referring { name, model: other, .. }) = (&model.vis, relation);
    let column = reference(index, relation);
    let doc = docs::referring(relation);
    quote_spanned! {at(other)=>
        #[doc = #doc]
        #vis fn #name(&self) -> __model::generic::ReferringTo<#other, #column> {
            __model::generic::referring::<#other, Self, #column>(self)
        }
    }
}

/// The fields that are generic references.
fn generic_fields(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let fields = &model.relations.generic;
    let impls = fields.iter().map(|index| {
        let field = &model.fields[*index];
        let (column, place, ty) = (columns::path(model, field), field.place(), &field.ty);
        let index = columns::index(*index);
        let only = (fields.len() == 1 && model.relations.pairs.is_empty())
            .then(|| quote!(__model::generic_field!(#ident, only #column);));
        quote_spanned! {ty.span().resolved_at(Span::call_site())=>
            __model::generic_field!(#ident, #column, #place: #ty, #index);
            #only
        }
    });
    quote!(#(#impls)*)
}

/// The models to which only one relation leads.
fn ways(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let relations = &model.relations;
    let parents = relations.parents.iter().enumerate().map(|(index, relation)| {
        let (parent, column) = (if_model(model, index, relation), columns_of(model, relation));
        let way = quote_spanned!(at(&relation.parent)=> __model::Parent<#parent, #column>);
        (&relation.parent, relation.ty.clone(), way)
    });
    let children = relations.children.iter().map(|relation| {
        let (child, column) = (&relation.child, foreign_key(model, relation));
        let kind = if relation.one { quote!(OneChild) } else { quote!(Children) };
        (child, quote!(#child), quote_spanned!(at(child)=> __model::#kind<#child, #column>))
    });
    let linked = relations.linked.iter().map(|relation| {
        let (Linked { target, through, .. }, (by, to)) = (relation, link_keys(model, relation));
        (target, quote!(#target), quote_spanned!(at(through)=> __model::Through<#target, #through, #by, #to>))
    });
    let referring = relations.referring.iter().enumerate().map(|(index, relation)| {
        let (other, column) = (&relation.model, reference(index, relation));
        (other, quote!(#other), quote_spanned!(at(other)=> __model::Referring<#other, #column>))
    });
    let ways = parents.chain(children).chain(linked).chain(referring);
    let ways = ways.filter(|(other, ..)| relations.is_only_way(other));
    let ways = ways.map(|(other, ty, way)| quote_spanned!(at(other)=> __model::relates!(#ident, #ty, #way);));
    quote!(#(#ways)*)
}

/// The columns by which children belong to this model.
fn foreign_key(model: &Model, relation: &Children) -> TokenStream {
    let (ident, child) = (&model.ident, &relation.child);
    match &relation.by {
        Some(column) => quote!(#column),
        None => quote_spanned!(at(child)=> __model::ForeignKeyTo<#child, #ident>),
    }
}

/// Checks that the rows say which of their fields refers to others, like [`is_model`] for a parent.
fn points(index: usize, relation: &Referring) -> Option<TokenStream> {
    let Referring { model: other, by, .. } = relation;
    let name = reference_check(index);
    by.is_none().then(|| quote_spanned!(at(other)=> const #name: bool = __model::generic::points::<#other>();))
}

fn reference_check(index: usize) -> Ident {
    format_ident!("__REFERENCE_{index}")
}

/// The column by which rows refer to this model.
fn reference(index: usize, relation: &Referring) -> TokenStream {
    let Referring { model: other, by, .. } = relation;
    let name = reference_check(index);
    match by {
        Some(column) => quote!(#column),
        None => quote_spanned! {at(other)=>
            <__model::fits::Fitting<#other, { #name }> as __model::generic::Points>::Column
        },
    }
}

/// The columns by which links belong to this model and to the other.
fn link_keys(model: &Model, relation: &Linked) -> (TokenStream, TokenStream) {
    let (ident, Linked { target, through, by, to, .. }) = (&model.ident, relation);
    let here = at(through);
    let column = |given: &Option<Type>, other: TokenStream| match given {
        Some(column) => quote!(#column),
        None => quote_spanned!(here=> __model::ForeignKeyTo<#through, #other>),
    };
    (column(by, quote!(#ident)), column(to, quote!(#target)))
}

/// Checks that the named columns are foreign keys, with the error at the user's words for them.
fn named_columns(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let ident = quote!(#ident);
    let children = model.relations.children.iter().map(|relation| (&relation.by, &relation.child, ident.clone()));
    let linked = model.relations.linked.iter().flat_map(|relation| {
        let Linked { target, through, by, to, .. } = relation;
        [(by, through, ident.clone()), (to, through, quote!(#target))]
    });
    let checks = children.chain(linked).filter_map(|(column, child, parent)| {
        let column = column.as_ref()?;
        Some(quote_spanned!(at(column)=> const _: () = __model::belongs_by::<#child, #parent, #column>();))
    });
    quote!(#(#checks)*)
}

/// Checks that the rows that are written with a row can be: its links, those that a policy changes, and parents that
/// count or that are locked by a write. The constants of the model with the checks, and what evaluates them.
fn also_written(model: &Model) -> (Vec<TokenStream>, Vec<TokenStream>) {
    if model.read_only {
        return (Vec::new(), Vec::new());
    }
    let links = model.relations.linked.iter().map(|relation| (&relation.through, relation.through.to_token_stream()));
    let is_written = |relation: &&Parent| model.writes_parents || relation.touches.is_some();
    let parents = model.relations.parents.iter().filter(is_written);
    let parents = parents.map(|relation| (&relation.parent, relation.ty.clone()));
    let is_changed = |relation: &&Children| matches!(relation.on_delete, OnDelete::Cascade | OnDelete::SetNull);
    let children = model.relations.children.iter().filter(is_changed);
    let children = children.map(|relation| (&relation.child, relation.child.to_token_stream()));
    let (ident, checks) = (&model.ident, links.chain(parents).chain(children));
    let named = checks.enumerate().map(|(index, check)| (format_ident!("__WRITTEN_{index}"), check));
    let check = |(name, (path, ty)): (Ident, (&Path, TokenStream))| {
        let here = at(path);
        (
            quote_spanned!(here=> const #name: () = __model::can_be_written!(#ty);),
            quote_spanned!(here=> const _: () = #ident::#name;),
        )
    };
    named.map(check).unzip()
}

/// Checks that the policy is possible, with the error at the user's word for it.
fn is_possible(model: &Model, at: usize, relation: &Children) -> Option<TokenStream> {
    let policy: &Ident = relation.policy.as_ref()?;
    let (ident, child, column) = (&model.ident, &relation.child, foreign_key(model, relation));
    let asked = match (relation.on_delete, model.deletion) {
        (OnDelete::SetNull, _) => "can_be_null",
        (OnDelete::Cascade, Deletion::Soft) => "can_be_marked",
        (OnDelete::Cascade, Deletion::Hard) => "can_be_removed",
        (OnDelete::Restrict | OnDelete::Keep, _) => return None,
    };
    let asked = format_ident!("{asked}{}", if relation.without_hooks { "_without_hooks" } else { "" });
    let column = (relation.on_delete == OnDelete::SetNull).then(|| quote!(, #column));
    let name = format_ident!("__POSSIBLE_{at}");
    let here = policy.span().resolved_at(Span::call_site());
    Some(quote_spanned!(here=> const #name: () = __model::#asked::<#ident, #child #column>();))
}
