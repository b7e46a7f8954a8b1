//! Writes to sets of rows with all their effects.

use crate::effects::clauses::KeysIn;
use crate::effects::delete::Deletes;
use crate::effects::guards::{Guards, GuardsMoves, GuardsTarget, ReferencesOf};
use crate::effects::hard_delete::hard_delete_rows;
use crate::effects::impact::Impact;
use crate::effects::marking::deletion_of;
use crate::effects::touching::{self, settled, touch_all};
use crate::effects::writes::DeletionOf;
use crate::effects::written::kept;
use crate::meta::Role;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::model::{Manager, Model};
use crate::operation::rolled_back::RolledBack;
use crate::operation::{Operation, filled};
use crate::sql::dialect::Dialect;
use crate::sql::lock::{lock_table, still_open};
use crate::sql::on::RowOn;
use crate::sql::rows::{load, load_rows};
use crate::sql::select::Select;
use crate::sql::state::RequiredState;
use crate::sql::target::ByFilter;
use crate::values::{Values, ValuesOf};
use crate::write::backend::StoresSets;
use crate::write::update::Rules;
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use std::collections::BTreeSet;

/// A backend that can write sets of rows of `Row`, selected by the WHERE clause `Filter`, over a connection, with all
/// effects.
#[diagnostic::on_unimplemented(
    message = "these rows of `{Row}` cannot be written over this connection",
    label = "`{Self}` cannot store a field of `{Row}` or of a model that belongs to it, or a value in the filter",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend",
    note = "the backend must be PostgreSQL, SQLite or MySQL: if the connection is an enum with \
            `#[derive(MultiConnection)]`, match on it and use the connection inside"
)]
pub trait WritesSets<Conn, Row: Manager, Filter>: StoresSets<Conn, Row, Filter> {
    /// Reads and locks the rows, in the order of their keys.
    ///
    /// # Errors
    /// Database errors.
    fn rows_locked(conn: &mut Conn, target: ByFilter<Row, Filter>) -> Result<Vec<Row>>;

    /// Changes the rows, and counts them.
    ///
    /// # Errors
    /// Database errors.
    fn patch(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<usize>;

    /// Changes the rows, and returns those that were changed.
    ///
    /// # Errors
    /// Database errors.
    fn patch_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>>;

    /// Marks the rows as deleted, cascades, and counts the rows of the set.
    ///
    /// # Errors
    /// Database errors.
    fn delete(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<(usize, Vec<Impact>)>;

    /// Marks the rows as deleted, cascades, and returns the rows of the set.
    ///
    /// # Errors
    /// Database errors.
    fn delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>>;

    /// Restores the rows and the other rows of their deletions, and counts the rows of the set.
    ///
    /// # Errors
    /// Database errors.
    fn restore(conn: &mut Conn, target: ByFilter<Row, Filter>, operation: Operation<'_>) -> Result<usize>;

    /// Removes the rows, after the rows that belong to them, and counts the rows of the set.
    ///
    /// # Errors
    /// Database errors.
    fn hard_delete(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> Result<(usize, Vec<Impact>)>;

    /// Removes the rows, after the rows that belong to them, and returns the last states of the rows of the set.
    ///
    /// # Errors
    /// Database errors.
    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>>;
}

#[diagnostic::do_not_recommend]
impl<DB, Conn, Row, Filter> WritesSets<Conn, Row, Filter> for DB
where
    DB: StoresSets<Conn, Row, Filter>
        + StoresSets<Conn, Row, KeysIn<<Row as Manager>::Model>>
        + StoresSets<Conn, <Row as Manager>::Model, KeysIn<<Row as Manager>::Model>>,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
    Filter: QueryFragment<DB>,
    DeletionOf<Row>: Deletes<Conn, Row::Model>,
    ReferencesOf<Row>:
        Guards<Conn, Row::Model> + GuardsTarget<Conn, Row::Model, ByFilter<Row, KeysIn<<Row as Manager>::Model>>>,
    ReferencesOf<Row>: GuardsMoves<DB, Row::Model, ByFilter<Row, Filter>>,
{
    fn rows_locked(conn: &mut Conn, target: ByFilter<Row, Filter>) -> Result<Vec<Row>> {
        lock_table::<Row::Model, _>(conn)?;
        Ok(load_rows(conn, Select::<Row, _>::locked(&target))?)
    }

    fn patch(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<usize> {
        if !<ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByFilter<Row, Filter>>>::any_moved(&values) {
            return touching::update_set::<DB, Conn, Row, Filter>(conn, Rules::PATCH, target, values, operation);
        }
        if const { <ReferencesOf<Row> as Guards<Conn, Row::Model>>::TOUCHES } {
            return Ok(<DB as WritesSets<Conn, Row, Filter>>::patch_returning(conn, target, values, operation)?.len());
        }
        crate::sql::lock::transaction(conn, |conn| {
            let (target, values) = under_parents::<DB, Conn, Row, Filter>(conn, target, values)?;
            let operation = operation.in_transaction();
            let patched = <DB as StoresSets<Conn, Row, Filter>>::update(conn, Rules::PATCH, target, values, operation);
            kept::<Row::Model, _, _>(conn, patched)
        })
    }

    fn patch_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>> {
        if !<ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByFilter<Row, Filter>>>::any_moved(&values) {
            return touching::update_returning::<DB, Conn, Row, Filter>(conn, Rules::PATCH, target, values, operation);
        }
        let patched = crate::sql::lock::transaction(conn, |conn| {
            if const { <ReferencesOf<Row> as Guards<Conn, Row::Model>>::TOUCHES } {
                lock_table::<Row::Model, _>(conn)?;
                let old: Vec<Row::Model> = load_rows(conn, Select::<Row::Model, _>::locked(&target))?;
                touch_all(conn, &old, std::slice::from_ref(&values))?;
            }
            let (target, values) = under_parents::<DB, Conn, Row, Filter>(conn, target, values)?;
            let operation = operation.in_transaction();
            let patched =
                <DB as StoresSets<Conn, Row, Filter>>::update_returning(conn, Rules::PATCH, target, values, operation);
            match kept::<Row::Model, _, _>(conn, patched)? {
                rows if const { <ReferencesOf<Row> as Guards<Conn, Row::Model>>::TOUCHES } && rows.is_empty() => {
                    Err(RolledBack::Found(rows))
                }
                rows => Ok(rows),
            }
        });
        settled(patched)
    }

    fn delete(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<(usize, Vec<Impact>)> {
        if !DeletionOf::<Row>::DELETES_OTHERS {
            let count = touching::update_set::<DB, Conn, Row, Filter>(conn, Rules::DELETE, target, values, operation)?;
            return Ok((count, Vec::new()));
        }
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Row::Model, _>(conn)?;
            let operation = operation.in_transaction();
            if const { Row::Model::META.with_role(Role::DeletionBatch).is_none() } {
                // Without a batch, the keys of the marked rows find what belongs to them.
                let rows = touching::update_returning::<DB, Conn, Row, Filter>(
                    conn,
                    Rules::DELETE,
                    target,
                    values,
                    operation,
                )?;
                let keys: Vec<_> = rows.iter().map(|row| row.as_model().key()).collect();
                DeletionOf::<Row>::check_restricted(conn, &keys)?;
                still_open(conn)?;
                return Ok((rows.len(), Vec::new()));
            }
            let count = touching::update_set::<DB, Conn, Row, Filter>(conn, Rules::DELETE, target, values, operation)?;
            let impacts = if count > 0 { DeletionOf::<Row>::delete_others(conn, operation)? } else { Vec::new() };
            still_open(conn)?;
            Ok((count, impacts))
        })
    }

    fn delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>> {
        if !DeletionOf::<Row>::DELETES_OTHERS {
            return touching::update_returning::<DB, Conn, Row, Filter>(conn, Rules::DELETE, target, values, operation);
        }
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Row::Model, _>(conn)?;
            let operation = operation.in_transaction();
            let rows =
                touching::update_returning::<DB, Conn, Row, Filter>(conn, Rules::DELETE, target, values, operation)?;
            let keys: Vec<_> = rows.iter().map(|row| row.as_model().key()).collect();
            if keys.is_empty() {
                return Ok(rows);
            }
            DeletionOf::<Row>::check_restricted(conn, &keys)?;
            DeletionOf::<Row>::delete_others(conn, operation)?;
            still_open(conn)?;
            // Rows of the set may refer to each other, and what belongs to a row may lose its reference.
            rows_with_keys::<Conn, Row>(conn, &keys)
        })
    }

    fn restore(conn: &mut Conn, target: ByFilter<Row, Filter>, operation: Operation<'_>) -> Result<usize> {
        let values = || filled::<Row::Model>(&operation, Values::fill_restore);
        if !DeletionOf::<Row>::DELETES_OTHERS
            && !ReferencesOf::<Row>::any()
            && const { !<ReferencesOf<Row> as Guards<Conn, Row::Model>>::TOUCHES }
        {
            let values = values()?;
            return <DB as StoresSets<Conn, Row, Filter>>::update(conn, Rules::RESTORE, target, values, operation);
        }
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Row::Model, _>(conn)?;
            let operation = operation.in_transaction();
            let rows = models_locked::<Conn, Row, Filter>(conn, target)?;
            let keys: Vec<_> = rows.iter().map(Model::key).collect();
            // The rows are restored by key: the filter may match rows that are deleted in the meantime, whose related
            // rows would not be restored.
            let mut count = 0;
            for clause in KeysIn::chunks::<DB>(&keys, RequiredState::Deleted) {
                let target = ByFilter::<Row, _>::new(clause);
                count += <DB as StoresSets<Conn, Row, _>>::update(conn, Rules::RESTORE, target, values()?, operation)?;
            }
            touch_all(conn, &rows, &[])?;
            let deletions: BTreeSet<_> = rows.into_iter().filter_map(deletion_of::<Row::Model>).collect();
            for deletion in deletions {
                DeletionOf::<Row>::restore_others(conn, deletion, operation)?;
            }
            // The check runs last, because a row and its parent may be restored together.
            for clause in KeysIn::chunks::<DB>(&keys, RequiredState::Live) {
                ReferencesOf::<Row>::check_target(conn, &ByFilter::<Row, _>::new(clause), ColumnSet::default())?;
            }
            if count > 0 {
                DeletionOf::<Row>::check_others(conn, operation.deletion)?;
            }
            still_open(conn)?;
            Ok(count)
        })
    }

    fn hard_delete(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> Result<(usize, Vec<Impact>)> {
        if const { !DeletionOf::<Row>::HARD_DELETES_OTHERS && !<ReferencesOf<Row> as Guards<Conn, Row::Model>>::TOUCHES }
        {
            return Ok((<DB as StoresSets<Conn, Row, Filter>>::hard_delete(conn, target, operation)?, Vec::new()));
        }
        crate::sql::lock::transaction(conn, |conn| {
            lock_table::<Row::Model, _>(conn)?;
            let operation = operation.in_transaction();
            let rows = models_locked::<Conn, Row, Filter>(conn, target)?;
            if rows.is_empty() {
                return Ok((0, Vec::new()));
            }
            let (first, impacts) = DeletionOf::<Row>::hard_delete_others(conn, &rows, operation)?;
            // The rows are removed by key: the filter may depend on related rows that are already removed.
            let count = first + hard_delete_rows::<Conn, Row::Model>(conn, &rows, operation)?;
            touch_all(conn, &rows, &[])?;
            still_open(conn)?;
            Ok((count, impacts))
        })
    }

    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> Result<Vec<Row>> {
        if const { !DeletionOf::<Row>::HARD_DELETES_OTHERS && !<ReferencesOf<Row> as Guards<Conn, Row::Model>>::TOUCHES }
        {
            return <DB as StoresSets<Conn, Row, Filter>>::hard_delete_returning(conn, target, operation);
        }
        crate::sql::lock::transaction(conn, |conn| {
            let operation = operation.in_transaction();
            let rows = <DB as WritesSets<Conn, Row, Filter>>::rows_locked(conn, target)?;
            let keys: Vec<_> = rows.iter().map(|row| row.as_model().key()).collect();
            if keys.is_empty() {
                return Ok(rows);
            }
            let models = rows_with_keys::<Conn, Row::Model>(conn, &keys)?;
            DeletionOf::<Row>::hard_delete_others(conn, &models, operation)?;
            hard_delete_rows::<Conn, Row::Model>(conn, &models, operation)?;
            touch_all(conn, &models, &[])?;
            still_open(conn)?;
            Ok(rows)
        })
    }
}

/// Reads and locks the rows with these keys, whatever their state.
fn rows_with_keys<Conn, Row>(conn: &mut Conn, keys: &[<Row::Model as Model>::Key]) -> Result<Vec<Row>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    let mut rows = Vec::with_capacity(keys.len());
    for clause in KeysIn::<Row::Model>::chunks::<Conn::Backend>(keys, RequiredState::Any) {
        let target = ByFilter::<Row, _>::new(clause);
        let found: Vec<Row> = load_rows(conn, Select::<Row, _>::locked(&target))?;
        rows.extend(found);
    }
    Ok(rows)
}

/// Checks the parents under which a patch moves rows, and returns the patch.
fn under_parents<DB, Conn, Row, Filter>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    values: ValuesOf<Row>,
) -> Result<(ByFilter<Row, Filter>, ValuesOf<Row>)>
where
    DB: Dialect,
    Conn: LoadConnection<Backend = DB>,
    Row: RowOn<DB>,
    Filter: QueryFragment<DB>,
    ReferencesOf<Row>: Guards<Conn, Row::Model> + GuardsMoves<DB, Row::Model, ByFilter<Row, Filter>>,
{
    lock_table::<Row::Model, _>(conn)?;
    let scoped = <ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByFilter<Row, Filter>>>::SCOPED;
    if scoped {
        for number in 0..<ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByFilter<Row, Filter>>>::COUNT {
            let Some((states, refusal)) = ReferencesOf::<Row>::check_of(number, &target, &values) else { continue };
            refusal.check(load(conn, states)?)?;
        }
    }
    // This also writes the parents, where the model requires it.
    if !scoped || const { Row::Model::WRITES_PARENTS && DB::LOCKS_ARE_LOCAL } {
        ReferencesOf::<Row>::check_values(conn, std::slice::from_ref(&values))?;
    }
    Ok((target, values))
}

/// Reads and locks the rows of a set, as rows of the model itself.
fn models_locked<Conn, Row, Filter>(conn: &mut Conn, target: ByFilter<Row, Filter>) -> Result<Vec<Row::Model>>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    Ok(load_rows(conn, Select::<Row::Model, _>::locked(&target))?)
}

#[cfg(feature = "async")]
#[path = "../../twins/effects/sets.rs"]
pub(crate) mod twin;
