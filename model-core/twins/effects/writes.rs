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
use crate::write::backend::twin::Stores;
use crate::write::backend::twin::StoresSets;
#[diagnostic::on_unimplemented(
    message = "rows of `{Row}` cannot be written over this connection",
    label = "`{Self}` cannot store and read every field of `{Row}` and of the models that belong to it",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend",
    note = "the backend must be PostgreSQL, SQLite or MySQL: if the connection is an enum with \
            `#[derive(MultiConnection)]`, match on it and use the connection inside"
)]
pub trait Writes<Conn, Row: Manager>: crate::write::backend::twin::Stores<Conn, Row> {
    const TOUCHES: bool;
    fn take_lock(conn: &mut Conn) -> impl ::std::future::Future<Output = Result<()>> + Send;
    fn find_locked(
        conn: &mut Conn,
        target: &ByKey<Row>,
        required: RequiredState,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send;
    fn create(
        conn: &mut Conn,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Row>> + Send;
    fn create_many(
        conn: &mut Conn,
        rows: Vec<ValuesOf<Row>>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send;
    fn create_counted(
        conn: &mut Conn,
        rows: Vec<ValuesOf<Row>>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<Row>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send;
    fn create_absent(
        conn: &mut Conn,
        rows: Vec<ValuesOf<Row>>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send;
    fn overwrite(
        conn: &mut Conn,
        groups: Vec<(ColumnSet, Vec<ValuesOf<Row>>)>,
        how: Overwriting,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send;
    fn patch(
        conn: &mut Conn,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send;
    fn patch_many(
        conn: &mut Conn,
        rows: Vec<Given<Row::Model>>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(Outcome<Row>, Vec<Impact>)>> + Send;
    fn restore(
        conn: &mut Conn,
        kind: Rules,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send;
    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(Outcome<Row>, Vec<Impact>)>> + Send;
}

#[diagnostic::do_not_recommend]
impl<DB, Conn: Send, Row: Send + Sync> crate::effects::writes::twin::Writes<Conn, Row> for DB
where
    DB: crate::write::backend::twin::Stores<Conn, Row>
        + crate::write::backend::twin::StoresSets<Conn, <Row as Manager>::Model, KeysIn<<Row as Manager>::Model>>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Row: RowOn<DB>,
    DeletionOf<Row>: crate::effects::delete::twin::Deletes<Conn, Row::Model>,
    ReferencesOf<Row>: crate::effects::guards::twin::Guards<Conn, Row::Model>
        + crate::effects::guards::twin::GuardsTarget<Conn, Row::Model, ByKey<Row>>
        + GuardsMoves<DB, Row::Model, ByKey<Row>>,
{
    const TOUCHES: bool = {
        is_written::<Row>();
        <ReferencesOf<Row> as crate::effects::guards::twin::Guards<Conn, Row::Model>>::TOUCHES
    };
    fn take_lock(conn: &mut Conn) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move { crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await }
    }
    fn find_locked(
        conn: &mut Conn,
        target: &ByKey<Row>,
        required: RequiredState,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send {
        async move {
            const { is_written::<Row>() };
            crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
            crate::sql::find::twin::found_locked(conn, target, required.of::<Row::Model>()).await
        }
    }
    fn create(
        conn: &mut Conn,
        mut values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Row>> + Send {
        async move {
            const { is_written::<Row>() };
            if !ReferencesOf::<Row>::any_set(std::slice::from_ref(&values)) {
                return crate::write::insert::create::twin::create(conn, values, operation).await;
            }
            if let Some(row) = crate::effects::writes::twin::create_one_checking_parents::<DB, Conn, Row>(
                conn,
                std::slice::from_mut(&mut values),
                operation,
            )
            .await?
            {
                return Ok(row);
            }
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                            ReferencesOf::<Row>::check_new(conn, std::slice::from_ref(&values)).await?;
                            let created =
                                crate::write::insert::create::twin::create(conn, values, operation.in_transaction())
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
    fn create_many(
        conn: &mut Conn,
        mut rows: Vec<ValuesOf<Row>>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            const { is_written::<Row>() };
            if !ReferencesOf::<Row>::any_set(&rows) {
                return crate::effects::many::twin::create(conn, rows, operation).await;
            }
            if let Some(row) =
                crate::effects::writes::twin::create_one_checking_parents::<DB, Conn, Row>(conn, &mut rows, operation)
                    .await?
            {
                return Ok(vec![row]);
            }
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                            ReferencesOf::<Row>::check_new(conn, &rows).await?;
                            let created =
                                crate::effects::many::twin::create(conn, rows, operation.in_transaction()).await;
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
    fn create_counted(
        conn: &mut Conn,
        mut rows: Vec<ValuesOf<Row>>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            const { is_written::<Row>() };
            if !ReferencesOf::<Row>::any_set(&rows) {
                return crate::write::insert::create::twin::create_counted::<_, _, Row>(conn, rows, operation).await;
            }
            if crate::effects::writes::twin::create_one_checking_parents::<DB, Conn, Row>(conn, &mut rows, operation)
                .await?
                .is_some()
            {
                return Ok(1);
            }
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                            ReferencesOf::<Row>::check_new(conn, &rows).await?;
                            let created = crate::write::insert::create::twin::create_counted::<_, _, Row>(
                                conn,
                                rows,
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
    fn create_if_absent(
        conn: &mut Conn,
        values: &ValuesOf<Row>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send {
        async move {
            const { is_written::<Row>() };
            let rows = std::slice::from_ref(values);
            if !ReferencesOf::<Row>::any_set(rows) {
                return DB::create_if_absent(conn, values, unique, operation).await;
            }
            let created = {
                async { crate :: sql :: driver :: begin (conn) . await ? ; let done = Box :: pin (async { { crate :: sql :: lock :: twin :: lock_table :: < Row :: Model , _ > (conn) . await ? ; ReferencesOf :: < Row > :: check_new (conn , rows) . await ? ; let created = DB :: create_if_absent (conn , values , unique , operation) . await ; match crate :: effects :: written :: twin :: kept :: < Row :: Model , _ , _ > (conn , created) . await ? { None if const { < Self as crate :: effects :: writes :: twin :: Writes < Conn , Row > > :: TOUCHES } => Err (RolledBack :: Found (None)) , created => Ok (created) , } } }) . await ; let finished = crate :: sql :: driver :: finish (conn , done . is_ok ()) . await ; crate :: sql :: lock :: ended (done , finished) } . await
            };
            settled(created)
        }
    }
    fn create_absent(
        conn: &mut Conn,
        rows: Vec<ValuesOf<Row>>,
        unique: &'static Unique,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send {
        async move {
            const { is_written::<Row>() };
            crate::effects::many::twin::create_absent::<DB, Conn, Row>(conn, &rows, unique, operation).await
        }
    }
    fn overwrite(
        conn: &mut Conn,
        groups: Vec<(ColumnSet, Vec<ValuesOf<Row>>)>,
        how: Overwriting,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send {
        async move {
            const { is_written::<Row>() };
            crate::effects::many::twin::overwrite::<DB, Conn, Row>(conn, groups, how, operation).await
        }
    }
    fn patch(
        conn: &mut Conn,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send {
        async move {
            if const { <ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByKey<Row>>>::COUNT == 0 }
                || !<ReferencesOf<Row> as GuardsMoves<DB, Row::Model, ByKey<Row>>>::any_moved(values)
            {
                if const { <Self as crate::effects::writes::twin::Writes<Conn, Row>>::TOUCHES } {
                    return crate::effects::touching::twin::update::<DB, Conn, Row>(
                        conn,
                        Rules::PATCH,
                        target,
                        values,
                        operation,
                    )
                    .await;
                }
                return <DB as crate::write::backend::twin::Stores<Conn, Row>>::update(
                    conn,
                    Rules::PATCH,
                    target,
                    values,
                    operation,
                )
                .await;
            }
            if const { <Self as crate::effects::writes::twin::Writes<Conn, Row>>::TOUCHES } {
                return crate::effects::touching::twin::patch_moved::<DB, Conn, Row>(conn, target, values, operation)
                    .await;
            }
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                            crate::effects::moving::twin::patch::<DB, Conn, Row>(
                                conn,
                                target,
                                values,
                                operation.in_transaction(),
                            )
                            .await
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
    fn patch_many(
        conn: &mut Conn,
        rows: Vec<Given<Row::Model>>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            const { is_written::<Row>() };
            crate::effects::many::twin::patch::<DB, Conn, Row>(conn, rows, operation).await
        }
    }
    fn delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        values: ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(Outcome<Row>, Vec<Impact>)>> + Send {
        async move {
            if const { !DeletionOf::<Row>::DELETES_OTHERS } {
                let outcome = if const { <Self as crate::effects::writes::twin::Writes<Conn, Row>>::TOUCHES } {
                    crate::effects::touching::twin::update::<DB, Conn, Row>(
                        conn,
                        Rules::DELETE,
                        target,
                        &values,
                        operation,
                    )
                    .await?
                } else {
                    <DB as crate::write::backend::twin::Stores<Conn, Row>>::update(
                        conn,
                        Rules::DELETE,
                        target,
                        &values,
                        operation,
                    )
                    .await?
                };
                return Ok((outcome, Vec::new()));
            }
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                            let operation = operation.in_transaction();
                            let outcome = <DB as crate::write::backend::twin::Stores<Conn, Row>>::update(
                                conn,
                                Rules::DELETE,
                                target,
                                &values,
                                operation,
                            )
                            .await?;
                            if const { <Self as crate::effects::writes::twin::Writes<Conn, Row>>::TOUCHES } {
                                crate::effects::touching::twin::touch_changed(conn, &outcome).await?;
                            }
                            let impacts = match &outcome {
                                Outcome::Changed(row) => {
                                    DeletionOf::<Row>::check_restricted(conn, &[row.as_model().key()]).await?;
                                    DeletionOf::<Row>::delete_others(conn, operation).await?
                                }
                                _ => Vec::new(),
                            };
                            crate::sql::lock::twin::still_open(conn).await?;
                            Ok((outcome, impacts))
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
        kind: Rules,
        target: ByKey<Row>,
        values: &ValuesOf<Row>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send {
        async move {
            let checked = ReferencesOf::<Row>::any() || ReferencesOf::<Row>::any_set(std::slice::from_ref(values));
            if const { !DeletionOf::<Row>::DELETES_OTHERS } && !checked {
                if const { <Self as crate::effects::writes::twin::Writes<Conn, Row>>::TOUCHES } {
                    return crate::effects::touching::twin::update::<DB, Conn, Row>(
                        conn, kind, target, values, operation,
                    )
                    .await;
                }
                return <DB as crate::write::backend::twin::Stores<Conn, Row>>::update(
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
                            let deletion = match DeletionOf::<Row>::DELETES_OTHERS {
                                true => crate::sql::driver::load_row(conn, Select::<Row::Model, _>::locked(&target))
                                    .await?
                                    .and_then(deletion_of::<Row::Model>),
                                false => None,
                            };
                            let this = ByKey::new(target.key.clone());
                            let outcome = <DB as crate::write::backend::twin::Stores<Conn, Row>>::update(
                                conn, kind, target, values, operation,
                            )
                            .await?;
                            if const { <Self as crate::effects::writes::twin::Writes<Conn, Row>>::TOUCHES } {
                                crate::effects::touching::twin::touch_changed(conn, &outcome).await?;
                            }
                            if let Outcome::Changed(_) = &outcome {
                                if let Some(deletion) = deletion {
                                    DeletionOf::<Row>::restore_others(conn, deletion, operation).await?;
                                }
                                ReferencesOf::<Row>::check_target(conn, &this, values.columns()).await?;
                                if deletion.is_some() {
                                    DeletionOf::<Row>::check_others(conn, operation.deletion).await?;
                                }
                            }
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
    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Row>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<(Outcome<Row>, Vec<Impact>)>> + Send {
        async move {
            if const {
                !DeletionOf::<Row>::HARD_DELETES_OTHERS
                    && !<Self as crate::effects::writes::twin::Writes<Conn, Row>>::TOUCHES
            } {
                return Ok((
                    <DB as crate::write::backend::twin::Stores<Conn, Row>>::hard_delete(
                        conn, target, required, operation,
                    )
                    .await?,
                    Vec::new(),
                ));
            }
            let removed = {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Row::Model, _>(conn).await?;
                            let operation = operation.in_transaction();
                            let row: Option<Row::Model> =
                                crate::sql::driver::load_row(conn, Select::<Row::Model, _>::locked(&target)).await?;
                            let Some(row) = row else { return Ok((Outcome::NotFound, Vec::new())) };
                            let (_, impacts) =
                                DeletionOf::<Row>::hard_delete_others(conn, std::slice::from_ref(&row), operation)
                                    .await?;
                            match <DB as crate::write::backend::twin::Stores<Conn, Row>>::hard_delete(
                                conn, target, required, operation,
                            )
                            .await?
                            {
                                Outcome::Changed(row) => {
                                    if const { <Self as crate::effects::writes::twin::Writes<Conn, Row>>::TOUCHES } {
                                        ReferencesOf::<Row>::touch(conn, &[row.as_model()], &[]).await?;
                                    }
                                    crate::sql::lock::twin::still_open(conn).await?;
                                    Ok((Outcome::Changed(row), impacts))
                                }
                                found => Err(RolledBack::Found(found)),
                            }
                        }
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            };
            match removed {
                Ok(removed) => Ok(removed),
                Err(RolledBack::Found(found)) => Ok((found, Vec::new())),
                Err(RolledBack::Failed(error)) => Err(error),
            }
        }
    }
}

pub(crate) fn create_one_checking_parents<DB, Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    rows: &mut [ValuesOf<Row>],
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send
where
    DB: crate::write::backend::twin::Stores<Conn, Row>,
    Row: Manager,
    ReferencesOf<Row>: crate::effects::guards::twin::Guards<Conn, Row::Model>,
{
    async move {
        match rows {
            [row]
                if DB::RETURNING
                    && !const { <ReferencesOf<Row> as crate::effects::guards::twin::Guards<Conn, Row::Model>>::TOUCHES }
                    && slug::wanted::<Row::Model>(row).is_none() =>
            {
                DB::create_checking_parents(conn, row, operation).await
            }
            _ => Ok(None),
        }
    }
}
