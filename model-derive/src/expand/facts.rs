//! What a form or a schema must know of a column: emitted only where there is something to know.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Type};

use super::columns;
use super::span::at;
use crate::model::{Field, Index, Model, OnInsert};
use crate::words::Role;

/// What follows the constant of a column.
pub(super) fn of(model: &Model, field: &Field) -> TokenStream {
    let Field { sql_type, sql_default, max_length, default, docs, .. } = field;
    let sized = max_length.as_ref().map(|length| quote!(.sized(#length)));
    let typed = sql_type.as_ref().map(|name| quote!(.typed(#name)));
    let defaulted = default.as_ref().map(|text| quote!(.defaulted(#text)));
    let sql_default = sql_default.as_ref().map(|text| quote!(.sql_default(#text)));
    let left_out = field.insert == OnInsert::Database && !field.is_by_database() && field.role != Role::Key;
    let left_out = left_out.then(|| quote!(.left_out()));
    let sent_as = field.sent_as();
    let sent_as = (!sent_as.is_empty()).then(|| quote!(.sent_as(&[#(#sent_as),*])));
    let hidden = field.hidden.then(|| quote!(.hidden()));
    let formats: Vec<_> = field.rules.iter().map(ToString::to_string).collect();
    let formats = (!formats.is_empty()).then(|| quote!(.formats(&[#(#formats),*])));
    let counting = field.epoch.map(|unit| {
        let unit = format_ident!("{}", format!("{unit:?}"));
        quote!(.counting(__model::EpochUnit::#unit))
    });
    let doc = text(docs);
    let doc = (!doc.is_empty()).then(|| quote!(.doc(#doc)));
    let (refers, choices) = (refers(model, field), choices(model, field));
    let in_part = refers_in_part(model, field);
    quote! {
        #typed #sized #choices #refers #in_part #defaulted #sql_default #left_out #sent_as #hidden #formats #counting
        #doc
    }
}

/// The model that a foreign key refers to.
fn refers(model: &Model, field: &Field) -> Option<TokenStream> {
    let is_this = |index: usize| std::ptr::eq(&model.fields[index], field);
    let relation =
        model.relations.parents.iter().find(|relation| matches!(relation.fields[..], [only] if is_this(only)))?;
    let (parent, here) = (&relation.ty, at(&relation.parent));
    Some(quote_spanned!(here=> .refers(__model::meta_of!(#parent))))
}

/// Whether a foreign key of several columns has this one.
fn refers_in_part(model: &Model, field: &Field) -> Option<TokenStream> {
    let keyed = model.relations.parents.iter().filter(|relation| relation.fields.len() > 1);
    let is_this = |index: &usize| std::ptr::eq(&model.fields[*index], field);
    keyed.flat_map(|relation| &relation.fields).any(is_this).then(|| quote!(.refers_in_part()))
}

/// The choices of the field's type, if it has any: the compiler knows that, and a macro does not. The types that never
/// have choices are left out by their names.
fn choices(model: &Model, field: &Field) -> Option<TokenStream> {
    let ty = own_type(model, field)?;
    Some(quote!(.choices(__model::choices_of!(#ty))))
}

/// Whether the type says that its values are secret, which a macro does not know either.
pub(super) fn is_secret(model: &Model, field: &Field) -> Option<TokenStream> {
    let ty = own_type(model, field)?;
    Some(quote!(__model::is_secret!(#ty)))
}

/// The type of a plain field, if its name does not say what it is.
fn own_type<'f>(model: &Model, field: &'f Field) -> Option<&'f Type> {
    let ty = field.nullable.as_ref().unwrap_or(&field.ty);
    let is_reference = model
        .relations
        .parents
        .iter()
        .flat_map(|relation| &relation.fields)
        .any(|at| std::ptr::eq(&model.fields[*at], field))
        || model.relations.generic.iter().any(|index| std::ptr::eq(&model.fields[*index], field));
    if field.role != Role::Plain || is_reference || is_plain(nullable_as_written(field)) {
        return None;
    }
    Some(ty)
}

/// The type as it is written, without the `Option` around it.
fn nullable_as_written(field: &Field) -> Type {
    crate::model::nullable(&field.written).unwrap_or_else(|| field.written.clone())
}

fn is_plain(ty: Type) -> bool {
    const PLAIN: &[&str] = &[
        "bool",
        "i8",
        "i16",
        "i32",
        "i64",
        "u8",
        "u16",
        "u32",
        "u64",
        "f32",
        "f64",
        "String",
        "Uuid",
        "Vec",
        "DateTime",
        "NaiveDateTime",
        "NaiveDate",
        "NaiveTime",
        "Value",
        "BigDecimal",
    ];
    let Type::Path(path) = ty else { return true };
    path.path.segments.last().is_some_and(|last| PLAIN.contains(&&*last.ident.to_string()))
}

pub(super) fn index(index: &Index) -> TokenStream {
    let Index { fields, name } = index;
    let fields = fields.iter().copied().map(columns::index);
    quote!(__model::Index::of(&[#(#fields),*], #name))
}

/// The lines of a documentation comment.
pub(super) fn text(docs: &[Attribute]) -> String {
    let line = |attr: &Attribute| match &attr.meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    };
    docs.iter().filter_map(line).collect::<Vec<_>>().join("\n").trim().to_owned()
}
