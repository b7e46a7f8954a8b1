//! New rows.

#[cfg(feature = "postgres")]
pub(crate) mod pg;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod program;
mod statement;

use super::dialect::Dialect;
use crate::meta::ColumnSet;
use crate::model::Model;
use crate::values::Values;

/// The columns that at least one of the rows has a value for.
fn columns<M: Model>(rows: &[M::Values]) -> ColumnSet {
    let mut columns = rows.iter().fold(ColumnSet::default(), |set, row| set.union(row.columns()));
    if columns.is_empty() {
        // A row of nothing but defaults still needs a column to name.
        M::META.key.iter().for_each(|index| columns.insert(*index));
    }
    columns
}

/// The rows in as many groups as the bind limit asks for when a statement has `others` binds beside them.
fn chunks<M: Model, DB: Dialect>(mut rows: Vec<M::Values>, others: usize) -> impl Iterator<Item = Vec<M::Values>> {
    let width = columns::<M>(&rows).iter().count().max(1);
    let size = ((DB::BIND_LIMIT - others) / width).max(1);
    std::iter::from_fn(move || {
        if rows.is_empty() {
            return None;
        }
        let rest = rows.split_off(size.min(rows.len()));
        Some(std::mem::replace(&mut rows, rest))
    })
}
