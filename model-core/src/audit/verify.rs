//! Checks the trail against itself and against the table.

use crate::audit::beginnings::Beginnings;
use crate::meta::encoding::Encoding;
use crate::meta::error::Result;
use crate::meta::log::AuditLog;
use crate::meta::log::Shown;
use crate::meta::{Field, Meta, Role};
use crate::model::Model;
use crate::sql::dialect::Dialect;
use crate::sql::rows::{load, statement};
use crate::trail::cell::Cell;
use crate::trail::read;
use crate::trail::read::Read;
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// A contradiction inside the trail, or between the trail and the table: a write bypassed the library, or an entry was
/// altered or removed.
#[derive(Debug, Clone, PartialEq)]
pub struct Discrepancy {
    /// The row, by its key as text.
    pub object_id: String,
    /// The contradiction.
    pub kind: DiscrepancyKind,
}

/// The kinds of contradictions in the trail of a row.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum DiscrepancyKind {
    /// An entry starts from another value than the entry before it left.
    Gap {
        /// The later entry.
        entry: i64,
        /// The field.
        field: String,
        /// The value after the entry before.
        ended: Value,
        /// The value before this entry.
        starts: Value,
    },
    /// An entry creates a row that already exists, or changes a row that was removed.
    OutOfOrder {
        /// The entry.
        entry: i64,
    },
    /// The value in the table differs from the value after the last entry.
    Differs {
        /// The field.
        field: String,
        /// The value in the trail.
        recorded: Value,
        /// The value in the table.
        found: Value,
    },
    /// The row was created after the trail began, but its first entry does not create it.
    NoBeginning {
        /// The entry.
        entry: i64,
    },
    /// The table has the row, but the trail does not, and the row is not old enough for its history to have been
    /// [pruned](AuditLog::prune).
    MissingHistory,
    /// The trail has the row, but the table does not.
    Vanished,
    /// The trail says that the row was removed, but the table still has it.
    Returned,
}

impl fmt::Display for Discrepancy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.object_id)?;
        match &self.kind {
            DiscrepancyKind::Gap { entry, field, ended, starts } => {
                write!(f, "entry {entry} starts with {field} = {starts}, but the entry before it left {ended}")
            }
            DiscrepancyKind::OutOfOrder { entry } => write!(f, "entry {entry} cannot follow the entries before it"),
            DiscrepancyKind::Differs { field, recorded, found } => {
                write!(f, "{field} is {found} in the table, but {recorded} in the trail")
            }
            DiscrepancyKind::NoBeginning { entry } => {
                write!(f, "the trail is older than the row, but its first entry, {entry}, does not create the row")
            }
            DiscrepancyKind::MissingHistory => f.write_str("the table has this row, but the trail does not"),
            DiscrepancyKind::Vanished => f.write_str("the trail has this row, but the table does not"),
            DiscrepancyKind::Returned => {
                f.write_str("the trail says that this row was removed, but the table still has it")
            }
        }
    }
}

/// How many entries are read at a time.
const CHUNK: usize = 5_000;

/// A backend that can read every row of a model as JSON, over a connection.
#[diagnostic::on_unimplemented(
    message = "the rows of `{M}` cannot be read over this connection",
    label = "`{Self}` cannot read every field of `{M}`"
)]
pub trait Verifies<Conn, M: Model>: Dialect {
    /// Every row, deleted ones included: its key as text, and its values by field.
    ///
    /// # Errors
    /// Database errors.
    fn rows(conn: &mut Conn) -> Result<Vec<(String, Map<String, Value>)>>;
}

/// See [`VerifyHistory::verify_history`](crate::verbs::VerifyHistory::verify_history).
pub(crate) fn verify<M, Conn>(conn: &mut Conn) -> Result<Vec<Discrepancy>>
where
    M: Model,
    Conn: LoadConnection<Backend: Verifies<Conn, M>>,
{
    let mut replay = Replay::new(M::META);
    let mut after = 0;
    loop {
        let entries: Vec<Read> = load(conn, Entries { content_type: M::META.content_type, after })?;
        let Some(Read(last)) = entries.last() else { break };
        after = last.id;
        entries.iter().for_each(|Read(log)| replay.apply(log));
    }
    let horizon = AuditLog::horizon(conn)?;
    let rows = <Conn::Backend as Verifies<Conn, M>>::rows(conn)?;
    Ok(replay.compare(rows, horizon))
}

/// The state of the rows after the entries so far.
struct Replay {
    meta: &'static Meta,
    /// The values of each row; none after its removal.
    rows: BTreeMap<String, Option<BTreeMap<String, Value>>>,
    beginnings: Beginnings,
    discrepancies: Vec<Discrepancy>,
}

impl Replay {
    fn new(meta: &'static Meta) -> Self {
        Self { meta, rows: BTreeMap::new(), beginnings: Beginnings::new(meta), discrepancies: Vec::new() }
    }

    fn apply(&mut self, log: &AuditLog) {
        if log.details().is_some() {
            return;
        }
        let meta = self.meta;
        self.beginnings.apply(log, self.rows.contains_key(&log.object_id));
        let discrepancy = |kind| Discrepancy { object_id: log.object_id.clone(), kind };
        let known = self.rows.get(&log.object_id).cloned();
        // A history may begin in the middle of a row's life, because the model was not audited before.
        let fits = match (log.action.as_str(), &known) {
            ("create" | "begin", Some(Some(_))) => false,
            ("create", _) | (_, None | Some(Some(_))) => true,
            (_, Some(None)) => false,
        };
        if !fits {
            self.discrepancies.push(discrepancy(DiscrepancyKind::OutOfOrder { entry: log.id }));
        }
        let mut values = known.flatten().unwrap_or_default();
        let mut removed = false;
        for change in log.changes() {
            let Shown::Values { old, new } = change.value else { continue };
            let known = meta.known_as(change.field).map(|index| &meta.fields[index]);
            let name = known.map_or(change.field, |field| field.name);
            if let (Some(ended), Some(starts)) = (values.get(name), old)
                && !same(known, ended, starts)
                && !may_be_touched(meta, known)
            {
                self.discrepancies.push(discrepancy(DiscrepancyKind::Gap {
                    entry: log.id,
                    field: name.to_owned(),
                    ended: ended.clone(),
                    starts: starts.clone(),
                }));
            }
            match new {
                Some(new) => drop(values.insert(name.to_owned(), new.clone())),
                None => removed = true,
            }
        }
        self.rows.insert(log.object_id.clone(), (!removed).then_some(values));
    }

    fn compare(self, rows: Vec<(String, Map<String, Value>)>, horizon: Option<DateTime<Utc>>) -> Vec<Discrepancy> {
        let Self { meta, rows: mut recorded, mut beginnings, mut discrepancies } = self;
        let field_of = |name: &str| meta.fields.iter().find(|field| field.name == name);
        let fits = |name: &str, recorded: &Value, found: &Value| {
            let field = field_of(name);
            // The database changes some columns by itself, without an entry.
            same(field, recorded, found) || field.is_some_and(|field| field.by_database) || may_be_touched(meta, field)
        };
        for (object_id, row) in rows {
            beginnings.observe_row(&object_id, &row);
            let discrepancy = |kind| Discrepancy { object_id: object_id.clone(), kind };
            match recorded.remove(&object_id) {
                None if may_be_pruned(meta, &row, horizon) => {}
                None => discrepancies.push(discrepancy(DiscrepancyKind::MissingHistory)),
                Some(None) => discrepancies.push(discrepancy(DiscrepancyKind::Returned)),
                Some(Some(values)) => discrepancies.extend(values.into_iter().filter_map(|(field, recorded)| {
                    let found = row.get(&field).filter(|found| !fits(&field, &recorded, found))?.clone();
                    Some(discrepancy(DiscrepancyKind::Differs { field, recorded, found }))
                })),
            }
        }
        let vanished = recorded.into_iter().filter(|(_, values)| values.is_some());
        discrepancies.extend(vanished.map(|(object_id, _)| Discrepancy { object_id, kind: DiscrepancyKind::Vanished }));
        discrepancies.extend(beginnings.missing(horizon));
        discrepancies
    }
}

/// Whether the whole history of a row may have been pruned: the row is older than the pruned part, or does not say when
/// it was created.
fn may_be_pruned(meta: &Meta, row: &Map<String, Value>, horizon: Option<DateTime<Utc>>) -> bool {
    let Some(horizon) = horizon else { return false };
    let created_at = meta.with_role(Role::CreatedAt).and_then(|index| row.get(meta.fields[index].name));
    let created_at = created_at.and_then(|value| match Cell::read(Encoding::Instant, value) {
        Some(Cell::Instant(instant)) => Some(instant),
        _ => DateTime::from_timestamp(value.as_i64()?, 0),
    });
    created_at.is_none_or(|created_at| created_at < horizon)
}

/// Whether two values of the trail are equal for the current column.
fn same(field: Option<&Field>, one: &Value, other: &Value) -> bool {
    match field {
        Some(field) => Cell::same(field.encoding, one, other),
        None => one == other,
    }
}

/// Whether the library may have updated a column with writes that left no entry.
fn may_be_touched(meta: &Meta, field: Option<&Field>) -> bool {
    meta.touches_unseen() && field.is_some_and(|field| field.role.follows_writes())
}

/// `SELECT .. FROM audit_logs WHERE content_type = .. AND id > .. ORDER BY id LIMIT 5000`
struct Entries {
    content_type: &'static str,
    after: i64,
}

statement!([] Entries);

impl QueryId for Entries {
    type QueryId = Self;
}

impl<DB: Dialect> QueryFragment<DB> for Entries {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        read::push_columns(&mut out)?;
        out.push_sql(" FROM audit_logs WHERE content_type = ");
        DB::text(self.content_type, &mut out)?;
        out.push_sql(" AND id > ");
        DB::bigint(&self.after, &mut out)?;
        out.push_sql(&format!(" ORDER BY id LIMIT {CHUNK}"));
        Ok(())
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/verify.rs"]
pub(crate) mod twin;
