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
use crate::verbs::upsert::backend::twin::Upserts;
use crate::write::insert::slug::twin::WriteNumbered;
pub(crate) fn upsert<Conn: Send, M: Send + Sync, Guard: Send + Sync>(
    conn: &mut Conn,
    new: NewRow<M>,
    plan: UpsertPlan,
    guard: &Guard,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Upserted<M>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::upsert::backend::twin::Upserts<Conn, M, Guard>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
    M: Model + RowOn<Conn::Backend>,
    Guard: QueryFragment<Conn::Backend>,
{
    async move {
        let mut write = Write { new, plan, guard, operation, slug: None };
        write.choose_slug();
        write.new.require(plan.unique)?;
        let looks = plan.on_live == OnLive::Keep
            || !<Conn::Backend as Dialect>::PARTIAL_INDEX
            || crate::hooks::policy::twin::HooksFor::<Conn, M>::ANY;
        let is_alone = !crate::sql::lock::twin::is_in_transaction(conn).await?
            && <Conn::Backend as Dialect>::TAKE_WRITE_LOCK.is_none();
        let mut met = false;
        for _ in 0..ATTEMPTS {
            match write.try_once_async(conn, looks).await {
                Ok(Some(done)) => return Ok(done),
                Ok(None) => {}
                Err(Error::Conflict) if is_alone => met = true,
                Err(error) => return Err(error),
            }
        }
        Err(if met { Error::Conflict } else { write.unique_violation() })
    }
}

impl<M: Model + Send + Sync, G: Send + Sync> Write<'_, M, G> {
    pub(crate) fn look_async<Conn: Send>(
        &mut self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Option<Upserted<M>>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: crate::verbs::upsert::backend::twin::Upserts<Conn, M, G>>,
        Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
        G: QueryFragment<Conn::Backend>,
    {
        async move {
            let scope = self.plan.scope::<M>();
            crate::sql::lock::twin::take_write_lock_of::<_, M>(conn).await?;
            let Self { new, plan, guard, .. } = self;
            match crate::verbs::upsert::found::twin::find_now(
                conn,
                &new.values,
                plan.unique,
                scope,
                *guard,
                plan.newest,
            )
            .await?
            {
                None if plan.minds_deleted::<M>() => {
                    let deleted = RequiredState::Deleted;
                    match crate::verbs::upsert::found::twin::find_now::<_, M, G>(
                        conn,
                        &new.values,
                        plan.unique,
                        deleted,
                        *guard,
                        plan.newest,
                    )
                    .await?
                    {
                        None => Ok(None),
                        Some(_) => self.settle_async(conn, RequiredState::Deleted).await,
                    }
                }
                None => Ok(None),
                Some(found) if found.is_foreign => Err(self.unique_violation()),
                Some(found) if self.plan.on_live == OnLive::Keep && !found.is_deleted => {
                    Ok(Some(Upserted::Kept(found.row)))
                }
                Some(_) => self.settle_async(conn, scope).await,
            }
        }
    }
    pub(crate) fn try_once_async<Conn: Send>(
        &mut self,
        conn: &mut Conn,
        looks: bool,
    ) -> impl ::std::future::Future<Output = Result<Option<Upserted<M>>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: crate::verbs::upsert::backend::twin::Upserts<Conn, M, G>>,
        Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
        G: QueryFragment<Conn::Backend>,
    {
        async move {
            if looks && let Some(done) = self.look_async(conn).await? {
                return Ok(Some(done));
            }
            let inserted = if crate::hooks::policy::twin::HooksFor::<Conn, M>::ANY {
                self.insert_hooked_async(conn).await?
            } else {
                self.insert_async(conn).await?
            };
            match inserted {
                InsertOutcome::Row(row) => Ok(Some(Upserted::Created(row))),
                InsertOutcome::InTheWay => self.settle_async(conn, self.plan.scope::<M>()).await,
                InsertOutcome::Deleted => self.settle_async(conn, RequiredState::Deleted).await,
            }
        }
    }
    pub(crate) fn insert_async<Conn: Send>(
        &mut self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<InsertOutcome<M>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: crate::verbs::upsert::backend::twin::Upserts<Conn, M, G>>,
        Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
        G: QueryFragment<Conn::Backend>,
    {
        async move {
            let Self { new, plan, guard, operation, slug } = self;
            let Some(own) = *slug else {
                return crate::verbs::upsert::run::twin::insert(conn, &new.values, *plan, *guard, *operation).await;
            };
            let mut write = InsertNumbered { plan: *plan, guard: *guard, operation: *operation, slug: own };
            crate::write::insert::slug::twin::numbered::<_, M, _>(conn, &mut new.values, own, &mut write).await
        }
    }
    pub(crate) fn insert_hooked_async<Conn: Send>(
        &mut self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<InsertOutcome<M>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: crate::verbs::upsert::backend::twin::Upserts<Conn, M, G>>,
        Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
        G: QueryFragment<Conn::Backend>,
    {
        async move {
            let operation = self.operation;
            let mut changes = HookChanges::of(&self.new.values);
            let mut left = None;
            let result = {
                async {
                    let opened = crate::operation::unit::Opened::open_async(
                        conn,
                        (operation).unit,
                        crate::hooks::policy::twin::HooksFor::<Conn, M>::COMMITS,
                    )
                    .await?;
                    let done: crate::meta::error::Result<_> = {
                        let operation = opened.operation(operation);
                        Box::pin(async {
                            {
                                crate::sql::lock::twin::take_write_lock_of::<_, M>(conn).await?;
                                let mut draft = Draft::new(&mut self.new.values, &mut changes);
                                crate::hooks::policy::twin::HooksFor::<Conn, M>::before_create(
                                    &mut draft,
                                    &mut Context::new(conn, operation),
                                )
                                .await?;
                                operation.fill(|fill| self.new.values.fill_create(fill))?;
                                match self.insert_async(conn).await? {
                                    InsertOutcome::Row(row) => {
                                        crate::hooks::policy::twin::HooksFor::<Conn, M>::after_create(
                                            &row,
                                            &mut Context::new(conn, operation),
                                        )
                                        .await?;
                                        crate::hooks::policy::twin::HooksFor::<Conn, M>::done(&operation, || {
                                            Change::Created(&row)
                                        })?;
                                        Ok(row)
                                    }
                                    other => {
                                        left = Some(other);
                                        Err(Error::NotFound)
                                    }
                                }
                            }
                        })
                        .await
                    };
                    opened.close_async(conn, done.is_ok()).await?;
                    done
                }
                .await
            };
            let kept = if left.is_some() { self.plan.unique.columns } else { &[] };
            changes.undo_but(kept, &mut self.new.values);
            match (left, result) {
                (Some(other), Err(_)) => Ok(other),
                (_, result) => result.map(InsertOutcome::Row),
            }
        }
    }
    pub(crate) fn settle_async<Conn: Send>(
        &mut self,
        conn: &mut Conn,
        scope: RequiredState,
    ) -> impl ::std::future::Future<Output = Result<Option<Upserted<M>>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: crate::verbs::upsert::backend::twin::Upserts<Conn, M, G>>,
        Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
        G: QueryFragment<Conn::Backend>,
    {
        async move {
            {
                async {
                    let opened = crate::operation::unit::Opened::open_async(
                        conn,
                        (self.operation).unit,
                        crate::hooks::policy::twin::HooksFor::<Conn, M>::COMMITS,
                    )
                    .await?;
                    let done: crate::meta::error::Result<_> = {
                        let operation = opened.operation(self.operation);
                        Box::pin(async {
                            {
                                crate::sql::lock::twin::take_write_lock_of::<_, M>(conn).await?;
                                let found = crate::verbs::upsert::found::twin::find_locked(
                                    conn,
                                    &self.new.values,
                                    self.plan.unique,
                                    scope,
                                    self.guard,
                                    self.plan.newest,
                                )
                                .await?;
                                match found {
                                    None => Ok(None),
                                    Some(found) if found.is_foreign => Err(self.unique_violation()),
                                    Some(found) if found.is_deleted => {
                                        self.settle_deleted_async(conn, found, operation).await
                                    }
                                    Some(ExistingRow { row, .. }) if self.plan.on_live == OnLive::Keep => {
                                        Ok(Some(Upserted::Kept(row)))
                                    }
                                    Some(ExistingRow { row, passes: false, .. }) => Ok(Some(Upserted::Kept(row))),
                                    Some(found) => self.patch_async(conn, &found.row, operation).await.map(Some),
                                }
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
    pub(crate) fn patch_async<Conn: Send>(
        &mut self,
        conn: &mut Conn,
        row: &M,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Upserted<M>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, M>>,
        Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
    {
        async move {
            let operation = operation.as_action(Action::Patch);
            let values = self.new.begin_patch();
            let outcome =
                crate::hooks::run::twin::patch(conn, ByKey::<M>::new(row.key()), values, operation, |_, _| {}).await;
            self.new.end_update();
            match outcome? {
                Outcome::Changed(row) => Ok(Upserted::Updated(row)),
                other => other.into_result().map(Upserted::Unchanged),
            }
        }
    }
    pub(crate) fn settle_deleted_async<Conn: Send>(
        &mut self,
        conn: &mut Conn,
        found: ExistingRow<M>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Upserted<M>>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, M>>,
        Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
    {
        async move {
            match self.plan.on_deleted {
                OnDeleted::Revive | OnDeleted::Restore if found.passes => {
                    self.revive_async(conn, &found.row, operation).await
                }
                OnDeleted::Revive | OnDeleted::Restore | OnDeleted::Refuse => Err(Error::Deleted),
                OnDeleted::Insert => Err(self.unique_violation()),
            }
        }
    }
    pub(crate) fn revive_async<Conn: Send>(
        &mut self,
        conn: &mut Conn,
        row: &M,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Upserted<M>>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: crate::effects::writes::twin::Writes<Conn, M>>,
        Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
        M: RowOn<Conn::Backend>,
    {
        async move {
            let operation = operation.as_action(Action::Restore);
            let unique = self.plan.unique;
            let (values, reset) = self.new.begin_revival(self.plan.on_deleted == OnDeleted::Revive);
            let result = {
                async {
                    let opened = crate::operation::unit::Opened::open_async(
                        conn,
                        (operation).unit,
                        crate::hooks::policy::twin::HooksFor::<Conn, M>::COMMITS,
                    )
                    .await?;
                    let done: crate::meta::error::Result<_> = {
                        let operation = opened.operation(operation);
                        Box::pin(async {
                            {
                                crate::hooks::run::twin::restore(
                                    conn,
                                    ByKey::<M>::new(row.key()),
                                    values,
                                    reset,
                                    operation,
                                )
                                .await
                            }
                        })
                        .await
                    };
                    opened.close_async(conn, done.is_ok()).await?;
                    done
                }
                .await
            };
            self.new.end_update();
            match result {
                Err(error) if violates::<M, Conn::Backend>(&error, unique) => Ok(None),
                result => result?.into_result().map(|row| Some(Upserted::Revived(row))),
            }
        }
    }
}

impl<Conn: Send, M: Send + Sync, G: Send + Sync> crate::write::insert::slug::twin::WriteNumbered<Conn, M>
    for InsertNumbered<'_, G>
where
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::upsert::backend::twin::Upserts<Conn, M, G>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
    M: Model + RowOn<Conn::Backend>,
    G: QueryFragment<Conn::Backend>,
{
    type Written = InsertOutcome<M>;
    fn write(
        &mut self,
        conn: &mut Conn,
        values: &M::Values,
    ) -> impl ::std::future::Future<Output = Result<Option<InsertOutcome<M>>>> + Send {
        async move {
            let Self { plan, guard, operation, slug } = *self;
            match {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        crate::verbs::upsert::run::twin::insert(conn, values, plan, guard, operation).await
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            } {
                Err(Error::UniqueViolation { field, .. }) if field.is_some() && field == field_of::<M>(slug) => {
                    Ok(None)
                }
                result => result.map(Some),
            }
        }
    }
}

pub(crate) fn insert<Conn: Send, M: Send + Sync, Guard: Send + Sync>(
    conn: &mut Conn,
    values: &M::Values,
    plan: UpsertPlan,
    guard: &Guard,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<InsertOutcome<M>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: crate::verbs::upsert::backend::twin::Upserts<Conn, M, Guard>>,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<M as Manager>::Model>,
    M: Model + RowOn<Conn::Backend>,
    Guard: QueryFragment<Conn::Backend>,
{
    async move {
        if !plan.minds_deleted::<M>() {
            let row = <Conn::Backend as crate::effects::writes::twin::Writes<Conn, M>>::create_if_absent(
                conn,
                values,
                plan.unique,
                operation,
            )
            .await?;
            return Ok(row.map_or(InsertOutcome::InTheWay, InsertOutcome::Row));
        }
        let result = {
            async {
                crate::sql::driver::begin(conn).await?;
                let done = Box::pin(async {
                    {
                        let row = <Conn::Backend as crate::effects::writes::twin::Writes<Conn, M>>::create_if_absent(
                            conn,
                            values,
                            plan.unique,
                            operation,
                        )
                        .await?;
                        let Some(row) = row else { return Ok(InsertOutcome::InTheWay) };
                        match crate::verbs::upsert::found::twin::find::<_, M, Guard>(
                            conn,
                            values,
                            plan.unique,
                            RequiredState::Deleted,
                            guard,
                            plan.newest,
                        )
                        .await?
                        {
                            None => Ok(InsertOutcome::Row(row)),
                            Some(_) => Err(InsertRolledBack::Deleted),
                        }
                    }
                })
                .await;
                let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                crate::sql::lock::ended(done, finished)
            }
            .await
        };
        match result {
            Ok(inserted) => Ok(inserted),
            Err(InsertRolledBack::Deleted) => Ok(InsertOutcome::Deleted),
            Err(InsertRolledBack::Error(error)) => Err(error),
        }
    }
}
