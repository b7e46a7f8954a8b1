//! The values that are about to be written, for a `before_` hook.

use crate::meta::builder::{FieldKind, IntoKind};
use crate::meta::column_set::ColumnSet;
use crate::model::Model;
use crate::values::Values;
use crate::values::computed::Computed;
use std::fmt;
use std::marker::PhantomData;

/// The step of a [`Draft`] that becomes a new row.
#[derive(Debug, Clone, Copy)]
pub enum Creating {}

/// The step of a [`Draft`] that changes a row.
#[derive(Debug, Clone, Copy)]
pub enum Changing {}

/// The values that a write is about to set. A hook reads and sets them by column: `draft.set(articles::title, "x")`.
///
/// Setting a column that the step `Step` cannot set does not compile: the key in a change, or a column that the library
/// writes. The base also names the columns of a base with hooks: `draft.set(Lockable::COLUMNS.locked, true)`.
///
/// A column that a patch sets with an [SQL expression](crate::expressions) has no value yet: the database computes it
/// after the hook. [`is_computed`](Self::is_computed) is then true, and the `after_` hook sees the stored value.
pub struct Draft<'d, M: Model, Step> {
    values: &'d mut M::Values,
    changes: &'d mut HookChanges<M::Values>,
    step: PhantomData<fn() -> Step>,
}

/// A column, and what restores its value.
type Undo<V> = (usize, Box<dyn FnOnce(&mut V) + Send + Sync>);

/// The values before the hooks, which are needed for the next row or another attempt.
pub(crate) struct HookChanges<V> {
    given: ColumnSet,
    /// The expressions that a value of a hook has replaced.
    computed: Computed,
    undo: Vec<Undo<V>>,
}

impl<V: Values> HookChanges<V> {
    pub(crate) fn of(values: &V) -> Self {
        Self { given: values.columns(), computed: Computed::NONE, undo: Vec::new() }
    }

    /// Restores all values, in reverse order.
    pub(crate) fn undo(self, values: &mut V) {
        self.undo_but(&[], values);
    }

    /// Restores all values but those of some columns.
    pub(crate) fn undo_but(self, kept: &[usize], values: &mut V) {
        let undone = self.undo.into_iter().rev().filter(|(column, _)| !kept.contains(column));
        undone.for_each(|(_, undo)| undo(values));
        *values.columns_mut() = self.given;
        values.computed_mut().merge(self.computed);
    }
}

impl<'d, M: Model, Step> Draft<'d, M, Step> {
    pub(crate) fn new(values: &'d mut M::Values, changes: &'d mut HookChanges<M::Values>) -> Self {
        Self { values, changes, step: PhantomData }
    }

    /// The value that will be written to a column. None if neither the caller nor a hook has set it, or if the database
    /// computes it. (The library fills in its own columns later.)
    pub fn get<C: DraftColumn<M>>(&self, column: C) -> Option<&DraftValueOf<C, M>> {
        if self.is_set(column) { C::value(self.values) } else { None }
    }

    /// Whether a value will be written to a column.
    pub fn is_set<C: DraftColumn<M>>(&self, _: C) -> bool {
        self.values.columns().contains(C::AT)
    }

    /// Whether the caller set the column with an SQL expression, so that its value is not known yet. A hook that must
    /// see every value can refuse such a patch, set a value instead, or check the row in its `after_` hook.
    pub fn is_computed<C: DraftColumn<M>>(&self, _: C) -> bool {
        self.values.computed().get(C::AT).is_some()
    }

    /// Sets the value of a column, instead of the caller's value.
    pub fn set<C, V>(&mut self, _: C, value: V)
    where
        C: SetIn<M, Step>,
        V: IntoKind<C::Kind>,
    {
        let old = C::slot(self.values).replace(value.into_kind());
        self.changes.undo.push((C::AT, Box::new(move |values| *C::slot(values) = old)));
        self.values.computed_mut().move_to(&mut self.changes.computed, C::AT);
        self.values.columns_mut().insert(C::AT);
    }
}

impl<M: Model, Step> fmt::Debug for Draft<'_, M, Step> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.values.columns();
        let set: Vec<_> = columns.iter().map(|index| M::META.column(index).name).collect();
        f.debug_struct("Draft").field("set", &set).finish_non_exhaustive()
    }
}

/// A column of a model with hooks, or of a base with hooks. Generated; not implemented by hand.
///
/// `V` follows from `M`. It is a parameter so that the compiler is silent here if the derive of `M` already failed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column of the model `{M}`, or `{M}` has no hooks",
    label = "expected the column of a field of `{M}`"
)]
pub trait DraftColumn<M: Model, V = <M as Model>::Selection> {
    /// Whether it can be NULL, and the type of its values.
    type Kind: FieldKind;
    /// Its index among the fields.
    const AT: usize;

    /// Its value.
    fn value(values: &M::Values) -> Option<&<Self::Kind as FieldKind>::Value>;

    /// Its value, for changes.
    fn slot(values: &mut M::Values) -> &mut Option<<Self::Kind as FieldKind>::Value>;
}

/// The type of the values of a column.
type DraftValueOf<C, M> = <<C as DraftColumn<M>>::Kind as FieldKind>::Value;

/// A column that can be set in a step of a draft. Generated; not implemented by hand. `V` is as in [`DraftColumn`].
#[diagnostic::on_unimplemented(
    message = "a hook cannot set `{Self}` here",
    label = "callers of this write cannot set it either: it is the key, it never changes, or the library or the \
             database writes it"
)]
pub trait SetIn<M: Model, Step, V = <M as Model>::Selection>: DraftColumn<M> {}
