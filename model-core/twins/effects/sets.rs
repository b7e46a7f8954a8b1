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

use crate::effects::delete::twin::Deletes;
use crate::effects::guards::twin::Guards;
use crate::effects::guards::twin::GuardsTarget;
use crate::write::backend::twin::StoresSets;
#[diagnostic::on_unimplemented(
    message = "these rows of `{Row}` cannot be written over this connection",
    label = "`{Self}` cannot store a field of `{Row}` or of a model that belongs to it, or a value in the filter",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend",
    note = "the backend must be PostgreSQL, SQLite or MySQL: if the connection is an enum with \
            `#[derive(MultiConnection)]`, match on it and use the connection inside"
)]
pub trait WritesSets<Conn, Row: Manager, Filter>: crate::write::backend::twin::StoresSets<Conn, Row, Filter> {
    fn rows_locked(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send;
    fn patch(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn patch_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send;
    fn delete(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send;
    fn delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send;
    fn restore(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn hard_delete(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send;
    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send;
}

#[diagnostic::do_not_recommend]
impl<DB, Conn: Send, Row: Send + Sync, Filter: Send> crate::effects::sets::twin::WritesSets<Conn, Row, Filter> for DB
where
    DB: crate::write::backend::twin::StoresSets<Conn, Row, Filter>
        + crate::write::backend::twin::StoresSets<Conn, Row, KeysIn<<Row as Manager>::Model>>
        + crate::write::backend::twin::StoresSets<Conn, <Row as Manager>::Model, KeysIn<<Row as Manager>::Model>>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
    Filter: QueryFragment<DB>,
    DeletionOf<Row>: crate::effects::delete::twin::Deletes<Conn, Row::Model>,
    ReferencesOf<Row>: crate::effects::guards::twin::Guards<Conn, Row::Model>
        + crate::effects::guards::twin::GuardsTarget<Conn, Row::Model, ByFilter<Row, KeysIn<<Row as Manager>::Model>>>,
    ReferencesOf<Row>: GuardsMoves<DB, Row::Model, ByFilter<Row, Filter>>,
{
    fn rows_locked(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
            Ok(crate::sql::driver::load_rows(conn, Select::<Row, _>::locked(&target)).await?)
        }
    }
    fn patch(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            if !<ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByFilter<Row, Filter>>>::any_moved(&values) {
                return crate::effects::touching::twin::update_set::<DB, Conn, Row, Filter>(
                    conn,
                    Rules::PATCH,
                    target,
                    values,
                    operation,
                )
                .await;
            }
            if const { <ReferencesOf<Row> as crate::effects::guards::twin::Guards<Conn, Row::Model>>::TOUCHES } {
                return Ok(<DB as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::patch_returning(
                    conn, target, values, operation,
                )
                .await?
                .len());
            }
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            let (target, values) = crate::effects::sets::twin::under_parents::<DB, Conn, Row, Filter>(
                                conn, target, values,
                            )
                            .await?;
                            let operation = operation.in_transaction();
                            let patched = <DB as crate::write::backend::twin::StoresSets<Conn, Row, Filter>>::update(
                                conn,
                                Rules::PATCH,
                                target,
                                values,
                                operation,
                            )
                            .await;
                            crate::effects::written::twin::kept::<Row::Model, _, _>(conn, patched).await
                        }
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            }
        }
    }
    fn patch_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            if !<ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByFilter<Row, Filter>>>::any_moved(&values) {
                return crate::effects::touching::twin::update_returning::<DB, Conn, Row, Filter>(
                    conn,
                    Rules::PATCH,
                    target,
                    values,
                    operation,
                )
                .await;
            }
            let patched = {
                async { crate :: sql :: driver :: begin (conn) . await ? ; let done = Box :: pin (async { { if const { < ReferencesOf < Row > as crate :: effects :: guards :: twin :: Guards < Conn , Row :: Model > > :: TOUCHES } { crate :: sql :: lock :: twin :: lock_table :: < Row :: Model , _ > (conn) . await ? ; let old : Vec < Row :: Model > = crate :: sql :: driver :: load_rows (conn , Select :: < Row :: Model , _ > :: locked (& target)) . await ? ; crate :: effects :: touching :: twin :: touch_all (conn , & old , std :: slice :: from_ref (& values)) . await ? ; } let (target , values) = crate :: effects :: sets :: twin :: under_parents :: < DB , Conn , Row , Filter > (conn , target , values) . await ? ; let operation = operation . in_transaction () ; let patched = < DB as crate :: write :: backend :: twin :: StoresSets < Conn , Row , Filter > > :: update_returning (conn , Rules :: PATCH , target , values , operation) . await ; match crate :: effects :: written :: twin :: kept :: < Row :: Model , _ , _ > (conn , patched) . await ? { rows if const { < ReferencesOf < Row > as crate :: effects :: guards :: twin :: Guards < Conn , Row :: Model > > :: TOUCHES } && rows . is_empty () => { Err (RolledBack :: Found (rows)) } rows => Ok (rows) , } } }) . await ; let finished = crate :: sql :: driver :: finish (conn , done . is_ok ()) . await ; crate :: sql :: lock :: ended (done , finished) } . await
            };
            settled(patched)
        }
    }
    fn delete(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send {
        async move {
            if !DeletionOf::<Row>::DELETES_OTHERS {
                let count = crate::effects::touching::twin::update_set::<DB, Conn, Row, Filter>(
                    conn,
                    Rules::DELETE,
                    target,
                    values,
                    operation,
                )
                .await?;
                return Ok((count, Vec::new()));
            }
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                            let operation = operation.in_transaction();
                            if const { Row::Model::META.with_role(Role::DeletionBatch).is_none() } {
                                let rows = crate::effects::touching::twin::update_returning::<DB, Conn, Row, Filter>(
                                    conn,
                                    Rules::DELETE,
                                    target,
                                    values,
                                    operation,
                                )
                                .await?;
                                let keys: Vec<_> = rows.iter().map(|row| row.as_model().key()).collect();
                                DeletionOf::<Row>::check_restricted(conn, &keys).await?;
                                crate::sql::lock::twin::still_open(conn).await?;
                                return Ok((rows.len(), Vec::new()));
                            }
                            let count = crate::effects::touching::twin::update_set::<DB, Conn, Row, Filter>(
                                conn,
                                Rules::DELETE,
                                target,
                                values,
                                operation,
                            )
                            .await?;
                            let impacts = if count > 0 {
                                DeletionOf::<Row>::delete_others(conn, operation).await?
                            } else {
                                Vec::new()
                            };
                            crate::sql::lock::twin::still_open(conn).await?;
                            Ok((count, impacts))
                        }
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            }
        }
    }
    fn delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            if !DeletionOf::<Row>::DELETES_OTHERS {
                return crate::effects::touching::twin::update_returning::<DB, Conn, Row, Filter>(
                    conn,
                    Rules::DELETE,
                    target,
                    values,
                    operation,
                )
                .await;
            }
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                            let operation = operation.in_transaction();
                            let rows = crate::effects::touching::twin::update_returning::<DB, Conn, Row, Filter>(
                                conn,
                                Rules::DELETE,
                                target,
                                values,
                                operation,
                            )
                            .await?;
                            let keys: Vec<_> = rows.iter().map(|row| row.as_model().key()).collect();
                            if keys.is_empty() {
                                return Ok(rows);
                            }
                            DeletionOf::<Row>::check_restricted(conn, &keys).await?;
                            DeletionOf::<Row>::delete_others(conn, operation).await?;
                            crate::sql::lock::twin::still_open(conn).await?;
                            crate::effects::sets::twin::rows_with_keys::<Conn, Row>(conn, &keys).await
                        }
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            }
        }
    }
    fn restore(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let values = || filled::<Row::Model>(&operation, Values::fill_restore);
            if !DeletionOf::<Row>::DELETES_OTHERS
                && !ReferencesOf::<Row>::any()
                && const { !<ReferencesOf<Row> as crate::effects::guards::twin::Guards<Conn, Row::Model>>::TOUCHES }
            {
                let values = values()?;
                return <DB as crate::write::backend::twin::StoresSets<Conn, Row, Filter>>::update(
                    conn,
                    Rules::RESTORE,
                    target,
                    values,
                    operation,
                )
                .await;
            }
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                            let operation = operation.in_transaction();
                            let rows =
                                crate::effects::sets::twin::models_locked::<Conn, Row, Filter>(conn, target).await?;
                            let keys: Vec<_> = rows.iter().map(Model::key).collect();
                            let mut count = 0;
                            for clause in KeysIn::chunks::<DB>(&keys, RequiredState::Deleted) {
                                let target = ByFilter::<Row, _>::new(clause);
                                count += <DB as crate::write::backend::twin::StoresSets<Conn, Row, _>>::update(
                                    conn,
                                    Rules::RESTORE,
                                    target,
                                    values()?,
                                    operation,
                                )
                                .await?;
                            }
                            crate::effects::touching::twin::touch_all(conn, &rows, &[]).await?;
                            let deletions: BTreeSet<_> =
                                rows.into_iter().filter_map(deletion_of::<Row::Model>).collect();
                            for deletion in deletions {
                                DeletionOf::<Row>::restore_others(conn, deletion, operation).await?;
                            }
                            for clause in KeysIn::chunks::<DB>(&keys, RequiredState::Live) {
                                ReferencesOf::<Row>::check_target(
                                    conn,
                                    &ByFilter::<Row, _>::new(clause),
                                    ColumnSet::default(),
                                )
                                .await?;
                            }
                            if count > 0 {
                                DeletionOf::<Row>::check_others(conn, operation.deletion).await?;
                            }
                            crate::sql::lock::twin::still_open(conn).await?;
                            Ok(count)
                        }
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            }
        }
    }
    fn hard_delete(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send {
        async move {
            if const {
                !DeletionOf::<Row>::HARD_DELETES_OTHERS
                    && !<ReferencesOf<Row> as crate::effects::guards::twin::Guards<Conn, Row::Model>>::TOUCHES
            } {
                return Ok((
                    <DB as crate::write::backend::twin::StoresSets<Conn, Row, Filter>>::hard_delete(
                        conn, target, operation,
                    )
                    .await?,
                    Vec::new(),
                ));
            }
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                            let operation = operation.in_transaction();
                            let rows =
                                crate::effects::sets::twin::models_locked::<Conn, Row, Filter>(conn, target).await?;
                            if rows.is_empty() {
                                return Ok((0, Vec::new()));
                            }
                            let (first, impacts) =
                                DeletionOf::<Row>::hard_delete_others(conn, &rows, operation).await?;
                            let count = first
                                + crate::effects::hard_delete::twin::hard_delete_rows::<Conn, Row::Model>(
                                    conn, &rows, operation,
                                )
                                .await?;
                            crate::effects::touching::twin::touch_all(conn, &rows, &[]).await?;
                            crate::sql::lock::twin::still_open(conn).await?;
                            Ok((count, impacts))
                        }
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            }
        }
    }
    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            if const {
                !DeletionOf::<Row>::HARD_DELETES_OTHERS
                    && !<ReferencesOf<Row> as crate::effects::guards::twin::Guards<Conn, Row::Model>>::TOUCHES
            } {
                return <DB as crate::write::backend::twin::StoresSets<Conn, Row, Filter>>::hard_delete_returning(
                    conn, target, operation,
                )
                .await;
            }
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            let operation = operation.in_transaction();
                            let rows = <DB as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::rows_locked(
                                conn, target,
                            )
                            .await?;
                            let keys: Vec<_> = rows.iter().map(|row| row.as_model().key()).collect();
                            if keys.is_empty() {
                                return Ok(rows);
                            }
                            let models =
                                crate::effects::sets::twin::rows_with_keys::<Conn, Row::Model>(conn, &keys).await?;
                            DeletionOf::<Row>::hard_delete_others(conn, &models, operation).await?;
                            crate::effects::hard_delete::twin::hard_delete_rows::<Conn, Row::Model>(
                                conn, &models, operation,
                            )
                            .await?;
                            crate::effects::touching::twin::touch_all(conn, &models, &[]).await?;
                            crate::sql::lock::twin::still_open(conn).await?;
                            Ok(rows)
                        }
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            }
        }
    }
}

pub(crate) fn rows_with_keys<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    keys: &[<Row::Model as Model>::Key],
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let mut rows = Vec::with_capacity(keys.len());
        for clause in KeysIn::<Row::Model>::chunks::<Conn::Backend>(keys, RequiredState::Any) {
            let target = ByFilter::<Row, _>::new(clause);
            let found: Vec<Row> = crate::sql::driver::load_rows(conn, Select::<Row, _>::locked(&target)).await?;
            rows.extend(found);
        }
        Ok(rows)
    }
}

pub(crate) fn under_parents<DB, Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    values: ValuesOf<Row>,
) -> impl ::std::future::Future<Output = Result<(ByFilter<Row, Filter>, ValuesOf<Row>)>> + Send
where
    DB: Dialect,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
    Filter: QueryFragment<DB>,
    ReferencesOf<Row>:
        crate::effects::guards::twin::Guards<Conn, Row::Model> + GuardsMoves<DB, Row::Model, ByFilter<Row, Filter>>,
{
    async move {
        crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
        let scoped = <ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByFilter<Row, Filter>>>::SCOPED;
        if scoped {
            for number in 0..<ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByFilter<Row, Filter>>>::COUNT {
                let Some((states, refusal)) = ReferencesOf::<Row>::check_of(number, &target, &values) else { continue };
                refusal.check(crate::sql::driver::load(conn, states).await?)?;
            }
        }
        if !scoped || const { Row::Model::WRITES_PARENTS && DB::LOCKS_ARE_LOCAL } {
            ReferencesOf::<Row>::check_values(conn, std::slice::from_ref(&values)).await?;
        }
        Ok((target, values))
    }
}

pub(crate) fn models_locked<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
) -> impl ::std::future::Future<Output = Result<Vec<Row::Model>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move { Ok(crate::sql::driver::load_rows(conn, Select::<Row::Model, _>::locked(&target)).await?) }
}
