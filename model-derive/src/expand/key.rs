//! `#[derive(Key)]`.

use proc_macro2::TokenStream;
use quote::quote;

use super::anonymous::anonymous;
use crate::key::{Key, KeyKind};

pub(crate) fn key(key: &Key) -> TokenStream {
    let stored = stored(key);
    let converted = converted(key);
    anonymous(&[stored, converted])
}

/// What the library and Diesel ask. The impls are generic in the SQL type: a key over a UUID fits any column that
/// holds UUIDs.
fn stored(key: &Key) -> TokenStream {
    let Key { ident, inner, .. } = key;
    quote! {
        #[automatically_derived]
        impl __model::Key for #ident {
            type Inner = #inner;
            fn from_inner(__inner: #inner) -> Self {
                Self(__inner)
            }
            fn inner(&self) -> &#inner {
                &self.0
            }
        }
        #[automatically_derived]
        impl<__ST, __DB> __diesel::deserialize::FromSql<__ST, __DB> for #ident
        where
            __DB: __diesel::backend::Backend,
            #inner: __diesel::deserialize::FromSql<__ST, __DB>,
        {
            fn from_sql(__value: __DB::RawValue<'_>) -> __diesel::deserialize::Result<Self> {
                <#inner as __diesel::deserialize::FromSql<__ST, __DB>>::from_sql(__value).map(Self)
            }
        }
        #[automatically_derived]
        impl<__ST, __DB> __diesel::deserialize::Queryable<__ST, __DB> for #ident
        where
            __DB: __diesel::backend::Backend,
            __ST: __diesel::sql_types::SingleValue,
            Self: __diesel::deserialize::FromSql<__ST, __DB>,
        {
            type Row = Self;
            fn build(row: Self) -> __diesel::deserialize::Result<Self> {
                ::core::result::Result::Ok(row)
            }
        }
        #[automatically_derived]
        impl<__ST, __DB> __diesel::serialize::ToSql<__ST, __DB> for #ident
        where
            __DB: __diesel::backend::Backend,
            #inner: __diesel::serialize::ToSql<__ST, __DB>,
        {
            fn to_sql<'b>(
                &'b self,
                __out: &mut __diesel::serialize::Output<'b, '_, __DB>,
            ) -> __diesel::serialize::Result {
                __diesel::serialize::ToSql::<__ST, __DB>::to_sql(&self.0, __out)
            }
        }
        #[automatically_derived]
        impl<__ST> __model::HasExactForm<__ST> for #ident
        where
            #inner: __model::HasExactForm<__ST>,
        {
            fn exact(&self) -> ::core::option::Option<__model::Exact<'_>> {
                __model::HasExactForm::<__ST>::exact(&self.0)
            }
        }
        #[automatically_derived]
        impl<__ST> __diesel::expression::AsExpression<__ST> for #ident
        where
            __ST: __model::Holds<#inner> + __diesel::expression::TypedExpressionType,
        {
            type Expression = __model::Bind<__ST, Self>;
            fn as_expression(self) -> Self::Expression {
                __model::Bind::new(self)
            }
        }
        #[automatically_derived]
        impl<'__value, __ST> __diesel::expression::AsExpression<__ST> for &'__value #ident
        where
            __ST: __model::Holds<#inner> + __diesel::expression::TypedExpressionType,
        {
            type Expression = __model::Bind<__ST, Self>;
            fn as_expression(self) -> Self::Expression {
                __model::Bind::new(self)
            }
        }
    }
}

fn converted(key: &Key) -> TokenStream {
    let Key { ident, inner, kind, .. } = key;
    let generate = matches!(kind, KeyKind::Uuid).then(|| {
        let vis = &key.vis;
        quote! {
            #[allow(dead_code)]
            impl #ident {
                /// A fresh key, a UUID of version 7: it sorts by the time it was made.
                #vis fn generate() -> Self {
                    Self(__model::uuid::Uuid::now_v7())
                }
            }
        }
    });
    quote! {
        #generate
        #[automatically_derived]
        impl ::core::fmt::Display for #ident {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, __f)
            }
        }
        #[automatically_derived]
        impl ::core::str::FromStr for #ident {
            type Err = <#inner as ::core::str::FromStr>::Err;
            fn from_str(__text: &str) -> ::core::result::Result<Self, Self::Err> {
                <#inner as ::core::str::FromStr>::from_str(__text).map(Self)
            }
        }
        #[automatically_derived]
        impl ::core::convert::From<#inner> for #ident {
            fn from(__inner: #inner) -> Self {
                Self(__inner)
            }
        }
        #[automatically_derived]
        impl ::core::convert::From<#ident> for #inner {
            fn from(__key: #ident) -> Self {
                __key.0
            }
        }
        #[automatically_derived]
        impl<'__key> ::core::convert::From<&'__key #ident> for #ident {
            fn from(__key: &'__key #ident) -> Self {
                __model::cloned(__key)
            }
        }
    }
}
