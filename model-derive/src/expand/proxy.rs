//! `#[derive(Proxy)]`.

use proc_macro2::TokenStream;
use quote::quote;

use super::anonymous;
use crate::proxy::Proxy;

pub(crate) fn proxy(proxy: &Proxy) -> TokenStream {
    let manager = manager(proxy);
    let row = row(proxy);
    let converted = converted(proxy);
    anonymous(&[manager, row, converted])
}

fn manager(proxy: &Proxy) -> TokenStream {
    let Proxy { ident, base, filter, ordering, .. } = proxy;
    let (state, terms) = match ordering {
        // Without an order of its own a proxy has its base's.
        None => (quote!(<#base as __model::Manager>::Ordering), quote!(<#base as __model::Manager>::ORDERING)),
        Some((literal, terms)) => {
            let terms = terms.iter().map(|(name, descending)| {
                let span = literal.span();
                quote::quote_spanned!(span=> __model::OrderTerm {
                    field: <#base as __model::Model>::META.index_of(#name),
                    descending: #descending,
                })
            });
            (quote!(__model::DefaultOrder), quote!(&[#(#terms),*]))
        }
    };
    let setters = filter.iter().map(|(field, value)| quote!(.#field(#value)));
    let (filter, filtered) = match filter.is_empty() {
        true => (quote!(__model::Unrestricted), None),
        false => (
            quote!(__model::ProxyFilter<Self>),
            Some(quote! {
                #[automatically_derived]
                impl __model::Filtered for #ident {
                    fn filter_values() -> <#base as __model::Model>::Values {
                        let values = <#base as __model::Model>::patch_of(__model::Detached)#(#setters)*;
                        __model::Patching::into_parts(values).1
                    }
                }
            }),
        ),
    };
    quote! {
        #[automatically_derived]
        impl __model::Manager for #ident {
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

fn row(proxy: &Proxy) -> TokenStream {
    let Proxy { ident, base, .. } = proxy;
    quote! {
        #[automatically_derived]
        impl<__DB> diesel::deserialize::Queryable<__model::RowOf<#base>, __DB> for #ident
        where
            __DB: diesel::backend::Backend,
            #base: diesel::deserialize::Queryable<__model::RowOf<#base>, __DB>,
        {
            type Row = <#base as diesel::deserialize::Queryable<__model::RowOf<#base>, __DB>>::Row;
            fn build(row: Self::Row) -> diesel::deserialize::Result<Self> {
                <#base as diesel::deserialize::Queryable<__model::RowOf<#base>, __DB>>::build(row).map(Self)
            }
        }
    }
}

fn converted(proxy: &Proxy) -> TokenStream {
    let Proxy { ident, base, filter, .. } = proxy;
    let tests = filter.iter().map(|(field, value)| quote!(base.#field == #value));
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
            fn from(proxy: #ident) -> Self {
                proxy.0
            }
        }
        /// Gives the base back where it does not have the values that the proxy filters by.
        #[automatically_derived]
        impl ::core::convert::TryFrom<#base> for #ident {
            type Error = #base;
            fn try_from(base: #base) -> ::core::result::Result<Self, #base> {
                if true #(&& #tests)* {
                    ::core::result::Result::Ok(Self(base))
                } else {
                    ::core::result::Result::Err(base)
                }
            }
        }
    }
}
