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

#[diagnostic::on_unimplemented(
    message = "the rows of `{M}` cannot be read over this connection",
    label = "`{Self}` cannot read every field of `{M}`"
)]
pub trait Verifies<Conn, M: Model>: Dialect {
    fn rows(conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<(String, Map<String, Value>)>>> + Send;
}

pub(crate) fn verify<M: Send + Sync, Conn: Send>(
    conn: &mut Conn,
) -> impl ::std::future::Future<Output = Result<Vec<Discrepancy>>> + Send
where
    M: Model,
    Conn: crate::sql::driver::Driver<Backend: crate::audit::verify::twin::Verifies<Conn, M>>,
{
    async move {
        let mut replay = Replay::new(M::META);
        let mut after = 0;
        loop {
            let entries: Vec<Read> =
                crate::sql::driver::load(conn, Entries { content_type: M::META.content_type, after }).await?;
            let Some(Read(last)) = entries.last() else { break };
            after = last.id;
            entries.iter().for_each(|Read(log)| replay.apply(log));
        }
        let horizon = AuditLog::horizon_async(conn).await?;
        let rows = <Conn::Backend as crate::audit::verify::twin::Verifies<Conn, M>>::rows(conn).await?;
        Ok(replay.compare(rows, horizon))
    }
}
