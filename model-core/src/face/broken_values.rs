//! Replacements for a key, a choice, a reference or a proxy with wrong attributes; see [`broken`](super::broken).

/// The impls of a proxy that the derive refused, over the type of its one field if it has one.
#[doc(hidden)]
#[macro_export]
macro_rules! __broken_proxy {
    ($proxy:ident, $error:ty) => {
        $crate::__broken_proxy!(@both $proxy, $error);
    };
    ($proxy:ident, $error:ty, $base:ty) => {
        $crate::__broken_proxy!(@both $proxy, $error);

        impl ::core::ops::Deref for $proxy {
            type Target = $base;

            fn deref(&self) -> &$base {
                loop {}
            }
        }

        impl ::core::convert::From<$proxy> for $base {
            fn from(_: $proxy) -> Self {
                loop {}
            }
        }

        impl ::core::convert::TryFrom<$base> for $proxy {
            type Error = $base;

            fn try_from(_: $base) -> ::core::result::Result<Self, $base> {
                loop {}
            }
        }
    };
    (@both $proxy:ident, $error:ty) => {
        impl $crate::__private::Manager for $proxy {
            type Model = $error;
            type Filter = $error;
            type Ordering = $error;

            const ORDERING: &'static [$crate::__private::OrderTerm] = &[];

            fn as_model(&self) -> &$error {
                loop {}
            }
        }

        impl<ST, DB: $crate::__private::diesel::backend::Backend>
            $crate::__private::diesel::deserialize::Queryable<ST, DB> for $proxy
        {
            type Row = $error;

            fn build(_: $error) -> $crate::__private::diesel::deserialize::Result<Self> {
                loop {}
            }
        }
    };
}

/// What Diesel asks of a value in a column, for one whose derive was refused.
#[doc(hidden)]
#[macro_export]
macro_rules! __broken_value {
    ($value:ident, $error:ty) => {
        impl<ST, DB: $crate::__private::diesel::backend::Backend>
            $crate::__private::diesel::deserialize::FromSql<ST, DB> for $value
        {
            fn from_sql(_: DB::RawValue<'_>) -> $crate::__private::diesel::deserialize::Result<Self> {
                loop {}
            }
        }

        impl<ST, DB: $crate::__private::diesel::backend::Backend>
            $crate::__private::diesel::deserialize::Queryable<ST, DB> for $value
        {
            type Row = $error;

            fn build(_: $error) -> $crate::__private::diesel::deserialize::Result<Self> {
                loop {}
            }
        }

        impl<ST, DB: $crate::__private::diesel::backend::Backend>
            $crate::__private::diesel::serialize::ToSql<ST, DB> for $value
        where
            Self: ::core::fmt::Debug,
        {
            fn to_sql<'b>(
                &'b self,
                _: &mut $crate::__private::diesel::serialize::Output<'b, '_, DB>,
            ) -> $crate::__private::diesel::serialize::Result {
                loop {}
            }
        }

        impl<ST> $crate::__private::HasExactForm<ST> for $value {
            fn exact(&self) -> ::core::option::Option<$crate::__private::Exact<'_>> {
                ::core::option::Option::None
            }
        }

        $crate::__broken_value!(@shown $value, $error);
    };
    // What a generic reference has as well: it is stored as another type.
    (@shown $value:ident, $error:ty) => {
        impl ::core::fmt::Display for $value {
            fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                loop {}
            }
        }

        impl ::core::str::FromStr for $value {
            type Err = $error;

            fn from_str(_: &str) -> ::core::result::Result<Self, $error> {
                loop {}
            }
        }

        $crate::__broken_value!(@expression [] $value, $error);
        $crate::__broken_value!(@expression ['value] &'value $value, $error);
    };
    (@expression [$($lifetime:lifetime)?] $ty:ty, $error:ty) => {
        impl<$($lifetime,)? ST> $crate::__private::diesel::expression::AsExpression<ST> for $ty
        where
            ST: $crate::__private::diesel::sql_types::SqlType
                + $crate::__private::diesel::expression::TypedExpressionType,
        {
            type Expression = $error;

            fn as_expression(self) -> $error {
                loop {}
            }
        }
    };
}

/// The impls of a key that the derive refused.
#[doc(hidden)]
#[macro_export]
macro_rules! __broken_key {
    ($key:ident, $error:ty) => {
        $crate::__broken_value!($key, $error);

        impl $crate::__private::KeyValue for $key
        where
            Self: ::core::clone::Clone,
        {
            type Initial<Column> = $crate::__private::Given;

            fn key_text(&self) -> $crate::__private::String {
                loop {}
            }

            fn from_key_text(_: &str) -> ::core::option::Option<Self> {
                loop {}
            }
        }

        impl $crate::__private::Key for $key
        where
            Self: ::core::clone::Clone,
        {
            type Inner = $error;

            fn from_inner(_: $error) -> Self {
                loop {}
            }

            fn inner(&self) -> &$error {
                loop {}
            }
        }

        #[allow(dead_code)]
        impl $key {
            #[doc(hidden)]
            pub fn generate() -> $error {
                loop {}
            }
        }
    };
}

/// The impls of an enum of choices that the derive refused.
#[doc(hidden)]
#[macro_export]
macro_rules! __broken_choices {
    ($choices:ident, $error:ty) => {
        $crate::__broken_value!($choices, $error);

        impl $crate::__private::Choices for $choices {
            const NAME: &'static str = ::core::stringify!($choices);
            const ALL: &'static [$crate::__private::Choice<Self>] = &[];

            fn value(&self) -> &'static str {
                loop {}
            }

            fn label(&self) -> &'static str {
                loop {}
            }

            fn from_value(_: &str) -> ::core::result::Result<Self, $crate::__private::UnknownChoice> {
                loop {}
            }
        }
    };
}

/// The impls of a generic reference that the derive refused.
#[doc(hidden)]
#[macro_export]
macro_rules! __broken_reference {
    ($reference:ident, $error:ty) => {
        $crate::__broken_value!(@shown $reference, $error);

        impl $crate::__private::generic::GenericRef for $reference {
            type Row = $error;
            type Types = $error;

            const NAME: &'static str = ::core::stringify!($reference);
        }

        impl<M: $crate::__private::Model> $crate::__private::generic::Targets<M> for $reference {
            type Key = $error;

            fn of_key(_: $error) -> Self {
                loop {}
            }

            fn key(&self) -> ::core::option::Option<&$error> {
                ::core::option::Option::None
            }

            fn of_row(_: M) -> $error {
                loop {}
            }
        }

        impl $crate::__private::serde::Serialize for $reference {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                _: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                loop {}
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $reference {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                _: D,
            ) -> ::core::result::Result<Self, D::Error> {
                loop {}
            }
        }
    };
}

pub use crate::{
    __broken_choices as broken_choices, __broken_key as broken_key, __broken_proxy as broken_proxy,
    __broken_reference as broken_reference,
};
