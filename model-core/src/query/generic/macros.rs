//! The impls of generic references, as macros that the generated code calls.

/// A field that holds a generic reference.
#[doc(hidden)]
#[macro_export]
macro_rules! __generic_field {
    ($model:ident, $column:ty, $($place:ident).+: $ty:ty, $index:literal) => {
        #[automatically_derived]
        impl $crate::__private::generic::PointsBy<$column> for $model {
            type Field = $ty;

            const PLACE: $crate::__private::generic::Place = $crate::__private::generic::Place::One($index);

            fn with_field(
                &self,
                __text: fn(&$ty) -> ::core::option::Option<$crate::__private::String>,
            ) -> ::core::option::Option<$crate::__private::String> {
                __text(&self.$($place).+)
            }
        }
    };
    ($model:ident, only $column:ty) => {
        #[automatically_derived]
        impl $crate::__private::generic::Points for $model {
            type Column = $column;
        }
    };
}

/// Two fields that are a generic reference together, their accessor, and the setters that set both.
#[doc(hidden)]
#[macro_export]
macro_rules! __generic_columns {
    (
        $(#[$doc:meta])* $vis:vis $name:ident($model:ident, $values:ident): $target:ty, $columns:ty,
        [$kind_at:literal $kind:ident ($($kind_place:ident).+): $kind_ty:ty],
        [$key_at:literal $key:ident ($($key_place:ident).+): $key_ty:ty], $read:ident -> $field:ty, $put:ident
    ) => {
        #[automatically_derived]
        impl $crate::__private::generic::PointsBy<$columns> for $model {
            type Field = $field;

            const PLACE: $crate::__private::generic::Place =
                $crate::__private::generic::Place::Two { kind: $kind_at, key: $key_at };

            fn with_field(
                &self,
                __text: fn(&$field) -> ::core::option::Option<$crate::__private::String>,
            ) -> ::core::option::Option<$crate::__private::String> {
                __text(&self.$name())
            }

            fn values_of(__target: &$target) -> ::core::option::Option<Self::Values> {
                let mut __values: $values = ::core::default::Default::default();
                __values.$name(::core::option::Option::Some(__target));
                ::core::option::Option::Some(__values)
            }
        }

        impl $model {
            $(#[$doc])*
            $vis fn $name(&self) -> $field {
                $crate::__private::generic::$read::<$target, _, _>(&self.$($kind_place).+, &self.$($key_place).+)
            }
        }

        impl $values {
            fn $name(&mut self, __target: ::core::option::Option<&$target>) {
                $crate::__private::generic::TwoSlots {
                    set: &mut self.__set,
                    computed: &mut self.__computed,
                    kind: ($kind_at, &mut self.$kind),
                    key: ($key_at, &mut self.$key),
                }
                .$put::<$target>(__target);
            }
        }
    };
}

/// The impls that every enum with `#[derive(GenericRef)]` shares: text, JSON, and Diesel expressions.
#[doc(hidden)]
#[macro_export]
macro_rules! __generic_ref {
    ($ident:ident, $row:ident { $($variant:ident),+ }) => {
        #[automatically_derived]
        impl ::core::fmt::Display for $ident {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::generic::show(self, __f)
            }
        }

        #[automatically_derived]
        impl ::core::str::FromStr for $ident {
            type Err = $crate::__private::generic::UnknownTarget;

            fn from_str(__text: &str) -> ::core::result::Result<Self, Self::Err> {
                $crate::__private::generic::read(__text)
            }
        }

        #[automatically_derived]
        impl $crate::__private::serde::Serialize for $ident {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                __serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                __serializer.collect_str(self)
            }
        }

        #[automatically_derived]
        impl<'de> $crate::__private::serde::Deserialize<'de> for $ident {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                __deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::generic::deserialize(__deserializer)
            }
        }

        $crate::__generic_ref!(@expression [] $ident, $ident);
        $crate::__generic_ref!(@expression ['__value] &'__value $ident, $ident);

        #[automatically_derived]
        impl ::core::fmt::Debug for $row {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant(__row) => {
                        $crate::__private::generic::show_row(::core::stringify!($variant), __row, __f)
                    })+
                }
            }
        }
    };
    (@expression [$($lifetime:lifetime)?] $ty:ty, $ident:ident) => {
        #[automatically_derived]
        impl<$($lifetime,)? __ST> $crate::__private::diesel::expression::AsExpression<__ST> for $ty
        where
            __ST: $crate::__private::Holds<$crate::__private::String>
                + $crate::__private::diesel::expression::TypedExpressionType,
        {
            type Expression = $crate::__private::Bind<__ST, $crate::__private::String>;

            fn as_expression(self) -> Self::Expression {
                $crate::__private::Bind::new($crate::__private::generic::text::<$ident>(&self))
            }
        }
    };
}

/// One variant of such an enum: the model, and the type of its key.
#[doc(hidden)]
#[macro_export]
macro_rules! __generic_target {
    ($ident:ident, $row:ident, $variant:ident($key:ty): $model:ty $(, $form:ident $kind:expr)?) => {
        #[automatically_derived]
        impl $crate::__private::generic::Targets<$model> for $ident {
            type Key = $key;

            $(const KIND: $crate::__private::generic::Kind = $crate::__private::generic::Kind::$form($kind);)?

            fn of_key(__key: $key) -> Self {
                Self::$variant(__key)
            }

            #[allow(unreachable_patterns)]
            fn key(&self) -> ::core::option::Option<&$key> {
                match self {
                    Self::$variant(__key) => ::core::option::Option::Some(__key),
                    _ => ::core::option::Option::None,
                }
            }

            fn of_row(__row: $model) -> $row {
                $row::$variant(__row)
            }
        }
    };
    ($ident:ident, from $variant:ident($key:ty)) => {
        #[automatically_derived]
        impl ::core::convert::From<$key> for $ident {
            fn from(__key: $key) -> Self {
                Self::$variant(__key)
            }
        }
    };
}

pub use crate::{__generic_columns, __generic_field, __generic_ref, __generic_target};
