// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    non_snake_case,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

use crate::effects::writes::twin::Writes;
use crate::hooks::policy::twin::RunsHooks;
use crate::hooks::policy::twin::RunsHooksOf;
pub(crate) fn create<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    mut values: ValuesOf<Row>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Row>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
    Row: Manager,
{
    async move {
        if !crate::hooks::policy::twin::HooksFor::<Conn, Row>::ANY {
            return crate::hooks::run::twin::create_row(conn, values, operation).await;
        }
        {
            async {
                let opened = crate::operation::unit::Opened::open_async(
                    conn,
                    (operation).unit,
                    crate::hooks::policy::twin::HooksFor::<Conn, Row>::COMMITS,
                )
                .await?;
                let done: crate::meta::error::Result<_> = {
                    let operation = opened.operation(operation);
                    Box::pin(async {
                        {
                            <Conn::Backend as crate::effects::writes::twin::Writes<Conn, Row>>::take_lock(conn).await?;
                            let mut changes = HookChanges::of(&values);
                            let mut draft = Draft::new(&mut values, &mut changes);
                            crate::hooks::policy::twin::HooksFor::<Conn, Row>::before_create(
                                &mut draft,
                                &mut Context::new(conn, operation),
                            )
                            .await?;
                            let row =
                                crate::hooks::run::twin::create_row(conn, values, operation.in_transaction()).await?;
                            crate::hooks::policy::twin::HooksFor::<Conn, Row>::after_create(
                                row.as_model(),
                                &mut Context::new(conn, operation),
                            )
                            .await?;
                            crate::hooks::policy::twin::HooksFor::<Conn, Row>::done(&operation, || {
                                Change::Created(row.as_model())
                            })?;
                            Ok(row)
                        }
                    })
                    .await
                };
                opened.close_async(conn, done.is_ok()).await?;
                done
            }
            .await
        }
    }
}

pub(crate) fn create_row<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    mut values: ValuesOf<Row>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Row>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Row: Manager,
{
    async move {
        operation.fill(|fill| values.fill_create(fill))?;
        <Conn::Backend as crate::effects::writes::twin::Writes<Conn, Row>>::create(conn, values, operation).await
    }
}

pub(crate) fn patch<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &mut ValuesOf<Row>,
    operation: Operation<'_>,
    refuse: Refuse<Row>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
    Row: Manager,
{
    async move {
        if !crate::hooks::policy::twin::HooksFor::<Conn, Row>::ANY {
            return crate::hooks::run::twin::patch_row(conn, target, values, operation, refuse).await;
        }
        {
            async {
                let opened = crate::operation::unit::Opened::open_async(
                    conn,
                    (operation).unit,
                    crate::hooks::policy::twin::HooksFor::<Conn, Row>::COMMITS,
                )
                .await?;
                let done: crate::meta::error::Result<_> = {
                    let operation = opened.operation(operation);
                    Box::pin(async {
                        {
                            let required = operation.patched();
                            let old =
                                match <Conn::Backend as crate::effects::writes::twin::Writes<Conn, Row>>::find_locked(
                                    conn, &target, required,
                                )
                                .await?
                                {
                                    Outcome::Unchanged(row) => row,
                                    other => return Ok(other),
                                };
                            let mut changes = HookChanges::of(values);
                            let mut draft = Draft::new(values, &mut changes);
                            let before = crate::hooks::policy::twin::HooksFor::<Conn, Row>::before_patch(
                                old.as_model(),
                                &mut draft,
                                &mut Context::new(conn, operation),
                            )
                            .await;
                            let outcome = match before {
                                Ok(()) => {
                                    crate::hooks::run::twin::patch_row(
                                        conn,
                                        target,
                                        values,
                                        operation.in_transaction(),
                                        refuse,
                                    )
                                    .await
                                }
                                Err(error) => Err(error),
                            };
                            changes.undo(values);
                            let outcome = outcome?;
                            if let Outcome::Changed(new) = &outcome {
                                let (old, new) = (old.as_model(), new.as_model());
                                crate::hooks::policy::twin::HooksFor::<Conn, Row>::after_patch(
                                    old,
                                    new,
                                    &mut Context::new(conn, operation),
                                )
                                .await?;
                                crate::hooks::policy::twin::HooksFor::<Conn, Row>::done(&operation, || {
                                    Change::Patched { old, new }
                                })?;
                            }
                            Ok(outcome)
                        }
                    })
                    .await
                };
                opened.close_async(conn, done.is_ok()).await?;
                done
            }
            .await
        }
    }
}

pub(crate) fn patch_row<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &mut ValuesOf<Row>,
    operation: Operation<'_>,
    refuse: Refuse<Row>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Row: Manager,
{
    async move {
        operation.fill(|fill| {
            refuse(values, fill);
            values.fill_patch(fill);
        })?;
        <Conn::Backend as crate::effects::writes::twin::Writes<Conn, Row>>::patch(conn, target, values, operation).await
    }
}

pub(crate) fn delete<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: ByKey<Row>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<(Outcome<Row>, Vec<Impact>)>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
    Row: Manager,
{
    async move {
        if !crate::hooks::policy::twin::HooksFor::<Conn, Row>::ANY {
            return crate::hooks::run::twin::delete_row(conn, target, operation).await;
        }
        {
            async {
                let opened = crate::operation::unit::Opened::open_async(
                    conn,
                    (operation).unit,
                    crate::hooks::policy::twin::HooksFor::<Conn, Row>::COMMITS,
                )
                .await?;
                let done: crate::meta::error::Result<_> = {
                    let operation = opened.operation(operation);
                    Box::pin(async {
                        {
                            let row =
                                match <Conn::Backend as crate::effects::writes::twin::Writes<Conn, Row>>::find_locked(
                                    conn,
                                    &target,
                                    RequiredState::Live,
                                )
                                .await?
                                {
                                    Outcome::Unchanged(row) => row,
                                    other => return Ok((other, Vec::new())),
                                };
                            crate::hooks::policy::twin::HooksFor::<Conn, Row>::before_delete(
                                row.as_model(),
                                &mut Context::new(conn, operation),
                            )
                            .await?;
                            let (outcome, impacts) =
                                crate::hooks::run::twin::delete_row(conn, target, operation.in_transaction()).await?;
                            if let Outcome::Changed(row) = &outcome {
                                crate::hooks::policy::twin::HooksFor::<Conn, Row>::after_delete(
                                    row.as_model(),
                                    &mut Context::new(conn, operation),
                                )
                                .await?;
                                crate::hooks::policy::twin::HooksFor::<Conn, Row>::done(&operation, || {
                                    Change::Deleted(row.as_model())
                                })?;
                            }
                            Ok((outcome, impacts))
                        }
                    })
                    .await
                };
                opened.close_async(conn, done.is_ok()).await?;
                done
            }
            .await
        }
    }
}

pub(crate) fn delete_row<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: ByKey<Row>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<(Outcome<Row>, Vec<Impact>)>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Row: Manager,
{
    async move {
        if !<Row::Model as Model>::Deletion::SOFT {
            return <Conn::Backend as crate::effects::writes::twin::Writes<Conn, Row>>::hard_delete(
                conn,
                target,
                RequiredState::Any,
                operation,
            )
            .await;
        }
        let values = filled::<Row::Model>(&operation, Values::fill_delete)?;
        <Conn::Backend as crate::effects::writes::twin::Writes<Conn, Row>>::delete(conn, target, values, operation)
            .await
    }
}

pub(crate) fn restore<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &mut ValuesOf<Row>,
    reset: ColumnSet,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
    Row: Manager,
{
    async move {
        if !crate::hooks::policy::twin::HooksFor::<Conn, Row>::ANY {
            return crate::hooks::run::twin::restore_row(conn, target, values, reset, operation).await;
        }
        {
            async {
                let opened = crate::operation::unit::Opened::open_async(
                    conn,
                    (operation).unit,
                    crate::hooks::policy::twin::HooksFor::<Conn, Row>::COMMITS,
                )
                .await?;
                let done: crate::meta::error::Result<_> = {
                    let operation = opened.operation(operation);
                    Box::pin(async {
                        {
                            let old =
                                match <Conn::Backend as crate::effects::writes::twin::Writes<Conn, Row>>::find_locked(
                                    conn,
                                    &target,
                                    RequiredState::Deleted,
                                )
                                .await?
                                {
                                    Outcome::Unchanged(row) => row,
                                    other => return Ok(other),
                                };
                            let mut changes = HookChanges::of(values);
                            let mut draft = Draft::<_, Changing>::new(values, &mut changes);
                            let before = crate::hooks::policy::twin::HooksFor::<Conn, Row>::before_restore(
                                old.as_model(),
                                &mut draft,
                                &mut Context::new(conn, operation),
                            )
                            .await;
                            let outcome = match before {
                                Ok(()) => {
                                    crate::hooks::run::twin::restore_row(
                                        conn,
                                        target,
                                        values,
                                        reset,
                                        operation.in_transaction(),
                                    )
                                    .await
                                }
                                Err(error) => Err(error),
                            };
                            changes.undo(values);
                            let outcome = outcome?;
                            if let Outcome::Changed(new) = &outcome {
                                let (old, new) = (old.as_model(), new.as_model());
                                crate::hooks::policy::twin::HooksFor::<Conn, Row>::after_restore(
                                    old,
                                    new,
                                    &mut Context::new(conn, operation),
                                )
                                .await?;
                                crate::hooks::policy::twin::HooksFor::<Conn, Row>::done(&operation, || {
                                    Change::Restored { old, new }
                                })?;
                            }
                            Ok(outcome)
                        }
                    })
                    .await
                };
                opened.close_async(conn, done.is_ok()).await?;
                done
            }
            .await
        }
    }
}

pub(crate) fn restore_row<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &mut ValuesOf<Row>,
    reset: ColumnSet,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Row: Manager,
{
    async move {
        *values.columns_mut() = values.columns().union(reset);
        let is_plain = values.columns().is_empty();
        operation.fill(|fill| {
            values.fill_restore(fill);
            values.fill_patch(fill);
        })?;
        let kind = if is_plain { Rules::RESTORE } else { Rules::REVIVE };
        <Conn::Backend as crate::effects::writes::twin::Writes<Conn, Row>>::restore(
            conn, kind, target, values, operation,
        )
        .await
    }
}

pub(crate) fn hard_delete<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: ByKey<Row>,
    required: RequiredState,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, Row>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
    Row: Manager,
{
    async move {
        let required = required.of::<Row::Model>();
        if !crate::hooks::policy::twin::HooksFor::<Conn, Row>::ANY {
            return Ok(<Conn::Backend as crate::effects::writes::twin::Writes<Conn, Row>>::hard_delete(
                conn, target, required, operation,
            )
            .await?
            .0);
        }
        {
            async {
                let opened = crate::operation::unit::Opened::open_async(
                    conn,
                    (operation).unit,
                    crate::hooks::policy::twin::HooksFor::<Conn, Row>::COMMITS,
                )
                .await?;
                let done: crate::meta::error::Result<_> = {
                    let operation = opened.operation(operation);
                    Box::pin(async {
                        {
                            let row =
                                match <Conn::Backend as crate::effects::writes::twin::Writes<Conn, Row>>::find_locked(
                                    conn, &target, required,
                                )
                                .await?
                                {
                                    Outcome::Unchanged(row) => row,
                                    other => return Ok(other),
                                };
                            crate::hooks::policy::twin::HooksFor::<Conn, Row>::before_hard_delete(
                                row.as_model(),
                                &mut Context::new(conn, operation),
                            )
                            .await?;
                            let (outcome, _) =
                                <Conn::Backend as crate::effects::writes::twin::Writes<Conn, Row>>::hard_delete(
                                    conn,
                                    target,
                                    required,
                                    operation.in_transaction(),
                                )
                                .await?;
                            if let Outcome::Changed(row) = &outcome {
                                crate::hooks::policy::twin::HooksFor::<Conn, Row>::after_hard_delete(
                                    row.as_model(),
                                    &mut Context::new(conn, operation),
                                )
                                .await?;
                                crate::hooks::policy::twin::HooksFor::<Conn, Row>::done(&operation, || {
                                    Change::HardDeleted(row.as_model())
                                })?;
                            }
                            Ok(outcome)
                        }
                    })
                    .await
                };
                opened.close_async(conn, done.is_ok()).await?;
                done
            }
            .await
        }
    }
}
