//! How a struct gets the columns of the bases that it embeds.
//! A derive sees only one struct. So the derive of a base also defines a macro with the name of the struct, which
//! carries its columns: `Timestamps! { .. }` passes them to `embed!`, together with its input. The derive of a struct
//! with bases calls the macro of the first base with the struct as input; `embed!` calls that of the next, and after
//! the last one continues as the derive of a struct without bases does.

use proc_macro2::{Group, Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Field, Path, PathArguments, Type};

use crate::attr::field::of_base;
use crate::ctxt::Ctxt;
use crate::embed::{Columns, is_base, named};
use crate::library::Library;

/// A derive on its way through the bases of its struct.
pub(crate) struct Relay {
    pub(crate) derive: Derive,
    pub(crate) input: DeriveInput,
    /// The columns of the bases so far.
    pub(crate) bases: Vec<Columns>,
}

/// The derive that needs the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Derive {
    Model,
    Base,
}

/// The next step.
pub(crate) enum Next {
    /// The columns of every base are here.
    Done,
    /// Call the macro of this base.
    Ask(TokenStream),
}

impl Relay {
    /// The check that each base is one, next to the first call: for a struct that is not a base, the compiler would
    /// only report that there is no macro with its name.
    pub(crate) fn asserted(&self) -> TokenStream {
        if !self.bases.is_empty() || self.derive == Derive::Base {
            return TokenStream::new();
        }
        let bases = named(&self.input).filter(|field| is_base(field)).map(|field| {
            let ty = &field.ty;
            let here = ty.span().resolved_at(Span::call_site());
            quote_spanned!(here=> const _: () = ::model_core::__private::is_base::<#ty>();)
        });
        bases.collect()
    }

    /// The first step, in the derive itself.
    pub(crate) fn start(derive: Derive, input: DeriveInput) -> Self {
        Self { derive, input, bases: Vec::new() }
    }

    /// The next step, or every mistake in how the struct names its bases.
    pub(crate) fn next(&self) -> syn::Result<Next> {
        let cx = Ctxt::new();
        let macros: Vec<_> =
            named(&self.input).filter(|field| is_base(field)).filter_map(|field| base_macro(&cx, field)).collect();
        cx.finish(Some(()))?;
        Ok(macros.get(self.bases.len()).map_or(Next::Done, |base| Next::Ask(self.question(base))))
    }

    /// The first base whose derive failed.
    pub(crate) fn broken_base(&self) -> Option<&Type> {
        let mut bases = named(&self.input).filter(|field| is_base(field)).zip(&self.bases);
        bases.find(|(_, columns)| columns.broken).map(|(field, _)| &field.ty)
    }

    fn question(&self, base: &Path) -> TokenStream {
        let Self { derive, input, bases } = self;
        let derive = match derive {
            Derive::Model => quote!(Model),
            Derive::Base => quote!(Base),
        };
        let library = Library::of(&input.attrs);
        let library = library.as_ref().map(Library::path).map(|path| quote!([#path]));
        quote!(#base! { #library { #derive } { #input } #({ #bases })* })
    }
}

/// The macro of a base, which has the path of the struct.
fn base_macro(cx: &Ctxt, field: &Field) -> Option<Path> {
    of_base(cx, field);
    let mut ty = &field.ty;
    while let Type::Group(group) = ty {
        ty = &group.elem;
    }
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            let mut path = path.path.clone();
            path.segments.iter_mut().for_each(|segment| segment.arguments = PathArguments::None);
            Some(path)
        }
        _ => {
            cx.error(
                &field.ty,
                "a base must be a struct with `#[derive(Base)]`: write its name, as in `stamps: Timestamps`",
            );
            None
        }
    }
}

/// What the macro of a base passes on: its columns, and its own input.
impl Parse for Relay {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let columns: Group = input.parse()?;
        let called = || {
            syn::Error::new(
                input.span(),
                "this macro is only for generated code: to embed the base, write `#[model(base)]` on a field of its \
                 type",
            )
        };
        let derive: Group = input.parse().map_err(|_| called())?;
        let derive = syn::parse2(derive.stream()).map_err(|_| called())?;
        let item: Group = input.parse().map_err(|_| called())?;
        let mut bases = Vec::new();
        while !input.is_empty() {
            bases.push(syn::parse2(input.parse::<Group>()?.stream())?);
        }
        bases.push(syn::parse2(columns.stream())?);
        Ok(Self { derive, input: syn::parse2(item.stream())?, bases })
    }
}

impl Parse for Derive {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let word = input.call(Ident::parse_any)?;
        match word {
            word if word == "Model" => Ok(Self::Model),
            word if word == "Base" => Ok(Self::Base),
            word => Err(syn::Error::new(word.span(), "expected `Model` or `Base`")),
        }
    }
}
