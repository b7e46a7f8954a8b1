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
use quote::{format_ident, quote, quote_spanned};
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
    let Written { items, methods, impls } = match model.read_only {
        true => read_only(model, &names),
        false => written(model, &names),
    };
    let values = values::item(model, &names);
    let flat = flat::item(model, &names);
    let impls = [
        methods,
        model::impls(model, &names),
        queryable::impls(model),
        values::impls(model, &names),
        impls,
        flat::impls(model, &names),
        hooks::embedded(model, &names),
        default_scope::impls(model, &names),
        inherit::impls(model, &names),
    ];
    let kind = inherit::kind(model);
    let relations = relations::impls(model, &names);
    let scope = anonymous(&[table(model)].into_iter().chain(impls).chain(relations).collect::<Vec<_>>());
    inherit::known_to_parent(model, quote! { #values #flat #items #kind #scope })
}

/// What only writes need.
struct Written {
    /// What programs name.
    items: TokenStream,
    methods: TokenStream,
    impls: TokenStream,
}

/// The new row and the patch.
fn written(model: &Model, names: &Names) -> Written {
    let (patch, new, input) = (patch::item(model, names), new::items(model, names), new::input(model, names));
    let (of_patch, of_new) = (patch::methods(model, names), new::methods(model, names));
    let (patched, created) = (patch::impls(model, names), new::impls(model, names));
    Written { items: quote!(#patch #new #input), methods: quote!(#of_patch #of_new), impls: quote!(#patched #created) }
}

/// The new row that a read-only model does not have, and the verbs, each as one error in our words.
fn read_only(model: &Model, names: &Names) -> Written {
    let (vis, ident, Names { new, .. }) = (&model.vis, &model.ident, names);
    let (patch, methods) = (patch::item(model, names), patch::of_read_only(model, names));
    // The accessor of a relation may have the name of a verb.
    let is_free = |verb: &&&str| !model.relations.names().any(|name| name == *verb);
    let free = |verbs: &[&str]| verbs.iter().filter(is_free).map(|verb| format_ident!("{verb}")).collect::<Vec<_>>();
    let of_new = free(&["create", "create_many", "upsert", "update_or_create", "upsert_many", "get_or_create"]);
    let alone = free(&["purge", "factory"]);
    let of_one = free(&["patch_by_key", "patch_many", "delete_by_key"]);
    let of_two = free(&["revert", "revert_row", "recreate"]);
    let items = quote! {
        #patch
        #[doc(hidden)]
        #[allow(dead_code, missing_debug_implementations)]
        #vis struct #new(());
    };
    let impls = quote! {
        __model::read_only!(
            #ident, #new, of_new: [#(#of_new),*],
            of_keys: [#(#alone(),)* #(#of_one(key),)* #(#of_two(key, entry)),*]
        );
    };
    Written { items, methods, impls }
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
