//! The writes to one row, with the hooks around them. Without hooks, each function only writes.

use crate::effects::impact::Impact;
use crate::effects::writes::Writes;
use crate::hooks::change::Change;
use crate::hooks::context::Context;
use crate::hooks::draft::{Changing, Draft, HookChanges};
use crate::hooks::frame;
use crate::hooks::policy::{HooksFor, RunsHooks, RunsHooksOf};
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::{DeletionPolicy, Manager, Model};
use crate::operation::{Operation, filled};
use crate::sql::state::RequiredState;
use crate::sql::target::ByKey;
use crate::values::fill::Fill;
use crate::values::{Values, ValuesOf};
use crate::write::update::Rules;
use diesel::connection::LoadConnection;

/// Does what one operation does, hooks included, in one transaction, whose unit the operation has from then on.
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
    Conn: LoadConnection,
{
    let frame = frame::open(conn, operation, commits)?;
    let done = act(conn, frame.operation(operation));
    frame::close(conn, frame, done)
}

/// Creates a row.
pub(crate) fn create<Conn, Row>(conn: &mut Conn, mut values: ValuesOf<Row>, operation: Operation<'_>) -> Result<Row>
where
    Conn: LoadConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
    Row: Manager,
{
    let create = |conn: &mut Conn, mut values: ValuesOf<Row>, operation: Operation<'_>| {
        operation.fill(|fill| values.fill_create(fill))?;
        <Conn::Backend as Writes<Conn, Row>>::create(conn, values, operation)
    };
    if !HooksFor::<Conn, Row>::ANY {
        return create(conn, values, operation);
    }
    with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
        <Conn::Backend as Writes<Conn, Row>>::take_lock(conn)?;
        let mut changes = HookChanges::of(&values);
        let mut draft = Draft::new(&mut values, &mut changes);
        HooksFor::<Conn, Row>::before_create(&mut draft, &mut Context::new(conn, operation))?;
        let row = create(conn, values, operation.in_transaction())?;
        HooksFor::<Conn, Row>::after_create(row.as_model(), &mut Context::new(conn, operation))?;
        HooksFor::<Conn, Row>::done(&operation, || Change::Created(row.as_model()))?;
        Ok(row)
    })
}

/// Patches a row. The values are unchanged afterwards. `refuse` adds the refusals of the write itself.
pub(crate) fn patch<Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &mut ValuesOf<Row>,
    operation: Operation<'_>,
    refuse: impl Fn(&mut Fill<'_>),
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
    Row: Manager,
{
    let patch = |conn: &mut Conn, target, values: &mut ValuesOf<Row>, operation: Operation<'_>| {
        operation.fill(|fill| {
            refuse(fill);
            values.fill_patch(fill);
        })?;
        <Conn::Backend as Writes<Conn, Row>>::patch(conn, target, values, operation)
    };
    if !HooksFor::<Conn, Row>::ANY {
        return patch(conn, target, values, operation);
    }
    with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
        let old = match <Conn::Backend as Writes<Conn, Row>>::find_locked(conn, &target, RequiredState::Live)? {
            Outcome::Unchanged(row) => row,
            other => return Ok(other),
        };
        let mut changes = HookChanges::of(values);
        let mut draft = Draft::new(values, &mut changes);
        let before =
            HooksFor::<Conn, Row>::before_patch(old.as_model(), &mut draft, &mut Context::new(conn, operation));
        let outcome = before.and_then(|()| patch(conn, target, values, operation.in_transaction()));
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
    let delete = |conn: &mut Conn, target, operation: Operation<'_>| {
        if !<Row::Model as Model>::Deletion::SOFT {
            return <Conn::Backend as Writes<Conn, Row>>::hard_delete(conn, target, RequiredState::Any, operation);
        }
        let values = filled::<Row::Model>(&operation, Values::fill_delete)?;
        <Conn::Backend as Writes<Conn, Row>>::delete(conn, target, values, operation)
    };
    if !HooksFor::<Conn, Row>::ANY {
        return delete(conn, target, operation);
    }
    with_unit(conn, operation, HooksFor::<Conn, Row>::COMMITS, |conn, operation| {
        let row = match <Conn::Backend as Writes<Conn, Row>>::find_locked(conn, &target, RequiredState::Live)? {
            Outcome::Unchanged(row) => row,
            other => return Ok((other, Vec::new())),
        };
        HooksFor::<Conn, Row>::before_delete(row.as_model(), &mut Context::new(conn, operation))?;
        let (outcome, impacts) = delete(conn, target, operation.in_transaction())?;
        if let Outcome::Changed(row) = &outcome {
            HooksFor::<Conn, Row>::after_delete(row.as_model(), &mut Context::new(conn, operation))?;
            HooksFor::<Conn, Row>::done(&operation, || Change::Deleted(row.as_model()))?;
        }
        Ok((outcome, impacts))
    })
}

/// Restores a row, and may set values, which are unchanged afterwards.
pub(crate) fn restore<Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &mut ValuesOf<Row>,
    operation: Operation<'_>,
) -> Result<Outcome<Row>>
where
    Conn: LoadConnection<Backend: Writes<Conn, Row>>,
    Conn: RunsHooksOf<<Row as Manager>::Model>,
    Row: Manager,
{
    let restore = |conn: &mut Conn, target, values: &mut ValuesOf<Row>, operation: Operation<'_>| {
        let is_plain = values.columns().is_empty();
        operation.fill(|fill| {
            values.fill_restore(fill);
            values.fill_patch(fill);
        })?;
        let kind = if is_plain { Rules::RESTORE } else { Rules::REVIVE };
        <Conn::Backend as Writes<Conn, Row>>::restore(conn, kind, target, values, operation)
    };
    if !HooksFor::<Conn, Row>::ANY {
        return restore(conn, target, values, operation);
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
        let outcome = before.and_then(|()| restore(conn, target, values, operation.in_transaction()));
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
