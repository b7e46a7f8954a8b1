//! The version of a row, which counts its writes: who has an old one is told so instead of overwriting the others.

/// A field type that can hold the version of a row: `i32` or `i64`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot count the writes to a row",
    label = "use `i32` or `i64`, in a column that is not `Nullable`"
)]
pub trait Version {
    /// The version of a new row.
    const FIRST: Self;

    /// The number.
    fn number(&self) -> i64;
}

impl Version for i32 {
    const FIRST: Self = 1;

    fn number(&self) -> i64 {
        (*self).into()
    }
}

impl Version for i64 {
    const FIRST: Self = 1;

    fn number(&self) -> i64 {
        *self
    }
}

/// The number of a version, for generated code.
#[doc(hidden)]
pub fn number<T: Version>(version: &T) -> Option<i64> {
    Some(version.number())
}
