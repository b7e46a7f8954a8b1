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

pub(crate) fn lock_first<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        match (M::META.audited, operation.has_lock()) {
            (true, _) => crate::write::program::twin::lock_for_entry(conn, M::META, operation).await,
            (false, true) => Ok(()),
            (false, false) => crate::sql::lock::twin::lock_table::<M, _>(conn).await,
        }
    }
}

pub(crate) fn lock_for_entry<Conn: Send>(
    conn: &mut Conn,
    meta: &'static Meta,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        if meta.captured && <Conn::Backend as Dialect>::ANNOUNCE.is_some() {
            return crate::trail::told::twin::announce(conn, meta).await;
        }
        if operation.has_lock() { Ok(()) } else { crate::sql::lock::twin::take_write_lock(conn).await }
    }
}

pub(crate) fn begin_entry<Conn: Send>(
    conn: &mut Conn,
    meta: &'static Meta,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        operation.begin_async(conn).await?;
        let Err(error) = crate::trail::told::twin::announce(conn, meta).await else { return Ok(()) };
        operation.finish_async(conn, false).await?;
        Err(error)
    }
}

pub(crate) fn finish_entry<Conn: Send>(
    conn: &mut Conn,
    meta: &'static Meta,
    operation: &Operation<'_>,
    keep: bool,
    is_told: bool,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        if keep
            && !is_told
            && let Err(error) = crate::trail::told::twin::withdraw(conn, meta).await
        {
            operation.finish_async(conn, false).await?;
            return Err(error);
        }
        operation.finish_async(conn, keep).await
    }
}

pub(crate) fn read_locked<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: &ByKey<Row>,
    required: RequiredState,
    traced: ColumnSet,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<std::result::Result<Recorded<Row>, Outcome<Row>>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Program>,
    Row: RowOn<Conn::Backend>,
{
    async move {
        crate::write::program::twin::lock_first::<_, Row::Model>(conn, operation).await?;
        let row: Option<Recorded<Row>> =
            crate::sql::driver::load_one(conn, SelectOne::locked(target).tracing(traced)).await?;
        let Some(row) = row else { return Ok(Err(Outcome::NotFound)) };
        Ok(match (required, is_deleted::<Row::Model>(&row.values)) {
            (RequiredState::Live, true) => Err(Outcome::Deleted),
            (RequiredState::Deleted, false) => Err(Outcome::NotDeleted),
            _ => target.is_stale(&row.row).map_or(Ok(row), Err),
        })
    }
}
