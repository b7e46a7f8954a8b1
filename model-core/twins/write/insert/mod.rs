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

pub(crate) trait WriteChunk<Conn, M: Model>: Send {
    type Written: Send;
    fn write(
        &mut self,
        conn: &mut Conn,
        rows: &[M::Values],
    ) -> impl ::std::future::Future<Output = Result<Vec<Self::Written>>> + Send;
}

pub(crate) fn write_chunks<Conn: Send, M: Send + Sync, Write: Send + Sync>(
    conn: &mut Conn,
    mut chunks: Chunks<'_, M::Values>,
    alone: bool,
    operation: &Operation<'_>,
    write: &mut Write,
) -> impl ::std::future::Future<Output = Result<Vec<Write::Written>>> + Send
where
    Conn: crate::sql::driver::Driver,
    M: Model,
    Write: crate::write::insert::twin::WriteChunk<Conn, M>,
{
    async move {
        let Some(first) = chunks.next() else { return Ok(Vec::new()) };
        if alone && chunks.len() == 0 {
            return write.write(conn, first).await;
        }
        {
            async {
                operation.begin_async(conn).await?;
                let done: crate::meta::error::Result<_> = Box::pin(async {
                    {
                        let mut written = write.write(conn, first).await?;
                        for rows in chunks {
                            written.extend(write.write(conn, rows).await?);
                        }
                        Ok(written)
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
