//! Inert items next to an error, so that one mistake in an attribute stays one error.
//!
//! Without them every use of `NewArticle` and `Article::objects()` in the program would be an error too, and hide the
//! one that matters.

mod written;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{DeriveInput, FnArg, ImplItem, ItemImpl, Type, parse_quote};

use crate::embed::Columns;
use crate::expand;
use crate::scopes::Given;

/// What is wrong: a type that the compiler has reported, and the errors that are not in it.
pub(crate) struct Broken {
    ty: TokenStream,
    rest: TokenStream,
}

impl Broken {
    /// By mistakes in its own attributes.
    pub(crate) fn by(error: syn::Error) -> Self {
        let mut errors: Vec<_> = error.into_iter().map(|error| error.to_compile_error()).collect();
        let last = errors.pop();
        // In the length of an array, because a `compile_error!` as a type becomes `()`, whose missing methods the
        // compiler does report.
        Self { ty: quote!([(); { #last 0 }]), rest: quote!(#(#errors)*) }
    }

    /// By a base that has mistakes.
    pub(crate) fn with(base: &Type) -> Self {
        Self { ty: quote!(<#base as ::model_core::__private::Base>::Row), rest: TokenStream::new() }
    }
}

/// The errors, the items that a program names, and all impls of a model.
/// The last error is written inside a type, which takes the place of every type that the model would name: the compiler
/// has then already reported it, and is silent about everything that has it in it.
pub(crate) fn model(input: &DeriveInput, broken: Broken) -> TokenStream {
    let DeriveInput { vis, ident, generics, .. } = input;
    let Broken { ty: broken, rest } = broken;
    let new = format_ident!("New{}", ident);
    let patch = format_ident!("{}Patch", ident);
    let items = quote! {
        #rest
        #[doc(hidden)]
        #[allow(dead_code)]
        #vis type #new = #broken;
    };
    // A model has neither lifetimes nor type parameters, so the rest of a program hardly uses this one. And no struct
    // that stays in one thread can be a model: the compiler would report each impl.
    if written::stays_in_one_thread(input) || !generics.params.is_empty() {
        let verbs =
            generics.params.is_empty().then(|| quote!(::model_core::__private::broken_model!(thread #ident, #new);));
        return quote!(#items #[doc(hidden)] #[allow(dead_code)] #vis type #patch = #new; #verbs);
    }
    let extended = written::is_extended(input).then(|| {
        let (kind, children) = (format_ident!("{}Kind", ident), expand::children_macro(vis, ident));
        quote!(#children #[doc(hidden)] #[allow(dead_code)] #vis type #kind = #new;)
    });
    // The verbs of a child and those of a model have the same names.
    let (kind, of) = match written::extends(input) {
        true => (quote!(child), quote!(Extends)),
        false => (quote!(model), quote!(Model)),
    };
    let diesel =
        (!has_derives_of_diesel(input)).then(|| quote!(::model_core::__private::broken_model!(diesel #ident, #new);));
    let edited = (written::is_edited(input) && !written::extends(input))
        .then(|| quote!(::model_core::__private::broken_model!(edit #ident, #new);));
    let accessors = written::accessors(input);
    quote! {
        #items
        #[doc(hidden)]
        #[allow(dead_code)]
        #vis type #patch<__Target = ::model_core::__private::Detached> =
            <#ident as ::model_core::__private::#of>::Patch<__Target>;
        #extended
        ::model_core::__private::broken_model!(#kind #ident, #new);
        #diesel
        #edited
        #[allow(dead_code)]
        impl #ident {
            #(#[doc(hidden)] #vis fn #accessors(&self) -> #new { loop {} })*
        }
    }
}

/// Whether a derive of Diesel may implement what ours would.
fn has_derives_of_diesel(input: &DeriveInput) -> bool {
    input.attrs.iter().any(|attr| attr.path().is_ident("diesel") || attr.path().is_ident("derive"))
}

/// The errors, and all impls of a base, of which nothing is known.
pub(crate) fn base(input: &DeriveInput, broken: Broken, site: &str) -> TokenStream {
    let DeriveInput { vis, ident, generics, .. } = input;
    let Broken { ty, rest } = broken;
    // A base owns its values, so nothing can be said of one with lifetimes.
    if generics.lifetimes().next().is_some() {
        let handed = expand::handed(vis, ident, &Columns::broken(), site);
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        return quote! {
            #rest
            impl #impl_generics ::model_core::__private::Base for #ident #ty_generics #where_clause {
                type Row = #ty;
                type Options = ();
                fn of_row(_: Self::Row) -> Self {
                    loop {}
                }
            }
            #handed
        };
    }
    let mut long = generics.clone();
    long.type_params_mut().for_each(|param| param.bounds.push(parse_quote!('static)));
    let (impl_generics, ty_generics, where_clause) = long.split_for_impl();
    let mut counted = long.clone();
    counted.params.push(parse_quote!(const __AT: usize));
    let (counted, ..) = counted.split_for_impl();
    let scoped = written::is_default_scope(input).then(|| {
        let methods = format_ident!("{}DefaultScope", ident.unraw());
        quote!(#[doc(hidden)] #[allow(dead_code)] #vis trait #methods {} impl<__Any> #methods for __Any {})
    });
    let handed = expand::handed(vis, ident, &Columns::broken(), site);
    quote! {
        #rest
        const _: () = {
            type __Error = #ty;
            impl #impl_generics ::model_core::__private::Base for #ident #ty_generics #where_clause {
                type Row = __Error;
                type Options = __Error;
                fn of_row(_: __Error) -> Self {
                    loop {}
                }
            }
            impl #impl_generics ::model_core::__private::HookedBase for #ident #ty_generics #where_clause {
                type Seen<'__v> = __Error;
                type Slots<'__v> = __Error;
            }
            impl #counted ::model_core::__private::BringsHooks<__AT> for #ident #ty_generics #where_clause {
                type Base = Self;
            }
            #[allow(dead_code)]
            impl #impl_generics #ident #ty_generics #where_clause {
                #[doc(hidden)]
                #vis const COLUMNS: __Error = loop {};
            }
        };
        #scoped
        #handed
    }
}

/// The errors, and all impls of a proxy.
pub(crate) fn proxy(input: &DeriveInput, broken: Broken) -> TokenStream {
    let DeriveInput { ident, generics, .. } = input;
    let Broken { ty: broken, rest } = broken;
    if !generics.params.is_empty() {
        return quote!(#rest const _: #broken = loop {};);
    }
    let base = match &input.data {
        syn::Data::Struct(data) => data.fields.iter().next().filter(|field| field.ident.is_none()),
        _ => None,
    };
    let base = base.map(|field| &field.ty).map(|ty| quote!(, #ty));
    quote! {
        #rest
        const _: () = {
            type __Error = #broken;
            ::model_core::__private::broken_proxy!(#ident, __Error #base);
        };
    }
}

/// The errors, and all impls of a key.
pub(crate) fn key(input: &DeriveInput, broken: Broken) -> TokenStream {
    value(input, broken, &format_ident!("broken_key"))
}

/// The errors, and all impls of an enum of choices.
pub(crate) fn choices(input: &DeriveInput, broken: Broken) -> TokenStream {
    value(input, broken, &format_ident!("broken_choices"))
}

/// The errors, and all impls of a type of values, which a macro writes.
fn value(input: &DeriveInput, broken: Broken, impls: &Ident) -> TokenStream {
    let DeriveInput { ident, generics, .. } = input;
    if !generics.params.is_empty() {
        let Broken { ty, rest } = broken;
        return quote!(#rest const _: #ty = loop {};);
    }
    let Broken { ty: broken, rest } = broken;
    quote! {
        #rest
        const _: () = {
            type __Error = #broken;
            ::model_core::__private::#impls!(#ident, __Error);
        };
    }
}

/// The errors, an inert row, and all impls of a generic reference.
pub(crate) fn generic(input: &DeriveInput, broken: Broken) -> TokenStream {
    let DeriveInput { vis, ident, generics, .. } = input;
    let Broken { ty: broken, rest } = broken;
    let row = format_ident!("{}Row", ident);
    let impls = generics.params.is_empty().then(|| quote!(::model_core::__private::broken_reference!(#ident, #row);));
    quote! {
        #rest
        #[doc(hidden)]
        #[allow(dead_code)]
        #vis type #row = #broken;
        #impls
    }
}

/// The errors, and every function of the `impl` as a method of every query.
pub(crate) fn scopes(options: &TokenStream, item: &ItemImpl, broken: Broken) -> TokenStream {
    let given = syn::parse2::<Given>(options.clone()).ok().and_then(|given| given.name);
    let name = given.or_else(|| match &*item.self_ty {
        Type::Path(path) => path.path.segments.last().map(|last| format_ident!("{}Scopes", last.ident)),
        _ => None,
    });
    let functions = item.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    });
    let functions: Vec<_> = functions.collect();
    let (Some(name), Some(first)) = (name, functions.first()) else {
        let Broken { ty, rest } = broken;
        return quote!(#rest const _: #ty = loop {};);
    };
    let name: Ident = name;
    let Broken { ty: broken, rest } = broken;
    let vis = &first.vis;
    let methods = functions.iter().map(|function| {
        let ident = &function.sig.ident;
        let arguments = function.sig.inputs.iter().filter(|argument| matches!(argument, FnArg::Typed(_)));
        let arguments = arguments.enumerate().map(|(at, _)| format_ident!("__argument_{at}"));
        quote!(fn #ident(self, #(#arguments: <Self as #name>::__Error),*) -> <Self as #name>::__Error { loop {} })
    });
    quote! {
        #rest
        #[doc(hidden)]
        #[allow(dead_code, non_camel_case_types)]
        #vis trait #name: ::core::marker::Sized {
            type __Error;
            #(#methods)*
        }
        impl<__Query> #name for __Query {
            type __Error = #broken;
        }
    }
}
