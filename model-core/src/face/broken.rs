//! What stands in for a model whose attributes are wrong, so that one mistake stays one error.
//!
//! Wherever a model names a type, `$error` takes its place: a type that the compiler has already reported. The compiler
//! is silent about everything that has such a type in it, so other models, proxies, hooks and queries that name this
//! model add no error of their own.

use crate::model::Model;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::{Column, QueryResult};
use std::marker::PhantomData;

/// The column by which a broken model `M` refers to others. It is no error itself: relations of other models name it,
/// and the compiler would take them for broken too.
#[derive(Debug)]
pub struct BrokenColumn<M>(PhantomData<M>);

impl<M> Clone for BrokenColumn<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for BrokenColumn<M> {}

impl<M> Default for BrokenColumn<M> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<M: 'static> QueryId for BrokenColumn<M> {
    type QueryId = Self;
}

impl<M: Model<Table: diesel::Table<PrimaryKey: Expression>>> Expression for BrokenColumn<M> {
    type SqlType = <<M::Table as diesel::Table>::PrimaryKey as Expression>::SqlType;
}

impl<M: Model<Table: diesel::Table<PrimaryKey: Expression>>> Column for BrokenColumn<M> {
    type Table = M::Table;

    const NAME: &'static str = "";
}

impl<M, DB: Backend> QueryFragment<DB> for BrokenColumn<M> {
    fn walk_ast<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<M, QS> AppearsOnTable<QS> for BrokenColumn<M> where Self: Expression {}

impl<M, QS> SelectableExpression<QS> for BrokenColumn<M> where Self: AppearsOnTable<QS> {}

impl<M, GB> ValidGrouping<GB> for BrokenColumn<M> {
    type IsAggregate = is_aggregate::Never;
}

/// The impls of a model that the derive refused.
#[doc(hidden)]
#[macro_export]
macro_rules! __broken_model {
    (model $model:ident, $error:ty) => {
        impl $crate::__private::Manager for $model {
            type Model = Self;
            type Filter = $error;
            type Ordering = $error;

            const ORDERING: &'static [$crate::__private::OrderTerm] = &[];

            fn as_model(&self) -> &Self {
                self
            }
        }

        impl $crate::__private::Model for $model {
            type Table = $error;
            type Selection = $error;
            type Key = $error;
            type New = $error;
            type Values = $error;
            type Patch<Target> = $error;
            type Deletion = $error;
            type References = $error;
            type Attribution = $error;
            type Hooks = $error;

            const TABLE: &'static $error = loop {};
            const META: &'static $crate::__private::Meta = &$crate::__private::Meta {
                name: ::core::stringify!($model),
                content_type: ::core::stringify!($model),
                fields: &[],
                key: &[],
                audited: false,
                repr: ::core::option::Option::None,
                uniques: &[],
            };

            fn selection() -> $error {
                loop {}
            }

            fn key(&self) -> $error {
                loop {}
            }

            fn patch_of<Target>(_: Target) -> $error {
                loop {}
            }
        }

        impl $crate::__private::HasCreatedAt for $model {}
        impl $crate::__private::HasUpdatedAt for $model {}
        impl $crate::__private::SoftDelete for $model {}
        impl $crate::__private::HasDeletionBatch for $model {}
        impl $crate::__private::HasVersion for $model {}

        impl<P: $crate::__private::Model, C> $crate::__private::BelongsTo<P, C> for $model {
            type Field = $error;
            type Parents = $error;

            const FOREIGN_KEY: usize = 0;

            fn field(&self) -> &$error {
                loop {}
            }

            fn value(_: &$error) -> ::core::option::Option<&$error> {
                ::core::option::Option::None
            }

            fn slot(_: &mut $error) -> &mut ::core::option::Option<$error> {
                loop {}
            }
        }

        impl<P: $crate::__private::Model> $crate::__private::RefersTo<P> for $model {
            type ForeignKey = $crate::__private::BrokenColumn<$model>;
        }

        impl<T> $crate::__private::Relates<T> for $model {
            type By = $error;
        }

        impl<C> $crate::__private::generic::PointsBy<C> for $model {
            type Field = $error;

            const FIELD: usize = 0;

            fn field(&self) -> &$error {
                loop {}
            }
        }

        impl $crate::__private::generic::Points for $model {
            type Column = $crate::__private::BrokenColumn<$model>;
        }

        impl<T> $crate::__private::DefaultScope<T> for $model {
            type Value = $error;

            const COLUMN: usize = 0;

            fn value(&self) -> &$error {
                loop {}
            }

            fn slot(_: &mut $error) -> &mut ::core::option::Option<$error> {
                loop {}
            }
        }

        impl<B: $crate::__private::Base> $crate::__private::Embeds<B> for $model {
            const FIRST: usize = 0;

            fn base(&self) -> &B {
                loop {}
            }

            fn base_values(_: B::Options) -> $error {
                loop {}
            }

            fn patch_base_of<Target>(_: Target, _: B) -> $error {
                loop {}
            }
        }

        impl<B: $crate::__private::HookedBase> $crate::__private::HookedBy<B> for $model {
            fn seen(_: &$error) -> B::Seen<'_> {
                loop {}
            }

            fn slots(_: &mut $error) -> B::Slots<'_> {
                loop {}
            }
        }

        impl $crate::__private::HasKinds for $model {
            type Children = $error;
            type Kind = $error;
        }

        impl<C> $crate::__private::ExtendedBy<C> for $model {}
    };
    // One that extends another.
    (child $model:ident, $error:ty) => {
        impl $crate::__private::Extends for $model {
            type Parent = $error;
            type Part = $error;
            type Column = $error;
            type New = $error;
            type Patch<Target> = $error;

            fn parent(&self) -> &$error {
                loop {}
            }

            fn of_parts(_: $error, _: $error) -> Self {
                loop {}
            }

            fn values_of(_: $error) -> $crate::__private::Halves<Self> {
                loop {}
            }

            fn patch_of<Target>(_: Target) -> $error {
                loop {}
            }
        }
    };
    // Without derives of Diesel beside ours.
    (diesel $model:ident, $error:ty) => {
        impl $crate::__private::diesel::associations::HasTable for $model {
            type Table = $error;

            fn table() -> $error {
                loop {}
            }
        }

        impl<'row> $crate::__private::diesel::associations::Identifiable for &'row $model {
            type Id = $error;

            fn id(self) -> $error {
                loop {}
            }
        }

        impl<DB: $crate::__private::diesel::backend::Backend> $crate::__private::diesel::expression::Selectable<DB>
            for $model
        {
            type SelectExpression = $error;

            fn construct_selection() -> $error {
                loop {}
            }
        }

        impl<ST, DB: $crate::__private::diesel::backend::Backend>
            $crate::__private::diesel::deserialize::Queryable<ST, DB> for $model
        {
            type Row = $error;

            fn build(_: $error) -> $crate::__private::diesel::deserialize::Result<Self> {
                loop {}
            }
        }
    };
}

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
        const _: () = {
            $crate::__broken_value!($reference, $error);
        };

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
    __broken_choices as broken_choices, __broken_key as broken_key, __broken_model as broken_model,
    __broken_proxy as broken_proxy, __broken_reference as broken_reference,
};
