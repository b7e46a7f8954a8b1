//! The parts of generated values that are the same for every model, as macros that the generated code calls.

/// Merges the values of two patches: values of the second replace values of the first.
#[doc(hidden)]
#[macro_export]
macro_rules! __take_over {
    ($values:expr, $other:expr, [$($at:literal => $field:ident),*]) => {
        $($crate::__private::take_over(&mut $values.$field, $other.$field, $other.__set, $at);)*
        $crate::__private::take_over_all(
            (&mut $values.__set, &mut $values.__computed),
            ($other.__set, $other.__computed),
        );
    };
}

/// Values without any set column. They are written out, because a derived `Default` makes a call for each column.
#[doc(hidden)]
#[macro_export]
macro_rules! __no_values {
    ($values:ident { $($field:ident)+ }) => {
        #[automatically_derived]
        impl ::core::default::Default for $values {
            fn default() -> Self {
                Self {
                    __set: $crate::__private::ColumnSet::EMPTY,
                    __computed: $crate::__private::Computed::NONE,
                    $($field: ::core::option::Option::None),+
                }
            }
        }
    };
}

/// The exact form of each value, in a constant that has a value only if each field fits its column.
#[doc(hidden)]
#[macro_export]
macro_rules! __fits {
    ($values:ident, $row:ident => { $($index:literal => $exact:expr),* }) => {
        impl $values {
            const __EXACT: fn(&Self, usize) -> ::core::option::Option<$crate::__private::Exact<'_>> =
                |$row, __column| {
                    use $crate::__private::fits::{backends::*, probe};
                    match __column {
                        $($index => $exact,)*
                        _ => ::core::option::Option::None,
                    }
                };
            const __FIT: bool = $crate::__private::fits::compiles(Self::__EXACT);
        }
    };
}

/// Parts of `impl Values`: the set of columns and the conversion into a row, and the flat struct if the model has
/// bases.
#[doc(hidden)]
#[macro_export]
macro_rules! __column_set {
    ($row:ident { $($field:ident)+ }) => {
        type Flat = Self::Model;

        fn flat(__row: Self::Model) -> Self::Model {
            __row
        }

        fn nested(flat: Self::Model) -> Self::Model {
            flat
        }

        $crate::__private::column_set!(@set $row { $($field)+ });
    };
    (flat $flat:ident { $($field:ident)+ }) => {
        type Flat = $flat;

        fn flat(__row: Self::Model) -> $flat {
            ::core::convert::From::from(__row)
        }

        fn nested(flat: $flat) -> Self::Model {
            ::core::convert::From::from(flat)
        }

        $crate::__private::column_set!(@set $flat { $($field)+ });
    };
    (@set $row:ident { $($field:ident)+ }) => {
        fn columns(&self) -> $crate::__private::ColumnSet {
            self.__set
        }

        fn columns_mut(&mut self) -> &mut $crate::__private::ColumnSet {
            &mut self.__set
        }

        fn computed(&self) -> &$crate::__private::Computed {
            &self.__computed
        }

        fn computed_mut(&mut self) -> &mut $crate::__private::Computed {
            &mut self.__computed
        }

        fn take_row(&mut self) -> ::core::option::Option<Self::Model> {
            // No field is bound by its own name, which may be that of a unit struct where the model is defined.
            let __values = ::core::mem::take(self);
            ::core::option::Option::Some(Self::nested($row { $($field: __values.$field?),+ }))
        }
    };
}

/// A setter of a patch, for a field that is of the kind `$kind`.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    ($(#[$doc:meta])* $vis:vis $setter:ident($at:literal, $field:ident: $ty:ty) as $kind:ty, $column:ty) => {
        $(#[$doc])*
        $vis fn $setter<__Value, __By>(mut self, __value: __Value) -> Self
        where
            __Value: $crate::__private::Assigned<$ty, $kind, __By>,
            __By: $crate::__private::Assigns<__Value, $column, $ty, $kind>,
        {
            // No binding has a name that could be that of a unit struct where the model is defined.
            let __columns = (&mut self.1.__set, &mut self.1.__computed);
            __By::assign(__value, __columns, $at, &mut self.1.$field);
            self
        }
    };
}

/// Serializes the columns of a row. It is generic over the serializer, so that a model whose rows are never shown has
/// no code for it.
#[doc(hidden)]
#[macro_export]
macro_rules! __shown {
    (
        $model:ident, $values:ident, [$($ty:ty),*] { $($at:literal => $($place:ident).+ $(by $with:path)?),* }
    ) => {
        #[automatically_derived]
        impl<'s> $crate::__private::ShowValues<'s> for $values
        where
            $($ty: $crate::__private::Shows<'s>,)*
        {
            fn show<__S: $crate::__private::serde::Serializer>(
                __row: &$model,
                __column: usize,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                match __column {
                    $($at => $crate::__private::shown!(@column __serializer, &__row.$($place).+ $(, $with)?),)*
                    _ => __serializer.serialize_unit(),
                }
            }
        }
    };
    (@column $serializer:ident, $value:expr) => {
        $crate::__private::Shows::show($value, $serializer)
    };
    (@column $serializer:ident, $value:expr, $with:path) => {
        $with($value, $serializer)
    };
}

pub use crate::{
    __column_set as column_set, __fits as all_fit, __no_values as no_values, __setter as setter, __shown as shown,
    __take_over as take_over,
};
