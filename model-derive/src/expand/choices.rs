//! `#[derive(Choices)]`.

use proc_macro2::TokenStream;
use quote::quote;

use super::anonymous::anonymous;
use crate::choices::Choices;

pub(crate) fn choices(choices: &Choices) -> TokenStream {
    let named = named(choices);
    let stored = stored(choices);
    anonymous(&[named, stored])
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

fn stored(choices: &Choices) -> TokenStream {
    let ident = &choices.ident;
    let as_expression = |ty: TokenStream, generics: TokenStream| {
        quote! {
            #[automatically_derived]
            impl<#generics __ST> __diesel::expression::AsExpression<__ST> for #ty
            where
                __ST: __model::Holds<__model::String> + __diesel::expression::TypedExpressionType,
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
    quote! {
        #[automatically_derived]
        impl<__DB> __diesel::deserialize::FromSql<__diesel::sql_types::Text, __DB> for #ident
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
        impl<__DB> __diesel::serialize::ToSql<__diesel::sql_types::Text, __DB> for #ident
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
        impl __model::HasExactForm<__diesel::sql_types::Text> for #ident {
            fn exact(&self) -> ::core::option::Option<__model::Exact<'_>> {
                ::core::option::Option::Some(__model::Exact::Text(__model::Choices::value(self)))
            }
        }
        #by_value
        #by_reference
    }
}
