//! Removes old entries from the trail.

use crate::meta::clock;
use crate::meta::error::{Error, Result};
use crate::meta::log::AuditLog;
use crate::model::actor::{Actor, ActsFor, NoActor, Unattributed};
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::dialect::Dialect;
use crate::sql::lock::take_write_lock;
use crate::sql::rows::{Number, load, statement};
use chrono::{DateTime, SecondsFormat, Utc};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

/// How many entries one statement removes by default.
const CHUNK: usize = 10_000;

impl AuditLog {
    /// Starts the removal of every entry before an instant, of all models and of events.
    ///
    /// ```
    /// # use model_core::prelude::*;
    /// # #[cfg(feature = "sqlite")]
    /// # fn tidy(conn: &mut diesel::SqliteConnection, before: chrono::DateTime<chrono::Utc>) -> Result<(), Error> {
    /// use model_core::AuditLog;
    ///
    /// let would_go = AuditLog::prune(before).dry_run(true).run(conn)?;
    /// let gone = AuditLog::prune(before).chunk(1_000).run(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The rest of a row's history is always its end. Where the instants of two entries of a row do not increase with
    /// their ids (two servers whose clocks differ, a write that waited for another), an entry before the instant stays
    /// if it follows one that stays.
    ///
    /// A removal records an event, `audit.prune`, with that instant, so that
    /// [`verify_history`](crate::verbs::VerifyHistory::verify_history) accepts rows from before the instant without a
    /// history.
    pub fn prune(before: DateTime<Utc>) -> Prune<NoActor> {
        Prune { before: clock::cut(before), chunk: CHUNK, dry_run: false, actor: NoActor }
    }

    /// Records that entries before an instant are removed, in an event that is never older than the instant.
    pub(crate) fn record_prune<Conn>(conn: &mut Conn, before: DateTime<Utc>, actor: &Actor) -> Result<()>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        let details = serde_json::json!({ BEFORE: before.to_rfc3339_opts(SecondsFormat::Micros, true) });
        Self::event(EVENT).details(details).at(before.max(clock::now())).by(actor).record(conn)
    }

    /// The instant up to which the trail was pruned.
    pub(crate) fn horizon<Conn>(conn: &mut Conn) -> Result<Option<DateTime<Utc>>>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        let pruned = Self::trail().content_type("").action(EVENT).load(conn)?;
        Ok(pruned.iter().filter_map(|log| log.changes.get(BEFORE)?.as_str()?.parse().ok()).max())
    }
}

/// The name of the event that a removal records.
const EVENT: &str = "audit.prune";
/// The detail of that event: the instant before which entries were removed.
const BEFORE: &str = "before";

/// The removal of old entries, which has not run yet.
#[derive(Debug, Clone)]
#[must_use = "nothing is removed until `.run(conn)`"]
pub struct Prune<A> {
    before: DateTime<Utc>,
    chunk: usize,
    dry_run: bool,
    actor: A,
}

impl Prune<NoActor> {
    /// Sets the actor; without it the application itself ([`Actor::system`]) acts.
    pub fn by(self, actor: &Actor) -> Prune<&Actor> {
        let Self { before, chunk, dry_run, .. } = self;
        Prune { before, chunk, dry_run, actor }
    }
}

impl<A: ActsFor<Unattributed>> Prune<A> {
    /// Sets how many entries one statement removes at most; the default is 10,000. With a smaller number other writers
    /// wait for less time, with a larger one the removal is faster.
    pub fn chunk(self, chunk: usize) -> Self {
        Self { chunk, ..self }
    }

    /// Whether entries are only counted.
    pub fn dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }
}

/// Removes the entries, oldest first, and returns their number. A dry run only counts them.
///
/// Each chunk is a transaction of its own, unless the connection is already in one: after an error the earlier
/// chunks stay removed, and the same call may be repeated. Entries at or after the instant are not touched.
///
/// SQL, for each chunk: `SELECT MAX(id) FROM (SELECT id FROM audit_logs WHERE created_at < .. AND id > .. ORDER BY
/// id LIMIT 10000)`, and `DELETE FROM audit_logs WHERE created_at < .. AND id > .. AND id <= .. AND NOT EXISTS (an
/// earlier entry of the row that stays)`; before the first one the INSERT of the event; for a dry run `SELECT COUNT(*)
/// FROM audit_logs WHERE created_at < .. AND NOT EXISTS (..)`
///
/// # Errors
/// [`Error::Invalid`] when the size of a chunk is 0; [`Error::Database`] and [`Error::Conflict`] from the database.
impl<A> Run for Prune<A> {
    type Output = usize;
}

impl<A: ActsFor<Unattributed>> Ready for Prune<A> {}

impl<Conn, A: ActsFor<Unattributed>> RunOn<Conn> for Prune<A>
where
    Conn: SyncConnection<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> Result<usize> {
        let Self { before, chunk, dry_run, actor } = self;
        if chunk == 0 {
            return Err(Error::invalid("chunk", "must be at least 1"));
        }
        if dry_run {
            return Ok(number(conn, CountEntries { before })?.count());
        }
        take_write_lock(conn)?;
        let (mut removed, mut after) = (0, 0);
        let system = Actor::system();
        let actor = actor.actor().unwrap_or(&system);
        loop {
            // The end of a chunk is read first, so that the DELETE does not have to search for it: the backends write
            // `DELETE .. LIMIT` in different ways, and MySQL locks every row that such a search passes.
            let Number(last) = number(conn, Last { before, after, chunk })?;
            if last <= after {
                return Ok(removed);
            }
            if after == 0 {
                // The event is recorded before the first chunk, so that no removal lacks it.
                AuditLog::record_prune(conn, before, actor)?;
            }
            removed += crate::sql::rows::execute(conn, Delete { before, after, last })?;
            after = last;
        }
    }
}

fn number<Conn, Statement>(conn: &mut Conn, statement: Statement) -> Result<Number>
where
    Conn: LoadConnection<Backend: Dialect>,
    Statement:
        diesel::query_builder::Query<SqlType = diesel::sql_types::Untyped> + QueryFragment<Conn::Backend> + QueryId,
{
    let rows: Vec<Number> = load(conn, statement)?;
    Ok(rows.into_iter().next().unwrap_or(Number(0)))
}

/// `SELECT COUNT(*) FROM audit_logs WHERE created_at < ..`
struct CountEntries {
    before: DateTime<Utc>,
}

statement!([] CountEntries);

impl QueryId for CountEntries {
    type QueryId = Self;
}

impl<DB: Dialect> QueryFragment<DB> for CountEntries {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(*) FROM audit_logs WHERE created_at < ");
        DB::instant(&self.before, &mut out)?;
        push_follows_none(&self.before, None, &mut out)
    }
}

/// The id of the last entry of a chunk, or 0.
struct Last {
    before: DateTime<Utc>,
    after: i64,
    chunk: usize,
}

// The size of a chunk is part of the text, but not of the type.
statement!([] Last, by_text);

impl<DB: Dialect> QueryFragment<DB> for Last {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { before, after, chunk } = self;
        out.push_sql("SELECT COALESCE(MAX(id), 0) FROM (SELECT id FROM audit_logs WHERE created_at < ");
        DB::instant(before, &mut out)?;
        out.push_sql(" AND id > ");
        DB::bigint(after, &mut out)?;
        // No backend counts beyond this.
        let chunk = i64::try_from(*chunk).unwrap_or(i64::MAX);
        out.push_sql(&format!(" ORDER BY id LIMIT {chunk}) model_chunk"));
        Ok(())
    }
}

/// `DELETE FROM audit_logs WHERE created_at < .. AND id > .. AND id <= .. AND NOT EXISTS (..)`
struct Delete {
    before: DateTime<Utc>,
    after: i64,
    last: i64,
}

statement!([] Delete);

impl QueryId for Delete {
    type QueryId = Self;
}

impl<DB: Dialect> QueryFragment<DB> for Delete {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { before, after, last } = self;
        out.push_sql("DELETE FROM audit_logs WHERE created_at < ");
        DB::instant(before, &mut out)?;
        out.push_sql(" AND id > ");
        DB::bigint(after, &mut out)?;
        out.push_sql(" AND id <= ");
        DB::bigint(last, &mut out)?;
        push_follows_none(before, Some(last), &mut out)
    }
}

/// Pushes the condition that an entry of a row follows none that stays, among those up to an id. Events without a row
/// follow nothing. The grouped subquery is a table
/// of its own, because MySQL does not delete from a table that the condition reads.
fn push_follows_none<'b, DB: Dialect>(
    before: &'b DateTime<Utc>,
    last: Option<&'b i64>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql(
        " AND NOT EXISTS (SELECT 1 FROM (SELECT content_type, object_id, MIN(id) AS first FROM audit_logs \
         WHERE content_type <> '' AND created_at >= ",
    );
    DB::instant(before, out)?;
    if let Some(last) = last {
        out.push_sql(" AND id <= ");
        DB::bigint(last, out)?;
    }
    out.push_sql(
        " GROUP BY content_type, object_id) model_kept WHERE model_kept.content_type = audit_logs.content_type \
         AND model_kept.object_id = audit_logs.object_id AND model_kept.first < audit_logs.id)",
    );
    Ok(())
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/prune.rs"]
pub(crate) mod twin;
