//! Each derive as a pipeline: attributes are read into spanned options (`attr`), the options become a checked
//! description (`model`, `check`), and the expansion sees nothing but that (`expand`).
//!
//! Every mistake is collected on the way, so all of them are reported at once, each under the word that is wrong.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, ItemImpl};

use crate::attr::model::Options;
use crate::base::Base;
use crate::choices::Choices;
use crate::ctxt::Ctxt;
use crate::embed::{Columns, Flat};
use crate::fallback::Broken;
use crate::generic::GenericRef;
use crate::key::Key;
use crate::library::Library;
use crate::model::{self, Model};
use crate::proxy::Proxy;
use crate::relay::{Derive, Next, Relay};
use crate::scopes::Scopes;
use crate::{check, expand, fallback};

/// The model that the tokens describe, or every mistake in them.
pub(crate) fn checked_model(input: &DeriveInput, bases: &[Columns]) -> syn::Result<Model> {
    let cx = Ctxt::new();
    let model = model::take_parent(&cx, input).and_then(|(input, parent)| {
        let flat = Flat::of(&input, bases);
        let options = Options::parse(&cx, &input, &flat)?;
        let model = Model::resolve(&cx, &options);
        check::model(&cx, &options, &model, parent.as_ref());
        Some(model.extending(parent))
    });
    cx.finish(model)
}

/// The base that the tokens describe, or every mistake in them.
pub(crate) fn checked_base(input: &DeriveInput, bases: &[Columns]) -> syn::Result<Base> {
    let cx = Ctxt::new();
    let flat = Flat::of(input, bases);
    let base = Options::of_base(&cx, input, &flat).map(|options| {
        let base = Base::resolve(&cx, &options, &flat);
        check::base(&cx, &options, &base);
        base
    });
    cx.finish(base)
}

/// What a derive emits that embeds bases: everything once the columns of all of them are known, until then the question
/// to the next. The site tells bases of one name in one crate apart.
pub(crate) fn embedding(relay: &Relay, site: &str) -> TokenStream {
    let Relay { derive, input, bases } = relay;
    let expansion = match (derive, relay.next()) {
        (_, Ok(Next::Ask(question))) => {
            let asserted = relay.asserted();
            quote!(#asserted #question)
        }
        (Derive::Model, next) => {
            let model = next
                .map_err(Broken::by)
                .and_then(|_| whole(relay))
                .and_then(|()| checked_model(input, bases).map_err(Broken::by));
            model.map_or_else(|broken| fallback::model(input, broken), |model| expand::model(&model))
        }
        (Derive::Base, next) => {
            let base = next
                .map_err(Broken::by)
                .and_then(|_| whole(relay))
                .and_then(|()| checked_base(input, bases).map_err(Broken::by));
            base.map_or_else(|broken| fallback::base(input, broken, site), |base| expand::base(&base, site))
        }
    };
    placed(Library::of(&input.attrs), expansion)
}

/// The expansion, with the path of the library that the user has named.
fn placed(library: Option<Library>, expansion: TokenStream) -> TokenStream {
    match library {
        Some(library) => library.put_into(expansion),
        None => expansion,
    }
}

/// Nothing is said about a struct with a base that has a mistake: what is reported there is enough.
fn whole(relay: &Relay) -> Result<(), Broken> {
    relay.broken_base().map_or(Ok(()), |base| Err(Broken::with(base)))
}

pub(crate) fn key(input: &DeriveInput) -> TokenStream {
    let expansion = match Key::parse(input) {
        Ok(key) => expand::key(&key),
        Err(error) => fallback::key(input, Broken::by(error)),
    };
    placed(Library::of(&input.attrs), expansion)
}

pub(crate) fn choices(input: &DeriveInput) -> TokenStream {
    let expansion = match Choices::parse(input) {
        Ok(choices) => expand::choices(&choices),
        Err(error) => fallback::choices(input, Broken::by(error)),
    };
    placed(Library::of(&input.attrs), expansion)
}

pub(crate) fn generic_ref(input: &DeriveInput) -> TokenStream {
    let expansion = match GenericRef::parse(input) {
        Ok(reference) => expand::generic(&reference),
        Err(error) => fallback::generic(input, Broken::by(error)),
    };
    placed(Library::of(&input.attrs), expansion)
}

pub(crate) fn proxy(input: &DeriveInput) -> TokenStream {
    let expansion = match Proxy::parse(input) {
        Ok(proxy) => expand::proxy(&proxy),
        Err(error) => fallback::proxy(input, Broken::by(error)),
    };
    placed(Library::of(&input.attrs), expansion)
}

/// The trait next to the `impl`, which stays as it is written.
pub(crate) fn scopes(options: &TokenStream, item: &ItemImpl) -> TokenStream {
    let expansion = match Scopes::parse(options, item) {
        Ok(scopes) => expand::scopes(&scopes),
        Err(error) => fallback::scopes(options, item, Broken::by(error)),
    };
    placed(Library::in_list(options.clone()), expansion)
}
