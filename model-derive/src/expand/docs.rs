//! The sentences that generated items carry.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;

use super::columns;
use crate::model::{Children, Extends, Field, Linked, Model, Pair, Parent, Referring};

pub(super) fn new(model: &Ident) -> String {
    format!("A new row of [`{model}`], for `{model}::create`.")
}

pub(super) fn builder(new: &Ident) -> String {
    format!("Builds a [`{new}`]; `build()` compiles once every required field is set.")
}

pub(super) fn input(new: &Ident) -> String {
    format!(
        "What a client may send of a [`{new}`], as serde reads it: set the required fields that are closed to clients, \
         and call `build()`."
    )
}

pub(super) fn patch(model: &Ident) -> String {
    format!(
        "A change of [`{model}`] that writes only the fields that are set. `{model}::patch` and `objects().patch()` \
         bind it \
         to rows. When it is deserialized, an absent field is not set, and `null` sets NULL."
    )
}

/// The same for a model that extends another.
pub(super) fn child_patch(model: &Ident) -> String {
    format!(
        "A change of [`{model}`] that writes only the fields that are set, and only the tables that have one. \
         `{model}::patch` binds it to a row."
    )
}

pub(super) fn parent(relation: &Parent) -> String {
    let parent = named(&relation.parent);
    let deleted = if relation.with_deleted { "deleted or not" } else { "unless it is deleted" };
    format!("The {parent} that this row belongs to, {deleted}, as a query: `.first(conn).optional()`.")
}

pub(super) fn children(relation: &Children) -> String {
    let child = named(&relation.child);
    match relation.one {
        true => format!("The live {child} that belongs to this row, as a query: `.first(conn).optional()`."),
        false => format!("The live rows of {child} that belong to this row, as a query."),
    }
}

pub(super) fn linked(relation: &Linked) -> String {
    let (target, through) = (named(&relation.target), named(&relation.through));
    format!("The live rows of {target} that a live {through} links to this row, as a query.")
}

/// The name of a model, for a sentence.
fn named(model: &syn::Path) -> String {
    model.segments.last().map(|segment| format!("`{}`", segment.ident)).unwrap_or_default()
}

pub(super) fn target_row(target: &Ident) -> String {
    format!("A row that a [`{target}`] refers to, as `{target}::load_many` returns it.")
}

pub(super) fn target_row_variant(model: &syn::Path) -> String {
    format!("A row of {}.", named(model))
}

/// The row that two fields refer to.
pub(super) fn pair(pair: &Pair) -> String {
    format!("The row that the two columns of `{}` refer to.", pair.name)
}

/// The setter of both fields.
pub(super) fn pair_setter(model: &Model, pair: &Pair) -> String {
    let [kind, key] = [pair.kind, pair.key].map(|index| &model.fields[index].ident);
    format!("Sets `{kind}` and `{key}`, so that they refer to a row.")
}

pub(super) fn referring(relation: &Referring) -> String {
    format!("The live rows of {} that refer to this row, as a query.", named(&relation.model))
}

pub(super) fn scopes(model: &syn::Path) -> String {
    format!("The scopes of {}, as methods of every query over its rows.", named(model))
}

/// The documentation of the setter of a parent's new row: the user's own of the field, or one line.
pub(super) fn new_parent(extends: &Extends) -> TokenStream {
    if extends.docs.is_empty() {
        let line = format!("Sets the new row of {} that this one extends.", named(&extends.parent));
        return quote!(#[doc = #line]);
    }
    let docs = &extends.docs;
    quote!(#(#docs)*)
}

pub(super) fn patched_parent(extends: &Extends) -> String {
    let parent = named(&extends.parent);
    format!("Also changes the row of {parent}: the fields of this patch override those of an earlier one.")
}

pub(super) fn kind(parent: &Ident) -> String {
    format!("A row of [`{parent}`] with its own type, from `{parent}::objects().kinds()`.")
}

pub(super) fn kind_variant(child: &syn::Path) -> String {
    format!("A row that is also in the table of {}.", named(child))
}

pub(super) fn plain_variant(parent: &Ident) -> String {
    format!("A row that is only in the table of `{parent}`.")
}

/// The documentation of a setter: the user's own of the field, or one line.
pub(super) fn setter(field: &Field) -> TokenStream {
    if field.docs.is_empty() {
        let line = format!("Sets `{}`.", columns::name(field));
        return quote!(#[doc = #line]);
    }
    let docs = &field.docs;
    quote!(#(#docs)*)
}

pub(super) fn default_scope(base: &Ident) -> String {
    format!("The default scope of [`{base}`], as methods of every query over rows of its models, and of their purges.")
}

pub(super) fn kept(field: &Ident) -> String {
    format!("Selects the rows with this `{}`, whatever other filters are added.", field.unraw())
}

pub(super) fn lifted(field: &Ident) -> String {
    format!("Selects the rows of every `{}`.", field.unraw())
}

pub(super) fn columns(base: &Ident) -> String {
    format!("The columns of [`{base}`], for conditions on them.")
}

pub(super) fn column(name: &Ident) -> String {
    format!("`{}`.", name.unraw())
}
