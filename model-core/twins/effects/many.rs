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
use crate::effects::writes::twin::Writes;
use crate::write::backend::twin::Stores;
pub(crate) fn create<DB, Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    mut rows: Vec<ValuesOf<Row>>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    DB: crate::write::backend::twin::Stores<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
{
    async move {
        match (rows.len(), rows.pop()) {
            (1, Some(row)) => Ok(vec![crate::write::insert::create::twin::create(conn, row, operation).await?]),
            (_, last) => {
                rows.extend(last);
                crate::write::insert::create::twin::create_many(conn, rows, operation).await
            }
        }
    }
}

pub(crate) fn patch<DB, Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    rows: Vec<Given<Row::Model>>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    DB: crate::effects::writes::twin::Writes<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: crate::effects::guards::twin::Guards<Conn, Row::Model> + GuardsMoves<DB, Row::Model, ByKey<Row>>,
{
    async move {
        let alone = |values: &ValuesOf<Row>| {
            !values.computed().is_empty()
                || const { <ReferencesOf<Row> as crate::effects::guards::twin::Guards<Conn, Row::Model>>::TOUCHES }
                || <ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByKey<Row>>>::any_moved(values)
        };
        let (single, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, values)| alone(values));
        let groups = by_columns::<Row::Model>(rows);
        if let ([group], true) = (&groups[..], single.is_empty()) {
            return DB::update_many(conn, group, operation).await;
        }
        {
            async {
                crate::sql::driver::begin(conn).await?;
                let done = Box::pin(async {
                    {
                        crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                        let operation = operation.in_transaction();
                        let mut count = 0;
                        for group in groups {
                            count += DB::update_many(conn, &group, operation).await?;
                        }
                        for (key, values) in single {
                            let outcome = <DB as crate::effects::writes::twin::Writes<Conn, Row>>::patch(
                                conn,
                                ByKey::new(key),
                                &values,
                                operation,
                            )
                            .await?;
                            count += usize::from(outcome.is_changed());
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

pub(crate) fn create_absent<DB, Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    rows: &[ValuesOf<Row>],
    unique: &'static Unique,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    DB: crate::effects::writes::twin::Writes<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: crate::effects::guards::twin::Guards<Conn, Row::Model>,
{
    async move {
        if const { <ReferencesOf<Row> as crate::effects::guards::twin::Guards<Conn, Row::Model>>::TOUCHES } {
            return {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                            let mut created = Vec::new();
                            for row in rows {
                                created.extend(
                                    <DB as crate::effects::writes::twin::Writes<Conn, Row>>::create_if_absent(
                                        conn,
                                        row,
                                        unique,
                                        operation.in_transaction(),
                                    )
                                    .await?,
                                );
                            }
                            crate::sql::lock::twin::still_open(conn).await?;
                            Ok(created)
                        }
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            };
        }
        if !ReferencesOf::<Row>::any_set(rows) {
            return <DB as crate::write::backend::twin::Stores<Conn, Row>>::create_absent(
                conn, rows, unique, operation,
            )
            .await;
        }
        {
            async {
                crate::sql::driver::begin(conn).await?;
                let done = Box::pin(async {
                    {
                        crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                        ReferencesOf::<Row>::check_values(conn, rows).await?;
                        let created = <DB as crate::write::backend::twin::Stores<Conn, Row>>::create_absent(
                            conn,
                            rows,
                            unique,
                            operation.in_transaction(),
                        )
                        .await;
                        crate::effects::written::twin::kept::<Row::Model, _, _>(conn, created).await
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

pub(crate) fn overwrite<DB, Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    groups: Vec<(ColumnSet, Vec<ValuesOf<Row>>)>,
    how: Overwriting,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    DB: crate::write::backend::twin::Stores<Conn, Row>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
    ReferencesOf<Row>: crate::effects::guards::twin::Guards<Conn, Row::Model>,
{
    async move {
        let checked = groups.iter().any(|(_, rows)| ReferencesOf::<Row>::any_set(rows));
        if let ([(set, rows)], false) = (&groups[..], checked) {
            return crate::write::insert::overwrite::twin::overwrite_rows::<_, Row::Model>(
                conn,
                rows,
                Overwriting { set: *set, ..how },
                &operation,
            )
            .await;
        }
        {
            async {
                crate::sql::driver::begin(conn).await?;
                let done = Box::pin(async {
                    {
                        crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                        for (_, rows) in &groups {
                            ReferencesOf::<Row>::check_values(conn, rows).await?;
                        }
                        for (set, rows) in &groups {
                            let how = Overwriting { set: *set, ..how };
                            crate::write::insert::overwrite::twin::overwrite_rows::<_, Row::Model>(
                                conn,
                                rows,
                                how,
                                &operation.in_transaction(),
                            )
                            .await?;
                        }
                        crate::sql::lock::twin::still_open(conn).await?;
                        Ok(())
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
