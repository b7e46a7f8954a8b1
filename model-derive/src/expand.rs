//! The expansion: checked descriptions in, tokens out. Nothing here can fail.
//!
//! Generated code names the library through `::model_core::__private` and nothing else, and keeps what no program
//! names inside of `const _`. Items that programs do name stand at module level, with documentation of their own.

mod choices;
mod columns;
mod docs;
mod key;
mod model;
mod new;
mod patch;
mod proxy;
mod queryable;
mod values;

use proc_macro2::TokenStream;
use quote::quote;

use columns::Names;

pub(crate) use choices::choices;
pub(crate) use key::key;
pub(crate) use proxy::proxy;

/// Everything that `#[derive(Model)]` emits.
pub(crate) fn model(model: &crate::model::Model) -> TokenStream {
    let names = Names::of(model);
    let values = values::items(model, &names);
    let patch = patch::items(model, &names);
    let new = new::items(model, &names);
    let impls = [
        model::impls(model, &names),
        queryable::impls(model),
        values::impls(model, &names),
        patch::impls(model, &names),
        new::impls(model, &names),
    ];
    let anonymous = anonymous(&impls);
    quote! { #values #patch #new #anonymous }
}

/// A scope of our own around impls, in which `__model` and `diesel` mean what they should.
fn anonymous(impls: &[TokenStream]) -> TokenStream {
    quote! {
        const _: () = {
            use ::model_core::__private as __model;
            use __model::diesel;
            #(#impls)*
        };
    }
}
