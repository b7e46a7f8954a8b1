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
    fn rows(
        conn: &mut Conn,
        part: &Part<M>,
    ) -> impl ::std::future::Future<Output = Result<(Vec<Found>, Option<M::Key>)>> + Send;
    fn gone(
        conn: &mut Conn,
        after: Option<&str>,
        limit: usize,
    ) -> impl ::std::future::Future<Output = Result<Vec<String>>> + Send;
}

pub(crate) fn verify<M: Send + Sync, Conn: Send>(
    conn: &mut Conn,
) -> impl ::std::future::Future<Output = Result<Vec<Discrepancy>>> + Send
where
    M: Model,
    Conn: crate::sql::driver::Driver<Backend: crate::audit::verify::twin::Verifies<Conn, M>>,
{
    async move {
        let mut replay = Replay::new(M::META, AuditLog::horizon_async(conn).await?);
        let mut part = Part::<M>::first(ROWS);
        loop {
            let (rows, last) =
                <Conn::Backend as crate::audit::verify::twin::Verifies<Conn, M>>::rows(conn, &part).await?;
            let ids: Vec<&str> = rows.iter().map(|(object_id, _)| object_id.as_str()).collect();
            crate::audit::verify::twin::compare(conn, M::META.content_type, &ids, &rows, &mut replay).await?;
            let Some(last) = last else { break };
            part.follow(last);
        }
        let mut after: Option<String> = None;
        loop {
            let gone =
                <Conn::Backend as crate::audit::verify::twin::Verifies<Conn, M>>::gone(conn, after.as_deref(), ENTRIES)
                    .await?;
            let Some(last) = gone.last() else { break };
            for ids in gone.chunks(ROWS) {
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                crate::audit::verify::twin::compare(conn, M::META.content_type, &ids, &[], &mut replay).await?;
            }
            after = Some(last.clone());
        }
        Ok(replay.discrepancies())
    }
}

pub(crate) fn compare<Conn: Send>(
    conn: &mut Conn,
    content_type: &'static str,
    ids: &[&str],
    rows: &[Found],
    replay: &mut Replay,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        crate::audit::verify::twin::read_entries(conn, content_type, ids, replay).await?;
        replay.compare(rows);
        if replay.asks_for_earliest() {
            let earliest = crate::audit::verify::twin::find_earliest(conn, content_type).await?;
            replay.began(earliest);
        }
        replay.settle();
        Ok(())
    }
}

pub(crate) fn read_entries<Conn: Send>(
    conn: &mut Conn,
    content_type: &str,
    ids: &[&str],
    replay: &mut Replay,
) -> impl ::std::future::Future<Output = Result<()>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        let mut after: Option<(String, i64)> = None;
        while !ids.is_empty() {
            let entries: Vec<Read> =
                crate::sql::driver::load(conn, Entries { content_type, ids, after: after.as_ref() }).await?;
            entries.iter().for_each(|Read(log)| replay.apply(log));
            let Some(Read(last)) = entries.last().filter(|_| entries.len() == ENTRIES) else { break };
            after = Some((last.object_id.clone(), last.id));
        }
        Ok(())
    }
}

pub(crate) fn find_earliest<Conn: Send>(
    conn: &mut Conn,
    content_type: &'static str,
) -> impl ::std::future::Future<Output = Result<Option<DateTime<Utc>>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        let (mut earliest, mut after) = (None, 0);
        loop {
            let entries =
                AuditLog::trail().content_type(content_type).after(after).limit(ENTRIES).load_async(conn).await?;
            let Some(last) = entries.last() else { return Ok(earliest) };
            after = last.id;
            let writes = entries.iter().filter(|log| log.details().is_none());
            earliest = earliest.into_iter().chain(writes.filter_map(written)).min();
        }
    }
}
