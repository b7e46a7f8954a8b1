//! The writes to one row, with the hooks around them. Without hooks, each is the write and nothing else.

use crate::effects::taken::Taken;
use crate::effects::writes::Writes;
use crate::hooks::change::Change;
use crate::hooks::context::Context;
use crate::hooks::draft::Changing;
use crate::hooks::draft::{Changes, Draft};
use crate::hooks::policy::RunsHooks;
use crate::meta::error::{Error, Result};
use crate::meta::outcome::Outcome;
use crate::model::{DeletionPolicy, Manager, Model};
use crate::operation::Entry;
use crate::operation::marked;
use crate::operation::unit::transaction;
use crate::sql::lock::is_in_transaction;
use crate::sql::state::Needs;
use crate::sql::target::ByKey;
use crate::values::Values;
use crate::values::fill::Fill;
use crate::write::update::{Kind, RestoreKind, ReviveKind};
use diesel::connection::LoadConnection;

/// The values of one row of `R`'s model.
type ValuesOf<R> = <<R as Manager>::Model as Model>::Values;

/// The hooks of the model of `R`.
pub(crate) type HooksOf<R> = <<R as Manager>::Model as Model>::Hooks;

/// Does what one operation does, hooks included, in one transaction, whose unit the entry has from then on.
///
/// # Errors
/// [`Error::CommitUnseen`], before anything is written; those of `act`, and of the database.
pub(crate) fn operation<H, M, Conn, T>(
    conn: &mut Conn,
    entry: Entry<'_>,
    act: impl FnOnce(&mut Conn, Entry<'_>) -> Result<T>,
) -> Result<T>
where
    Conn: LoadConnection,
    M: Model,
    H: RunsHooks<Conn, M>,
{
    match entry.unit {
        Some(unit) => unit.savepoint(conn, |conn| act(conn, entry)),
        None if !is_in_transaction(conn)? => transaction(conn, |conn, unit| act(conn, entry.within(unit))),
        None if H::COMMITS => Err(Error::CommitUnseen {
            why: "the model has `after_commit`, and the commit of this transaction cannot be seen: open it by \
                  `model_core::transaction(conn, |conn, unit| ..)`, and write `.within(unit)`",
        }),
        None => crate::sql::lock::transaction(conn, |conn| act(conn, entry)),
    }
}

/// A new row.
pub(crate) fn create<Conn, R>(conn: &mut Conn, mut values: ValuesOf<R>, entry: Entry<'_>) -> Result<R>
where
    Conn: LoadConnection<Backend: Writes<Conn, R>>,
    HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    R: Manager,
{
    let insert = |conn: &mut Conn, mut values: ValuesOf<R>, entry: Entry<'_>| {
        entry.fill(|fill| values.fill_insert(fill))?;
        <Conn::Backend as Writes<Conn, R>>::insert_one(conn, values, entry)
    };
    if !HooksOf::<R>::ANY {
        return insert(conn, values, entry);
    }
    operation::<HooksOf<R>, _, _, _>(conn, entry, |conn, entry| {
        <Conn::Backend as Writes<Conn, R>>::take_lock(conn)?;
        let mut changes = Changes::of(&values);
        let mut draft = Draft::new(&mut values, &mut changes);
        HooksOf::<R>::before_create(&mut draft, &mut Context::new(conn, entry))?;
        let row = insert(conn, values, entry.opened())?;
        HooksOf::<R>::after_create(row.as_model(), &mut Context::new(conn, entry))?;
        HooksOf::<R>::done(&entry, || Change::Created(row.as_model()))?;
        Ok(row)
    })
}

/// A change of a row. The values are left as they were given. `refuse` adds what the write itself refuses.
pub(crate) fn patch<Conn, R>(
    conn: &mut Conn,
    target: ByKey<R>,
    values: &mut ValuesOf<R>,
    entry: Entry<'_>,
    refuse: impl Fn(&mut Fill<'_>),
) -> Result<Outcome<R>>
where
    Conn: LoadConnection<Backend: Writes<Conn, R>>,
    HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    R: Manager,
{
    let update = |conn: &mut Conn, target, values: &mut ValuesOf<R>, entry: Entry<'_>| {
        entry.fill(|fill| {
            refuse(fill);
            values.fill_update(fill);
        })?;
        <Conn::Backend as Writes<Conn, R>>::patch(conn, target, values, entry)
    };
    if !HooksOf::<R>::ANY {
        return update(conn, target, values, entry);
    }
    operation::<HooksOf<R>, _, _, _>(conn, entry, |conn, entry| {
        let old = match <Conn::Backend as Writes<Conn, R>>::find_locked(conn, &target, Needs::Live)? {
            Outcome::Unchanged(row) => row,
            other => return Ok(other),
        };
        let mut changes = Changes::of(values);
        let mut draft = Draft::new(values, &mut changes);
        let before = HooksOf::<R>::before_patch(old.as_model(), &mut draft, &mut Context::new(conn, entry));
        let outcome = before.and_then(|()| update(conn, target, values, entry.opened()));
        changes.undo(values);
        let outcome = outcome?;
        if let Outcome::Changed(new) = &outcome {
            let (old, new) = (old.as_model(), new.as_model());
            HooksOf::<R>::after_patch(old, new, &mut Context::new(conn, entry))?;
            HooksOf::<R>::done(&entry, || Change::Patched { old, new })?;
        }
        Ok(outcome)
    })
}

/// `delete`: the row is marked where its model has soft deletion, and removed otherwise.
pub(crate) fn delete<Conn, R>(conn: &mut Conn, target: ByKey<R>, entry: Entry<'_>) -> Result<(Outcome<R>, Vec<Taken>)>
where
    Conn: LoadConnection<Backend: Writes<Conn, R>>,
    HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    R: Manager,
{
    let delete = |conn: &mut Conn, target, entry: Entry<'_>| {
        if !<R::Model as Model>::Deletion::SOFT {
            return <Conn::Backend as Writes<Conn, R>>::erase(conn, target, Needs::Any, entry);
        }
        let values = marked::<R::Model>(&entry, Values::fill_delete)?;
        <Conn::Backend as Writes<Conn, R>>::mark(conn, target, values, entry)
    };
    if !HooksOf::<R>::ANY {
        return delete(conn, target, entry);
    }
    operation::<HooksOf<R>, _, _, _>(conn, entry, |conn, entry| {
        let row = match <Conn::Backend as Writes<Conn, R>>::find_locked(conn, &target, Needs::Live)? {
            Outcome::Unchanged(row) => row,
            other => return Ok((other, Vec::new())),
        };
        HooksOf::<R>::before_delete(row.as_model(), &mut Context::new(conn, entry))?;
        let (outcome, taken) = delete(conn, target, entry.opened())?;
        if let Outcome::Changed(row) = &outcome {
            HooksOf::<R>::after_delete(row.as_model(), &mut Context::new(conn, entry))?;
            HooksOf::<R>::done(&entry, || Change::Deleted(row.as_model()))?;
        }
        Ok((outcome, taken))
    })
}

/// `restore`, perhaps with other values, which are left as they were given.
pub(crate) fn restore<Conn, R>(
    conn: &mut Conn,
    target: ByKey<R>,
    values: &mut ValuesOf<R>,
    entry: Entry<'_>,
) -> Result<Outcome<R>>
where
    Conn: LoadConnection<Backend: Writes<Conn, R>>,
    HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    R: Manager,
{
    let restore = |conn: &mut Conn, target, values: &mut ValuesOf<R>, entry: Entry<'_>| {
        let is_plain = values.columns().is_empty();
        entry.fill(|fill| {
            values.fill_restore(fill);
            values.fill_update(fill);
        })?;
        let kind = if is_plain { RestoreKind::RULES } else { ReviveKind::RULES };
        <Conn::Backend as Writes<Conn, R>>::bring_back(conn, kind, target, values, entry)
    };
    if !HooksOf::<R>::ANY {
        return restore(conn, target, values, entry);
    }
    operation::<HooksOf<R>, _, _, _>(conn, entry, |conn, entry| {
        let old = match <Conn::Backend as Writes<Conn, R>>::find_locked(conn, &target, Needs::Deleted)? {
            Outcome::Unchanged(row) => row,
            other => return Ok(other),
        };
        let mut changes = Changes::of(values);
        let mut draft = Draft::<_, Changing>::new(values, &mut changes);
        let before = HooksOf::<R>::before_restore(old.as_model(), &mut draft, &mut Context::new(conn, entry));
        let outcome = before.and_then(|()| restore(conn, target, values, entry.opened()));
        changes.undo(values);
        let outcome = outcome?;
        if let Outcome::Changed(new) = &outcome {
            let (old, new) = (old.as_model(), new.as_model());
            HooksOf::<R>::after_restore(old, new, &mut Context::new(conn, entry))?;
            HooksOf::<R>::done(&entry, || Change::Restored { old, new })?;
        }
        Ok(outcome)
    })
}

/// `hard_delete`.
pub(crate) fn hard_delete<Conn, R>(
    conn: &mut Conn,
    target: ByKey<R>,
    needs: Needs,
    entry: Entry<'_>,
) -> Result<Outcome<R>>
where
    Conn: LoadConnection<Backend: Writes<Conn, R>>,
    HooksOf<R>: RunsHooks<Conn, <R as Manager>::Model>,
    R: Manager,
{
    let needs = needs.of::<R::Model>();
    if !HooksOf::<R>::ANY {
        return Ok(<Conn::Backend as Writes<Conn, R>>::erase(conn, target, needs, entry)?.0);
    }
    operation::<HooksOf<R>, _, _, _>(conn, entry, |conn, entry| {
        let row = match <Conn::Backend as Writes<Conn, R>>::find_locked(conn, &target, needs)? {
            Outcome::Unchanged(row) => row,
            other => return Ok(other),
        };
        HooksOf::<R>::before_hard_delete(row.as_model(), &mut Context::new(conn, entry))?;
        let (outcome, _) = <Conn::Backend as Writes<Conn, R>>::erase(conn, target, needs, entry.opened())?;
        if let Outcome::Changed(row) = &outcome {
            HooksOf::<R>::after_hard_delete(row.as_model(), &mut Context::new(conn, entry))?;
            HooksOf::<R>::done(&entry, || Change::HardDeleted(row.as_model()))?;
        }
        Ok(outcome)
    })
}
