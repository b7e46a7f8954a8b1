//! Splits a struct that extends a model into the row of the parent and the columns of its own table, which are a model
//! like any other.

use std::borrow::Cow;

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::spanned::Spanned as _;
use syn::{Attribute, Data, DeriveInput, Field, Fields, Path, Type, parse_quote_spanned};

use crate::attr::field::{FieldOptions, of_parent};
use crate::ctxt::Ctxt;
use crate::embed::{is_parent, named};

/// The name of the relation from the columns of the child to the row of its parent. No user can write it.
const RELATION: &str = "__parent";

/// The model that a struct extends, and the field that holds its row.
#[derive(Debug)]
pub(crate) struct Extends {
    pub(crate) parent: Path,
    pub(crate) member: Ident,
    pub(crate) docs: Vec<Attribute>,
}

/// Replaces the field of the parent's row by the shared key. A struct without such a field stays as it is. `None`, with
/// an error, if the type of the field is not a path.
pub(crate) fn take_parent<'i>(cx: &Ctxt, input: &'i DeriveInput) -> Option<(Cow<'i, DeriveInput>, Option<Extends>)> {
    let mut marked = named(input).enumerate().filter(|(_, field)| is_parent(field));
    let Some((at, first)) = marked.next() else {
        return Some((Cow::Borrowed(input), None));
    };
    for (_, second) in marked {
        cx.error(
            &second.ident,
            "a model can extend only one other, and a field before this one holds its row: remove one of the two",
        );
    }
    of_parent(cx, first);
    let (Some(parent), Some(member)) = (path(&first.ty), first.ident.clone()) else {
        cx.error(
            &first.ty,
            "the type of a parent field must be a model: write its name, as in `method: PaymentMethod`",
        );
        return None;
    };
    for own in named(input).filter(|field| field.ident.as_ref().is_some_and(|ident| ident == "id")) {
        let (ident, parent) = (&input.ident, parent.segments.last().map(|last| last.ident.to_string()));
        let parent = parent.unwrap_or_default();
        cx.error(
            &own.ident,
            format!("`{ident}` shares the key of its `{parent}`: remove this field, and call `key()`"),
        );
    }
    let docs = first.attrs.iter().filter(|attr| attr.path().is_ident("doc")).cloned().collect();
    let key = shared_key(first, &parent);
    let mut child = input.clone();
    if let Data::Struct(data) = &mut child.data
        && let Fields::Named(fields) = &mut data.fields
    {
        let wanted = |field: &Field| !is_parent(field) && field.ident.as_ref().is_some_and(|ident| ident != "id");
        let all = std::mem::take(&mut fields.named).into_iter().enumerate();
        let kept = all.filter_map(|(index, field)| match index == at {
            true => Some(key.clone()),
            false => wanted(&field).then_some(field),
        });
        fields.named = kept.collect();
    }
    Some((Cow::Owned(child), Some(Extends { parent, member, docs })))
}

/// The key of the child, which is that of its parent and refers to it.
fn shared_key(field: &Field, parent: &Path) -> Field {
    let here = parent.span().resolved_at(Span::call_site());
    let column = field.attrs.iter().filter(|attr| attr.path().is_ident("diesel"));
    let (vis, relation) = (&field.vis, format_ident!("{}", RELATION));
    parse_quote_spanned! {here=>
        #[model(primary_key, belongs_to(#parent, name = #relation, with_deleted))]
        #(#column)*
        #vis id: <#parent as ::model_core::__private::Model>::Key
    }
}

/// Whether a field is the key that a child shares with its parent.
pub(crate) fn shares_key(field: &FieldOptions<'_>) -> bool {
    let relation = field.belongs_to.as_ref().and_then(|option| option.name.as_ref());
    relation.is_some_and(|name| name == RELATION)
}

fn path(ty: &Type) -> Option<Path> {
    match ty {
        Type::Path(path) if path.qself.is_none() => Some(path.path.clone()),
        Type::Group(group) => path(&group.elem),
        Type::Paren(paren) => path(&paren.elem),
        _ => None,
    }
}
