//! `#[derive(Key)]`: a newtype over one of the types that a key column can have.

use proc_macro2::Ident;
use syn::{Data, DeriveInput, Fields, Type, Visibility};

use crate::ctxt::Ctxt;
use crate::library;
use crate::symbol;

/// A struct with `#[derive(Key)]`.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) inner: Type,
    pub(crate) kind: KeyKind,
}

/// What the key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    Uuid,
    I64,
    I32,
    Text,
}

impl KeyKind {
    const ALL: [Self; 4] = [Self::Uuid, Self::I64, Self::I32, Self::Text];

    fn type_name(self) -> &'static str {
        match self {
            Self::Uuid => "Uuid",
            Self::I64 => "i64",
            Self::I32 => "i32",
            Self::Text => "String",
        }
    }
}

impl Key {
    /// The key that the tokens describe, or every mistake in them.
    pub(crate) fn parse(input: &DeriveInput) -> syn::Result<Self> {
        let cx = Ctxt::new();
        if !input.generics.params.is_empty() {
            cx.error(
                &input.generics.params,
                format!("a key is one plain value: `{}` cannot have lifetimes or type parameters", input.ident),
            );
            // Their names would be the next error, in the type of the field.
            return cx.finish(None);
        }
        library::check(&cx, &input.attrs);
        let key = inner(&cx, input).and_then(|inner| {
            let kind = kind(&cx, inner)?;
            Some(Self { vis: input.vis.clone(), ident: input.ident.clone(), inner: inner.clone(), kind })
        });
        cx.finish(key)
    }
}

fn inner<'a>(cx: &Ctxt, input: &'a DeriveInput) -> Option<&'a Type> {
    if let Data::Struct(data) = &input.data
        && let Fields::Unnamed(fields) = &data.fields
        && let (Some(field), 1) = (fields.unnamed.first(), fields.unnamed.len())
    {
        return Some(&field.ty);
    }
    let ident = &input.ident;
    cx.error(ident, format!("a key must be a tuple struct with one field: write `struct {ident}(Uuid);`"));
    None
}

fn kind(cx: &Ctxt, ty: &Type) -> Option<KeyKind> {
    let kind = match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last().and_then(|segment| {
            let matches = |kind: &KeyKind| segment.arguments.is_none() && segment.ident == kind.type_name();
            KeyKind::ALL.into_iter().find(matches)
        }),
        Type::Group(group) => return kind(cx, &group.elem),
        _ => None,
    };
    if kind.is_none() {
        let types = symbol::listed(KeyKind::ALL.map(KeyKind::type_name));
        cx.error(
            ty,
            format!(
                "a key cannot have this type: use one of {types} (not an alias, because a macro cannot look behind it)"
            ),
        );
    }
    kind
}
