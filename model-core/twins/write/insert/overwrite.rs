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

pub(crate) fn overwrite_rows<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    rows: &[M::Values],
    how: Overwriting,
    operation: &Operation<'_>,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        let mut chunks = chunks::<M, Conn::Backend>(rows, 2 * how.set.iter().count());
        if chunks.len() <= 1 {
            return match chunks.next() {
                Some(rows) => crate::write::insert::overwrite::twin::overwrite_chunk::<_, M>(conn, rows, how).await,
                None => Ok(()),
            };
        }
        {
            async {
                operation.begin_async(conn).await?;
                let done: crate::meta::error::Result<_> = Box::pin(async {
                    {
                        for rows in chunks {
                            crate::write::insert::overwrite::twin::overwrite_chunk::<_, M>(conn, rows, how).await?;
                        }
                        Ok(())
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

pub(crate) fn overwrite_chunk<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    rows: &[M::Values],
    how: Overwriting,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        match crate::sql::driver::execute(conn, OverwriteRows::<M> { rows, how }).await {
            Ok(_) => Ok(()),
            Err(error) => Err(named::<M, Conn::Backend>(error.into())),
        }
    }
}
