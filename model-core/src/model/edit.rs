//! Edits of a row by assignment: a guard keeps the original row, and saves the fields that differ.

use crate::meta::column_set::ColumnSet;
use crate::model::Model;
use std::ops::{Deref, DerefMut};

/// A model whose rows can be edited. Implemented by `#[derive(Model)]` with `#[model(edit)]`.
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` cannot be edited",
    label = "`{Self}` does not have the option `edit`, so its rows cannot be compared field by field",
    note = "add `edit` to `#[model(..)]` of `{Self}`, or write the change as `row.patch()`, which needs no comparison"
)]
pub trait Editable: Model + Clone {
    /// The guard of its rows, an [`Edit`]. Another model has none, so the compiler reports no use of it.
    type Edit;

    /// The row, to be edited.
    fn into_edit(self) -> Self::Edit;

    /// The fields that differ.
    fn differences(&self, other: &Self) -> ColumnSet;
}

/// A field type that `edit` can compare. Implemented for everything with `PartialEq`.
#[diagnostic::on_unimplemented(
    message = "`edit` compares the fields of a row, but two values of type `{Self}` cannot be compared",
    label = "this type has no `PartialEq`",
    note = "derive `PartialEq` for it, or remove `edit` from `#[model(..)]`"
)]
pub trait Compared {
    /// Whether two values differ.
    fn differs(&self, other: &Self) -> bool;
}

#[diagnostic::do_not_recommend]
impl<T: PartialEq> Compared for T {
    fn differs(&self, other: &Self) -> bool {
        self != other
    }
}

/// A row that is being edited, together with the original row: what [`edit`](crate::ModelVerbs::edit) returns.
///
/// It dereferences to the row: read its fields, and assign to them. Nothing is written before `save().run(conn)`; if
/// the guard is dropped, the assignments are lost.
#[derive(Debug, Clone)]
#[must_use = "the assigned values are lost without `.save()`"]
pub struct Edit<M> {
    before: M,
    row: M,
}

impl<M: Editable> Edit<M> {
    #[doc(hidden)]
    pub fn new(row: M) -> Self {
        Self { before: row.clone(), row }
    }

    /// The original row.
    pub fn before(&self) -> &M {
        &self.before
    }

    /// The names of the fields that differ from the original row, in the order of the struct. A field that was changed
    /// and changed back is not included.
    pub fn changed(&self) -> Vec<&'static str> {
        self.differences().iter().map(|index| M::META.fields[index].name).collect()
    }

    /// Discards the assignments, and returns the original row.
    pub fn discard(self) -> M {
        self.before
    }

    pub(crate) fn differences(&self) -> ColumnSet {
        self.before.differences(&self.row)
    }

    pub(crate) fn into_row(self) -> M {
        self.row
    }
}

impl<M> Deref for Edit<M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.row
    }
}

impl<M> DerefMut for Edit<M> {
    fn deref_mut(&mut self) -> &mut M {
        &mut self.row
    }
}
