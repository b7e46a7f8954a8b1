//! The shared impls of the generated types, as macros that the generated code calls.

/// The impls of `NewArticle`, over the columns that the builder and a deserializer may set, and those that they must
/// set.
#[doc(hidden)]
#[macro_export]
macro_rules! __new_row {
    (whole $new:ident, $values:ident, given: $given:expr, needed: $needed:expr) => {
        $crate::__private::new_row!($new, $values);
        $crate::__private::new_row!(read $new, $values, given: $given, needed: $needed, $new);
    };
    ($new:ident, $values:ident) => {
        #[automatically_derived]
        impl ::core::convert::From<$new> for $values {
            fn from(__new: $new) -> Self {
                __new.0
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Debug for $new {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug_columns(::core::stringify!($new), &self.0, __f)
            }
        }
    };
    (read $new:ident, $values:ident, given: $given:expr, needed: $needed:expr, $made:expr) => {
        #[automatically_derived]
        impl<'de> $crate::__private::serde::Deserialize<'de> for $new
        where
            $values: $crate::__private::ReadValues<'de>,
        {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                __deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read_new(__deserializer, &$given, &$needed, $made)
            }
        }

        $crate::__private::described!($new, $values, New);
    };
    (in_part $new:ident, $input:ident, $values:ident) => {
        #[automatically_derived]
        impl ::core::fmt::Debug for $input {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug_columns(::core::stringify!($input), &self.0, __f)
            }
        }

        #[automatically_derived]
        impl<'de> $crate::__private::serde::Deserialize<'de> for $new
        where
            $values: $crate::__private::ReadWhole<'de, $new>,
        {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                __deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <$values as $crate::__private::ReadWhole<'de, $new>>::read(__deserializer)
            }
        }
    };
}

/// A patch applied to a row without a database.
#[doc(hidden)]
#[macro_export]
macro_rules! __applied_to {
    ($vis:vis $model:ident, $patch:ident) => {
        /// The row with the values of this patch, without a database: for a cache or a queue. None if the patch sets a
        /// column by an SQL expression, whose value the database alone knows.
        #[inline]
        $vis fn applied_to(self, __row: $model) -> ::core::option::Option<$model> {
            $crate::__private::applied(__row, |__values| $patch($crate::__private::Detached, __values).with(self).1)
        }
    };
}

/// Passes on what generated code has for asynchronous connections.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "async")]
macro_rules! __asynchronously {
    ($($item:item)*) => { $($item)* };
}

/// Leaves out what generated code has for asynchronous connections.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "async"))]
macro_rules! __asynchronously {
    ($($item:item)*) => {};
}

/// The impls of `ArticlePatch`, over the columns that it may set.
#[doc(hidden)]
#[macro_export]
macro_rules! __patch {
    ($model:ident, $patch:ident, $values:ident, set: $set:expr) => {
        #[automatically_derived]
        impl ::core::default::Default for $patch {
            fn default() -> Self {
                <$model as $crate::__private::Model>::patch_of($crate::__private::Detached)
            }
        }

        #[automatically_derived]
        impl<T> ::core::fmt::Debug for $patch<T> {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug_columns(::core::stringify!($patch), &self.1, __f)
            }
        }

        #[automatically_derived]
        impl $crate::__private::Patched for $values {
            const PATCHED: &'static [usize] = &$set;
        }

        #[automatically_derived]
        impl<T> $crate::__private::Run for $patch<T>
        where
            Self: $crate::__private::BoundTo<T>,
        {
            type Output = <Self as $crate::__private::BoundTo<T>>::Output;
        }

        #[automatically_derived]
        impl<T> $crate::__private::Ready for $patch<T> where
            $crate::__private::AnonymousPatch<$model, T>: $crate::__private::Ready
        {
        }

        #[automatically_derived]
        impl<Conn, T> $crate::__private::RunOn<Conn> for $patch<T>
        where
            Self: $crate::__private::BoundTo<T>,
            $crate::__private::AnonymousPatch<$model, T>:
                $crate::__private::RunOn<Conn, Output = <Self as $crate::__private::BoundTo<T>>::Output>,
        {
            #[inline(always)]
            fn perform(
                self,
                conn: &mut Conn,
            ) -> ::core::result::Result<<Self as $crate::__private::BoundTo<T>>::Output, $crate::__private::Error> {
                $crate::__private::RunOn::perform($crate::__private::unsigned(self), conn)
            }
        }

        $crate::__private::asynchronously! {
            #[automatically_derived]
            impl<Conn: ::core::marker::Send, T> $crate::__private::AsyncRunOn<Conn> for $patch<T>
            where
                Self: $crate::__private::BoundTo<T> + ::core::marker::Send,
                $crate::__private::AnonymousPatch<$model, T>:
                    $crate::__private::AsyncRunOn<Conn, Output = <Self as $crate::__private::BoundTo<T>>::Output>,
            {
                fn perform(
                    self,
                    conn: &mut Conn,
                ) -> impl ::core::future::Future<
                    Output = ::core::result::Result<
                        <Self as $crate::__private::BoundTo<T>>::Output,
                        $crate::__private::Error,
                    >,
                > + ::core::marker::Send {
                    $crate::__private::AsyncRunOn::perform($crate::__private::unsigned(self), conn)
                }
            }
        }

        #[automatically_derived]
        impl<T> $crate::__private::Patching for $patch<T> {
            type Model = $model;
            type Target = T;

            fn target_mut(&mut self) -> &mut T {
                &mut self.0
            }

            fn into_parts(self) -> (T, $values) {
                (self.0, self.1)
            }
        }

        #[automatically_derived]
        impl<'de> $crate::__private::serde::Deserialize<'de> for $patch
        where
            $values: $crate::__private::ReadValues<'de>,
        {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                __deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read_patch(__deserializer, &$set, Self)
            }
        }

        $crate::__private::described!($patch, $values, Patch);
    };
}

/// Diesel's `Queryable` of a model.
#[doc(hidden)]
#[macro_export]
macro_rules! __queryable {
    ($model:ident { $($field:ident: $ty:ty = $at:tt),+ }) => {
        $crate::__private::queryable!($model [$($ty),+], __row => { $($field: __row.$at),+ });
    };
    // For a struct with bases among its fields.
    ($model:ident [$($ty:ty),+], $row:ident => { $($member:ident: $value:expr),+ }) => {
        #[automatically_derived]
        impl<DB> $crate::__private::diesel::deserialize::Queryable<$crate::__private::RowOf<$model>, DB> for $model
        where
            DB: $crate::__private::diesel::backend::Backend,
            ($($ty,)+): $crate::__private::diesel::deserialize::FromStaticSqlRow<$crate::__private::RowOf<$model>, DB>,
        {
            type Row = ($($ty,)+);

            fn build($row: ($($ty,)+)) -> $crate::__private::diesel::deserialize::Result<Self> {
                ::core::result::Result::Ok(Self { $($member: $value),+ })
            }
        }
    };
}

/// Diesel's `Selectable` of a model.
#[doc(hidden)]
#[macro_export]
macro_rules! __selectable {
    ($model:ident) => {
        #[automatically_derived]
        impl<DB> $crate::__private::diesel::expression::Selectable<DB> for $model
        where
            DB: $crate::__private::diesel::backend::Backend,
        {
            type SelectExpression = <Self as $crate::__private::Model>::Selection;

            fn construct_selection() -> Self::SelectExpression {
                <Self as $crate::__private::Model>::selection()
            }
        }
    };
}

/// Diesel's `HasTable` of a model.
#[doc(hidden)]
#[macro_export]
macro_rules! __has_table {
    ($model:ident) => {
        #[automatically_derived]
        impl $crate::__private::diesel::associations::HasTable for $model {
            type Table = <Self as $crate::__private::Model>::Table;

            fn table() -> Self::Table {
                *<Self as $crate::__private::Model>::TABLE
            }
        }
    };
}

/// The comparison of two rows, for `edit`.
#[doc(hidden)]
#[macro_export]
macro_rules! __editable {
    ($model:ident { $($($place:ident).+: $ty:ty),+ }) => {
        #[automatically_derived]
        impl $crate::__private::Editable for $model {
            type Edit = $crate::Edit<Self>;

            fn into_edit(self) -> $crate::Edit<Self> {
                $crate::Edit::new(self)
            }

            fn differences(&self, __other: &Self) -> $crate::__private::ColumnSet {
                let __differs = [
                    $(<$ty as $crate::__private::Compared>::differs(&self.$($place).+, &__other.$($place).+)),+
                ];
                $crate::__private::ColumnSet::of(__differs)
            }
        }
    };
}

/// A base in a model: its part of the row, and its columns that a patch may set.
#[doc(hidden)]
#[macro_export]
macro_rules! __embeds {
    (
        $model:ident, $patch:ident, $($member:ident).+: $base:ty,
        [$($at:literal => $field:ident = $($place:ident).+),*],
        $first:literal, [$($index:literal => $column:ident = $part:tt),*]
    ) => {
        #[automatically_derived]
        impl $crate::__private::Embeds<$base> for $model {
            const FIRST: usize = $first;

            fn base(&self) -> &$base {
                &self.$($member).+
            }

            #[allow(unused_mut, unused_variables)]
            fn base_values(
                __options: <$base as $crate::__private::Base>::Options,
            ) -> <$model as $crate::__private::Model>::Values {
                let mut __values: <$model as $crate::__private::Model>::Values = ::core::default::Default::default();
                $(
                    if __options.$part.is_some() {
                        __values.__set.insert($index);
                    }
                    __values.$column = __options.$part;
                )*
                __values
            }

            #[allow(unused_mut, unused_variables)]
            fn patch_base_of<Target>(__target: Target, __base: $base) -> $patch<Target> {
                let mut __values: <$model as $crate::__private::Model>::Values = ::core::default::Default::default();
                $(
                    __values.$field = ::core::option::Option::Some(__base.$($place).+);
                    __values.__set.insert($at);
                )*
                $patch(__target, __values)
            }
        }
    };
}

/// A base whose hooks run with a model: its columns in the values that are about to be written.
#[doc(hidden)]
#[macro_export]
macro_rules! __hooked_by {
    ($model:ident, $values:ident, $base:ty, [$($field:ident),*]) => {
        #[automatically_derived]
        impl $crate::__private::HookedBy<$base> for $model {
            #[allow(unused_variables)]
            fn seen(__values: &$values) -> <$base as $crate::__private::HookedBase>::Seen<'_> {
                ($(&__values.$field,)*)
            }

            #[allow(unused_variables)]
            fn slots(__values: &mut $values) -> <$base as $crate::__private::HookedBase>::Slots<'_> {
                ($(&mut __values.$field,)*)
            }
        }
    };
}

/// A column of a model with hooks: its index, the kind of its values, and the steps in which a hook can set it.
#[doc(hidden)]
#[macro_export]
macro_rules! __draft_column {
    ($model:ident, $values:ident, $column:ty, $at:literal, $field:ident: $kind:ident<$ty:ty>, [$($step:ident),*]) => {
        #[automatically_derived]
        impl $crate::__private::DraftColumn<$model> for $column {
            type Kind = $crate::__private::$kind<$ty>;

            const AT: usize = $at;

            fn value(
                __values: &$values,
            ) -> ::core::option::Option<&<Self::Kind as $crate::__private::FieldKind>::Value> {
                __values.$field.as_ref()
            }

            fn slot(
                __values: &mut $values,
            ) -> &mut ::core::option::Option<<Self::Kind as $crate::__private::FieldKind>::Value> {
                &mut __values.$field
            }
        }

        $(impl $crate::__private::SetIn<$model, $crate::__private::$step> for $column {})*
    };
}

/// What a model has, as the traits that say so.
#[doc(hidden)]
#[macro_export]
macro_rules! __marks {
    ($model:ident: $($mark:ident),+) => {
        $(impl $crate::__private::$mark for $model {})+
    };
}

/// The description of a column whose SQL type may have no encoding.
#[doc(hidden)]
#[macro_export]
macro_rules! __any_field {
    ($role:ident $column:ty, $name:literal) => {{
        use $crate::__private::AnyEncoding as _;
        $crate::__private::field::$role::<$column>(
            $name,
            $crate::__private::EncodingOf::<$column>::ENCODING,
            $crate::__private::EncodingOf::<$column>::KIND,
        )
    }};
    ($role:ident $column:ty, $name:literal, $encoding:ident) => {{
        #[allow(unused_imports)]
        use $crate::__private::AnyEncoding as _;
        $crate::__private::field::$role::<$column>(
            $name,
            $crate::__private::Encoding::$encoding,
            $crate::__private::EncodingOf::<$column>::KIND,
        )
    }};
}

pub use crate::{
    __any_field as any_field, __applied_to as applied_to, __asynchronously as asynchronously,
    __draft_column as draft_column, __editable as editable, __embeds as embeds, __has_table as has_table,
    __hooked_by as hooked_by, __marks as marks, __new_row as new_row, __patch as patch, __queryable as queryable,
    __selectable as selectable,
};
