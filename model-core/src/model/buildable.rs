//! A model whose new rows have a builder: the way from the values of a row to its setters and back.

#[cfg(feature = "factory")]
use crate::model::Model;

/// A model whose new rows are built field by field, which is every model that extends no other. Generated; not
/// implemented by hand.
#[cfg(feature = "factory")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no factory",
    label = "no factory makes rows of `{Self}`",
    note = "a factory supports only models that do not extend another one; for this model, write a function that \
            creates rows with `New{Self}::builder()`"
)]
pub trait Buildable: Model {
    /// The builder of a new row, to which nothing is missing.
    type Builder;

    /// The builder that holds these values.
    fn builder_of(values: Self::Values) -> Self::Builder;

    /// The values that a builder holds.
    fn values_of(builder: Self::Builder) -> Self::Values;
}

/// Passes from values to the builder and back. Both functions are compiled where a factory is used, and nowhere else.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "factory")]
macro_rules! __buildable {
    ($model:ident, $builder:ident, [$($state:ident),*]) => {
        #[automatically_derived]
        impl $crate::__private::Buildable for $model {
            type Builder = $builder<$($crate::__private::$state),*>;

            #[inline]
            fn builder_of(__values: <Self as $crate::__private::Model>::Values) -> Self::Builder {
                $builder(__values, $crate::__private::PhantomData)
            }

            #[inline]
            fn values_of(__builder: Self::Builder) -> <Self as $crate::__private::Model>::Values {
                __builder.0
            }
        }
    };
}

/// Without the feature `factory` there is nothing to pass to.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "factory"))]
macro_rules! __buildable {
    ($($rest:tt)*) => {};
}

pub use crate::__buildable as buildable;
