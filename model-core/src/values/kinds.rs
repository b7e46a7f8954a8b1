//! The requirements of a role or a check for the type of a field.

use uuid::Uuid;

/// A field type that can record which deletion deleted a row, or which restoration restored it: `Option<Uuid>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot record which deletion a row was part of",
    label = "use `Option<Uuid>`, in a `Nullable` column"
)]
pub trait BatchMark {
    /// The mark of a row that this operation deleted or restored.
    fn moved_by(operation: Uuid) -> Self;
    /// The mark of a row that was never deleted.
    fn never_moved() -> Self;
    /// The operation of a mark.
    fn mover(&self) -> Option<Uuid>;
}

impl BatchMark for Option<Uuid> {
    fn moved_by(operation: Uuid) -> Self {
        Some(operation)
    }

    fn never_moved() -> Self {
        None
    }

    fn mover(&self) -> Option<Uuid> {
        *self
    }
}

/// A field type that holds a floating point number: `f32`, `f64`, or an `Option` of one.
pub trait Finite {
    /// Whether it is neither NaN nor an infinity. NULL is finite.
    fn finite(&self) -> bool;
}

impl Finite for f32 {
    fn finite(&self) -> bool {
        self.is_finite()
    }
}

impl Finite for f64 {
    fn finite(&self) -> bool {
        self.is_finite()
    }
}

impl<T: Finite> Finite for Option<T> {
    fn finite(&self) -> bool {
        self.as_ref().is_none_or(Finite::finite)
    }
}

/// A field type whose values a function over `&V` can check: `V` itself, an `Option` of it, and `str` for text.
#[diagnostic::on_unimplemented(
    message = "a check that takes `&{V}` cannot read a field of type `{Self}`",
    label = "the function takes `&{V}`, but the field is `{Self}`",
    note = "write a function that takes `&{Self}`, or implement `model_core::Checked<{V}>` for `{Self}`"
)]
pub trait Checked<V: ?Sized> {
    /// The value to check; none for NULL.
    fn checked(&self) -> Option<&V>;
}

#[diagnostic::do_not_recommend]
impl<T> Checked<T> for T {
    fn checked(&self) -> Option<&T> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T> Checked<T> for Option<T> {
    fn checked(&self) -> Option<&T> {
        self.as_ref()
    }
}

#[diagnostic::do_not_recommend]
impl Checked<str> for String {
    fn checked(&self) -> Option<&str> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl Checked<str> for Option<String> {
    fn checked(&self) -> Option<&str> {
        self.as_deref()
    }
}

/// A field type that `max_length` can measure: text, or an `Option` of text.
#[diagnostic::on_unimplemented(
    message = "`max_length` measures text, but `{Self}` is not text",
    label = "use `String`, `Option<String>`, or implement `model_core::Measured` for the type"
)]
pub trait Measured {
    /// The number of characters (Unicode scalar values), or none for NULL.
    fn length(&self) -> Option<usize>;
}

#[diagnostic::do_not_recommend]
impl Measured for String {
    fn length(&self) -> Option<usize> {
        Some(self.chars().count())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Measured> Measured for Option<T> {
    fn length(&self) -> Option<usize> {
        self.as_ref().and_then(Measured::length)
    }
}

/// A field type that can hold the change log of a row: [`ChangeLog`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold the log of a row's changes",
    label = "use `model_core::ChangeLog`, in a JSON column that is not `Nullable`"
)]
pub trait KeepsChanges {
    /// The log of a new row.
    fn unchanged() -> Self;
}
