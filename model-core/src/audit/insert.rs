//! Inserting audit rows that were made here.

use super::COLUMNS;
use crate::error::{Error, Result};
use crate::write::{Dialect, Entry, statement};
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::{QueryResult, RunQueryDsl};
use serde_json::Value;

/// Why a value with a NUL character is refused.
pub(super) const NUL: &str = "has a NUL character, and the audit trail cannot hold it";

/// What the audit trail keeps of one row that was changed.
pub(crate) struct Row {
    pub(super) object_id: String,
    pub(super) object_repr: String,
    pub(super) changes: Value,
    /// The first field that was given a text with a NUL character.
    pub(super) nul: Option<&'static str>,
}

/// Inserts audit rows, as many in one statement as the bind limit allows.
///
/// PostgreSQL has no NUL characters in texts and documents, so nothing that is audited has them anywhere.
pub(crate) fn insert<Conn>(conn: &mut Conn, content_type: &str, entry: &Entry<'_>, rows: Vec<Row>) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    if let Some(field) = rows.iter().find_map(|row| row.nul) {
        return Err(Error::invalid(field, NUL));
    }
    let limit = <Conn::Backend as Dialect>::BIND_LIMIT / COLUMNS.split(',').count();
    for rows in rows.chunks(limit) {
        RunQueryDsl::execute(InsertLogs { content_type, entry, rows }, conn)?;
    }
    Ok(())
}

/// Whether there is a NUL character anywhere in a document.
pub(super) fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(has_nul),
        Value::Object(values) => values.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

struct InsertLogs<'e> {
    content_type: &'e str,
    entry: &'e Entry<'e>,
    rows: &'e [Row],
}

statement!(['e] InsertLogs<'e>, by_text);

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
            DB::text(action, out)?;
            out.push_sql(", ");
            DB::text(self.content_type, out)?;
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
