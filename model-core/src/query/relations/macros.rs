//! The impls of a declared relation, as macros that the generated code calls.

/// A field that belongs to a row of another model, or several fields that do together.
#[doc(hidden)]
#[macro_export]
macro_rules! __belongs_to {
    (
        $model:ident, $values:ident, $parent:ty, $column:ty, $field:ident: $ty:ty, $index:literal,
        $scope:ident $(, touches $counter:ty)?
    ) => {
        $crate::__private::belongs_to!(
            $model, $values, $parent, $column, $field: $ty, $index, $scope, $field $(, touches $counter)?
        );
    };
    // A field of a base, with the path to it.
    (
        $model:ident, $values:ident, $parent:ty, $column:ty, $field:ident: $ty:ty, $index:literal, $scope:ident,
        $($place:ident).+ $(, touches $counter:ty)?
    ) => {
        #[automatically_derived]
        impl $crate::__private::BelongsTo<$parent, $column> for $model {
            type Field = $ty;
            type Parents = $crate::__private::$scope;

            const FOREIGN_KEY: &'static [usize] = &[$index];
            $(
                const TOUCHES: ::core::option::Option<usize> =
                    ::core::option::Option::Some($crate::__private::touched::<$parent, $counter>());
            )?

            fn field(&self) -> $crate::__private::Cow<'_, $ty> {
                $crate::__private::Cow::Borrowed(&self.$($place).+)
            }

            fn value(__values: &$values) -> ::core::option::Option<$crate::__private::Cow<'_, $ty>> {
                __values.$field.as_ref().map($crate::__private::Cow::Borrowed)
            }

            fn set_foreign_key(__values: &mut $values, __key: $ty) {
                __values.$field = ::core::option::Option::Some(__key);
                __values.__set.insert($index);
            }
        }
    };
    // Several fields, each with the path to it.
    (
        $model:ident, $values:ident, $parent:ty, $column:ty, $scope:ident,
        [$($field:ident: $ty:ty, $index:literal, $part:tt, ($($place:ident).+);)+]
    ) => {
        #[automatically_derived]
        impl $crate::__private::BelongsTo<$parent, $column> for $model {
            type Field = ($($ty,)+);
            type Parents = $crate::__private::$scope;

            const FOREIGN_KEY: &'static [usize] = &[$($index),+];

            fn field(&self) -> $crate::__private::Cow<'_, ($($ty,)+)> {
                $crate::__private::Cow::Owned(($(::core::clone::Clone::clone(&self.$($place).+),)+))
            }

            fn value(__values: &$values) -> ::core::option::Option<$crate::__private::Cow<'_, ($($ty,)+)>> {
                let __fields = ($(::core::clone::Clone::clone(__values.$field.as_ref()?),)+);
                ::core::option::Option::Some($crate::__private::Cow::Owned(__fields))
            }

            fn names_parent(__values: &$values) -> bool {
                let __nulls = [$(__values.$field.as_ref().map($crate::__private::PartOfReference::is_null)),+];
                __nulls.contains(&::core::option::Option::Some(false))
                    && !__nulls.contains(&::core::option::Option::Some(true))
            }

            fn set_foreign_key(__values: &mut $values, __key: ($($ty,)+)) {
                $(
                    __values.$field = ::core::option::Option::Some(__key.$part);
                    __values.__set.insert($index);
                )+
            }

            fn detach(__values: &mut $values) {
                $($crate::__private::PartOfReference::detach(&mut __values.$field, &mut __values.__set, $index);)+
            }
        }
    };
}

/// The relations that the models alone determine: the only foreign key to a parent, and the only relation to another
/// model.
#[doc(hidden)]
#[macro_export]
macro_rules! __relates {
    ($model:ident, foreign_key $parent:ty, $column:ty) => {
        #[automatically_derived]
        impl $crate::__private::RefersTo<$parent> for $model {
            type ForeignKey = $column;
        }
    };
    ($model:ident, $target:ty, $by:ty) => {
        #[automatically_derived]
        impl $crate::__private::Relates<$target> for $model {
            type By = $by;
        }
    };
}

pub use crate::{__belongs_to, __relates};
