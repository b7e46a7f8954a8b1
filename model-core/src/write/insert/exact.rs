//! New rows that need not be read back, because their values are exact.

use crate::model::{Manager, Model};
use crate::sql::dialect::Dialect;
use crate::values::Values;
use std::any::{Any, TypeId};

/// Whether a new row of a model is all that these values say: every column has one, and none that the database could
/// change. The fields of a proxy are read, because it may have others than its model.
pub(crate) fn is_exact<R: Manager, DB: Dialect>(values: &<R::Model as Model>::Values) -> bool {
    let exact = |column| values.exact(column).is_some_and(|value| DB::stores_verbatim(&value));
    TypeId::of::<R>() == TypeId::of::<R::Model>() && (0..<R::Model as Model>::META.fields.len()).all(exact)
}

/// The row of values that are exact.
pub(crate) fn take_row<R: Manager>(values: &mut <R::Model as Model>::Values) -> Option<R> {
    // `R` is its own model.
    (&mut values.take_row() as &mut dyn Any).downcast_mut::<Option<R>>()?.take()
}
