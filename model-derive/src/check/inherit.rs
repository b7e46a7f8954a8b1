//! The rules about models that extend another, and about those that are extended.

use std::collections::HashSet;

use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::{Path, Type};

use crate::attr::model::Options;
use crate::ctxt::Ctxt;
use crate::model::{Extends, Model, shares_key};
use crate::symbol::{FieldKey, ModelKey, Symbol as _};

pub(super) fn check(cx: &Ctxt, options: &Options<'_>, model: &Model, parent: Option<&Extends>) {
    match (&options.extends, parent) {
        (Some(extended), Some(parent)) => {
            check_same(cx, options, extended, parent);
            check_child(cx, options, extended);
        }
        (Some(extended), None) => check_member(cx, options, extended),
        (None, Some(parent)) if !options.attempts.include(ModelKey::Extends) => cx.error(
            &parent.member,
            format!(
                "`parent` marks the row of the model that this one extends: add `extends = {}` to the struct's \
                 `#[model(..)]`",
                written(&parent.parent)
            ),
        ),
        (None, _) => {}
    }
    check_children(cx, options, model);
}

/// The field of the parent's row is there.
fn check_member(cx: &Ctxt, options: &Options<'_>, extended: &Path) {
    if options.fields.iter().any(|field| field.attempts.include(FieldKey::Parent)) {
        return;
    }
    let (ident, parent) = (&options.input.ident, written(extended));
    cx.error(
        extended,
        format!(
            "`{ident}` has no field for the row of `{parent}`: add one, such as `#[model(parent)] pub parent: {parent}`"
        ),
    );
}

/// The parent is written in the same way in both places.
fn check_same(cx: &Ctxt, options: &Options<'_>, extended: &Path, parent: &Extends) {
    let (one, other) = (written(extended), written(&parent.parent));
    if one != other {
        let ident = &options.input.ident;
        cx.error(&parent.parent, format!("`{ident}` extends `{one}`: write the type of this field in the same way"));
    }
}

/// Options about the whole row belong on the parent.
fn check_child(cx: &Ctxt, options: &Options<'_>, extended: &Path) {
    let (ident, parent) = (&options.input.ident, written(extended));
    let at_parent = |word: proc_macro2::TokenStream, what: String| {
        cx.error(word, format!("{what}, so it belongs on `{parent}`, which `{ident}` extends: move it there"));
    };
    let flags = [(&options.timestamps, ModelKey::Timestamps), (&options.soft_delete, ModelKey::SoftDelete)];
    for (word, key) in flags {
        if let Some(word) = word {
            at_parent(quote!(#word), format!("`{}` applies to the whole row", key.name()));
        }
    }
    if let Some(ordering) = &options.ordering {
        at_parent(ordering.literal.to_token_stream(), "`ordering` applies to the whole row".to_owned());
    }
    if let Some(word) = &options.edit {
        cx.error(
            word,
            format!(
                "a row in two tables cannot be edited by assignment: use `patch()` and remove `edit`, or write it on \
                 `{parent}`"
            ),
        );
    }
    if let Some(word) = &options.hooks {
        cx.error(
            word,
            "a model that extends another cannot have hooks: do their work where the write is made, or use a model of \
             one table with a `belongs_to`",
        );
    }
    for base in hooked(options) {
        cx.error(
            base,
            format!(
                "a model that extends another cannot have hooks, and the base `{}` has some: do their work where the \
                 write is made, or use a model of one table with a `belongs_to`",
                written(base)
            ),
        );
    }
    if options.fields.iter().any(|field| field.default_scope.is_some()) {
        at_parent(extended.to_token_stream(), "a default scope applies to the whole row".to_owned());
    }
    let owned = options.children.iter().map(|option| &option.name);
    let owned = owned.chain(options.linked.iter().map(|option| &option.name));
    for name in owned.chain(options.referring.iter().map(|option| &option.name)) {
        at_parent(quote!(#name), "this relation refers to the whole row".to_owned());
    }
    for option in &options.generic {
        at_parent(option.name.to_token_stream(), "a generic reference needs a model of one table".to_owned());
    }
    for field in options.fields.iter().filter(|field| !shares_key(field)) {
        if let Some(role) = field.roles.first() {
            at_parent(role.word.to_token_stream(), format!("`{}` {}", field.ident, role.role.meaning()));
        }
        if let Some(word) = &field.generic {
            at_parent(word.to_token_stream(), "a generic reference needs a model of one table".to_owned());
        }
    }
}

/// A model that is extended has each child once, no hooks and no default scope; a child cannot be extended itself.
fn check_children(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    let Some((word, children)) = &options.extended_by else { return };
    if options.extends.is_some() {
        cx.error(
            word,
            "a model that extends another cannot be extended itself: let the others extend the parent, or give them a \
             `belongs_to`",
        );
    }
    if let Some(hooks) = &options.hooks {
        cx.error(
            hooks,
            "a write through a model that extends this one would bypass its hooks: remove `hooks` or `extended_by`",
        );
    }
    for base in hooked(options) {
        cx.error(
            base,
            format!(
                "a write through a model that extends this one would bypass the hooks of the base `{}`: remove the \
                 base or `extended_by`",
                written(base)
            ),
        );
    }
    if options.fields.iter().any(|field| field.default_scope.is_some()) {
        cx.error(
            word,
            "a read through a model that extends this one would bypass its default scope: remove the base that \
             declares the scope, or `extended_by`",
        );
    }
    let mut variants = HashSet::from([model.name.unraw()]);
    for child in children {
        let Some(last) = child.segments.last() else { continue };
        if !variants.insert(last.ident.unraw()) {
            cx.error(
                child,
                format!(
                    "`{}` would be the name of two variants of `{}Kind`: rename one of the structs",
                    last.ident, model.name
                ),
            );
        }
    }
}

/// The bases that have hooks, or a base within them that does.
fn hooked<'o>(options: &'o Options<'_>) -> impl Iterator<Item = &'o Type> {
    options.members.iter().filter_map(|member| member.hooked().next().map(|(ty, ..)| ty))
}

/// A path as it is written, without spaces.
fn written(path: &impl ToTokens) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}
