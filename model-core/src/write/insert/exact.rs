//! New rows with exact values, which need not be read back.

use crate::model::{Manager, Model};
use crate::sql::dialect::Dialect;
use crate::values::Values;
use std::any::{Any, TypeId};

/// Whether these values are the whole new row: every column has a value that the database cannot change. A proxy is
/// always read back, because its fields may differ from those of its model.
pub(crate) fn is_exact<R: Manager, DB: Dialect>(values: &<R::Model as Model>::Values) -> bool {
    let exact = |column| values.exact(column).is_some_and(|value| DB::stores_verbatim(&value));
    TypeId::of::<R>() == TypeId::of::<R::Model>() && (0..<R::Model as Model>::META.fields.len()).all(exact)
}

/// Moves exact values into a row.
pub(crate) fn take_row<R: Manager>(values: &mut <R::Model as Model>::Values) -> Option<R> {
    // `R` is its own model.
    (&mut values.take_row() as &mut dyn Any).downcast_mut::<Option<R>>()?.take()
}
