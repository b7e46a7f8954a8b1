//! The impls of a conflict target, as a macro that the generated code calls.

/// A unique key as a conflict target: its columns, two of them in either order.
#[doc(hidden)]
#[macro_export]
macro_rules! __conflict_target {
    ($model:ident, $at:expr => $one:ty) => {
        $crate::__private::conflict_target!(@__target $model, $at => $one);
    };
    ($model:ident, $at:expr => $one:ty, $two:ty) => {
        $crate::__private::conflict_target!(@__target $model, $at => ($one, $two));
        $crate::__private::conflict_target!(@__target $model, $at => ($two, $one));
    };
    ($model:ident, $at:expr => $($column:ty),+) => {
        $crate::__private::conflict_target!(@__target $model, $at => ($($column),+));
    };
    (@__target $model:ident, $at:expr => $columns:ty) => {
        impl $crate::__private::ConflictTarget<$model> for $columns {
            type Chosen = $crate::__private::Chosen<{ $at }>;
        }
    };
}

pub use crate::__conflict_target;
