//! How a write to many rows treats the hooks of their model.

use crate::effects::impact::Impact;
use crate::effects::sets::WritesSets;
use crate::effects::writes::Writes;
use crate::hooks::policy::{HooksFor, RunsHooks, RunsHooksOf};
use crate::hooks::run::{delete, hard_delete, patch, restore, with_unit};
use crate::meta::bulk::{RowByRow, Unspecified, WithoutHooks};
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::hooked::NoHooks;
use crate::model::{DeletionPolicy, Manager, Model};
use crate::operation::{Operation, filled};
use crate::sql::state::RequiredState;
use crate::sql::target::{ByFilter, ByKey};
use crate::values::{Values, ValuesOf};
use diesel::connection::LoadConnection;

/// A write to many rows that says whether the hooks `H` of the model run. A write to one row always runs them.
#[diagnostic::on_unimplemented(
    message = "this write affects many rows of a model with hooks, but does not say whether the hooks run",
    label = "hooks run for one row at a time, and this writes a set",
    note = "before `.run(conn)`, call `.each()` to write the rows one by one with their hooks, or `.without_hooks()` \
            to write them as one set without hooks"
)]
pub trait RunsWith<H> {}

/// The same for a write that cannot run the hooks `H`.
#[diagnostic::on_unimplemented(
    message = "this write affects many rows of a model with hooks, but does not say whether the hooks run",
    label = "this write cannot run hooks",
    note = "call `.without_hooks()` before `.run(conn)` if no hooks should run; otherwise write the rows one by one"
)]
pub trait LeavesOut<H> {}

impl LeavesOut<NoHooks> for Unspecified {}

#[diagnostic::do_not_recommend]
impl<H> LeavesOut<H> for WithoutHooks {}

/// The same for a write that can only run the hooks `H` row by row.
#[diagnostic::on_unimplemented(
    message = "this write affects many rows of a model with hooks, but does not say whether the hooks run",
    label = "hooks run for one row at a time, and this writes many",
    note = "call `.each()` after `.on(..)` and before `.run(conn)`, to write the rows one by one with their hooks"
)]
pub trait RunsRowByRow<H> {}

#[diagnostic::do_not_recommend]
impl<R: Manager, H> RunsWith<H> for ByKey<R> {}

#[diagnostic::do_not_recommend]
impl<R, W> RunsWith<NoHooks> for ByFilter<R, W, Unspecified> {}

#[diagnostic::do_not_recommend]
impl<R, W, H> RunsWith<H> for ByFilter<R, W, RowByRow> {}

#[diagnostic::do_not_recommend]
impl<R, W, H> RunsWith<H> for ByFilter<R, W, WithoutHooks> {}

impl RunsWith<NoHooks> for Unspecified {}

impl<H> RunsWith<H> for RowByRow {}

impl<H> RunsWith<H> for WithoutHooks {}

/// [`Unspecified`], [`RowByRow`] or [`WithoutHooks`].
pub trait HookMode {
    /// Whether rows are written one by one.
    const ROW_BY_ROW: bool;
}

impl HookMode for Unspecified {
    const ROW_BY_ROW: bool = false;
}

impl HookMode for RowByRow {
    const ROW_BY_ROW: bool = true;
}

impl HookMode for WithoutHooks {
    const ROW_BY_ROW: bool = false;
}

/// How a set of rows of `R`, selected by the WHERE clause `W`, is written over a connection.
#[diagnostic::on_unimplemented(
    message = "these rows of `{R}` cannot be written over this connection",
    label = "the backend cannot store a field of `{R}` or of a model that belongs to it, or a value in the filter",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend",
    note = "the backend has to be PostgreSQL, SQLite or MySQL: match on an enum with `#[derive(MultiConnection)]`, and \
            run the write over the connection in it"
)]
pub trait BulkStrategy<Conn, R: Manager, W> {
    /// Changes the rows, and counts them.
    ///
    /// # Errors
    /// Those of the database and of the hooks.
    fn patch_rows(
        conn: &mut Conn,
        target: ByFilter<R, W>,
        values: ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<usize>;

    /// Deletes the rows, cascades, and counts the rows of the set.
    ///
    /// # Errors
    /// As for [`patch_rows`](Self::patch_rows).
    fn delete_rows(conn: &mut Conn, target: ByFilter<R, W>, operation: Operation<'_>) -> Result<(usize, Vec<Impact>)>;

    /// Restores the rows and the other rows of their deletions, and counts the rows of the set.
    ///
    /// # Errors
    /// As for [`patch_rows`](Self::patch_rows).
    fn restore_rows(conn: &mut Conn, target: ByFilter<R, W>, operation: Operation<'_>) -> Result<usize>;

    /// Removes the rows, after the rows that belong to them, and counts the rows of the set.
    ///
    /// # Errors
    /// As for [`patch_rows`](Self::patch_rows).
    fn hard_delete_rows(conn: &mut Conn, target: ByFilter<R, W>, operation: Operation<'_>) -> Result<usize>;
}

/// Writes the rows as one set.
macro_rules! as_a_set {
    ($mode:ty) => {
        #[diagnostic::do_not_recommend]
        impl<Conn, R, W> BulkStrategy<Conn, R, W> for $mode
        where
            R: Manager,
            Conn: LoadConnection<Backend: WritesSets<Conn, R, W>>,
        {
            fn patch_rows(
                conn: &mut Conn,
                target: ByFilter<R, W>,
                mut values: ValuesOf<R>,
                operation: Operation<'_>,
            ) -> Result<usize> {
                operation.fill(|fill| values.fill_patch(fill))?;
                <Conn::Backend as WritesSets<Conn, R, W>>::patch(conn, target, values, operation)
            }

            fn delete_rows(
                conn: &mut Conn,
                target: ByFilter<R, W>,
                operation: Operation<'_>,
            ) -> Result<(usize, Vec<Impact>)> {
                if !<R::Model as Model>::Deletion::SOFT {
                    return <Conn::Backend as WritesSets<Conn, R, W>>::hard_delete(conn, target, operation);
                }
                let values = filled::<R::Model>(&operation, Values::fill_delete)?;
                <Conn::Backend as WritesSets<Conn, R, W>>::delete(conn, target, values, operation)
            }

            fn restore_rows(conn: &mut Conn, target: ByFilter<R, W>, operation: Operation<'_>) -> Result<usize> {
                <Conn::Backend as WritesSets<Conn, R, W>>::restore(conn, target, operation)
            }

            fn hard_delete_rows(conn: &mut Conn, target: ByFilter<R, W>, operation: Operation<'_>) -> Result<usize> {
                Ok(<Conn::Backend as WritesSets<Conn, R, W>>::hard_delete(conn, target, operation)?.0)
            }
        }
    };
}

as_a_set!(Unspecified);
as_a_set!(WithoutHooks);

/// By their keys, in their order. A row that is not in the state any more that the write needs, because a hook of one
/// before it has written it, is left out.
impl<Conn, R, W> BulkStrategy<Conn, R, W> for RowByRow
where
    R: Manager,
    Conn: LoadConnection<Backend: WritesSets<Conn, R, W> + Writes<Conn, R>>,
    Conn: RunsHooksOf<<R as Manager>::Model>,
{
    fn patch_rows(
        conn: &mut Conn,
        target: ByFilter<R, W>,
        mut values: ValuesOf<R>,
        operation: Operation<'_>,
    ) -> Result<usize> {
        each(conn, target, operation, |conn, target, operation| patch(conn, target, &mut values, operation, |_| {}))
    }

    fn delete_rows(conn: &mut Conn, target: ByFilter<R, W>, operation: Operation<'_>) -> Result<(usize, Vec<Impact>)> {
        let mut all = Vec::new();
        let count = each(conn, target, operation, |conn, target, operation| {
            let (outcome, impacts) = delete(conn, target, operation)?;
            Impact::merge(&mut all, impacts);
            Ok(outcome)
        })?;
        Ok((count, all))
    }

    fn restore_rows(conn: &mut Conn, target: ByFilter<R, W>, operation: Operation<'_>) -> Result<usize> {
        each(conn, target, operation, |conn, target, operation| {
            restore(conn, target, &mut ValuesOf::<R>::default(), operation)
        })
    }

    fn hard_delete_rows(conn: &mut Conn, target: ByFilter<R, W>, operation: Operation<'_>) -> Result<usize> {
        each(conn, target, operation, |conn, target, operation| {
            hard_delete(conn, target, RequiredState::Any, operation)
        })
    }
}

/// Writes to each row of a set, in one transaction, and counts those that were changed.
fn each<Conn, R, W>(
    conn: &mut Conn,
    target: ByFilter<R, W>,
    operation: Operation<'_>,
    mut write: impl FnMut(&mut Conn, ByKey<R>, Operation<'_>) -> Result<Outcome<R>>,
) -> Result<usize>
where
    R: Manager,
    Conn: LoadConnection<Backend: WritesSets<Conn, R, W> + Writes<Conn, R>>,
    Conn: RunsHooksOf<<R as Manager>::Model>,
{
    with_unit(conn, operation, HooksFor::<Conn, R>::COMMITS, |conn, operation| {
        let mut count = 0;
        for row in <Conn::Backend as WritesSets<Conn, R, W>>::rows_locked(conn, &target)? {
            let outcome = write(conn, ByKey::new(row.as_model().key()), operation)?;
            count += usize::from(matches!(outcome, Outcome::Changed(_)));
        }
        Ok(count)
    })
}
