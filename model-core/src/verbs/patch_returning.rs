//! `objects().patch().returning()`.

use crate::hooks::bulk::{BulkStrategy, RunsWith};
use crate::meta::action::Action;
use crate::meta::bulk::{RowByRow, WithoutHooks};
use crate::meta::error::Result;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::{HasUpdatedAt, Manager, Model};
use crate::operation::WriteOptions;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::target::ByFilter;
use crate::verbs::write_options;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A set, as the target of a write that returns its rows.
#[diagnostic::on_unimplemented(
    message = "`.returning()` works only on a write to a set of rows",
    label = "this write is bound to one row, or not bound yet",
    note = "a write to one row returns the row already: remove `.returning()`"
)]
pub trait SetOfRows {
    /// The set itself. For another target the compiler reports this one error, and none for the methods called
    /// afterwards.
    type Set;

    /// The set itself.
    fn into_set(self) -> Self::Set;
}

#[diagnostic::do_not_recommend]
impl<Row, Filter, Mode> SetOfRows for ByFilter<Row, Filter, Mode> {
    type Set = Self;

    fn into_set(self) -> Self {
        self
    }
}

/// A write to a set, whose rows it can return. It is a bound on the write itself: one on its target would be missing in
/// the compiler's message about a method that is not found.
#[diagnostic::on_unimplemented(
    message = "`.returning()` works only on a write to a set of rows",
    label = "this write is bound to one row",
    note = "a write to one row returns the row already: remove `.returning()`"
)]
pub trait WritesSet {
    /// The write that returns them.
    type Returning;

    /// The same write, which returns them.
    fn into_returning(self) -> Self::Returning;
}

/// A change of a set that returns the rows, which is not written yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct PatchReturning<M: Model, Rows, A> {
    target: Rows,
    values: M::Values,
    options: WriteOptions<A>,
}

write_options!([M: Model, Rows] PatchReturning<M, Rows>, { target, values });

impl<M: Model, Rows, A> PatchReturning<M, Rows, A> {
    pub(crate) fn new(target: Rows, values: M::Values, options: WriteOptions<A>) -> Self {
        Self { target, values, options }
    }

    /// Leaves `updated_at` of the rows as it is; see [`Patching::keep_updated_at`](crate::verbs::Patching).
    pub fn keep_updated_at(self) -> Self
    where
        M: HasUpdatedAt,
    {
        Self { options: self.options.keeping_updated_at(), ..self }
    }
}

impl<M: Model, Row, Filter, A> PatchReturning<M, ByFilter<Row, Filter>, A> {
    /// Loads the rows, and writes them one by one, each with the [hooks](crate::hooks) of the model, in one
    /// transaction.
    pub fn each(self) -> PatchReturning<M, ByFilter<Row, Filter, RowByRow>, A> {
        PatchReturning::new(self.target.in_mode(), self.values, self.options)
    }

    /// Writes the rows as one set, without the [hooks](crate::hooks) of the model.
    pub fn without_hooks(self) -> PatchReturning<M, ByFilter<Row, Filter, WithoutHooks>, A> {
        PatchReturning::new(self.target.in_mode(), self.values, self.options)
    }
}

/// Writes the columns that were set, and returns the rows that were changed, as they are afterwards, in no particular
/// order. A row that already has the values is neither written nor returned, as it is not counted without `returning`.
///
/// SQL: `UPDATE .. WHERE .. RETURNING ..`. On MySQL and MariaDB, and for an audited model on SQLite: a `SELECT ..
/// FOR UPDATE` of the rows that differ, an `UPDATE` by their keys, and a `SELECT`, in one transaction.
///
/// # Errors
/// As for the patch of a set without `returning`.
impl<M: Model, Row, Filter, Mode, A> Run for PatchReturning<M, ByFilter<Row, Filter, Mode>, A> {
    type Output = Vec<Row>;
}

impl<M, Row, Filter, Mode, A> Ready for PatchReturning<M, ByFilter<Row, Filter, Mode>, A>
where
    M: Model,
    A: ActsFor<M::Attribution>,
    ByFilter<Row, Filter, Mode>: RunsWith<M::Hooks>,
{
}

impl<Conn, M, Row, Filter, Mode, A> RunOn<Conn> for PatchReturning<M, ByFilter<Row, Filter, Mode>, A>
where
    M: Model,
    Row: Manager<Model = M>,
    A: ActsFor<M::Attribution>,
    Conn: SyncConnection,
    Mode: BulkStrategy<Conn, Row, Filter>,
    ByFilter<Row, Filter, Mode>: RunsWith<M::Hooks>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<Row>> {
        let operation = self.options.operation(Action::Patch);
        Mode::patch_returning(conn, self.target.in_mode(), self.values, operation)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/patch_returning.rs"]
pub(crate) mod twin;
