//! The columns of a struct, those of its bases among its own.

use std::ops::Range;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Expr, Field, Type, parse_quote, parse_quote_spanned};

use super::columns::{Columns, Hooked};
use super::marks::{input, is_base, named, word, write_only};

/// The struct with one field for each column.
#[derive(Debug)]
pub(crate) struct Flat {
    pub(crate) columns: Vec<Column>,
    /// The columns that are in no field of the struct, because they are never read.
    pub(crate) write_only: Vec<Column>,
    pub(crate) members: Vec<Member>,
}

/// One column, as a field.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) field: Field,
    /// The base that it comes from.
    pub(crate) origin: Option<Origin>,
}

/// Where a column of a base comes from.
#[derive(Debug)]
pub(crate) struct Origin {
    /// The base, as it is written in the struct.
    pub(crate) base: Type,
    /// The path from the struct to the value: `stamps`, `created_at`.
    pub(crate) path: Vec<Ident>,
    /// The place among the columns of the base.
    pub(crate) index: usize,
}

/// A field of the struct as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Member {
    Column(usize),
    Base {
        ident: Ident,
        ty: Box<Type>,
        columns: Range<usize>,
        /// The bases with hooks that it includes.
        hooked: Vec<Hooked>,
    },
}

impl Flat {
    /// The struct with the columns of these bases, in the order of its fields.
    pub(crate) fn of(input: &DeriveInput, bases: &[Columns]) -> Self {
        let unread = write_only(input).into_iter().map(|field| Column { field, origin: None });
        let mut flat = Self { columns: Vec::new(), write_only: unread.collect(), members: Vec::new() };
        let mut bases = bases.iter();
        for field in named(input) {
            match (&field.ident, is_base(field)) {
                (Some(ident), true) => flat.embed(ident, field, bases.next()),
                _ => {
                    flat.members.push(Member::Column(flat.columns.len()));
                    flat.columns.push(Column { field: field.clone(), origin: None });
                }
            }
        }
        flat
    }

    fn embed(&mut self, ident: &Ident, member: &Field, columns: Option<&Columns>) {
        let (base, input) = (&member.ty, input(member));
        let first = self.columns.len();
        let Columns { hooked, columns, broken: _ } = columns.map(|columns| columns.at(base)).unwrap_or_default();
        let path = |rest| std::iter::once(ident.clone()).chain(rest).collect::<Vec<_>>();
        for (index, (rest, field)) in columns.into_iter().enumerate() {
            let mut field = field;
            // The struct has the last word.
            field.attrs.extend(input.iter().map(|input| parse_quote!(#[model(input = #input)])));
            self.columns.push(Column { field, origin: Some(Origin { base: base.clone(), path: path(rest), index }) });
        }
        let hooked = hooked.into_iter().map(|hooked| Hooked {
            path: path(hooked.path),
            columns: first + hooked.columns.start..first + hooked.columns.end,
        });
        self.members.push(Member::Base {
            ident: ident.clone(),
            ty: Box::new(base.clone()),
            columns: first..self.columns.len(),
            hooked: hooked.collect(),
        });
    }
}

impl Column {
    /// The path from the struct to the value.
    pub(crate) fn path(&self) -> Vec<Ident> {
        match &self.origin {
            Some(origin) => origin.path.clone(),
            None => self.field.ident.iter().cloned().collect(),
        }
    }
}

impl Member {
    /// The bases with hooks that it includes, each with the type of the field.
    pub(crate) fn hooked(&self) -> impl Iterator<Item = (&Type, usize, &Hooked)> {
        let (ty, hooked) = match self {
            Self::Base { ty, hooked, .. } => (Some(&**ty), &hooked[..]),
            Self::Column(_) => (None, &[][..]),
        };
        ty.into_iter().flat_map(move |ty| hooked.iter().enumerate().map(move |(at, hooked)| (ty, at, hooked)))
    }
}

/// What the base defines in its own scope is reached through its type: the names in it cannot be resolved anywhere
/// else.
impl Origin {
    pub(crate) fn ty(&self) -> Type {
        let (base, index) = (&self.base, self.index());
        parse_quote_spanned!(self.span()=> <#base as ::model_core::__private::BaseField<#index>>::Type)
    }

    /// The `T` of a field that is an `Option<T>`.
    pub(crate) fn value(&self) -> Type {
        let (base, index) = (&self.base, self.index());
        parse_quote_spanned!(self.span()=> <#base as ::model_core::__private::BaseField<#index>>::Value)
    }

    pub(crate) fn default(&self) -> Expr {
        let (base, index) = (&self.base, self.index());
        parse_quote_spanned!(self.span()=> <#base as ::model_core::__private::BaseDefault<#index>>::value())
    }

    /// The function of the checks.
    pub(crate) fn check(&self) -> TokenStream {
        let (base, index) = (&self.base, self.index());
        quote_spanned!(self.span()=> <#base as ::model_core::__private::BaseCheck<#index>>::check)
    }

    pub(crate) fn parent(&self) -> TokenStream {
        let (base, index) = (&self.base, self.index());
        quote_spanned!(self.span()=> <#base as ::model_core::__private::BaseParent<#index>>::Parent)
    }

    /// The default scope, as a type.
    pub(crate) fn scope(&self) -> TokenStream {
        let (base, index) = (&self.base, self.index());
        quote_spanned!(self.span()=> <#base as ::model_core::__private::BaseScope<#index>>::Scope)
    }

    /// The base and the field that holds it, for a message.
    pub(crate) fn described(&self) -> String {
        let base = word(&self.base).map(ToString::to_string).unwrap_or_default();
        let member = self.path.first().map(ToString::to_string).unwrap_or_default();
        format!("the base `{base}` (field `{member}`)")
    }

    fn index(&self) -> Literal {
        Literal::usize_unsuffixed(self.index)
    }

    fn span(&self) -> Span {
        self.base.span().resolved_at(Span::call_site())
    }
}
