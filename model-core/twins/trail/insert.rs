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

pub(crate) fn insert<Conn: Send>(
    conn: &mut Conn,
    content_type: &str,
    operation: &Operation<'_>,
    rows: &[AuditRow],
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        if let Some(field) = rows.iter().find_map(|row| row.nul) {
            return Err(Error::invalid(field, NUL));
        }
        if let [row] = rows {
            crate::sql::driver::execute_own(conn, InsertLog::<true> { content_type, operation, row })
                .await
                .map_err(lost)?;
            return Ok(());
        }
        let limit = match <Conn::Backend as Dialect>::VALUES_IN_FROM {
            true => per_statement::<Conn::Backend>(OWN, SHARED + EXPLAINED),
            false => per_statement::<Conn::Backend>(SHARED + EXPLAINED + OWN, 0),
        };
        for rows in rows.chunks(limit) {
            crate::sql::driver::execute(conn, InsertLogs { content_type, operation, rows }).await.map_err(lost)?;
        }
        Ok(())
    }
}

pub(crate) fn insert_alone<Conn: Send>(
    conn: &mut Conn,
    content_type: &str,
    operation: &Operation<'_>,
    row: &AuditRow,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        if crate::sql::lock::twin::is_in_transaction(conn).await? {
            return crate::trail::insert::twin::insert(conn, content_type, operation, std::slice::from_ref(row)).await;
        }
        crate::sql::driver::execute_own(conn, InsertLog::<false> { content_type, operation, row }).await?;
        Ok(())
    }
}
