//! `#[derive(Key)]`: a newtype over a type that a key column can have.

use proc_macro2::Ident;
use syn::{Data, DeriveInput, Field, Fields, GenericParam, Generics, PathArguments, PathSegment, Type, Visibility};

use crate::attr::keys::{self, Attempts};
use crate::ctxt::Ctxt;
use crate::symbol::KeyKey;

/// A struct with `#[derive(Key)]`.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) inner: Type,
    pub(crate) kind: KeyKind,
    /// Whether there is a `PhantomData` behind the value.
    pub(crate) has_marker: bool,
    pub(crate) no_display: bool,
    pub(crate) no_from: bool,
}

/// What the key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    Uuid,
    /// Another type that the library knows as a key.
    Known,
    Bytes,
    /// A type that says by its traits how it is printed, read and stored.
    Other,
}

/// The types that the library knows, by the last name of their path.
const KNOWN: [&str; 9] =
    ["i64", "i32", "String", "i16", "bool", "NaiveDate", "NaiveDateTime", "DateTime", "BigDecimal"];

/// The well-known types that no key column has.
const REFUSED: [&str; 15] =
    ["f32", "f64", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i128", "isize", "char", "str", "Option", "Box"];

impl Key {
    /// The key that the tokens describe, or every mistake in them.
    pub(crate) fn parse(input: &DeriveInput) -> syn::Result<Self> {
        let cx = Ctxt::new();
        let lifetime = input.generics.params.iter().find(|param| matches!(param, GenericParam::Lifetime(_)));
        if let Some(lifetime) = lifetime {
            cx.error(lifetime, format!("a key is a value of its own: `{}` cannot borrow", input.ident));
            // Its name would be the next error, in the type of the field.
            return cx.finish(None);
        }
        let (no_display, no_from) = options(&cx, input);
        let key = value(&cx, input).and_then(|(inner, has_marker)| {
            let (vis, ident, generics) = (input.vis.clone(), input.ident.clone(), input.generics.clone());
            let kind = kind(&cx, inner)?;
            Some(Self { vis, ident, generics, inner: inner.clone(), kind, has_marker, no_display, no_from })
        });
        cx.finish(key)
    }
}

/// Whether `Display` and `FromStr`, and the conversions, are left out.
fn options(cx: &Ctxt, input: &DeriveInput) -> (bool, bool) {
    let (mut attempts, mut left_out) = (Attempts::none(), (false, false));
    for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("model")) {
        for entry in keys::of_attribute(cx, attr, &mut attempts) {
            match entry.key {
                KeyKey::Crate => {
                    entry.library(cx);
                }
                KeyKey::NoDisplay => left_out.0 = entry.flag(cx).is_some(),
                KeyKey::NoFrom => left_out.1 = entry.flag(cx).is_some(),
            }
        }
    }
    left_out
}

/// The type of the value, and whether a `PhantomData` follows it.
fn value<'a>(cx: &Ctxt, input: &'a DeriveInput) -> Option<(&'a Type, bool)> {
    if let Data::Struct(data) = &input.data
        && let Fields::Unnamed(fields) = &data.fields
    {
        let fields: Vec<&Field> = fields.unnamed.iter().collect();
        match fields.as_slice() {
            [field] => return Some((&field.ty, false)),
            [field, marker] if last(&marker.ty).is_some_and(|last| last.ident == "PhantomData") => {
                return Some((&field.ty, true));
            }
            _ => {}
        }
    }
    let ident = &input.ident;
    cx.error(ident, format!("a key must be a tuple struct with one field: write `struct {ident}(Uuid);`"));
    None
}

/// The last name of a path.
fn last(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        Type::Group(group) => last(&group.elem),
        _ => None,
    }
}

fn kind(cx: &Ctxt, ty: &Type) -> Option<KeyKind> {
    let kind = last(ty).and_then(|last| {
        let name = last.ident.to_string();
        match &*name {
            "Uuid" => Some(KeyKind::Uuid),
            "Vec" => is_of_bytes(last).then_some(KeyKind::Bytes),
            known if KNOWN.contains(&known) => Some(KeyKind::Known),
            refused if REFUSED.contains(&refused) => None,
            _ => Some(KeyKind::Other),
        }
    });
    if kind.is_none() {
        cx.error(
            ty,
            "a key cannot have this type: use `Uuid`, `i64`, `i32`, `String`, `Vec<u8>`, or a type with `Display`, \
             `FromStr` and the traits of Diesel",
        );
    }
    kind
}

/// Whether the arguments of `Vec` are `<u8>`.
fn is_of_bytes(vec: &PathSegment) -> bool {
    let PathArguments::AngleBracketed(arguments) = &vec.arguments else { return false };
    let arguments = &arguments.args;
    arguments.len() == 1 && arguments.first().is_some_and(|argument| *argument == syn::parse_quote!(u8))
}
