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

use crate::effects::sets::twin::WritesSets;
use crate::effects::writes::twin::Writes;
use crate::hooks::policy::twin::RunsHooks;
use crate::hooks::policy::twin::RunsHooksOf;
#[diagnostic::on_unimplemented(
    message = "these rows of `{Row}` cannot be written over this connection",
    label = "the backend cannot store a field of `{Row}` or of a model that belongs to it, or a value in the filter",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend",
    note = "the backend must be PostgreSQL, SQLite or MySQL: if the connection is an enum with \
            `#[derive(MultiConnection)]`, match on it and use the connection inside"
)]
pub trait BulkStrategy<Conn, Row: Manager, Filter> {
    fn patch_rows(
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
    fn delete_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send;
    fn delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send;
    fn restore_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn hard_delete_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send;
}

#[diagnostic::do_not_recommend]
impl<Conn: Send, Row: Send + Sync, Filter: Send> crate::hooks::bulk::twin::BulkStrategy<Conn, Row, Filter>
    for Unspecified
where
    Row: Manager,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>,
{
    fn patch_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        mut values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            operation.fill(|fill| values.fill_patch(fill))?;
            <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::patch(
                conn, target, values, operation,
            )
            .await
        }
    }
    fn patch_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        mut values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            operation.fill(|fill| values.fill_patch(fill))?;
            <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::patch_returning(
                conn, target, values, operation,
            )
            .await
        }
    }
    fn delete_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send {
        async move {
            if !<Row::Model as Model>::Deletion::SOFT {
                return <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::hard_delete(
                    conn, target, operation,
                )
                .await;
            }
            let values = filled::<Row::Model>(&operation, Values::fill_delete)?;
            <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::delete(
                conn, target, values, operation,
            )
            .await
        }
    }
    fn delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            if !<Row::Model as Model>::Deletion::SOFT {
                return Self::hard_delete_returning(conn, target, operation).await;
            }
            let values = filled::<Row::Model>(&operation, Values::fill_delete)?;
            <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::delete_returning(
                conn, target, values, operation,
            )
            .await
        }
    }
    fn restore_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::restore(
                conn, target, operation,
            )
            .await
        }
    }
    fn hard_delete_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            Ok(<Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::hard_delete(
                conn, target, operation,
            )
            .await?
            .0)
        }
    }
    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::hard_delete_returning(
                conn, target, operation,
            )
            .await
        }
    }
}

#[diagnostic::do_not_recommend]
impl<Conn: Send, Row: Send + Sync, Filter: Send> crate::hooks::bulk::twin::BulkStrategy<Conn, Row, Filter>
    for WithoutHooks
where
    Row: Manager,
    Conn: crate::sql::driver::Driver<Backend: crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>,
{
    fn patch_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        mut values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            operation.fill(|fill| values.fill_patch(fill))?;
            <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::patch(
                conn, target, values, operation,
            )
            .await
        }
    }
    fn patch_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        mut values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            operation.fill(|fill| values.fill_patch(fill))?;
            <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::patch_returning(
                conn, target, values, operation,
            )
            .await
        }
    }
    fn delete_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send {
        async move {
            if !<Row::Model as Model>::Deletion::SOFT {
                return <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::hard_delete(
                    conn, target, operation,
                )
                .await;
            }
            let values = filled::<Row::Model>(&operation, Values::fill_delete)?;
            <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::delete(
                conn, target, values, operation,
            )
            .await
        }
    }
    fn delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            if !<Row::Model as Model>::Deletion::SOFT {
                return Self::hard_delete_returning(conn, target, operation).await;
            }
            let values = filled::<Row::Model>(&operation, Values::fill_delete)?;
            <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::delete_returning(
                conn, target, values, operation,
            )
            .await
        }
    }
    fn restore_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::restore(
                conn, target, operation,
            )
            .await
        }
    }
    fn hard_delete_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            Ok(<Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::hard_delete(
                conn, target, operation,
            )
            .await?
            .0)
        }
    }
    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            <Conn::Backend as crate::effects::sets::twin::WritesSets<Conn, Row, Filter>>::hard_delete_returning(
                conn, target, operation,
            )
            .await
        }
    }
}

impl<Conn: Send, Row: Send + Sync, Filter: Send> crate::hooks::bulk::twin::BulkStrategy<Conn, Row, Filter> for RowByRow
where
    Row: Manager,
    Conn: crate::sql::driver::Driver<
            Backend: crate::effects::sets::twin::WritesSets<Conn, Row, Filter>
                         + crate::effects::writes::twin::Writes<Conn, Row>,
        >,
    Conn: crate::hooks::policy::twin::RunsHooksOf<<Row as Manager>::Model>,
{
    fn patch_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        mut values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let operation = operation.including_deleted(target.includes_deleted);
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
                                let mut count = 0;
                                for row in <Conn::Backend as crate::effects::sets::twin::WritesSets<
                                    Conn,
                                    Row,
                                    Filter,
                                >>::rows_locked(conn, target)
                                .await?
                                {
                                    let outcome = crate::hooks::run::twin::patch(
                                        conn,
                                        key_of(&row),
                                        &mut values,
                                        operation,
                                        |_, _| {},
                                    )
                                    .await?;
                                    count += usize::from(outcome.is_changed());
                                }
                                Ok(count)
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
    fn patch_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        mut values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            let operation = operation.including_deleted(target.includes_deleted);
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
                                let mut changed = Vec::new();
                                for row in <Conn::Backend as crate::effects::sets::twin::WritesSets<
                                    Conn,
                                    Row,
                                    Filter,
                                >>::rows_locked(conn, target)
                                .await?
                                {
                                    if let Outcome::Changed(row) = crate::hooks::run::twin::patch(
                                        conn,
                                        key_of(&row),
                                        &mut values,
                                        operation,
                                        |_, _| {},
                                    )
                                    .await?
                                    {
                                        changed.push(row);
                                    }
                                }
                                Ok(changed)
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
    fn delete_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(usize, Vec<Impact>)>> + Send {
        async move {
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
                                let (mut count, mut all) = (0, Vec::new());
                                for row in <Conn::Backend as crate::effects::sets::twin::WritesSets<
                                    Conn,
                                    Row,
                                    Filter,
                                >>::rows_locked(conn, target)
                                .await?
                                {
                                    let (outcome, impacts) =
                                        crate::hooks::run::twin::delete(conn, key_of(&row), operation).await?;
                                    Impact::merge(&mut all, impacts);
                                    count += usize::from(outcome.is_changed());
                                }
                                Ok((count, all))
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
    fn delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
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
                                let mut deleted = Vec::new();
                                for row in <Conn::Backend as crate::effects::sets::twin::WritesSets<
                                    Conn,
                                    Row,
                                    Filter,
                                >>::rows_locked(conn, target)
                                .await?
                                {
                                    if let (Outcome::Changed(row), _) =
                                        crate::hooks::run::twin::delete(conn, key_of(&row), operation).await?
                                    {
                                        deleted.push(row);
                                    }
                                }
                                Ok(deleted)
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
    fn restore_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
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
                                let mut count = 0;
                                for row in <Conn::Backend as crate::effects::sets::twin::WritesSets<
                                    Conn,
                                    Row,
                                    Filter,
                                >>::rows_locked(conn, target)
                                .await?
                                {
                                    let outcome = crate::hooks::run::twin::restore(
                                        conn,
                                        key_of(&row),
                                        &mut ValuesOf::<Row>::default(),
                                        ColumnSet::default(),
                                        operation,
                                    )
                                    .await?;
                                    count += usize::from(outcome.is_changed());
                                }
                                Ok(count)
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
    fn hard_delete_rows(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
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
                                let mut count = 0;
                                for row in <Conn::Backend as crate::effects::sets::twin::WritesSets<
                                    Conn,
                                    Row,
                                    Filter,
                                >>::rows_locked(conn, target)
                                .await?
                                {
                                    let outcome = crate::hooks::run::twin::hard_delete(
                                        conn,
                                        key_of(&row),
                                        RequiredState::Any,
                                        operation,
                                    )
                                    .await?;
                                    count += usize::from(outcome.is_changed());
                                }
                                Ok(count)
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
    fn hard_delete_returning(
        conn: &mut Conn,
        target: ByFilter<Row, Filter>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
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
                                let mut removed = Vec::new();
                                for row in <Conn::Backend as crate::effects::sets::twin::WritesSets<
                                    Conn,
                                    Row,
                                    Filter,
                                >>::rows_locked(conn, target)
                                .await?
                                {
                                    if let Outcome::Changed(row) = crate::hooks::run::twin::hard_delete(
                                        conn,
                                        key_of(&row),
                                        RequiredState::Any,
                                        operation,
                                    )
                                    .await?
                                    {
                                        removed.push(row);
                                    }
                                }
                                Ok(removed)
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
}
