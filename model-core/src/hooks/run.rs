//! The writes to one row, with the hooks around them. Without hooks, each function only writes.

use crate::effects::impact::Impact;
use crate::effects::writes::Writes;
use crate::hooks::change::Change;
use crate::hooks::context::Context;
use crate::hooks::draft::Changing;
use crate::hooks::draft::{Draft, HookChanges};
use crate::hooks::policy::RunsHooks;
use crate::meta::error::{Error, Result};
use crate::meta::outcome::Outcome;
use crate::model::{DeletionPolicy, Manager, Model};
use crate::operation::Operation;
use crate::operation::filled;
use crate::operation::unit::transaction;
use crate::sql::lock::is_in_transaction;
use crate::sql::state::RequiredState;
use crate::sql::target::ByKey;
use crate::values::fill::Fill;
use crate::values::{Values, ValuesOf};
use crate::write::update::{RestoreKind, ReviveKind, UpdateKind};
use diesel::connection::LoadConnection;

/// The hooks of the model of `R`.
pub(crate) type HooksOf<R> = <<R as Manager>::Model as Model>::Hooks;

/// Runs one operation with its hooks in one transaction, and adds the unit of that transaction to the operation.
///
/// # Errors
/// [`Error::CommitUnseen`], before anything is written; those of `act`, and of the database.
pub(crate) fn with_unit<H, M, Conn, T>(
    conn: &mut Conn,
    operation: Operation<'_>,
    act: impl FnOnce(&mut Conn, Operation<'_>) -> Result<T>,
) -> Result<T>
where
    Conn: LoadConnection,
    M: Model,
    H: RunsHooks<Conn, M>,
{
    match operation.unit {
        Some(unit) => unit.savepoint(conn, |conn| act(conn, operation)),
        None if !is_in_transaction(conn)? => transaction(conn, |conn, unit| act(conn, operation.within(unit))),
        None if H::COMMITS => Err(Error::CommitUnseen {
            why: "the model has `after_commit`, but the library cannot see the commit of this transaction: open it by \
                  `model_core::transaction(conn, |conn, unit| ..)`, and add `.within(unit)` to the write",
        }),
        None => crate::sql::lock::transaction(conn, |conn| act(conn, operation)),
    }
}

/// Creates a row.
pub(crate) fn create<Conn, R>(conn: &mut Conn, mut values: ValuesOf<R>, operation: Operation<'_>) -> Result<R>
where
    Conn: LoadConnection<Backend: Writes<Conn, R>>,
    HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    R: Manager,
{
    let create = |conn: &mut Conn, mut values: ValuesOf<R>, operation: Operation<'_>| {
        operation.fill(|fill| values.fill_create(fill))?;
        <Conn::Backend as Writes<Conn, R>>::create(conn, values, operation)
    };
    if !HooksOf::<R>::ANY {
        return create(conn, values, operation);
    }
    with_unit::<HooksOf<R>, _, _, _>(conn, operation, |conn, operation| {
        <Conn::Backend as Writes<Conn, R>>::take_lock(conn)?;
        let mut changes = HookChanges::of(&values);
        let mut draft = Draft::new(&mut values, &mut changes);
        HooksOf::<R>::before_create(&mut draft, &mut Context::new(conn, operation))?;
        let row = create(conn, values, operation.in_transaction())?;
        HooksOf::<R>::after_create(row.as_model(), &mut Context::new(conn, operation))?;
        HooksOf::<R>::done(&operation, || Change::Created(row.as_model()))?;
        Ok(row)
    })
}

/// Patches a row. The values are unchanged afterwards. `refuse` adds the refusals of the write itself.
pub(crate) fn patch<Conn, R>(
    conn: &mut Conn,
    target: ByKey<R>,
    values: &mut ValuesOf<R>,
    operation: Operation<'_>,
    refuse: impl Fn(&mut Fill<'_>),
) -> Result<Outcome<R>>
where
    Conn: LoadConnection<Backend: Writes<Conn, R>>,
    HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    R: Manager,
{
    let patch = |conn: &mut Conn, target, values: &mut ValuesOf<R>, operation: Operation<'_>| {
        operation.fill(|fill| {
            refuse(fill);
            values.fill_patch(fill);
        })?;
        <Conn::Backend as Writes<Conn, R>>::patch(conn, target, values, operation)
    };
    if !HooksOf::<R>::ANY {
        return patch(conn, target, values, operation);
    }
    with_unit::<HooksOf<R>, _, _, _>(conn, operation, |conn, operation| {
        let old = match <Conn::Backend as Writes<Conn, R>>::find_locked(conn, &target, RequiredState::Live)? {
            Outcome::Unchanged(row) => row,
            other => return Ok(other),
        };
        let mut changes = HookChanges::of(values);
        let mut draft = Draft::new(values, &mut changes);
        let before = HooksOf::<R>::before_patch(old.as_model(), &mut draft, &mut Context::new(conn, operation));
        let outcome = before.and_then(|()| patch(conn, target, values, operation.in_transaction()));
        changes.undo(values);
        let outcome = outcome?;
        if let Outcome::Changed(new) = &outcome {
            let (old, new) = (old.as_model(), new.as_model());
            HooksOf::<R>::after_patch(old, new, &mut Context::new(conn, operation))?;
            HooksOf::<R>::done(&operation, || Change::Patched { old, new })?;
        }
        Ok(outcome)
    })
}

/// Deletes a row: marks it if its model has soft deletion, and removes it otherwise.
pub(crate) fn delete<Conn, R>(
    conn: &mut Conn,
    target: ByKey<R>,
    operation: Operation<'_>,
) -> Result<(Outcome<R>, Vec<Impact>)>
where
    Conn: LoadConnection<Backend: Writes<Conn, R>>,
    HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    R: Manager,
{
    let delete = |conn: &mut Conn, target, operation: Operation<'_>| {
        if !<R::Model as Model>::Deletion::SOFT {
            return <Conn::Backend as Writes<Conn, R>>::hard_delete(conn, target, RequiredState::Any, operation);
        }
        let values = filled::<R::Model>(&operation, Values::fill_delete)?;
        <Conn::Backend as Writes<Conn, R>>::delete(conn, target, values, operation)
    };
    if !HooksOf::<R>::ANY {
        return delete(conn, target, operation);
    }
    with_unit::<HooksOf<R>, _, _, _>(conn, operation, |conn, operation| {
        let row = match <Conn::Backend as Writes<Conn, R>>::find_locked(conn, &target, RequiredState::Live)? {
            Outcome::Unchanged(row) => row,
            other => return Ok((other, Vec::new())),
        };
        HooksOf::<R>::before_delete(row.as_model(), &mut Context::new(conn, operation))?;
        let (outcome, impacts) = delete(conn, target, operation.in_transaction())?;
        if let Outcome::Changed(row) = &outcome {
            HooksOf::<R>::after_delete(row.as_model(), &mut Context::new(conn, operation))?;
            HooksOf::<R>::done(&operation, || Change::Deleted(row.as_model()))?;
        }
        Ok((outcome, impacts))
    })
}

/// Restores a row, and may set values, which are unchanged afterwards.
pub(crate) fn restore<Conn, R>(
    conn: &mut Conn,
    target: ByKey<R>,
    values: &mut ValuesOf<R>,
    operation: Operation<'_>,
) -> Result<Outcome<R>>
where
    Conn: LoadConnection<Backend: Writes<Conn, R>>,
    HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    R: Manager,
{
    let restore = |conn: &mut Conn, target, values: &mut ValuesOf<R>, operation: Operation<'_>| {
        let is_plain = values.columns().is_empty();
        operation.fill(|fill| {
            values.fill_restore(fill);
            values.fill_patch(fill);
        })?;
        let kind = if is_plain { RestoreKind::RULES } else { ReviveKind::RULES };
        <Conn::Backend as Writes<Conn, R>>::restore(conn, kind, target, values, operation)
    };
    if !HooksOf::<R>::ANY {
        return restore(conn, target, values, operation);
    }
    with_unit::<HooksOf<R>, _, _, _>(conn, operation, |conn, operation| {
        let old = match <Conn::Backend as Writes<Conn, R>>::find_locked(conn, &target, RequiredState::Deleted)? {
            Outcome::Unchanged(row) => row,
            other => return Ok(other),
        };
        let mut changes = HookChanges::of(values);
        let mut draft = Draft::<_, Changing>::new(values, &mut changes);
        let before = HooksOf::<R>::before_restore(old.as_model(), &mut draft, &mut Context::new(conn, operation));
        let outcome = before.and_then(|()| restore(conn, target, values, operation.in_transaction()));
        changes.undo(values);
        let outcome = outcome?;
        if let Outcome::Changed(new) = &outcome {
            let (old, new) = (old.as_model(), new.as_model());
            HooksOf::<R>::after_restore(old, new, &mut Context::new(conn, operation))?;
            HooksOf::<R>::done(&operation, || Change::Restored { old, new })?;
        }
        Ok(outcome)
    })
}

/// Removes a row.
pub(crate) fn hard_delete<Conn, R>(
    conn: &mut Conn,
    target: ByKey<R>,
    required: RequiredState,
    operation: Operation<'_>,
) -> Result<Outcome<R>>
where
    Conn: LoadConnection<Backend: Writes<Conn, R>>,
    HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    R: Manager,
{
    let required = required.of::<R::Model>();
    if !HooksOf::<R>::ANY {
        return Ok(<Conn::Backend as Writes<Conn, R>>::hard_delete(conn, target, required, operation)?.0);
    }
    with_unit::<HooksOf<R>, _, _, _>(conn, operation, |conn, operation| {
        let row = match <Conn::Backend as Writes<Conn, R>>::find_locked(conn, &target, required)? {
            Outcome::Unchanged(row) => row,
            other => return Ok(other),
        };
        HooksOf::<R>::before_hard_delete(row.as_model(), &mut Context::new(conn, operation))?;
        let (outcome, _) =
            <Conn::Backend as Writes<Conn, R>>::hard_delete(conn, target, required, operation.in_transaction())?;
        if let Outcome::Changed(row) = &outcome {
            HooksOf::<R>::after_hard_delete(row.as_model(), &mut Context::new(conn, operation))?;
            HooksOf::<R>::done(&operation, || Change::HardDeleted(row.as_model()))?;
        }
        Ok(outcome)
    })
}
