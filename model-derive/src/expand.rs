//! The expansion: checked descriptions in, tokens out. Nothing here can fail.
//! Generated code refers to the library only through `::model_core::__private`, and keeps what no program names inside
//! a `const _`. Items that programs do name are at module level, with documentation of their own.

mod anonymous;
mod base;
mod choices;
mod columns;
mod default_scope;
mod docs;
mod facts;
mod flat;
mod generic;
mod hooks;
mod inherit;
mod key;
mod model;
mod new;
mod pairs;
mod patch;
mod proxy;
mod queryable;
mod relations;
mod scopes;
mod span;
mod values;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use anonymous::anonymous;
use columns::Names;

use crate::model::Model;

pub(crate) use base::{base, handed};
pub(crate) use choices::choices;
pub(crate) use generic::generic;
pub(crate) use inherit::children_macro;
pub(crate) use key::key;
pub(crate) use proxy::proxy;
pub(crate) use scopes::scopes;

/// Everything that `#[derive(Model)]` emits.
pub(crate) fn model(model: &Model) -> TokenStream {
    let names = Names::of(model);
    let values = values::item(model, &names);
    let flat = flat::item(model, &names);
    let patch = patch::item(model, &names);
    let new = new::items(model, &names);
    let input = new::input(model, &names);
    let impls = [
        patch::methods(model, &names),
        new::methods(model, &names),
        model::impls(model, &names),
        queryable::impls(model),
        values::impls(model, &names),
        patch::impls(model, &names),
        new::impls(model, &names),
        flat::impls(model, &names),
        hooks::embedded(model, &names),
        default_scope::impls(model, &names),
        inherit::impls(model, &names),
    ];
    let kind = inherit::kind(model);
    let relations = relations::impls(model, &names);
    let scope = anonymous(&[table(model)].into_iter().chain(impls).chain(relations).collect::<Vec<_>>());
    inherit::known_to_parent(model, quote! { #values #flat #patch #new #input #kind #scope })
}

/// The path of the table under a short name. It has the span of the user's words, so that is where the error is if the
/// path cannot be resolved.
fn table(model: &Model) -> TokenStream {
    let path = &model.table;
    if path.get_ident().is_some() {
        return TokenStream::new();
    }
    let name = columns::table(model, path.span());
    let here = path.span().resolved_at(Span::call_site());
    quote_spanned!(here=> use #path as #name;)
}
