//! Checks the trail against itself and against the table.

use crate::audit::beginnings::written;
use crate::audit::discrepancy::{Discrepancy, Found};
use crate::audit::part::Part;
use crate::audit::replay::Replay;
use crate::meta::error::Result;
use crate::meta::log::AuditLog;
use crate::model::Model;
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::rows::{load, statement};
use crate::trail::read;
use crate::trail::read::Read;
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};

/// How many rows are compared at a time.
const ROWS: usize = 500;

/// How many entries are read at a time.
const ENTRIES: usize = 5_000;

/// A backend that can read every row of a model as JSON, over a connection.
#[diagnostic::on_unimplemented(
    message = "the rows of `{M}` cannot be read over this connection",
    label = "`{Self}` cannot read every field of `{M}`"
)]
pub trait Verifies<Conn, M: Model>: Dialect {
    /// The rows of a part of the table, deleted ones included, and the key of the last one, unless it is the last part.
    ///
    /// # Errors
    /// Database errors.
    fn rows(conn: &mut Conn, part: &Part<M>) -> Result<(Vec<Found>, Option<M::Key>)>;

    /// The keys in the trail after this one that no row has, as text, in their order, at most `limit`.
    ///
    /// # Errors
    /// Database errors.
    fn gone(conn: &mut Conn, after: Option<&str>, limit: usize) -> Result<Vec<String>>;
}

/// See [`VerifyHistory::verify_history`](crate::verbs::VerifyHistory::verify_history).
pub(crate) fn verify<M, Conn>(conn: &mut Conn) -> Result<Vec<Discrepancy>>
where
    M: Model,
    Conn: LoadConnection<Backend: Verifies<Conn, M>>,
{
    let mut replay = Replay::new(M::META, AuditLog::horizon(conn)?);
    let mut part = Part::<M>::first(ROWS);
    loop {
        let (rows, last) = <Conn::Backend as Verifies<Conn, M>>::rows(conn, &part)?;
        let ids: Vec<&str> = rows.iter().map(|(object_id, _)| object_id.as_str()).collect();
        compare(conn, M::META.content_type, &ids, &rows, &mut replay)?;
        let Some(last) = last else { break };
        part.follow(last);
    }
    let mut after: Option<String> = None;
    loop {
        let gone = <Conn::Backend as Verifies<Conn, M>>::gone(conn, after.as_deref(), ENTRIES)?;
        let Some(last) = gone.last() else { break };
        for ids in gone.chunks(ROWS) {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            compare(conn, M::META.content_type, &ids, &[], &mut replay)?;
        }
        after = Some(last.clone());
    }
    Ok(replay.discrepancies())
}

/// Compares the entries of some rows with each other, and with these rows of the table.
fn compare<Conn>(
    conn: &mut Conn,
    content_type: &'static str,
    ids: &[&str],
    rows: &[Found],
    replay: &mut Replay,
) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    read_entries(conn, content_type, ids, replay)?;
    replay.compare(rows);
    if replay.asks_for_earliest() {
        let earliest = find_earliest(conn, content_type)?;
        replay.began(earliest);
    }
    replay.settle();
    Ok(())
}

/// Replays the entries of some rows, those of each in their order.
fn read_entries<Conn>(conn: &mut Conn, content_type: &str, ids: &[&str], replay: &mut Replay) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    let mut after: Option<(String, i64)> = None;
    while !ids.is_empty() {
        let entries: Vec<Read> = load(conn, Entries { content_type, ids, after: after.as_ref() })?;
        entries.iter().for_each(|Read(log)| replay.apply(log));
        let Some(Read(last)) = entries.last().filter(|_| entries.len() == ENTRIES) else { break };
        after = Some((last.object_id.clone(), last.id));
    }
    Ok(())
}

/// When the first entry of a model was written.
fn find_earliest<Conn>(conn: &mut Conn, content_type: &'static str) -> Result<Option<DateTime<Utc>>>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    let (mut earliest, mut after) = (None, 0);
    loop {
        let entries = AuditLog::trail().content_type(content_type).after(after).limit(ENTRIES).load(conn)?;
        let Some(last) = entries.last() else { return Ok(earliest) };
        after = last.id;
        let writes = entries.iter().filter(|log| log.details().is_none());
        earliest = earliest.into_iter().chain(writes.filter_map(written)).min();
    }
}

/// `SELECT .. FROM audit_logs WHERE content_type = .. AND object_id IN (..) [AND (object_id, id) > (.., ..)] ORDER BY
/// object_id, id LIMIT 5000`
struct Entries<'e> {
    content_type: &'e str,
    ids: &'e [&'e str],
    after: Option<&'e (String, i64)>,
}

statement!(['e] Entries<'e>, by_text);

impl<DB: Dialect> QueryFragment<DB> for Entries<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.ids.len() < ROWS {
            // A text for each number of rows would keep a prepared statement for each.
            out.unsafe_to_cache_prepared();
        }
        out.push_sql("SELECT ");
        read::push_columns(&mut out)?;
        out.push_sql(" FROM audit_logs WHERE content_type = ");
        DB::text(self.content_type, &mut out)?;
        out.push_sql(" AND object_id IN (");
        sql::separated(self.ids, ", ", &mut out, |id, out| DB::text(id, out))?;
        out.push_sql(")");
        if let Some((object_id, id)) = self.after {
            out.push_sql(" AND (object_id > ");
            DB::text(object_id, &mut out)?;
            out.push_sql(" OR (object_id = ");
            DB::text(object_id, &mut out)?;
            out.push_sql(" AND id > ");
            DB::bigint(id, &mut out)?;
            out.push_sql("))");
        }
        out.push_sql(&format!(" ORDER BY object_id, id LIMIT {ENTRIES}"));
        Ok(())
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/verify.rs"]
pub(crate) mod twin;
