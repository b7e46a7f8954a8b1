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

pub(crate) fn by_key<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    kind: Rules,
    target: &ByKey<Row>,
    values: &<Row::Model as Model>::Values,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let kind = kind.writing_one(<Row::Model as Model>::META, values.columns(), operation);
        let significant = significant(<Row::Model as Model>::META, values.columns());
        let nothing_to_write = kind.skips_unchanged && significant.is_empty();
        let written = match nothing_to_write {
            true => None,
            false => {
                crate::write::update::plain::twin::write::<_, _>(conn, kind, target, values, significant, operation)
                    .await?
            }
        };
        match written {
            Some(row) => Ok(Outcome::Changed(row)),
            None => crate::sql::find::twin::found(conn, target, kind.required.of::<Row::Model>()).await,
        }
    }
}

pub(crate) fn write<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    kind: Rules,
    target: &ByKey<Row>,
    values: &<Row::Model as Model>::Values,
    significant: ColumnSet,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let required = kind.required.of::<Row::Model>();
        let held = crate::write::update::plain::twin::is_held::<Row::Model, _>(conn).await?;
        let update =
            statement::<Row, _>(kind, target, values, required, significant, returning::<Row, Conn::Backend>());
        let update = UpdateRows { held, ..update };
        Ok(if <Conn::Backend as Dialect>::RETURNING {
            crate::sql::driver::load_row(conn, update).await?
        } else if kind.tells_state {
            {
                async {
                    operation.begin_async(conn).await?;
                    let done: crate::meta::error::Result<_> = Box::pin(async {
                        match crate::sql::driver::execute(conn, update).await? {
                            0 => Ok(None),
                            _ => Ok(crate::sql::driver::load_row(conn, SelectOne::locked(target)).await?),
                        }
                    })
                    .await;
                    let finished = operation.finish_async(conn, done.is_ok()).await;
                    crate::sql::lock::ended(done, finished)
                }
                .await
            }?
        } else if crate::sql::driver::execute(conn, update).await? == 0 {
            None
        } else {
            crate::sql::driver::load_row(conn, SelectOne::unlocked(target)).await?
        })
    }
}

pub(crate) fn set<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: &<Row::Model as Model>::Values,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move {
        let kind = kind.writing(<Row::Model as Model>::META, values.columns());
        let significant = significant(<Row::Model as Model>::META, values.columns());
        if kind.skips_unchanged && significant.is_empty() {
            return Ok(0);
        }
        let held = crate::write::update::plain::twin::is_held::<Row::Model, _>(conn).await?;
        let update = statement::<Row, _>(kind, &target, values, RequiredState::Any, significant, Returning::default());
        let update = UpdateRows { held, ..update };
        Ok(crate::sql::driver::execute(conn, update).await?)
    }
}

pub(crate) fn set_returning<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    kind: Rules,
    target: ByFilter<Row, Filter>,
    values: &<Row::Model as Model>::Values,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move {
        let meta = <Row::Model as Model>::META;
        let kind = kind.writing(meta, values.columns());
        let significant = significant(meta, values.columns());
        if kind.skips_unchanged && significant.is_empty() {
            return Ok(Vec::new());
        }
        let held = crate::write::update::plain::twin::is_held::<Row::Model, _>(conn).await?;
        let returning = returning::<Row, Conn::Backend>();
        let update = statement::<Row, _>(kind, &target, values, RequiredState::Any, significant, returning);
        Ok(crate::sql::driver::load_rows(conn, UpdateRows { held, ..update }).await?)
    }
}

pub(crate) fn is_held<M: Model + Send + Sync, Conn: crate::sql::driver::Driver + Send>(
    conn: &mut Conn,
) -> impl ::std::future::Future<Output = Result<bool>> + Send {
    async move { Ok(M::WRITES_PARENTS && crate::sql::lock::twin::is_in_transaction(conn).await?) }
}
