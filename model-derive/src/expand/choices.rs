//! `#[derive(Choices)]`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::anonymous::anonymous;
use crate::choices::Choices;

pub(crate) fn choices(choices: &Choices) -> TokenStream {
    let named = named(choices);
    let displayed = displayed(choices);
    let stored = if choices.is_coded { coded(choices) } else { stored(choices) };
    anonymous(&[named, displayed, stored])
}

fn named(choices: &Choices) -> TokenStream {
    let ident = &choices.ident;
    let name = ident.to_string();
    let variants: Vec<_> = choices.variants.iter().map(|choice| &choice.ident).collect();
    let values: Vec<_> = choices.variants.iter().map(|choice| &choice.value).collect();
    let labels: Vec<_> = choices.variants.iter().map(|choice| &choice.label).collect();
    quote! {
        #[automatically_derived]
        impl __model::Choices for #ident {
            const NAME: &'static str = #name;
            const ALL: &'static [__model::Choice<Self>] =
                &[#(__model::Choice { choice: Self::#variants, value: #values, label: #labels }),*];
            const TEXTS: &'static [(&'static str, &'static str)] = &[#((#values, #labels)),*];
            fn value(&self) -> &'static str {
                match self {
                    #(Self::#variants => #values,)*
                }
            }
            fn label(&self) -> &'static str {
                match self {
                    #(Self::#variants => #labels,)*
                }
            }
            fn from_value(__value: &str) -> ::core::result::Result<Self, __model::UnknownChoice> {
                match __value {
                    #(#values => ::core::result::Result::Ok(Self::#variants),)*
                    __unknown => ::core::result::Result::Err(__model::UnknownChoice::new::<Self>(__unknown)),
                }
            }
        }
        #[automatically_derived]
        impl __model::KeyValue for #ident
        where
            for<'__any> Self: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync,
        {
            type Initial<__Column> = __model::Missing<__Column>;
            fn key_text(&self) -> __model::String {
                ::core::convert::From::from(__model::Choices::value(self))
            }
            fn from_key_text(__text: &str) -> ::core::option::Option<Self> {
                __model::Choices::from_value(__text).ok()
            }
        }
    }
}

/// The text of a choice, unless it is left out. A number is converted instead.
fn displayed(choices: &Choices) -> TokenStream {
    let ident = &choices.ident;
    if choices.no_display || choices.is_coded {
        return TokenStream::new();
    }
    quote! {
        #[automatically_derived]
        impl ::core::fmt::Display for #ident {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                __f.write_str(__model::Choices::value(self))
            }
        }
        #[automatically_derived]
        impl ::core::str::FromStr for #ident {
            type Err = __model::UnknownChoice;
            fn from_str(__text: &str) -> ::core::result::Result<Self, Self::Err> {
                __model::Choices::from_value(__text)
            }
        }
    }
}

/// What the library and Diesel ask of every type of values.
fn queryable(ident: &Ident) -> TokenStream {
    quote! {
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
    }
}

/// The values and references to them as expressions of the SQL types that hold `held`.
fn expressions(ident: &Ident, held: &TokenStream) -> TokenStream {
    let as_expression = |ty: TokenStream, generics: TokenStream| {
        quote! {
            #[automatically_derived]
            impl<#generics __ST> __diesel::expression::AsExpression<__ST> for #ty
            where
                __ST: __model::Holds<#held> + __diesel::expression::TypedExpressionType,
            {
                type Expression = __model::Bind<__ST, Self>;
                fn as_expression(self) -> Self::Expression {
                    __model::Bind::new(self)
                }
            }
        }
    };
    let by_value = as_expression(quote!(#ident), quote!());
    let by_reference = as_expression(quote!(&'__value #ident), quote!('__value,));
    quote!(#by_value #by_reference)
}

/// Stored as text, in a column of text or of a SQL type of the database's own.
fn stored(choices: &Choices) -> TokenStream {
    let ident = &choices.ident;
    let (st, held, holds) = match &choices.sql_type {
        None => (quote!(__diesel::sql_types::Text), quote!(__model::String), None),
        Some(ty) => (quote!(#ty), quote!(#ident), Some(quote!(impl __model::Holds<#ident> for #ty {}))),
    };
    let (queryable, expressions) = (queryable(ident), expressions(ident, &held));
    quote! {
        #[automatically_derived]
        impl<__DB> __diesel::deserialize::FromSql<#st, __DB> for #ident
        where
            __DB: __diesel::backend::Backend,
            __model::String: __diesel::deserialize::FromSql<__diesel::sql_types::Text, __DB>,
        {
            fn from_sql(__value: __DB::RawValue<'_>) -> __diesel::deserialize::Result<Self> {
                use __diesel::deserialize::FromSql;
                let __text = <__model::String as FromSql<__diesel::sql_types::Text, __DB>>::from_sql(__value)?;
                ::core::result::Result::Ok(<Self as __model::Choices>::from_value(&__text)?)
            }
        }
        #queryable
        #[automatically_derived]
        impl<__DB> __diesel::serialize::ToSql<#st, __DB> for #ident
        where
            __DB: __diesel::backend::Backend,
            str: __diesel::serialize::ToSql<__diesel::sql_types::Text, __DB>,
        {
            fn to_sql<'b>(
                &'b self,
                __out: &mut __diesel::serialize::Output<'b, '_, __DB>,
            ) -> __diesel::serialize::Result {
                <str as __diesel::serialize::ToSql<__diesel::sql_types::Text, __DB>>::to_sql(
                    __model::Choices::value(self),
                    __out,
                )
            }
        }
        #[automatically_derived]
        impl __model::HasExactForm<#st> for #ident {
            fn exact(&self) -> ::core::option::Option<__model::Exact<'_>> {
                ::core::option::Option::Some(__model::Exact::Text(__model::Choices::value(self)))
            }
        }
        #expressions
        #holds
    }
}

/// Stored as a number, in a column of any integer type that holds all of them.
fn coded(choices: &Choices) -> TokenStream {
    let ident = &choices.ident;
    let codes: Vec<i64> = choices.variants.iter().filter_map(|variant| variant.code).collect();
    let fits = |least: i64, most: i64| codes.iter().all(|code| (least..=most).contains(code));
    let types = [
        (fits(i16::MIN.into(), i16::MAX.into()), quote!(i16), quote!(__diesel::sql_types::SmallInt)),
        (fits(i32::MIN.into(), i32::MAX.into()), quote!(i32), quote!(__diesel::sql_types::Integer)),
        (true, quote!(i64), quote!(__diesel::sql_types::BigInt)),
    ];
    let impls = types.iter().filter(|(fits, ..)| *fits).map(|(_, ty, st)| of_integer(choices, ty, st));
    let (queryable, expressions) = (queryable(ident), expressions(ident, &quote!(__model::Codes)));
    quote!(#(#impls)* #queryable #expressions)
}

/// The conversions of one type of integers.
fn of_integer(choices: &Choices, ty: &TokenStream, st: &TokenStream) -> TokenStream {
    let ident = &choices.ident;
    let variants: Vec<_> = choices.variants.iter().map(|choice| &choice.ident).collect();
    let codes: Vec<_> = choices.variants.iter().filter_map(|choice| choice.code).map(Literal::i64_unsuffixed).collect();
    quote! {
        #[automatically_derived]
        impl ::core::convert::From<#ident> for #ty {
            fn from(__choice: #ident) -> Self {
                match __choice {
                    #(#ident::#variants => #codes,)*
                }
            }
        }
        #[automatically_derived]
        impl ::core::convert::TryFrom<#ty> for #ident {
            type Error = __model::UnknownChoice;
            fn try_from(__code: #ty) -> ::core::result::Result<Self, Self::Error> {
                match __code {
                    #(#codes => ::core::result::Result::Ok(Self::#variants),)*
                    __unknown => ::core::result::Result::Err(__model::UnknownChoice::of_code::<Self>(__unknown)),
                }
            }
        }
        #[automatically_derived]
        impl<__DB> __diesel::deserialize::FromSql<#st, __DB> for #ident
        where
            __DB: __diesel::backend::Backend,
            #ty: __diesel::deserialize::FromSql<#st, __DB>,
        {
            fn from_sql(__value: __DB::RawValue<'_>) -> __diesel::deserialize::Result<Self> {
                let __code = <#ty as __diesel::deserialize::FromSql<#st, __DB>>::from_sql(__value)?;
                ::core::result::Result::Ok(<Self as ::core::convert::TryFrom<#ty>>::try_from(__code)?)
            }
        }
        #[automatically_derived]
        impl<__DB> __diesel::serialize::ToSql<#st, __DB> for #ident
        where
            __DB: __diesel::backend::Backend,
            #ty: __diesel::serialize::ToSql<#st, __DB>,
        {
            fn to_sql<'b>(
                &'b self,
                __out: &mut __diesel::serialize::Output<'b, '_, __DB>,
            ) -> __diesel::serialize::Result {
                let __code: &'static #ty = match self {
                    #(Self::#variants => &#codes,)*
                };
                <#ty as __diesel::serialize::ToSql<#st, __DB>>::to_sql(__code, __out)
            }
        }
        #[automatically_derived]
        impl __model::HasExactForm<#st> for #ident {
            fn exact(&self) -> ::core::option::Option<__model::Exact<'_>> {
                ::core::option::Option::Some(__model::Exact::Integer(match self {
                    #(Self::#variants => #codes,)*
                }))
            }
        }
    }
}
