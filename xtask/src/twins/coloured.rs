//! Which items take the connection, and so have a twin.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::visit::Visit;
use syn::{FnArg, GenericParam, Generics, ImplItem, Item, Signature, TraitItem, Type};

use super::source::{Crate, Place};
use crate::layers::source::name as name_of;

/// The items with a twin, and the methods of types that have one.
#[derive(Default)]
pub(super) struct Coloured {
    items: BTreeSet<(Place, String)>,
    /// Methods of types: a call of one of them is a call of a method with another name.
    methods: BTreeSet<String>,
    /// Methods of traits: a call of one of them keeps its name.
    trait_methods: BTreeSet<String>,
}

impl Coloured {
    /// Finds them all. `left_out` names modules whose twins are handwritten, and traits that need none.
    pub(super) fn find(sources: &Crate, left_out: impl Fn(&Place, &str) -> bool) -> Self {
        let mut found = Self::default();
        for (place, module) in &sources.modules {
            for item in &module.items {
                let Some(name) = name_of(item) else { continue };
                if !left_out(place, &name) && takes_connection_itself(item) {
                    found.items.insert((place.clone(), name));
                }
            }
        }
        // A trait or an alias whose bounds name one of them is one as well.
        loop {
            let mut more = Vec::new();
            for (place, module) in &sources.modules {
                for item in &module.items {
                    let Some(name) = name_of(item) else { continue };
                    let known = found.items.contains(&(place.clone(), name.clone()));
                    if !known && !left_out(place, &name) && found.names_one(sources, place, item) {
                        more.push((place.clone(), name));
                    }
                }
            }
            if more.is_empty() {
                break;
            }
            found.items.extend(more);
        }
        for module in sources.modules.values() {
            for item in &module.items {
                found.collect_methods(item);
            }
        }
        found
    }

    pub(super) fn has(&self, place: &Place, name: &str) -> bool {
        self.items.contains(&(place.clone(), name.to_owned()))
    }

    pub(super) fn is_method(&self, name: &str) -> bool {
        self.methods.contains(name)
    }

    /// Methods whose calls cannot be told apart by their names.
    pub(super) fn ambiguous(&self) -> impl Iterator<Item = &String> {
        self.methods.intersection(&self.trait_methods)
    }

    /// Whether a trait or an alias names one of the items in its bounds or its target.
    fn names_one(&self, sources: &Crate, place: &Place, item: &Item) -> bool {
        let mut paths = Paths::default();
        match item {
            Item::Trait(item) => {
                item.supertraits.iter().for_each(|bound| paths.visit_type_param_bound(bound));
                for inner in &item.items {
                    if let TraitItem::Type(inner) = inner {
                        inner.bounds.iter().for_each(|bound| paths.visit_type_param_bound(bound));
                    }
                }
            }
            Item::Type(item) => paths.visit_type(&item.ty),
            _ => return false,
        }
        paths.0.iter().any(|path| sources.resolve(place, path).is_some_and(|to| self.has(&to.place, &to.name)))
    }

    fn collect_methods(&mut self, item: &Item) {
        match item {
            Item::Impl(item) => {
                for inner in &item.items {
                    let ImplItem::Fn(inner) = inner else { continue };
                    if !takes_connection(&inner.sig) {
                        continue;
                    }
                    // A function without `self` is not called like a method.
                    match (&item.trait_, inner.sig.receiver()) {
                        (Some(_), None) => false,
                        (Some(_), Some(_)) => self.trait_methods.insert(inner.sig.ident.to_string()),
                        (None, _) => self.methods.insert(inner.sig.ident.to_string()),
                    };
                }
            }
            Item::Trait(item) => {
                for inner in &item.items {
                    if let TraitItem::Fn(inner) = inner
                        && takes_connection(&inner.sig)
                        && inner.sig.receiver().is_some()
                    {
                        self.trait_methods.insert(inner.sig.ident.to_string());
                    }
                }
            }
            _ => {}
        }
    }
}

/// The paths in a type or a bound.
#[derive(Default)]
struct Paths(Vec<Vec<String>>);

impl<'ast> Visit<'ast> for Paths {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        syn::visit::visit_path(self, path);
    }
}

fn takes_connection_itself(item: &Item) -> bool {
    match item {
        Item::Fn(item) => takes_connection(&item.sig),
        Item::Trait(item) => {
            has_connection(&item.generics)
                || item.supertraits.to_token_stream().to_string().contains("LoadConnection")
                || item.items.iter().any(|inner| matches!(inner, TraitItem::Fn(inner) if takes_connection(&inner.sig)))
        }
        Item::Type(item) => has_connection(&item.generics),
        _ => false,
    }
}

/// Whether `Conn` is among the parameters.
fn has_connection(generics: &Generics) -> bool {
    generics.params.iter().any(|param| matches!(param, GenericParam::Type(param) if param.ident == "Conn"))
}

/// Whether a function takes the connection, or the context of a hook. A function that only stores the connection in
/// its result does not wait for anything.
pub(super) fn takes_connection(signature: &Signature) -> bool {
    signature.inputs.iter().any(|input| match input {
        FnArg::Receiver(_) => false,
        FnArg::Typed(input) => match &*input.ty {
            Type::Reference(reference) if reference.mutability.is_some() => match &*reference.elem {
                Type::Path(path) => {
                    path.path.segments.last().is_some_and(|last| last.ident == "Conn" || last.ident == "Context")
                }
                _ => false,
            },
            _ => false,
        },
    }) && signature.ident != "new"
        && !takes_closure(signature)
}

/// Whether a function takes a closure that gets the connection. The body of the closure is inlined at the call.
fn takes_closure(signature: &Signature) -> bool {
    signature.inputs.iter().any(|input| {
        let text = input.to_token_stream().to_string();
        text.contains("FnOnce (& mut Conn") || text.contains("FnMut (& mut Conn")
    })
}
