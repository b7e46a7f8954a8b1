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
use crate::write::backend::twin::Stores;
#[diagnostic::on_unimplemented(
    message = "rows of `{Child}` cannot be written over this connection",
    label = "`{Self}` cannot store and read every field of `{Child}` and of its parent",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait WritesChild<Conn, Child: Extends>: Dialect {
    fn create_many(
        conn: &mut Conn,
        rows: Vec<Halves<Child>>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Child>>> + Send;
    fn create_counted(
        conn: &mut Conn,
        rows: Vec<Halves<Child>>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send;
    fn patch(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        values: Halves<Child>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Child>>> + Send;
    fn delete(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        values: <Child::Parent as Model>::Values,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Child>>> + Send;
    fn restore(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        values: <Child::Parent as Model>::Values,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Child>>> + Send;
    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Child>>> + Send;
}

#[diagnostic::do_not_recommend]
impl<DB, Conn: Send, Child: Send + Sync> crate::verbs::child::run::twin::WritesChild<Conn, Child> for DB
where
    DB: crate::effects::writes::twin::Writes<Conn, Child::Parent>
        + crate::effects::writes::twin::Writes<Conn, Child::Part>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Child: Extends<Parent: ModelOn<DB>, Part: ModelOn<DB>>,
{
    fn create_many(
        conn: &mut Conn,
        rows: Vec<Halves<Child>>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Vec<Child>>> + Send {
        async move {
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            let operation = operation.in_transaction();
                            let (parents, parts) = crate::verbs::child::run::twin::insert_parents::<DB, Conn, Child>(
                                conn, rows, operation,
                            )
                            .await?;
                            let parts = <DB as crate::effects::writes::twin::Writes<Conn, Child::Part>>::create_many(
                                conn, parts, operation,
                            )
                            .await?;
                            Ok(parents
                                .into_iter()
                                .zip(parts)
                                .map(|(parent, part)| Child::of_parts(parent, part))
                                .collect())
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
        rows: Vec<Halves<Child>>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            {
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            let operation = operation.in_transaction();
                            let (_, parts) = crate::verbs::child::run::twin::insert_parents::<DB, Conn, Child>(
                                conn, rows, operation,
                            )
                            .await?;
                            <DB as crate::effects::writes::twin::Writes<Conn, Child::Part>>::create_counted(
                                conn, parts, operation,
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
    fn patch(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        values: Halves<Child>,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Child>>> + Send {
        async move {
            let Halves { parent: values, part: own } = values;
            whole({
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Child::Parent, _>(conn).await?;
                            let operation = operation.in_transaction();
                            let found = match sets::<Child::Parent>(&values) {
                                true => {
                                    <DB as crate::effects::writes::twin::Writes<Conn, Child::Parent>>::patch(
                                        conn,
                                        target.clone(),
                                        &values,
                                        operation,
                                    )
                                    .await?
                                }
                                false => {
                                    crate::sql::find::twin::found_locked(
                                        conn,
                                        &target,
                                        RequiredState::Live.of::<Child::Parent>(),
                                    )
                                    .await?
                                }
                            };
                            let (parent, moved) = row_of(found)?;
                            let part = match sets::<Child::Part>(&own) {
                                true => {
                                    <DB as crate::effects::writes::twin::Writes<Conn, Child::Part>>::patch(
                                        conn,
                                        part_key::<Child>(&target),
                                        &own,
                                        operation,
                                    )
                                    .await?
                                }
                                false => crate::verbs::child::run::twin::part(conn, &target).await?,
                            };
                            let (part, changed) = row_of(part)?;
                            let parent = match changed && !moved && !values.columns().is_empty() {
                                true => {
                                    row_of(
                                        <DB as crate::write::backend::twin::Stores<Conn, Child::Parent>>::update(
                                            conn,
                                            Rules::TOUCH,
                                            target,
                                            &values,
                                            operation,
                                        )
                                        .await?,
                                    )?
                                    .0
                                }
                                false => parent,
                            };
                            let row = Child::of_parts(parent, part);
                            Ok(if changed || moved { Outcome::Changed(row) } else { Outcome::Unchanged(row) })
                        }
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            })
        }
    }
    fn delete(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        values: <Child::Parent as Model>::Values,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Child>>> + Send {
        async move {
            whole({
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Child::Parent, _>(conn).await?;
                            let (found, _) = <DB as crate::effects::writes::twin::Writes<Conn, Child::Parent>>::delete(
                                conn,
                                target.clone(),
                                values,
                                operation.in_transaction(),
                            )
                            .await?;
                            crate::verbs::child::run::twin::with_part(conn, &target, found).await
                        }
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            })
        }
    }
    fn restore(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        values: <Child::Parent as Model>::Values,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Child>>> + Send {
        async move {
            whole({
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Child::Parent, _>(conn).await?;
                            let operation = operation.in_transaction();
                            let found = <DB as crate::effects::writes::twin::Writes<Conn, Child::Parent>>::restore(
                                conn,
                                Rules::RESTORE,
                                target.clone(),
                                &values,
                                operation,
                            )
                            .await?;
                            crate::verbs::child::run::twin::with_part(conn, &target, found).await
                        }
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            })
        }
    }
    fn hard_delete(
        conn: &mut Conn,
        target: ByKey<Child::Parent>,
        required: RequiredState,
        operation: Operation<'_>,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Child>>> + Send {
        async move {
            whole({
                async {
                    crate::sql::driver::begin(conn).await?;
                    let done = Box::pin(async {
                        {
                            crate::sql::lock::twin::lock_table::<Child::Parent, _>(conn).await?;
                            row_of(crate::sql::find::twin::found_locked(conn, &target, required).await?)?;
                            let (part, _) = row_of(crate::verbs::child::run::twin::part(conn, &target).await?)?;
                            let (found, _) =
                                <DB as crate::effects::writes::twin::Writes<Conn, Child::Parent>>::hard_delete(
                                    conn,
                                    target,
                                    required,
                                    operation.in_transaction(),
                                )
                                .await?;
                            let (parent, _) = row_of(found)?;
                            Ok(Outcome::Changed(Child::of_parts(parent, part)))
                        }
                    })
                    .await;
                    let finished = crate::sql::driver::finish(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            })
        }
    }
}

pub(crate) fn insert_parents<DB, Conn: Send, Child: Send + Sync>(
    conn: &mut Conn,
    rows: Vec<Halves<Child>>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<InsertedParents<Child>>> + Send
where
    DB: crate::effects::writes::twin::Writes<Conn, Child::Parent>,
    Conn: crate::sql::driver::Driver<Backend = DB>,
    Child: Extends<Parent: ModelOn<DB>>,
{
    async move {
        let (parents, mut parts): (Vec<_>, Vec<_>) = rows.into_iter().map(|row| (row.parent, row.part)).unzip();
        crate::sql::lock::twin::lock_table::<Child::Parent, _>(conn).await?;
        let parents =
            <DB as crate::effects::writes::twin::Writes<Conn, Child::Parent>>::create_many(conn, parents, operation)
                .await?;
        for (parent, part) in parents.iter().zip(&mut parts) {
            Child::Part::set_foreign_key(part, HoldsKeyOf::of_key(parent.key()));
        }
        Ok((parents, parts))
    }
}

pub(crate) fn part<Conn: Send, P: Send + Sync, Row: Send + Sync>(
    conn: &mut Conn,
    target: &ByKey<P>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    P: Model,
    Row: Model<Key = P::Key> + ModelOn<Conn::Backend>,
{
    async move { crate::sql::find::twin::found(conn, &ByKey::<Row>::new(target.key.clone()), RequiredState::Any).await }
}

pub(crate) fn with_part<Conn: Send, Child: Send + Sync>(
    conn: &mut Conn,
    target: &ByKey<Child::Parent>,
    found: Outcome<Child::Parent>,
) -> impl ::std::future::Future<Output = std::result::Result<Outcome<Child>, RolledBack<Outcome<Child>>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Child: Extends<Part: ModelOn<Conn::Backend>>,
{
    async move {
        let (parent, _) = row_of(found)?;
        let (part, _) = row_of(crate::verbs::child::run::twin::part(conn, target).await?)?;
        Ok(Outcome::Changed(Child::of_parts(parent, part)))
    }
}
