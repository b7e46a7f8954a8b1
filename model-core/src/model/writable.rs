//! Models whose rows can be written, and those of `#[model(read_only)]`.

use crate::model::{Manager, Model};

/// A model whose rows can be written: every model without `read_only`. Implemented by `#[derive(Model)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is read only",
    label = "this needs a model whose rows can be written",
    note = "`{Self}` has `#[model(read_only)]`, for a view or for a table that others write: remove the option, or \
            write the rows through another model of the table"
)]
pub trait Writable: Model {}

/// Refuses a function that is generic over a model and does not ask for [`CanWrite`](crate::CanWrite), when it is
/// compiled for a read-only model.
pub(crate) const fn is_written<Row: Manager>() {
    assert!(!Row::Model::META.read_only, "the rows of a model with `#[model(read_only)]` cannot be written");
}

/// What a verb that a read-only model `M` does not have could take. Nothing implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{M}` is read only",
    label = "this would write rows of `{M}`",
    note = "`{M}` has `#[model(read_only)]`, for a view or for a table that others write: remove the option, or write \
            the rows through another model of the table"
)]
pub trait Refused<M> {
    /// The verb: a type that the compiler has then reported, so that it reports no use of it.
    type Verb;
}

/// Lets generated code check that a write of rows of other models writes none that are only read.
///
/// # Panics
/// If they are. Only constants call this function, so the panic is a compile error.
#[doc(hidden)]
pub const fn can_be_written(read_only: bool) {
    assert!(
        !read_only,
        "this would write rows of a model with `#[model(read_only)]`: remove `touches` and `lock_parents`, choose \
         `on_delete = restrict` or `keep`, or link by rows that can be written"
    );
}

/// The same, of a type that may be no model, which is reported elsewhere.
#[doc(hidden)]
#[macro_export]
macro_rules! __can_be_written {
    ($ty:ty) => {{
        #[allow(unused_imports)]
        use $crate::__private::NotModel as _;
        $crate::__private::can_be_written($crate::__private::MetaOf::<$ty>::READ_ONLY)
    }};
}

/// The verbs that a read-only model does not have, and its new row. They hide those of the trait, so that each is one
/// error at its name.
#[doc(hidden)]
#[macro_export]
macro_rules! __read_only {
    (
        $model:ident, $new:ident,
        of_new: [$($of_new:ident),*], of_keys: [$($verb:ident($($argument:ident),*)),*]
    ) => {
        #[allow(dead_code)]
        impl $new {
            #[doc(hidden)]
            pub fn builder() -> <$model as $crate::__private::Refused<$model>>::Verb
            where
                for<'never> $model: $crate::__private::Refused<$model>,
            {
                loop {}
            }
        }

        #[allow(dead_code, non_camel_case_types)]
        impl $model {
            // A new row is the error already.
            $(
                #[doc(hidden)]
                pub fn $of_new<__New>(_: __New) -> <__New as $crate::__private::Refused<Self>>::Verb
                where
                    __New: $crate::__private::Refused<Self>,
                {
                    loop {}
                }
            )*

            $(
                #[doc(hidden)]
                pub fn $verb<$($argument),*>($(_: $argument),*) -> <Self as $crate::__private::Refused<Self>>::Verb
                where
                    for<'never> Self: $crate::__private::Refused<Self>,
                {
                    loop {}
                }
            )*

            // The verbs of a row return what they would: the rest of the line needs it.
            #[doc(hidden)]
            pub fn patch(&self) -> <Self as $crate::__private::Model>::Patch<$crate::__private::ByKey<Self>>
            where
                for<'never> Self: $crate::__private::Writable,
            {
                <Self as $crate::__private::ModelVerbs>::patch(self)
            }

            #[doc(hidden)]
            pub fn delete(self) -> $crate::__private::Delete<$crate::__private::ByKey<Self>, $crate::__private::NoActor>
            where
                for<'never> Self: $crate::__private::Writable,
            {
                <Self as $crate::__private::ModelVerbs>::delete(self)
            }

            #[doc(hidden)]
            pub fn hard_delete(
                self,
            ) -> $crate::__private::HardDelete<$crate::__private::ByKey<Self>, $crate::__private::NoActor>
            where
                for<'never> Self: $crate::__private::Writable,
            {
                <Self as $crate::__private::ModelVerbs>::hard_delete(self)
            }
        }
    };
}

pub use crate::{__can_be_written as can_be_written, __read_only as read_only};
