//! New rows with exact values, which need not be read back.

use crate::model::{Manager, Model};
use crate::sql::dialect::Dialect;
use crate::values::Values;
use std::any::{Any, TypeId};

/// Whether these values are the whole new row: every column has a value that the database cannot change. A proxy is
/// always read back, because its fields may differ from those of its model.
pub(crate) fn is_exact<Row: Manager, DB: Dialect>(values: &<Row::Model as Model>::Values) -> bool {
    let exact = |column| values.exact(column).is_some_and(|value| DB::stores_verbatim(&value));
    TypeId::of::<Row>() == TypeId::of::<Row::Model>() && (0..<Row::Model as Model>::META.fields.len()).all(exact)
}

/// Moves exact values into a row.
pub(crate) fn take_row<Row: Manager>(values: &mut <Row::Model as Model>::Values) -> Option<Row> {
    // `Row` is its own model.
    (&mut values.take_row() as &mut dyn Any).downcast_mut::<Option<Row>>()?.take()
}
