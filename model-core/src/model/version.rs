//! The version of a row counts its writes: a write that starts from an old version fails, and overwrites nothing.

use std::any::Any;

/// A field type that can hold the version of a row: `i32` or `i64`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot count the writes to a row",
    label = "use `i32` or `i64`, in a column that is not `Nullable`"
)]
pub trait Version {
    /// The version of a new row.
    const FIRST: Self;
}

impl Version for i32 {
    const FIRST: Self = 1;
}

impl Version for i64 {
    const FIRST: Self = 1;
}

/// The number of a version. It accepts any type, because a type that is not a [`Version`] already has its error
/// elsewhere.
pub fn number(version: &dyn Any) -> Option<i64> {
    let narrow = version.downcast_ref::<i32>().map(|version| i64::from(*version));
    narrow.or_else(|| version.downcast_ref::<i64>().copied())
}
