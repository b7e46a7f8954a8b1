//! How a write to many rows treats the hooks of their model.

use crate::effects::impact::Impact;
use crate::effects::sets::WritesSets;
use crate::effects::writes::Writes;
use crate::hooks::policy::{HooksFor, RunsHooks, RunsHooksOf};
use crate::hooks::run::{delete, hard_delete, patch, restore, with_unit};
use crate::meta::bulk::{RowByRow, Unspecified, WithoutHooks};
use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::hooked::NoHooks;
use crate::model::{DeletionPolicy, Manager, Model};
use crate::operation::{Operation, filled};
use crate::sql::state::RequiredState;
use crate::sql::target::{ByFilter, ByKey};
use crate::values::{Values, ValuesOf};
use diesel::connection::LoadConnection;

/// A write to many rows that says whether the hooks `Hooks` of the model run. A write to one row always runs them.
#[diagnostic::on_unimplemented(
    message = "this write affects many rows of a model with hooks, but does not say whether the hooks run",
    label = "hooks run for one row at a time, and this writes a set",
    note = "before `.run(conn)`, call `.each()` to write the rows one by one with their hooks, or `.without_hooks()` \
            to write them as one set without hooks"
)]
pub trait RunsWith<Hooks> {}

/// The same for a write that cannot run the hooks `Hooks`.
#[diagnostic::on_unimplemented(
    message = "this write affects many rows of a model with hooks, but does not say whether the hooks run",
    label = "this write cannot run hooks",
    note = "call `.without_hooks()` before `.run(conn)` if no hooks should run; otherwise write the rows one by one"
)]
pub trait LeavesOut<Hooks> {}

impl LeavesOut<NoHooks> for Unspecified {}

#[diagnostic::do_not_recommend]
impl<Hooks> LeavesOut<Hooks> for WithoutHooks {}

/// The same for a write that can only run the hooks `Hooks` row by row.
#[diagnostic::on_unimplemented(
    message = "this write affects many rows of a model with hooks, but does not say whether the hooks run",
    label = "hooks run for one row at a time, and this writes many",
    note = "call `.each()` after `.on(..)` and before `.run(conn)`, to write the rows one by one with their hooks"
)]
pub trait RunsRowByRow<Hooks> {}

#[diagnostic::do_not_recommend]
impl<Row: Manager, Hooks> RunsWith<Hooks> for ByKey<Row> {}

#[diagnostic::do_not_recommend]
impl<Row, Filter> RunsWith<NoHooks> for ByFilter<Row, Filter, Unspecified> {}

#[diagnostic::do_not_recommend]
impl<Row, Filter, Hooks> RunsWith<Hooks> for ByFilter<Row, Filter, RowByRow> {}

#[diagnostic::do_not_recommend]
impl<Row, Filter, Hooks> RunsWith<Hooks> for ByFilter<Row, Filter, WithoutHooks> {}

impl RunsWith<NoHooks> for Unspecified {}

impl<Hooks> RunsWith<Hooks> for RowByRow {}

impl<Hooks> RunsWith<Hooks> for WithoutHooks {}

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

/// How a set of rows of `Row`, selected by the WHERE clause `Filter`, is written over a connection.
#[diagnostic::on_unimplemented(
    message = "these rows of `{Row}` cannot be written over this connection",
    label = "the backend cannot store a field of `{Row}` or of a model that belongs to it, or a value in the filter",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend",
    note = "the backend must be PostgreSQL, SQLite or MySQL: if the connection is an enum with \
            `#[derive(MultiConnection)]`, match on it and use the connection inside"
)]
pub trait BulkStrategy<Conn, Row: Manager, Filter> {
    /// Changes the rows, and counts them.
    ///
    /// # Errors
    /// Database errors, and the errors of the hooks.
    fn patch_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<usize>;

    /// Changes the rows, and returns those that were changed.
    ///
    /// # Errors
    /// As for [`patch_rows`](Self::patch_rows).
    fn patch_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>>;

    /// Deletes the rows, cascades, and counts the rows of the set.
    ///
    /// # Errors
    /// As for [`patch_rows`](Self::patch_rows).
    fn delete_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> Result<(usize, Vec<Impact>)>;

    /// Deletes the rows, cascades, and returns the rows of the set.
    ///
    /// # Errors
    /// As for [`patch_rows`](Self::patch_rows).
    fn delete_returning(conn: &mut Conn, target: ByFilter<Row, Filter>, operation: Operation<'_>) -> Result<Vec<Row>>;

    /// Restores the rows and the other rows of their deletions, and counts the rows of the set.
    ///
    /// # Errors
    /// As for [`patch_rows`](Self::patch_rows).
    fn restore_rows(conn: &mut Conn, target: ByFilter<Row, Filter>, operation: Operation<'_>) -> Result<usize>;

    /// Removes the rows, after the rows that belong to them, and counts the rows of the set.
    ///
    /// # Errors
    /// As for [`patch_rows`](Self::patch_rows).
    fn hard_delete_rows(conn: &mut Conn, target: ByFilter<Row, Filter>, operation: Operation<'_>) -> Result<usize>;

    /// Removes the rows, after the rows that belong to them, and returns the last states of the rows of the set.
    ///
    /// # Errors
    /// As for [`patch_rows`](Self::patch_rows).
    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>>;
}

/// Writes the rows as one set.
macro_rules! as_a_set {
    ($mode:ty) => {
        #[diagnostic::do_not_recommend]
        impl<Conn, Row, Filter> BulkStrategy<Conn, Row, Filter> for $mode
        where
            Row: Manager,
            Conn: LoadConnection<Backend: WritesSets<Conn, Row, Filter>>,
        {
            fn patch_rows(
                conn: &mut Conn,
                target: ByFilter<Row, Filter>,
                mut values: ValuesOf<Row>,
                operation: Operation<'_>,
            ) -> Result<usize> {
                operation.fill(|fill| values.fill_patch(fill))?;
                <Conn::Backend as WritesSets<Conn, Row, Filter>>::patch(conn, target, values, operation)
            }

            fn patch_returning(
                conn: &mut Conn,
                target: ByFilter<Row, Filter>,
                mut values: ValuesOf<Row>,
                operation: Operation<'_>,
            ) -> Result<Vec<Row>> {
                operation.fill(|fill| values.fill_patch(fill))?;
                <Conn::Backend as WritesSets<Conn, Row, Filter>>::patch_returning(conn, target, values, operation)
            }

            fn delete_rows(
                conn: &mut Conn,
                target: ByFilter<Row, Filter>,
                operation: Operation<'_>,
            ) -> Result<(usize, Vec<Impact>)> {
                if !<Row::Model as Model>::Deletion::SOFT {
                    return <Conn::Backend as WritesSets<Conn, Row, Filter>>::hard_delete(conn, target, operation);
                }
                let values = filled::<Row::Model>(&operation, Values::fill_delete)?;
                <Conn::Backend as WritesSets<Conn, Row, Filter>>::delete(conn, target, values, operation)
            }

            fn delete_returning(
                conn: &mut Conn,
                target: ByFilter<Row, Filter>,
                operation: Operation<'_>,
            ) -> Result<Vec<Row>> {
                if !<Row::Model as Model>::Deletion::SOFT {
                    return Self::hard_delete_returning(conn, target, operation);
                }
                let values = filled::<Row::Model>(&operation, Values::fill_delete)?;
                <Conn::Backend as WritesSets<Conn, Row, Filter>>::delete_returning(conn, target, values, operation)
            }

            fn restore_rows(conn: &mut Conn, target: ByFilter<Row, Filter>, operation: Operation<'_>) -> Result<usize> {
                <Conn::Backend as WritesSets<Conn, Row, Filter>>::restore(conn, target, operation)
            }

            fn hard_delete_rows(
                conn: &mut Conn,
                target: ByFilter<Row, Filter>,
                operation: Operation<'_>,
            ) -> Result<usize> {
                Ok(<Conn::Backend as WritesSets<Conn, Row, Filter>>::hard_delete(conn, target, operation)?.0)
            }

            fn hard_delete_returning(
                conn: &mut Conn,
                target: ByFilter<Row, Filter>,
                operation: Operation<'_>,
            ) -> Result<Vec<Row>> {
                <Conn::Backend as WritesSets<Conn, Row, Filter>>::hard_delete_returning(conn, target, operation)
            }
        }
    };
}

as_a_set!(Unspecified);
as_a_set!(WithoutHooks);

/// By their keys, in their order. A row that is not in the state any more that the write needs, because a hook of one
/// before it has written it, is left out.
impl<Conn, Row, Filter> BulkStrategy<Conn, Row, Filter> for RowByRow
where
    Row: Manager,
    Conn: LoadConnection<Backend: WritesSets<Conn, Row, Filter> + Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
{
    fn patch_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        mut values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<usize> {
        let operation = operation.including_deleted(target.includes_deleted);
        with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
            let mut count = 0;
            for row in <Conn::Backend as WritesSets<Conn, Row, Filter>>::rows_locked(conn, target)? {
                let outcome = patch(conn, key_of(&row), &mut values, operation, |_, _| {})?;
                count += usize::from(outcome.is_changed());
            }
            Ok(count)
        })
    }

    fn patch_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        mut values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>> {
        let operation = operation.including_deleted(target.includes_deleted);
        with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
            let mut changed = Vec::new();
            for row in <Conn::Backend as WritesSets<Conn, Row, Filter>>::rows_locked(conn, target)? {
                if let Outcome::Changed(row) = patch(conn, key_of(&row), &mut values, operation, |_, _| {})? {
                    changed.push(row);
                }
            }
            Ok(changed)
        })
    }

    fn delete_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> Result<(usize, Vec<Impact>)> {
        with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
            let (mut count, mut all) = (0, Vec::new());
            for row in <Conn::Backend as WritesSets<Conn, Row, Filter>>::rows_locked(conn, target)? {
                let (outcome, impacts) = delete(conn, key_of(&row), operation)?;
                Impact::merge(&mut all, impacts);
                count += usize::from(outcome.is_changed());
            }
            Ok((count, all))
        })
    }

    fn delete_returning(conn: &mut Conn, target: ByFilter<Row, Filter>, operation: Operation<'_>) -> Result<Vec<Row>> {
        with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
            let mut deleted = Vec::new();
            for row in <Conn::Backend as WritesSets<Conn, Row, Filter>>::rows_locked(conn, target)? {
                if let (Outcome::Changed(row), _) = delete(conn, key_of(&row), operation)? {
                    deleted.push(row);
                }
            }
            Ok(deleted)
        })
    }

    fn restore_rows(conn: &mut Conn, target: ByFilter<Row, Filter>, operation: Operation<'_>) -> Result<usize> {
        with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
            let mut count = 0;
            for row in <Conn::Backend as WritesSets<Conn, Row, Filter>>::rows_locked(conn, target)? {
                let outcome =
                    restore(conn, key_of(&row), &mut ValuesOf::<Row>::default(), ColumnSet::default(), operation)?;
                count += usize::from(outcome.is_changed());
            }
            Ok(count)
        })
    }

    fn hard_delete_rows(conn: &mut Conn, target: ByFilter<Row, Filter>, operation: Operation<'_>) -> Result<usize> {
        with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
            let mut count = 0;
            for row in <Conn::Backend as WritesSets<Conn, Row, Filter>>::rows_locked(conn, target)? {
                let outcome = hard_delete(conn, key_of(&row), RequiredState::Any, operation)?;
                count += usize::from(outcome.is_changed());
            }
            Ok(count)
        })
    }

    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>> {
        with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
            let mut removed = Vec::new();
            for row in <Conn::Backend as WritesSets<Conn, Row, Filter>>::rows_locked(conn, target)? {
                if let Outcome::Changed(row) = hard_delete(conn, key_of(&row), RequiredState::Any, operation)? {
                    removed.push(row);
                }
            }
            Ok(removed)
        })
    }
}

/// A row of a set, as the target of a write of its own.
fn key_of<Row: Manager>(row: &Row) -> ByKey<Row> {
    ByKey::new(row.as_model().key())
}

#[cfg(feature = "async")]
#[path = "../../twins/hooks/bulk.rs"]
pub(crate) mod twin;
