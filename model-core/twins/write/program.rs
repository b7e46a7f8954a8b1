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
        if M::META.captured && <Conn::Backend as Dialect>::ANNOUNCE.is_some() {
            return crate::trail::told::twin::announce(conn, M::META.content_type).await;
        }
        match (operation.has_lock(), M::META.audited) {
            (true, _) => Ok(()),
            (false, true) => crate::sql::lock::twin::take_write_lock(conn).await,
            (false, false) => crate::sql::lock::twin::lock_table::<M, _>(conn).await,
        }
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
        let found = match row {
            None => Err(Outcome::NotFound),
            Some(row) => match (required, is_deleted::<Row::Model>(&row.values)) {
                (RequiredState::Live, true) => Err(Outcome::Deleted),
                (RequiredState::Deleted, false) => Err(Outcome::NotDeleted),
                _ => target.is_stale(&row.row).map_or(Ok(row), Err),
            },
        };
        if <Row::Model as Model>::META.captured && found.is_err() {
            crate::trail::told::twin::withdraw(conn, <Row::Model as Model>::META.content_type).await?;
        }
        Ok(found)
    }
}
