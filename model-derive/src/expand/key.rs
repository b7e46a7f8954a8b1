//! `#[derive(Key)]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Generics, parse_quote};

use super::anonymous::anonymous;
use crate::key::{Key, KeyKind};

pub(crate) fn key(key: &Key) -> TokenStream {
    let identity = identity(key);
    let stored = stored(key);
    let expressions = expressions(key);
    let converted = converted(key);
    anonymous(&[identity, stored, expressions, converted])
}

impl Key {
    /// The type, with its parameters.
    fn ty(&self) -> TokenStream {
        let (ident, (_, parameters, _)) = (&self.ident, self.generics.split_for_impl());
        quote!(#ident #parameters)
    }

    fn has_parameters(&self) -> bool {
        !self.generics.params.is_empty()
    }

    /// The key of a value.
    fn of(&self, value: impl ToTokens) -> TokenStream {
        let marker = self.has_marker.then(|| quote!(, ::core::marker::PhantomData));
        quote!(Self(#value #marker))
    }

    /// That the type inside prints and reads itself, where this is not known. The impls take it on trust: it is asked
    /// once, under the name of the type.
    fn is_textual(&self) -> Option<TokenStream> {
        let inner = &self.inner;
        (self.kind == KeyKind::Other).then(|| quote!(for<'__any> #inner: __model::Textual))
    }

    /// An impl with the parameters of the key and others.
    fn implement(
        &self,
        parameters: &[TokenStream],
        subject: impl ToTokens,
        conditions: &[TokenStream],
        body: impl ToTokens,
    ) -> TokenStream {
        let mut generics: Generics = self.generics.clone();
        let parameters: Vec<syn::GenericParam> = parameters.iter().map(|one| parse_quote!(#one)).collect();
        // Lifetimes have to come first.
        generics.params = parameters.into_iter().chain(generics.params).collect();
        if !conditions.is_empty() {
            generics
                .make_where_clause()
                .predicates
                .extend::<Vec<syn::WherePredicate>>(conditions.iter().map(|one| parse_quote!(#one)).collect());
        }
        let (parameters, _, conditions) = generics.split_for_impl();
        quote! {
            #[automatically_derived]
            impl #parameters #subject #conditions {
                #body
            }
        }
    }
}

/// What the library asks of a key.
fn identity(key: &Key) -> TokenStream {
    let (ty, inner) = (key.ty(), &key.inner);
    let given = || {
        quote!(
            type Initial<__Column> = __model::Missing<__Column>;
        )
    };
    let made = key.of(quote!(__inner));
    let (making, text, read) = match key.kind {
        KeyKind::Uuid | KeyKind::Known => (
            quote! {
                type Initial<__Column> = <#inner as __model::KeyValue>::Initial<__Column>;
                const NUMBERED: bool = <#inner as __model::KeyValue>::NUMBERED;
                const MADE: bool = <#inner as __model::KeyValue>::MADE;
                fn generate() -> ::core::option::Option<Self> {
                    <#inner as __model::KeyValue>::generate().map(|__inner| #made)
                }
            },
            quote!(__model::KeyValue::key_text(&self.0)),
            quote!(<#inner as __model::KeyValue>::from_key_text(__text)),
        ),
        KeyKind::Bytes => (given(), quote!(__model::hex(&self.0)), quote!(__model::from_hex(__text))),
        KeyKind::Other => {
            (given(), quote!(__model::Textual::text(&self.0)), quote!(<#inner as __model::Textual>::read(__text).ok()))
        }
    };
    let value = quote! {
        #making
        fn key_text(&self) -> __model::String {
            #text
        }
        fn from_key_text(__text: &str) -> ::core::option::Option<Self> {
            #read.map(|__inner| #made)
        }
    };
    let wrapped = quote! {
        type Inner = #inner;
        fn from_inner(__inner: #inner) -> Self {
            #made
        }
        fn inner(&self) -> &#inner {
            &self.0
        }
    };
    // Of a key without parameters, the trait itself asks for these.
    let plain = key
        .has_parameters()
        .then(|| quote!(Self: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static));
    let asked: Vec<_> = plain.into_iter().chain(key.is_textual()).collect();
    let value = key.implement(&[], quote!(__model::KeyValue for #ty), &asked, value);
    // What a key lacks is said once, of the impl above.
    let is_value = [quote!(for<'__any> Self: __model::KeyValue)];
    let wrapped = key.implement(&[], quote!(__model::Key for #ty), &is_value, wrapped);
    let question = (key.kind == KeyKind::Other && !key.has_parameters()).then(|| {
        let ask = quote_spanned!(inner.span()=> __model::textual::<#inner>());
        quote!(const _: () = #ask;)
    });
    quote!(#value #wrapped #question)
}

/// What Diesel asks. The impls are generic in the SQL type: a key over a UUID fits any column that holds UUIDs.
fn stored(key: &Key) -> TokenStream {
    let (ty, inner) = (key.ty(), &key.inner);
    let read = key.of(quote!(__inner));
    let both = [quote!(__ST), quote!(__DB)];
    let on_backend = quote!(__DB: __diesel::backend::Backend);
    let from_sql = key.implement(
        &both,
        quote!(__diesel::deserialize::FromSql<__ST, __DB> for #ty),
        &[on_backend.clone(), quote!(#inner: __diesel::deserialize::FromSql<__ST, __DB>)],
        quote! {
            fn from_sql(__value: __DB::RawValue<'_>) -> __diesel::deserialize::Result<Self> {
                <#inner as __diesel::deserialize::FromSql<__ST, __DB>>::from_sql(__value).map(|__inner| #read)
            }
        },
    );
    let queryable = key.implement(
        &both,
        quote!(__diesel::deserialize::Queryable<__ST, __DB> for #ty),
        &[
            on_backend.clone(),
            quote!(__ST: __diesel::sql_types::SingleValue),
            quote!(Self: __diesel::deserialize::FromSql<__ST, __DB>),
        ],
        quote! {
            type Row = Self;
            fn build(row: Self) -> __diesel::deserialize::Result<Self> {
                ::core::result::Result::Ok(row)
            }
        },
    );
    let marked = key.has_parameters().then(|| quote!(Self: ::core::fmt::Debug));
    let to_sql = key.implement(
        &both,
        quote!(__diesel::serialize::ToSql<__ST, __DB> for #ty),
        &[on_backend, quote!(#inner: __diesel::serialize::ToSql<__ST, __DB>)]
            .into_iter()
            .chain(marked)
            .collect::<Vec<_>>(),
        quote! {
            fn to_sql<'b>(
                &'b self,
                __out: &mut __diesel::serialize::Output<'b, '_, __DB>,
            ) -> __diesel::serialize::Result {
                __diesel::serialize::ToSql::<__ST, __DB>::to_sql(&self.0, __out)
            }
        },
    );
    let exact = key.implement(
        &[quote!(__ST)],
        quote!(__model::HasExactForm<__ST> for #ty),
        &[quote!(#inner: __model::HasExactForm<__ST>)],
        quote! {
            fn exact(&self) -> ::core::option::Option<__model::Exact<'_>> {
                __model::HasExactForm::<__ST>::exact(&self.0)
            }
        },
    );
    quote!(#from_sql #queryable #to_sql #exact)
}

/// The key and a reference to it in Diesel's expressions, over the SQL types that hold its value.
fn expressions(key: &Key) -> TokenStream {
    let (ty, inner) = (key.ty(), &key.inner);
    let holds = match key.kind {
        KeyKind::Other => vec![
            quote!(#inner: __diesel::expression::AsExpression<__ST>),
            quote!(__ST: __diesel::sql_types::SqlType + __diesel::expression::TypedExpressionType),
        ],
        _ => vec![quote!(__ST: __model::Holds<#inner> + __diesel::expression::TypedExpressionType)],
    };
    let body = quote! {
        type Expression = __model::Bind<__ST, Self>;
        fn as_expression(self) -> Self::Expression {
            __model::Bind::new(self)
        }
    };
    let of_value =
        key.implement(&[quote!(__ST)], quote!(__diesel::expression::AsExpression<__ST> for #ty), &holds, &body);
    let of_reference = key.implement(
        &[quote!('__value), quote!(__ST)],
        quote!(__diesel::expression::AsExpression<__ST> for &'__value #ty),
        &holds,
        &body,
    );
    quote!(#of_value #of_reference)
}

fn converted(key: &Key) -> TokenStream {
    let (ty, inner) = (key.ty(), &key.inner);
    let made = key.of(quote!(__model::uuid::Uuid::now_v7()));
    let generate = (key.kind == KeyKind::Uuid).then(|| {
        let ((parameters, _, conditions), vis) = (key.generics.split_for_impl(), &key.vis);
        quote! {
            #[allow(dead_code)]
            impl #parameters #ty #conditions {
                /// A fresh key, a UUID of version 7: it sorts by the time it was made.
                #vis fn generate() -> Self {
                    #made
                }
            }
        }
    });
    let displayed = (!key.no_display).then(|| displayed(key));
    let from = (!key.no_from).then(|| {
        let made = key.of(quote!(__inner));
        let from_inner = key.implement(
            &[],
            quote!(::core::convert::From<#inner> for #ty),
            &[],
            quote! {
                fn from(__inner: #inner) -> Self {
                    #made
                }
            },
        );
        // A type of another crate takes no impl that has parameters of its own.
        let into_inner = (!key.has_parameters()).then(|| {
            quote! {
                #[automatically_derived]
                impl ::core::convert::From<#ty> for #inner {
                    fn from(__key: #ty) -> Self {
                        __key.0
                    }
                }
            }
        });
        quote!(#from_inner #into_inner)
    });
    let clone: Vec<_> = (key.kind == KeyKind::Other || key.has_parameters())
        .then(|| quote!(for<'__any> #ty: __model::Key))
        .into_iter()
        .collect();
    let from_reference = key.implement(
        &[quote!('__key)],
        quote!(::core::convert::From<&'__key #ty> for #ty),
        &clone,
        quote! {
            fn from(__key: &'__key #ty) -> Self {
                __model::cloned(__key)
            }
        },
    );
    quote!(#generate #displayed #from #from_reference)
}

/// `Display` and `FromStr`: those of the value.
fn displayed(key: &Key) -> TokenStream {
    let (ty, inner) = (key.ty(), &key.inner);
    let (written, error, read) = match key.kind {
        KeyKind::Bytes => (
            quote!(__f.write_str(&__model::hex(&self.0))),
            quote!(__model::NotHex),
            quote!(__model::from_hex(__text).ok_or(__model::NotHex)),
        ),
        KeyKind::Other => (
            quote!(__model::Textual::print(&self.0, __f)),
            quote!(<#inner as __model::Textual>::Err),
            quote!(<#inner as __model::Textual>::read(__text)),
        ),
        KeyKind::Uuid | KeyKind::Known => (
            quote!(::core::fmt::Display::fmt(&self.0, __f)),
            quote!(<#inner as ::core::str::FromStr>::Err),
            quote!(<#inner as ::core::str::FromStr>::from_str(__text)),
        ),
    };
    let made = key.of(quote!(__inner));
    let asked: Vec<_> = key.is_textual().into_iter().collect();
    let display = key.implement(
        &[],
        quote!(::core::fmt::Display for #ty),
        &asked,
        quote! {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #written
            }
        },
    );
    let from_str = key.implement(
        &[],
        quote!(::core::str::FromStr for #ty),
        &asked,
        quote! {
            type Err = #error;
            fn from_str(__text: &str) -> ::core::result::Result<Self, Self::Err> {
                #read.map(|__inner| #made)
            }
        },
    );
    quote!(#display #from_str)
}
