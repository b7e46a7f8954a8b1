//! The schemas of generated types for other crates: each feature has a macro that generated code calls, and that writes
//! nothing without the feature.

/// Implements the traits of the crates that are turned on.
#[doc(hidden)]
#[macro_export]
macro_rules! __described {
    ($ty:ident, $values:ty, $shape:ident) => {
        $crate::__private::described_utoipa!($ty, $values, $shape);
        $crate::__private::described_schemars!($ty, $values, $shape);
    };
}

/// `ToSchema` of utoipa.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "utoipa")]
macro_rules! __described_utoipa {
    ($ty:ident, $values:ty, $shape:ident) => {
        #[automatically_derived]
        impl $crate::__private::utoipa::PartialSchema for $ty {
            fn schema() -> $crate::__private::utoipa::openapi::RefOr<$crate::__private::utoipa::openapi::Schema> {
                $crate::__private::openapi::<$values>($crate::__private::Shape::$shape)
            }
        }

        #[automatically_derived]
        impl $crate::__private::utoipa::ToSchema for $ty {
            fn name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(::core::stringify!($ty))
            }
        }
    };
}

/// Writes nothing.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "utoipa"))]
macro_rules! __described_utoipa {
    ($($nothing:tt)*) => {};
}

/// `JsonSchema` of schemars.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "schemars")]
macro_rules! __described_schemars {
    ($ty:ident, $values:ty, $shape:ident) => {
        #[automatically_derived]
        impl $crate::__private::schemars::JsonSchema for $ty {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(::core::stringify!($ty))
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(::core::concat!(::core::module_path!(), "::", ::core::stringify!($ty)))
            }

            fn json_schema(
                _: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $crate::__private::json_schema::<$values>($crate::__private::Shape::$shape)
            }
        }
    };
}

/// Writes nothing.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "schemars"))]
macro_rules! __described_schemars {
    ($($nothing:tt)*) => {};
}

pub use crate::{
    __described as described, __described_schemars as described_schemars, __described_utoipa as described_utoipa,
};

#[cfg(feature = "utoipa")]
mod openapi {
    use crate::json::schema::{self, Shape};
    use crate::model::Model;
    use crate::values::Values;
    use crate::wire::{JsonRow, Problem};
    use serde_json::Value;
    use std::borrow::Cow;
    use utoipa::openapi::{RefOr, Schema};
    use utoipa::{PartialSchema, ToSchema};

    /// The schema for OpenAPI. What utoipa cannot express would be left out by it; that it can express all of it is
    /// tested.
    fn of(schema: Value) -> RefOr<Schema> {
        serde_json::from_value(schema).map_or_else(|_| RefOr::T(Schema::default()), RefOr::T)
    }

    /// The schema of a client's request.
    pub fn openapi<V: Values>(shape: Shape) -> RefOr<Schema> {
        of(schema::of(V::Model::META, shape))
    }

    impl PartialSchema for Problem {
        fn schema() -> RefOr<Schema> {
            of(schema::problem())
        }
    }

    impl ToSchema for Problem {}

    impl<M: Model> PartialSchema for JsonRow<M> {
        fn schema() -> RefOr<Schema> {
            of(schema::row::<M>())
        }
    }

    impl<M: Model> ToSchema for JsonRow<M> {
        fn name() -> Cow<'static, str> {
            Cow::Borrowed(M::META.name)
        }
    }
}

#[cfg(feature = "utoipa")]
pub use self::openapi::openapi;

#[cfg(feature = "schemars")]
mod schemas {
    use crate::json::schema::{self, Shape};
    use crate::model::Model;
    use crate::values::Values;
    use crate::wire::{JsonRow, Problem};
    use schemars::{JsonSchema, Schema, SchemaGenerator};
    use serde_json::Value;
    use std::borrow::Cow;

    fn of(schema: Value) -> Schema {
        match schema {
            Value::Object(members) => members.into(),
            _ => true.into(),
        }
    }

    /// The schema of a client's request.
    pub fn json_schema<V: Values>(shape: Shape) -> Schema {
        of(schema::of(V::Model::META, shape))
    }

    impl JsonSchema for Problem {
        fn schema_name() -> Cow<'static, str> {
            Cow::Borrowed("Problem")
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            of(schema::problem())
        }
    }

    impl<M: Model> JsonSchema for JsonRow<M> {
        fn schema_name() -> Cow<'static, str> {
            Cow::Borrowed(M::META.name)
        }

        fn schema_id() -> Cow<'static, str> {
            Cow::Borrowed(std::any::type_name::<M>())
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            of(schema::row::<M>())
        }
    }
}

#[cfg(feature = "schemars")]
pub use self::schemas::json_schema;
