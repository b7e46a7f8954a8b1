//! The values that are about to be written, for a `before_` hook.

use crate::meta::builder::{IntoField, IntoNullable};
use crate::meta::column_set::ColumnSet;
use crate::model::Model;
use crate::values::Values;
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
pub struct Draft<'d, M: Model, Step> {
    values: &'d mut M::Values,
    changes: &'d mut HookChanges<M::Values>,
    step: PhantomData<fn() -> Step>,
}

/// Restores one value.
type Undo<V> = Box<dyn FnOnce(&mut V) + Send + Sync>;

/// The values before the hooks, which the next row or another attempt may need.
pub(crate) struct HookChanges<V> {
    given: ColumnSet,
    undo: Vec<Undo<V>>,
}

impl<V: Values> HookChanges<V> {
    pub(crate) fn of(values: &V) -> Self {
        Self { given: values.columns(), undo: Vec::new() }
    }

    /// Restores all values, in reverse order.
    pub(crate) fn undo(self, values: &mut V) {
        self.undo.into_iter().rev().for_each(|undo| undo(values));
        *values.columns_mut() = self.given;
    }
}

impl<'d, M: Model, Step> Draft<'d, M, Step> {
    pub(crate) fn new(values: &'d mut M::Values, changes: &'d mut HookChanges<M::Values>) -> Self {
        Self { values, changes, step: PhantomData }
    }

    /// The value that is about to be written to a column; none if neither the caller nor a hook has set it. (The
    /// library fills in its columns later.)
    pub fn get<C: DraftColumn<M>>(&self, column: C) -> Option<&DraftValueOf<C, M>> {
        if self.is_set(column) { C::value(self.values) } else { None }
    }

    /// Whether a value is about to be written to a column.
    pub fn is_set<C: DraftColumn<M>>(&self, _: C) -> bool {
        self.values.columns().contains(C::AT)
    }

    /// Sets the value that is written to a column, instead of the value of the caller.
    pub fn set<C, V>(&mut self, _: C, value: V)
    where
        C: SetIn<M, Step>,
        V: IntoDraft<C::Kind>,
    {
        let old = C::slot(self.values).replace(value.into_draft());
        self.changes.undo.push(Box::new(move |values| *C::slot(values) = old));
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
    type Kind: DraftKind;
    /// Its index among the fields.
    const AT: usize;

    /// Its value.
    fn value(values: &M::Values) -> Option<&<Self::Kind as DraftKind>::Value>;

    /// Its value, for changes.
    fn slot(values: &mut M::Values) -> &mut Option<<Self::Kind as DraftKind>::Value>;
}

/// The type of the values of a column.
type DraftValueOf<C, M> = <<C as DraftColumn<M>>::Kind as DraftKind>::Value;

/// A column that can be set in a step of a draft. Generated; not implemented by hand. `V` is as in [`DraftColumn`].
#[diagnostic::on_unimplemented(
    message = "a hook cannot set `{Self}` here",
    label = "no caller of this write could set it either: it is the key, it never changes, or the library or the \
            database writes it"
)]
pub trait SetIn<M: Model, Step, V = <M as Model>::Selection>: DraftColumn<M> {}

/// How a column is set: [`NeverNull`] or [`MayBeNull`].
pub trait DraftKind {
    /// The type of the values.
    type Value: Send + Sync + 'static;
}

/// A column of a field `T`.
#[derive(Debug, Clone, Copy)]
pub struct NeverNull<T>(PhantomData<fn() -> T>);

/// A column of a field `Option<T>`.
#[derive(Debug, Clone, Copy)]
pub struct MayBeNull<T>(PhantomData<fn() -> T>);

impl<T: Send + Sync + 'static> DraftKind for NeverNull<T> {
    type Value = T;
}

impl<T: Send + Sync + 'static> DraftKind for MayBeNull<T> {
    type Value = Option<T>;
}

/// A value that a column can be set to: one that the setter of its field accepts.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for this column",
    label = "expected a value that the setter of the field accepts: `{Kind}`"
)]
pub trait IntoDraft<Kind: DraftKind> {
    /// The value as the field holds it.
    fn into_draft(self) -> Kind::Value;
}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static, V: IntoField<T>> IntoDraft<NeverNull<T>> for V {
    fn into_draft(self) -> T {
        self.into_field()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static, V: IntoNullable<T>> IntoDraft<MayBeNull<T>> for V {
    fn into_draft(self) -> Option<T> {
        self.into_nullable()
    }
}
