//! Removing what is old from the trail.

use crate::meta::clock;
use crate::meta::error::{Error, Result};
use crate::meta::log::AuditLog;
use crate::model::actor::{Actor, ActsFor, NoActor, Unattributed};
use crate::sql::dialect::Dialect;
use crate::sql::lock::take_write_lock;
use crate::sql::rows::{Number, load, statement};
use chrono::{DateTime, SecondsFormat, Utc};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

/// How many entries one statement removes, unless the call says otherwise.
const CHUNK: usize = 10_000;

impl AuditLog {
    /// Starts the removal of every entry from before an instant, of all models, events included.
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
    /// Whatever is left of a row's history is its end, as long as the instants of the entries rise with their ids.
    ///
    /// A removal is an event of its own, `audit.prune`, which says from before when: by it
    /// [`verify_history`](crate::Model::verify_history) knows that a row of before that instant may have no history left.
    pub fn prune(before: DateTime<Utc>) -> Prune<NoActor> {
        Prune { before: clock::cut(before), chunk: CHUNK, dry_run: false, actor: NoActor }
    }

    /// Records that entries from before an instant are removed, in an event that is never itself older.
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

/// The event that a removal leaves.
const EVENT: &str = "audit.prune";
/// What it says: the instant that the removed entries are older than.
const BEFORE: &str = "before";

/// The removal of old entries, not yet done.
#[derive(Debug, Clone)]
#[must_use = "nothing is removed until `.run(conn)`"]
pub struct Prune<A> {
    before: DateTime<Utc>,
    chunk: usize,
    dry_run: bool,
    actor: A,
}

impl Prune<NoActor> {
    /// Says who removes them; the application itself ([`Actor::system`]) unless this is called.
    pub fn by(self, actor: &Actor) -> Prune<&Actor> {
        let Self { before, chunk, dry_run, .. } = self;
        Prune { before, chunk, dry_run, actor }
    }
}

impl<A: ActsFor<Unattributed>> Prune<A> {
    /// How many entries one statement removes at most: 10,000 unless this is called. A smaller number lets others write
    /// sooner, a larger one is done sooner.
    pub fn chunk(self, chunk: usize) -> Self {
        Self { chunk, ..self }
    }

    /// Whether entries are only counted.
    pub fn dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }

    /// Removes the entries, the first ones first, and returns how many there were. A dry run counts them.
    ///
    /// Each chunk is a transaction of its own, unless the connection is in one already: an error leaves the chunks
    /// before it removed, and the same call may be repeated. Entries from the instant on are not touched.
    ///
    /// SQL, for each chunk: `SELECT MAX(id) FROM (SELECT id FROM audit_logs WHERE created_at < .. AND id > .. ORDER BY id
    /// LIMIT 10000)`, and `DELETE FROM audit_logs WHERE created_at < .. AND id > .. AND id <= ..`; before the first one
    /// the INSERT of the event; for a dry run `SELECT COUNT(*) FROM audit_logs WHERE created_at < ..`
    ///
    /// # Errors
    /// [`Error::Invalid`] for chunks of no entries; [`Error::Database`] and [`Error::Conflict`] from the database.
    pub fn run<Conn>(self, conn: &mut Conn) -> Result<usize>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
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
            // Where a chunk ends is read first, so that no backend has to find it while it deletes: their ways to say
            // `DELETE .. LIMIT` differ, and MySQL locks what such a search passes by.
            let Number(last) = number(conn, Last { before, after, chunk })?;
            if last <= after {
                return Ok(removed);
            }
            if after == 0 {
                // Before the first chunk, so that no removal stands without it.
                AuditLog::record_prune(conn, before, actor)?;
            }
            removed += crate::sql::rows::execute(conn, Delete { before, after, last })?;
            after = last;
        }
    }
}

fn number<Conn, S>(conn: &mut Conn, statement: S) -> Result<Number>
where
    Conn: LoadConnection<Backend: Dialect>,
    S: diesel::query_builder::Query<SqlType = diesel::sql_types::Untyped> + QueryFragment<Conn::Backend> + QueryId,
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
        DB::instant(&self.before, &mut out)
    }
}

/// The id of the last entry of a chunk, or 0.
struct Last {
    before: DateTime<Utc>,
    after: i64,
    chunk: usize,
}

// The size of a chunk is part of the text and not of the type.
statement!([] Last, by_text);

impl<DB: Dialect> QueryFragment<DB> for Last {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { before, after, chunk } = self;
        out.push_sql("SELECT COALESCE(MAX(id), 0) FROM (SELECT id FROM audit_logs WHERE created_at < ");
        DB::instant(before, &mut out)?;
        out.push_sql(" AND id > ");
        DB::bigint(after, &mut out)?;
        // No backend counts further than this.
        let chunk = i64::try_from(*chunk).unwrap_or(i64::MAX);
        out.push_sql(&format!(" ORDER BY id LIMIT {chunk}) model_chunk"));
        Ok(())
    }
}

/// `DELETE FROM audit_logs WHERE created_at < .. AND id > .. AND id <= ..`
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
        DB::bigint(last, &mut out)
    }
}
