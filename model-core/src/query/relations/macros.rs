//! The impls of a declared relation, as macros that the generated code calls.

/// A field that belongs to a row of another model.
#[doc(hidden)]
#[macro_export]
macro_rules! __belongs_to {
    ($model:ident, $values:ident, $parent:ty, $column:ty, $field:ident: $ty:ty, $index:literal, $scope:ident) => {
        $crate::__private::belongs_to!($model, $values, $parent, $column, $field: $ty, $index, $scope, $field);
    };
    // A field of a base, with the path to it.
    (
        $model:ident, $values:ident, $parent:ty, $column:ty, $field:ident: $ty:ty, $index:literal, $scope:ident,
        $($place:ident).+
    ) => {
        #[automatically_derived]
        impl $crate::__private::BelongsTo<$parent, $column> for $model {
            type Field = $ty;
            type Parents = $crate::__private::$scope;

            const FOREIGN_KEY: usize = $index;

            fn field(&self) -> &$ty {
                &self.$($place).+
            }

            fn value(__values: &$values) -> ::core::option::Option<&$ty> {
                __values.$field.as_ref()
            }

            fn slot(__values: &mut $values) -> &mut ::core::option::Option<$ty> {
                &mut __values.$field
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
