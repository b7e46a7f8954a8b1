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
    target: ByKey<Row>,
    required: RequiredState,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        if !audited::<Row>() {
            return crate::write::hard_delete::plain::twin::by_key(conn, &target, required, &operation).await;
        }
        let mut again = Again::new(&operation);
        loop {
            operation.begin_async(conn).await?;
            let removed =
                crate::write::hard_delete::program::twin::remove_audited(conn, &target, required, &operation).await;
            let is_told = matches!(removed, Ok(Outcome::Changed(_)));
            crate::write::program::twin::finish_entry(
                conn,
                <Row::Model as Model>::META,
                &operation,
                removed.is_ok(),
                is_told,
            )
            .await?;
            if !matches!(removed, Err(Error::Conflict)) || !again.wanted_async(conn).await? {
                return removed;
            }
        }
    }
}

pub(crate) fn remove_audited<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: &ByKey<Row>,
    required: RequiredState,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let meta = <Row::Model as Model>::META;
        let old =
            match crate::write::program::twin::read_locked(conn, target, required, meta.columns(), operation).await? {
                Ok(row) => row,
                Err(found) => return Ok(found),
            };
        crate::sql::driver::execute(conn, DeleteRows::<Row, _>::new(target, RequiredState::Any)).await?;
        crate::trail::insert::twin::insert(
            conn,
            meta.content_type,
            operation,
            &[WholeRows::new(meta).removed(&old.values)],
        )
        .await?;
        Ok(Outcome::Changed(old.row))
    }
}

pub(crate) fn set<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move {
        if !audited::<Row>() {
            return crate::write::hard_delete::plain::twin::set(conn, target).await;
        }
        {
            async {
                operation.begin_async(conn).await?;
                let done: crate::meta::error::Result<_> = Box::pin(async {
                    Ok(crate::write::hard_delete::program::twin::remove_set(conn, target, &operation).await?.0)
                })
                .await;
                let finished = operation.finish_async(conn, done.is_ok()).await;
                crate::sql::lock::ended(done, finished)
            }
            .await
        }
    }
}

pub(crate) fn set_returning<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    operation: Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move {
        if !audited::<Row>() && <Conn::Backend as Dialect>::RETURNING {
            return crate::write::hard_delete::plain::twin::set_returning(conn, target).await;
        }
        {
            async {
                operation.begin_async(conn).await?;
                let done: crate::meta::error::Result<_> = Box::pin(async {
                    {
                        let (_, rows) =
                            crate::write::hard_delete::program::twin::remove_set::<_, Row, _>(conn, target, &operation)
                                .await?;
                        Ok(rows.into_iter().map(|removed| removed.row).collect())
                    }
                })
                .await;
                let finished = operation.finish_async(conn, done.is_ok()).await;
                crate::sql::lock::ended(done, finished)
            }
            .await
        }
    }
}

pub(crate) fn remove_set<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<(usize, Vec<Recorded<Row>>)>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move {
        crate::write::program::twin::lock_first::<_, Row::Model>(conn, operation).await?;
        let old: Vec<Recorded<Row>> = crate::sql::driver::load(conn, Select::<Row, _>::locked(&target)).await?;
        if old.is_empty() {
            crate::trail::told::twin::withdraw(conn, <Row::Model as Model>::META).await?;
            return Ok((0, old));
        }
        let mut count = 0;
        if <Conn::Backend as Dialect>::RETURNING {
            count = crate::sql::driver::execute(conn, DeleteRows::<Row, _>::new(&target, RequiredState::Any)).await?;
        } else {
            for keys in key_chunks::<Conn::Backend, Row>(&old, 0) {
                let chunk = ByKeys::<Row>::new(&keys);
                count +=
                    crate::sql::driver::execute(conn, DeleteRows::<Row, _>::new(&chunk, RequiredState::Any)).await?;
            }
        }
        let meta = <Row::Model as Model>::META;
        if meta.audited {
            let whole = WholeRows::new(meta);
            let rows: Vec<_> = old.iter().map(|row| whole.removed(&row.values)).collect();
            crate::trail::insert::twin::insert(conn, meta.content_type, operation, &rows).await?;
        }
        Ok((count, old))
    }
}
