//! The writes to one row, with the hooks around them. Without hooks, each function only writes.

use crate::effects::impact::Impact;
use crate::effects::writes::Writes;
use crate::hooks::change::Change;
use crate::hooks::context::Context;
use crate::hooks::draft::{Changing, Draft, HookChanges};
use crate::hooks::policy::{HooksFor, RunsHooks, RunsHooksOf};
use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::{DeletionPolicy, Manager, Model};
use crate::operation::unit::Opened;
use crate::operation::{Operation, filled};
use crate::sql::dialect::Dialect;
use crate::sql::state::RequiredState;
use crate::sql::target::ByKey;
use crate::values::fill::Fill;
use crate::values::{Values, ValuesOf};
use crate::write::update::Rules;
use diesel::connection::LoadConnection;

/// Runs one operation with its hooks in one transaction, whose unit the operation has from then on.
/// `commits` says whether something runs after the commit.
///
/// # Errors
/// [`Error::CommitUnseen`], before anything is written; those of `act`, and of the database.
pub(crate) fn with_unit<Conn, T>(
    conn: &mut Conn,
    operation: Operation<'_>,
    commits: bool,
    act: impl FnOnce(&mut Conn, Operation<'_>) -> Result<T>,
) -> Result<T>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    let opened = Opened::open(conn, operation.unit, commits)?;
    let done = act(conn, opened.operation(operation));
    opened.close(conn, done.is_ok())?;
    done
}

/// Creates a row.
pub(crate) fn create<Conn, Row>(conn: &mut Conn, mut values: ValuesOf<Row>, operation: Operation<'_>) -> Result<Row>
where
    Conn: LoadConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
    Row: Manager,
{
    if !HooksFor::<Conn, Row>::ANY {
        return create_row(conn, values, operation);
    }
    with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
        <Conn::Backend as Writes<Conn, Row>>::take_lock(conn)?;
        let mut changes = HookChanges::of(&values);
        let mut draft = Draft::new(&mut values, &mut changes);
        HooksFor::<Conn, Row>::before_create(&mut draft, &mut Context::new(conn, operation))?;
        let row = create_row(conn, values, operation.in_transaction())?;
        HooksFor::<Conn, Row>::after_create(row.as_model(), &mut Context::new(conn, operation))?;
        HooksFor::<Conn, Row>::done(&operation, || Change::Created(row.as_model()))?;
        Ok(row)
    })
}

/// Fills in the columns of the library, and creates the row.
fn create_row<Conn, Row>(conn: &mut Conn, mut values: ValuesOf<Row>, operation: Operation<'_>) -> Result<Row>
where
    Conn: LoadConnection<Backend: Writes<Conn, Row>>,
    Row: Manager,
{
    operation.fill(|fill| values.fill_create(fill))?;
    <Conn::Backend as Writes<Conn, Row>>::create(conn, values, operation)
}

/// Adds the refusals of a write to the refusals of the library.
pub(crate) type Refuse<Row> = fn(&ValuesOf<Row>, &mut Fill<'_>);

/// Patches a row. The values are unchanged afterwards. `refuse` adds the refusals of the write itself.
pub(crate) fn patch<Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &mut ValuesOf<Row>,
    operation: Operation<'_>,
    refuse: Refuse<Row>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
    Row: Manager,
{
    if !HooksFor::<Conn, Row>::ANY {
        return patch_row(conn, target, values, operation, refuse);
    }
    with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
        let required = operation.patched();
        let old = match <Conn::Backend as Writes<Conn, Row>>::find_locked(conn, &target, required)? {
            Outcome::Unchanged(row) => row,
            other => return Ok(other),
        };
        let mut changes = HookChanges::of(values);
        let mut draft = Draft::new(values, &mut changes);
        let before =
            HooksFor::<Conn, Row>::before_patch(old.as_model(), &mut draft, &mut Context::new(conn, operation));
        let outcome = match before {
            Ok(()) => patch_row(conn, target, values, operation.in_transaction(), refuse),
            Err(error) => Err(error),
        };
        changes.undo(values);
        let outcome = outcome?;
        if let Outcome::Changed(new) = &outcome {
            let (old, new) = (old.as_model(), new.as_model());
            HooksFor::<Conn, Row>::after_patch(old, new, &mut Context::new(conn, operation))?;
            HooksFor::<Conn, Row>::done(&operation, || Change::Patched { old, new })?;
        }
        Ok(outcome)
    })
}

/// Fills in the columns of the library, and patches the row.
fn patch_row<Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &mut ValuesOf<Row>,
    operation: Operation<'_>,
    refuse: Refuse<Row>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Writes<Conn, Row>>,
    Row: Manager,
{
    operation.fill(|fill| {
        refuse(values, fill);
        values.fill_patch(fill);
    })?;
    <Conn::Backend as Writes<Conn, Row>>::patch(conn, target, values, operation)
}

/// Deletes a row: marks it if its model has soft deletion, and removes it otherwise.
pub(crate) fn delete<Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    operation: Operation<'_>,
) -> Result<(Outcome<Row>, Vec<Impact>)>
where
    Conn: LoadConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
    Row: Manager,
{
    if !HooksFor::<Conn, Row>::ANY {
        return delete_row(conn, target, operation);
    }
    with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
        let row = match <Conn::Backend as Writes<Conn, Row>>::find_locked(conn, &target, RequiredState::Live)? {
            Outcome::Unchanged(row) => row,
            other => return Ok((other, Vec::new())),
        };
        HooksFor::<Conn, Row>::before_delete(row.as_model(), &mut Context::new(conn, operation))?;
        let (outcome, impacts) = delete_row(conn, target, operation.in_transaction())?;
        if let Outcome::Changed(row) = &outcome {
            HooksFor::<Conn, Row>::after_delete(row.as_model(), &mut Context::new(conn, operation))?;
            HooksFor::<Conn, Row>::done(&operation, || Change::Deleted(row.as_model()))?;
        }
        Ok((outcome, impacts))
    })
}

/// Marks or removes the row.
fn delete_row<Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    operation: Operation<'_>,
) -> Result<(Outcome<Row>, Vec<Impact>)>
where
    Conn: LoadConnection<Backend: Writes<Conn, Row>>,
    Row: Manager,
{
    if !<Row::Model as Model>::Deletion::SOFT {
        return <Conn::Backend as Writes<Conn, Row>>::hard_delete(conn, target, RequiredState::Any, operation);
    }
    let values = filled::<Row::Model>(&operation, Values::fill_delete)?;
    <Conn::Backend as Writes<Conn, Row>>::delete(conn, target, values, operation)
}

/// Restores a row, and may set values, which are unchanged afterwards. The columns `reset` are written too, unless a
/// hook gives them another value: for a hook they are columns that the caller left out.
pub(crate) fn restore<Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &mut ValuesOf<Row>,
    reset: ColumnSet,
    operation: Operation<'_>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
    Row: Manager,
{
    if !HooksFor::<Conn, Row>::ANY {
        return restore_row(conn, target, values, reset, operation);
    }
    with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
        let old = match <Conn::Backend as Writes<Conn, Row>>::find_locked(conn, &target, RequiredState::Deleted)? {
            Outcome::Unchanged(row) => row,
            other => return Ok(other),
        };
        let mut changes = HookChanges::of(values);
        let mut draft = Draft::<_, Changing>::new(values, &mut changes);
        let before =
            HooksFor::<Conn, Row>::before_restore(old.as_model(), &mut draft, &mut Context::new(conn, operation));
        let outcome = match before {
            Ok(()) => restore_row(conn, target, values, reset, operation.in_transaction()),
            Err(error) => Err(error),
        };
        changes.undo(values);
        let outcome = outcome?;
        if let Outcome::Changed(new) = &outcome {
            let (old, new) = (old.as_model(), new.as_model());
            HooksFor::<Conn, Row>::after_restore(old, new, &mut Context::new(conn, operation))?;
            HooksFor::<Conn, Row>::done(&operation, || Change::Restored { old, new })?;
        }
        Ok(outcome)
    })
}

/// Fills in the columns of the library, and restores the row.
fn restore_row<Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &mut ValuesOf<Row>,
    reset: ColumnSet,
    operation: Operation<'_>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Writes<Conn, Row>>,
    Row: Manager,
{
    *values.columns_mut() = values.columns().union(reset);
    let is_plain = values.columns().is_empty();
    operation.fill(|fill| {
        values.fill_restore(fill);
        values.fill_patch(fill);
    })?;
    let kind = if is_plain { Rules::RESTORE } else { Rules::REVIVE };
    <Conn::Backend as Writes<Conn, Row>>::restore(conn, kind, target, values, operation)
}

/// Removes a row.
pub(crate) fn hard_delete<Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    required: RequiredState,
    operation: Operation<'_>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
    Row: Manager,
{
    let required = required.of::<Row::Model>();
    if !HooksFor::<Conn, Row>::ANY {
        return Ok(<Conn::Backend as Writes<Conn, Row>>::hard_delete(conn, target, required, operation)?.0);
    }
    with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
        let row = match <Conn::Backend as Writes<Conn, Row>>::find_locked(conn, &target, required)? {
            Outcome::Unchanged(row) => row,
            other => return Ok(other),
        };
        HooksFor::<Conn, Row>::before_hard_delete(row.as_model(), &mut Context::new(conn, operation))?;
        let (outcome, _) =
            <Conn::Backend as Writes<Conn, Row>>::hard_delete(conn, target, required, operation.in_transaction())?;
        if let Outcome::Changed(row) = &outcome {
            HooksFor::<Conn, Row>::after_hard_delete(row.as_model(), &mut Context::new(conn, operation))?;
            HooksFor::<Conn, Row>::done(&operation, || Change::HardDeleted(row.as_model()))?;
        }
        Ok(outcome)
    })
}

#[cfg(feature = "async")]
#[path = "../../twins/hooks/run.rs"]
pub(crate) mod twin;
