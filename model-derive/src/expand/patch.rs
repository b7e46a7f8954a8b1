//! `ArticlePatch`.

use proc_macro2::TokenStream;
use quote::quote;

use super::columns::{self, Names};
use super::docs;
use super::inherit;
use super::pairs;
use super::values;
use crate::model::{Field, Model};

fn patched(model: &Model) -> impl Iterator<Item = (usize, &Field)> {
    model.written().filter(|(_, field)| field.is_patched())
}

/// How a patch sets a column. What is checked before it is written has to be a value.
fn kind(model: &Model, index: usize, field: &Field) -> TokenStream {
    let kind = field.kind();
    let kind = match values::unit(field) {
        Some(unit) => quote!(Counted<__model::#kind, #unit>),
        None => kind,
    };
    match model.relations.refers(index) || (field.is_checked() && !field.expressions) {
        true => quote!(__model::Judged<__model::#kind>),
        false => quote!(__model::#kind),
    }
}

pub(super) fn item(model: &Model, names: &Names) -> TokenStream {
    let vis = &model.vis;
    let Names { patch, values, .. } = names;
    let doc = match &model.extends {
        Some(_) => docs::child_patch(&model.name),
        None => docs::patch(&model.name),
    };
    let parent = inherit::patch_of_parent(model);
    let hidden = model.read_only.then(|| quote!(#[doc(hidden)] #[allow(dead_code)]));
    quote! {
        #hidden
        #[doc = #doc]
        #[must_use = "a patch does nothing until it is bound to a row and run"]
        #vis struct #patch<__Target = ::model_core::__private::Detached>(__Target, #values #parent);
    }
}

pub(super) fn methods(model: &Model, names: &Names) -> TokenStream {
    let (vis, ident) = (&model.vis, &model.name);
    let Names { patch, .. } = names;
    let method = inherit::patch_setter(model);
    let merged_parent = inherit::merged(model);
    let (target, start) = inherit::bound(model);
    let setters = setters(model);
    let pairs = pairs::patch_setters(model);
    let applied = model.extends.is_none().then(|| quote!(__model::applied_to!(#vis #ident, #patch);));
    let merged = patched(model).map(|(index, field)| {
        let (index, ident) = (columns::index(index), &field.ident);
        quote!(#index => #ident)
    });
    quote! {
        impl<__Target> #patch<__Target> {
            #setters
            #pairs
            #method
            /// Takes over every field that `other` sets.
            #vis fn with(mut self, __other: #patch) -> Self {
                __model::take_over!(self.1, __other.1, [#(#merged),*]);
                #merged_parent
                self
            }
        }
        impl #patch {
            /// An empty patch, not bound to a row yet.
            #vis fn new() -> Self {
                ::core::default::Default::default()
            }
            #applied
            /// Binds the patch to a row.
            #vis fn on(self, __row: &#ident) -> #patch<__model::ByKey<#target>> {
                #start::patch(__row).with(self)
            }
        }
    }
}

fn setters(model: &Model) -> TokenStream {
    let vis = &model.vis;
    let setters = patched(model).map(|(index, field)| {
        let Field { ident, setter, ty, .. } = field;
        let (column, kind, doc) = (columns::path(model, field), kind(model, index, field), docs::setter(field));
        let index = columns::index(index);
        quote!(__model::setter!(#doc #vis #setter(#index, #ident: #ty) as #kind, #column);)
    });
    quote!(#(#setters)*)
}

/// The patch of a read-only model: the filter of a proxy is written with its setters.
pub(super) fn of_read_only(model: &Model, names: &Names) -> TokenStream {
    let Names { patch, .. } = names;
    let (setters, impls) = (setters(model), impls(model, names));
    quote! {
        #[allow(dead_code)]
        impl<__Target> #patch<__Target> {
            #setters
        }
        #impls
    }
}

pub(super) fn impls(model: &Model, names: &Names) -> TokenStream {
    let ident = &model.ident;
    let Names { patch, values, .. } = names;
    let set = patched(model).map(|(index, _)| columns::index(index));
    if let Some((parent, member)) = inherit::named_parent(model) {
        let child = &model.name;
        return quote!(__model::child_patch!(#child, #patch, #values, #parent, #member, set: [#(#set),*]););
    }
    quote!(__model::patch!(#ident, #patch, #values, set: [#(#set),*]);)
}
