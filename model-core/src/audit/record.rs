//! Audit rows that are made here and inserted, where the database does not make them itself.

use super::{COLUMNS, MASKED, REPR_LENGTH};
use crate::error::Result;
use crate::meta::{ColumnSet, Meta, Privacy};
use crate::write::{Dialect, Entry, Program, statement};
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::{QueryResult, RunQueryDsl};
use serde_json::{Map, Value, json};

/// What the audit trail keeps of one row that was changed.
pub(crate) struct Row {
    object_id: String,
    object_repr: String,
    changes: Value,
}

impl Row {
    /// A row that is new.
    pub(crate) fn created(meta: &Meta, new: &[Value]) -> Self {
        Self::whole(meta, "new", new)
    }

    /// A row that is gone.
    pub(crate) fn removed(meta: &Meta, old: &[Value]) -> Self {
        Self::whole(meta, "old", old)
    }

    /// A row that was written, unless nothing of it differs that the audit trail shows.
    pub(crate) fn changed(meta: &Meta, written: ColumnSet, old: &[Value], new: &[Value]) -> Option<Self> {
        let differs = |index: &usize| old[*index] != new[*index];
        if !meta.telling(written).any(|index| differs(&index)) {
            return None;
        }
        let change = |index: usize| {
            let field = &meta.fields[index];
            let change = match field.privacy {
                Privacy::Mask => json!({ MASKED: true }),
                _ => json!({ "old": old[index], "new": new[index] }),
            };
            (field.name.to_owned(), change)
        };
        let changes: Map<_, _> = meta.traced(written).filter(differs).map(change).collect();
        Some(Self::new(meta, new, changes))
    }

    fn whole(meta: &Meta, side: &str, json: &[Value]) -> Self {
        let change = |index: usize| {
            let field = &meta.fields[index];
            let change = match field.privacy {
                Privacy::Mask => json!({ MASKED: true }),
                _ => json!({ side: json[index] }),
            };
            (field.name.to_owned(), change)
        };
        Self::new(meta, json, meta.shown().map(change).collect())
    }

    fn new(meta: &Meta, json: &[Value], changes: Map<String, Value>) -> Self {
        let name = meta.repr.map(|index| text(&json[index])).unwrap_or_default();
        Self {
            object_id: object_id(meta, json),
            object_repr: name.chars().take(REPR_LENGTH).collect(),
            changes: Value::Object(changes),
        }
    }
}

/// The key of a row as text. The parts of a composite key are joined by commas, with `\` before a comma or a `\` of
/// their own, so that no two keys have the same text.
pub(crate) fn object_id(meta: &Meta, json: &[Value]) -> String {
    match meta.key {
        [index] => text(&json[*index]),
        parts => {
            let escaped = parts.iter().map(|index| text(&json[*index]).replace('\\', "\\\\").replace(',', "\\,"));
            escaped.collect::<Vec<_>>().join(",")
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Inserts audit rows, as many in one statement as the bind limit allows.
pub(crate) fn insert<Conn>(conn: &mut Conn, meta: &Meta, entry: &Entry<'_>, rows: Vec<Row>) -> Result<()>
where
    Conn: LoadConnection<Backend: Program>,
{
    let limit = <Conn::Backend as Dialect>::BIND_LIMIT / COLUMNS.split(',').count();
    for rows in rows.chunks(limit) {
        RunQueryDsl::execute(InsertLogs { meta, entry, rows }, conn)?;
    }
    Ok(())
}

struct InsertLogs<'e> {
    meta: &'e Meta,
    entry: &'e Entry<'e>,
    rows: &'e [Row],
}

statement!(['e] InsertLogs<'e>);

impl QueryId for InsertLogs<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB: Dialect> QueryFragment<DB> for InsertLogs<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Entry { actor_kind, actor_id, request_id, ip, user_agent, instant, batch, action, .. } = self.entry;
        if self.rows.len() > 1 {
            out.unsafe_to_cache_prepared();
        }
        out.push_sql("INSERT INTO audit_logs (");
        out.push_sql(COLUMNS);
        out.push_sql(") VALUES ");
        crate::sql::separated(self.rows, ", ", &mut out, |row, out| {
            out.push_sql("(");
            DB::instant(instant, out)?;
            out.push_sql(", ");
            DB::text(actor_kind, out)?;
            out.push_sql(", ");
            DB::nullable_text(actor_id, out)?;
            out.push_sql(", ");
            DB::text(action.name(), out)?;
            out.push_sql(", ");
            DB::text(self.meta.content_type, out)?;
            out.push_sql(", ");
            DB::text(&row.object_id, out)?;
            out.push_sql(", ");
            DB::text(&row.object_repr, out)?;
            out.push_sql(", ");
            DB::json(&row.changes, out)?;
            out.push_sql(", ");
            DB::nullable_text(request_id, out)?;
            out.push_sql(", ");
            DB::nullable_text(ip, out)?;
            out.push_sql(", ");
            DB::nullable_text(user_agent, out)?;
            out.push_sql(", ");
            DB::uuid(batch, out)?;
            out.push_sql(")");
            Ok(())
        })
    }
}
