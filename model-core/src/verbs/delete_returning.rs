//! `objects().delete().returning()`, `objects().hard_delete().returning()`.

use crate::hooks::bulk::{BulkStrategy, RunsWith};
use crate::meta::action::Action;
use crate::meta::bulk::{RowByRow, WithoutHooks};
use crate::meta::error::Result;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::{DeletionPolicy, Manager, Model};
use crate::operation::WriteOptions;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::target::ByFilter;
use crate::verbs::write_options;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The deletion of a set that returns the rows, which has not run yet; with `REMOVES`, their removal.
#[must_use = "a write does nothing until `.run(conn)`"]
#[derive(Debug)]
pub struct DeleteReturning<T, const REMOVES: bool, A> {
    target: T,
    options: WriteOptions<A>,
}

write_options!([T, const REMOVES: bool] DeleteReturning<T, REMOVES>, { target });

impl<T, const REMOVES: bool, A> DeleteReturning<T, REMOVES, A> {
    pub(crate) fn new(target: T, options: WriteOptions<A>) -> Self {
        Self { target, options }
    }
}

impl<Row, Filter, const REMOVES: bool, A> DeleteReturning<ByFilter<Row, Filter>, REMOVES, A> {
    /// Loads the rows, and writes them one by one, each with the [hooks](crate::hooks) of the model, in one
    /// transaction.
    pub fn each(self) -> DeleteReturning<ByFilter<Row, Filter, RowByRow>, REMOVES, A> {
        DeleteReturning::new(self.target.in_mode(), self.options)
    }

    /// Writes the rows as one set, without the [hooks](crate::hooks) of the model.
    pub fn without_hooks(self) -> DeleteReturning<ByFilter<Row, Filter, WithoutHooks>, REMOVES, A> {
        DeleteReturning::new(self.target.in_mode(), self.options)
    }
}

impl<Row, Filter, Mode, const REMOVES: bool, A> Ready for DeleteReturning<ByFilter<Row, Filter, Mode>, REMOVES, A>
where
    Self: Run,
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
{
}

/// Deletes every row of the set, and returns the rows in no particular order: with soft deletion as
/// [`Deleted`](crate::Deleted), without it their last states.
///
/// SQL: `UPDATE .. SET deleted_at = .. WHERE .. RETURNING ..`, or `DELETE FROM .. WHERE .. RETURNING ..`. On MySQL and
/// MariaDB, for an audited model on SQLite, and if the deletion reaches related rows: a `SELECT .. FOR UPDATE` too, in
/// one transaction.
///
/// # Errors
/// As for the deletion of a set without `returning`.
impl<Row, Filter, Mode, A> Run for DeleteReturning<ByFilter<Row, Filter, Mode>, false, A>
where
    Row: Manager,
{
    type Output = Vec<<<Row::Model as Model>::Deletion as DeletionPolicy>::Gone<Row>>;
}

impl<Conn, Row, Filter, Mode, A> RunOn<Conn> for DeleteReturning<ByFilter<Row, Filter, Mode>, false, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: SyncConnection,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
    Mode: BulkStrategy<Conn, Row, Filter>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<<<Row::Model as Model>::Deletion as DeletionPolicy>::Gone<Row>>> {
        let operation = self.options.operation(Action::Delete);
        let rows = Mode::delete_returning(conn, self.target.in_mode(), operation)?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}

/// Removes every row of the set, and returns their last states in no particular order.
///
/// SQL: `DELETE FROM .. WHERE .. RETURNING ..`. On MySQL and MariaDB, for an audited model on SQLite, and if the
/// removal reaches related rows: a `SELECT .. FOR UPDATE` first, in one transaction.
///
/// # Errors
/// As for the removal of a set without `returning`.
impl<Row, Filter, Mode, A> Run for DeleteReturning<ByFilter<Row, Filter, Mode>, true, A>
where
    Row: Manager,
{
    type Output = Vec<Row>;
}

impl<Conn, Row, Filter, Mode, A> RunOn<Conn> for DeleteReturning<ByFilter<Row, Filter, Mode>, true, A>
where
    Row: Manager,
    A: ActsFor<<Row::Model as Model>::Attribution>,
    Conn: SyncConnection,
    ByFilter<Row, Filter, Mode>: RunsWith<<Row::Model as Model>::Hooks>,
    Mode: BulkStrategy<Conn, Row, Filter>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<Row>> {
        let operation = self.options.operation(Action::HardDelete);
        Mode::hard_delete_returning(conn, self.target.in_mode(), operation)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/delete_returning.rs"]
pub(crate) mod twin;
