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
    target: &ByKey<Row>,
    required: RequiredState,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<Outcome<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let delete = DeleteRows::<Row, _>::new(target, required);
        let row: Option<Row> = if <Conn::Backend as Dialect>::RETURNING {
            crate::sql::driver::load_row(conn, delete.returning()).await?
        } else {
            operation.begin_async(conn).await?;
            let removed = crate::write::hard_delete::plain::twin::remove_read(conn, target, delete).await;
            operation.finish_async(conn, removed.is_ok()).await?;
            removed?
        };
        match row {
            Some(row) => Ok(Outcome::Changed(row)),
            None => crate::sql::find::twin::found(conn, target, required).await,
        }
    }
}

pub(crate) fn remove_read<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: &ByKey<Row>,
    delete: DeleteRows<'_, Row, ByKey<Row>>,
) -> impl ::std::future::Future<Output = QueryResult<Option<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        let row = crate::sql::driver::load_row(conn, SelectOne::locked(target)).await?;
        let removed = crate::sql::driver::execute(conn, delete).await? > 0;
        Ok(row.filter(|_| removed))
    }
}

pub(crate) fn set<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
) -> impl ::std::future::Future<Output = Result<usize>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move { Ok(crate::sql::driver::execute(conn, DeleteRows::<Row, _>::new(&target, RequiredState::Any)).await?) }
}

pub(crate) fn set_returning<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    Filter: QueryFragment<Conn::Backend>,
{
    async move {
        Ok(crate::sql::driver::load_rows(conn, DeleteRows::<Row, _>::new(&target, RequiredState::Any).returning())
            .await?)
    }
}
