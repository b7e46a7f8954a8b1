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

pub(crate) fn overwrite<Conn: Send, M: Send + Sync>(
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
        let Some(first) = chunks.next() else { return Ok(()) };
        if chunks.len() == 0 {
            crate::sql::driver::execute(conn, OverwriteRows::<M> { rows: first, how }).await?;
            return Ok(());
        }
        {
            async {
                operation.begin_async(conn).await?;
                let done: crate::meta::error::Result<_> = Box::pin(async {
                    {
                        crate::sql::driver::execute(conn, OverwriteRows::<M> { rows: first, how }).await?;
                        for rows in chunks {
                            crate::sql::driver::execute(conn, OverwriteRows::<M> { rows, how }).await?;
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
