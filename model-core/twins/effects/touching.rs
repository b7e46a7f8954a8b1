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

use crate::effects::guards::twin::Guards;
use crate::write::backend::twin::Stores;
use crate::write::backend::twin::StoresSets;
pub(crate) fn touch_changed<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    outcome: &Outcome<Row>,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Row: Manager,
    ReferencesOf<Row>: crate::effects::guards::twin::Guards<Conn, Row::Model>,
{
    async move {
        match outcome {
            Outcome::Changed(row) => ReferencesOf::<Row>::touch(conn, &[row.as_model()], &[]).await,
            _ => Ok(()),
        }
    }
}

pub(crate) fn update<DB, Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    kind: Rules,
    target: ByKey<Row>,
    values: &ValuesOf<Row>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    DB: crate::write::backend::twin::Stores<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: crate::effects::guards::twin::Guards<Conn, Row::Model>,
{
    async move {
        {
            async {
                crate::sql::driver::begin(conn).await?;
                let done = Box::pin(async {
                    {
                        crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                        let operation = operation.in_transaction();
                        let outcome = <DB as crate::write::backend::twin::Stores<Conn, Row>>::update(
                            conn, kind, target, values, operation,
                        )
                        .await?;
                        crate::effects::touching::twin::touch_changed(conn, &outcome).await?;
                        crate::sql::lock::twin::still_open(conn).await?;
                        Ok(outcome)
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

pub(crate) fn patch_moved<DB, Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: ByKey<Row>,
    values: &ValuesOf<Row>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    DB: crate::write::backend::twin::Stores<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: crate::effects::guards::twin::Guards<Conn, Row::Model> + GuardsMoves<DB, Row::Model, ByKey<Row>>,
{
    async move {
        let patched = {
            async {
                crate::sql::driver::begin(conn).await?;
                let done = Box::pin(async {
                    {
                        crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                        let old: Option<Row::Model> =
                            crate::sql::driver::load_row(conn, Select::<Row::Model, _>::locked(&target)).await?;
                        let old: Vec<&Row::Model> = old.iter().collect();
                        ReferencesOf::<Row>::touch(conn, &old, std::slice::from_ref(values)).await?;
                        let patched = crate::effects::moving::twin::patch::<DB, Conn, Row>(
                            conn,
                            target,
                            values,
                            operation.in_transaction(),
                        )
                        .await?;
                        if patched.is_changed() { Ok(patched) } else { Err(RolledBack::Found(patched)) }
                    }
                })
                .await;
                let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                crate::sql::lock::ended(done, finished)
            }
            .await
        };
        settled(patched)
    }
}

pub(crate) fn touch_all<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    rows: &[M],
    named: &[M::Values],
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    M: Model<References: crate::effects::guards::twin::Guards<Conn, M>>,
{
    async move {
        if const { <M::References as crate::effects::guards::twin::Guards<Conn, M>>::TOUCHES } {
            let rows: Vec<&M> = rows.iter().collect();
            M::References::touch(conn, &rows, named).await?;
        }
        Ok(())
    }
}

pub(crate) fn update_set<DB, Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: ValuesOf<Row>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    DB: crate::write::backend::twin::StoresSets<Conn, Row, Filter>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: crate::effects::guards::twin::Guards<Conn, Row::Model>,
{
    async move {
        if const { !<ReferencesOf<Row> as crate::effects::guards::twin::Guards<Conn, Row::Model>>::TOUCHES } {
            return <DB as crate::write::backend::twin::StoresSets<Conn, Row, Filter>>::update(
                conn, kind, target, values, operation,
            )
            .await;
        }
        Ok(crate::effects::touching::twin::update_returning::<DB, Conn, Row, Filter>(
            conn, kind, target, values, operation,
        )
        .await?
        .len())
    }
}

pub(crate) fn update_returning<DB, Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: ValuesOf<Row>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    DB: crate::write::backend::twin::StoresSets<Conn, Row, Filter>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: crate::effects::guards::twin::Guards<Conn, Row::Model>,
{
    async move {
        if const { !<ReferencesOf<Row> as crate::effects::guards::twin::Guards<Conn, Row::Model>>::TOUCHES } {
            return <DB as crate::write::backend::twin::StoresSets<Conn, Row, Filter>>::update_returning(
                conn, kind, target, values, operation,
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
                            <DB as crate::write::backend::twin::StoresSets<Conn, Row, Filter>>::update_returning(
                                conn, kind, target, values, operation,
                            )
                            .await?;
                        let changed: Vec<&Row::Model> = rows.iter().map(Row::as_model).collect();
                        ReferencesOf::<Row>::touch(conn, &changed, &[]).await?;
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
