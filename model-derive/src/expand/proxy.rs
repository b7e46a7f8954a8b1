//! `#[derive(Proxy)]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Expr, Path};

use super::anonymous::anonymous;
use crate::attr::ordering::{Direction, Nulls, Term};
use crate::proxy::Proxy;

pub(crate) fn proxy(proxy: &Proxy) -> TokenStream {
    let manager = manager(proxy);
    let row = row(proxy);
    let converted = converted(proxy);
    anonymous(&[manager, row, converted])
}

fn manager(proxy: &Proxy) -> TokenStream {
    let Proxy { ident, base, filter, ordering, .. } = proxy;
    let is_model = is_model(base);
    let (state, terms) = match ordering {
        // Without an order of its own a proxy has its base's.
        None => (quote!(<#base as __model::Manager>::Ordering), quote!(<#base as __model::Manager>::ORDERING)),
        Some((literal, terms)) => {
            let fields = terms.iter().map(|term| field(&term.name, literal.span()));
            let terms = terms.iter().map(|Term { name, direction }| {
                let index = quote!(<#base as __model::Model>::META.index_of(#name));
                order_term(*direction, &index)
            });
            // The compiler looks the fields up, in the body that needs them: an unknown one is one error.
            (
                quote!(__model::DefaultOrder),
                quote!({
                    #(let _: fn(&__model::FlatOf<#base>) = |__base| { let _ = &__base.#fields; };)*
                    &[#(#terms),*]
                }),
            )
        }
    };
    let setters = filter.iter().map(|(field, value)| {
        let value = typed(base, field, value);
        let name = field.unraw().to_string();
        quote! {
            let __value = __model::FilterValue(#value);
            let __nulls = __nulls.with(<#base as __model::Model>::META.index_of(#name), __value.is_null());
            let __patch = __patch.#field(__value.0);
        }
    });
    let (filter, filtered) = match filter.is_empty() {
        true => (quote!(__model::Unrestricted), None),
        false => (
            quote!(__model::ProxyFilter<Self>),
            Some(quote! {
                #[automatically_derived]
                impl __model::Filtered for #ident
                where
                    #is_model
                {
                    fn filter_values() -> (<#base as __model::Model>::Values, __model::ColumnSet) {
                        #[allow(unused_imports)]
                        use __model::PlainFilter as _;
                        let __patch = <#base as __model::Model>::patch_of(__model::Detached);
                        let __nulls = __model::ColumnSet::EMPTY;
                        #(#setters)*
                        (__model::Patching::into_parts(__patch).1, __nulls)
                    }
                }
            }),
        ),
    };
    quote! {
        #[automatically_derived]
        impl __model::Manager for #ident
        where
            #is_model
        {
            type Model = #base;
            type Filter = #filter;
            type Ordering = #state;
            const ORDERING: &'static [__model::OrderTerm] = #terms;
            fn as_model(&self) -> &#base {
                &self.0
            }
        }
        #filtered
    }
}

/// A term of a default order.
pub(super) fn order_term(direction: Direction, index: &impl ToTokens) -> TokenStream {
    let Direction { descending, nulls } = direction;
    let term = if descending { quote!(descending) } else { quote!(ascending) };
    let nulls = nulls.map(|nulls| match nulls {
        Nulls::First => quote!(.nulls_first()),
        Nulls::Last => quote!(.nulls_last()),
    });
    quote!(__model::OrderTerm::#term(#index)#nulls)
}

/// A value of the filter as the field holds it: of another type it is one error, wherever it is used.
fn typed(base: &Path, field: &Ident, value: &Expr) -> TokenStream {
    quote!(__model::field_value(|__base: &__model::FlatOf<#base>| &__base.#field, #value))
}

/// The bound that the base is a model, with the error at the user's word. If it does not hold, the other bounds are
/// assumed.
fn is_model(base: &Path) -> TokenStream {
    let here = base.span().resolved_at(Span::call_site());
    quote_spanned!(here=> #base: __model::Model,)
}

/// A field that is named in a literal.
fn field(name: &str, span: Span) -> Ident {
    // Not a place where the compiler may write its suggestions: they would replace the whole literal.
    let span = Span::mixed_site().located_at(span);
    syn::parse_str::<Ident>(name).map_or_else(|_| Ident::new_raw(name, span), |_| Ident::new(name, span))
}

fn row(proxy: &Proxy) -> TokenStream {
    let Proxy { ident, base, .. } = proxy;
    let is_model = is_model(base);
    quote! {
        #[automatically_derived]
        impl<__DB> __diesel::deserialize::Queryable<__model::RowOf<#base>, __DB> for #ident
        where
            __DB: __diesel::backend::Backend,
            #is_model
            #base: __diesel::deserialize::Queryable<__model::RowOf<#base>, __DB>,
        {
            type Row = <#base as __diesel::deserialize::Queryable<__model::RowOf<#base>, __DB>>::Row;
            fn build(__row: Self::Row) -> __diesel::deserialize::Result<Self> {
                <#base as __diesel::deserialize::Queryable<__model::RowOf<#base>, __DB>>::build(__row).map(Self)
            }
        }
    }
}

fn converted(proxy: &Proxy) -> TokenStream {
    let Proxy { ident, base, filter, .. } = proxy;
    let is_model = is_model(base);
    let tests = filter.iter().map(|(field, value)| {
        let value = typed(base, field, value);
        quote!(__row.#field == #value)
    });
    quote! {
        #[automatically_derived]
        impl ::core::ops::Deref for #ident {
            type Target = #base;
            fn deref(&self) -> &#base {
                &self.0
            }
        }
        #[automatically_derived]
        impl ::core::convert::From<#ident> for #base {
            fn from(__proxy: #ident) -> Self {
                __proxy.0
            }
        }
        /// Gives the base back where it does not have the values that the proxy filters by.
        #[automatically_derived]
        impl ::core::convert::TryFrom<#base> for #ident
        where
            #is_model
        {
            type Error = #base;
            fn try_from(__base: #base) -> ::core::result::Result<Self, #base> {
                let __flat = __model::flat::<#base>(__base);
                let __row = &__flat;
                let __shown = true #(&& #tests)*;
                let __base = __model::nested::<#base>(__flat);
                if __shown { ::core::result::Result::Ok(Self(__base)) } else { ::core::result::Result::Err(__base) }
            }
        }
    }
}
