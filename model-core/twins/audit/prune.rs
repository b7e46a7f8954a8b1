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

use crate::operation::run::twin::RunOn;
impl AuditLog {
    pub(crate) fn record_prune_async<Conn: Send>(
        conn: &mut Conn,
        before: DateTime<Utc>,
        actor: &Actor,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
    {
        async move {
            let details = serde_json :: json ! ({ BEFORE : before . to_rfc3339_opts (SecondsFormat :: Micros , true) });
            Self::event(EVENT).details(details).at(before.max(clock::now())).by(actor).record_async(conn).await
        }
    }
    pub(crate) fn horizon_async<Conn: Send>(
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Option<DateTime<Utc>>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
    {
        async move {
            let pruned = Self::trail().content_type("").action(EVENT).load_async(conn).await?;
            Ok(pruned.iter().filter_map(|log| log.changes.get(BEFORE)?.as_str()?.parse().ok()).max())
        }
    }
}

impl<Conn: Send, A: ActsFor<Unattributed> + Send + Sync> crate::operation::run::twin::RunOn<Conn> for Prune<A>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let Self { before, chunk, dry_run, actor } = self;
            if chunk == 0 {
                return Err(Error::invalid("chunk", "must be at least 1"));
            }
            if dry_run {
                return Ok(crate::audit::prune::twin::number(conn, CountEntries { before }).await?.count());
            }
            crate::sql::lock::twin::take_write_lock(conn).await?;
            let (mut removed, mut after) = (0, 0);
            let system = Actor::system();
            let actor = actor.actor().unwrap_or(&system);
            loop {
                let Number(last) = crate::audit::prune::twin::number(conn, Last { before, after, chunk }).await?;
                if last <= after {
                    return Ok(removed);
                }
                if after == 0 {
                    AuditLog::record_prune_async(conn, before, actor).await?;
                }
                removed += crate::sql::driver::execute(conn, Delete { before, after, last }).await?;
                after = last;
            }
        }
    }
}

pub(crate) fn number<Conn: Send, Statement: Send + Sync>(
    conn: &mut Conn,
    statement: Statement,
) -> impl ::std::future::Future<Output = Result<Number>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Statement:
        diesel::query_builder::Query<SqlType = diesel::sql_types::Untyped> + QueryFragment<Conn::Backend> + QueryId,
{
    async move {
        let rows: Vec<Number> = crate::sql::driver::load(conn, statement).await?;
        Ok(rows.into_iter().next().unwrap_or(Number(0)))
    }
}
