// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

pub(crate) fn write_chunks<Conn: Send, Chunk: Send + Sync, Row: Send + Sync>(
    conn: &mut Conn,
    chunks: impl IntoIterator<Item = Chunk> + Send,
    alone: bool,
    operation: &Operation<'_>,
    mut write: impl FnMut(&mut Conn, Chunk) -> Result<Vec<Row>> + Send,
) -> impl ::std::future::Future<Output = Result<Vec<Row>>> + Send
where
    Conn: crate::sql::driver::Driver,
{
    async move {
        let mut chunks = chunks.into_iter().peekable();
        let Some(first) = chunks.next() else { return Ok(Vec::new()) };
        if alone && chunks.peek().is_none() {
            return write(conn, first).await;
        }
        {
            async {
                operation.begin_async(conn).await?;
                let done = async {
                    {
                        let mut written = write(conn, first).await?;
                        for chunk in chunks {
                            written.extend(write(conn, chunk).await?);
                        }
                        Ok(written)
                    }
                }
                .await;
                let finished = operation.finish_async(conn, done.is_ok()).await;
                crate::sql::lock::ended(done, finished)
            }
            .await
        }
    }
}
