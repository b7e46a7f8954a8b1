//! Serializes the columns of a row.

use crate::values::Values;
use serde::{Serialize, Serializer};

/// The values of a model whose fields can be serialized. Generated; do not implement it yourself.
#[diagnostic::on_unimplemented(
    message = "rows of this model cannot be shown as JSON",
    note = "each field's type needs `serde::Serialize`"
)]
pub trait ShowValues<'s>: Values {
    /// Serializes one column of a row.
    ///
    /// # Errors
    /// Errors of the serializer.
    fn show<S: Serializer>(row: &Self::Model, column: usize, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A type that can be serialized. The bound has a lifetime and not `Serialize` above it, so that a model whose types
/// lack it compiles until one of its rows is shown.
pub trait Shows<'s> {
    /// Serializes a value.
    ///
    /// # Errors
    /// Errors of the serializer.
    fn show<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl<T: Serialize> Shows<'_> for T {
    fn show<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}
