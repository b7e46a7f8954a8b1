//! Inserts entries of the trail that were made in Rust.

use crate::meta::error::{Error, Result};
use crate::operation::Operation;
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::document::Document;
use crate::sql::limit::per_statement;
use crate::sql::rows::statement;
use crate::trail::{COLUMNS, REASON};
use crate::values::refused::NUL;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use serde_json::Value;

/// The data that the audit trail keeps about one changed row.
pub(crate) struct AuditRow {
    pub(crate) object_id: String,
    pub(crate) object_repr: String,
    pub(crate) changes: Document,
    /// The first field with a text that contains a NUL character.
    pub(crate) nul: Option<&'static str>,
}

/// Inserts entries: as many in one statement as the bind limit allows.
///
/// PostgreSQL does not allow NUL characters in texts and documents, so no audited value may contain one on any backend.
pub(crate) fn insert<Conn>(
    conn: &mut Conn,
    content_type: &str,
    operation: &Operation<'_>,
    rows: &[AuditRow],
) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    if let Some(field) = rows.iter().find_map(|row| row.nul) {
        return Err(Error::invalid(field, NUL));
    }
    if let [row] = rows {
        crate::sql::rows::execute_own(conn, InsertLog::<true> { content_type, operation, row }).map_err(lost)?;
        return Ok(());
    }
    let limit = match <Conn::Backend as Dialect>::VALUES_IN_FROM {
        true => per_statement::<Conn::Backend>(OWN, SHARED + EXPLAINED),
        false => per_statement::<Conn::Backend>(SHARED + EXPLAINED + OWN, 0),
    };
    for rows in rows.chunks(limit) {
        crate::sql::rows::execute(conn, InsertLogs { content_type, operation, rows }).map_err(lost)?;
    }
    Ok(())
}

/// Inserts an entry that belongs to no write of the library: in the transaction that is open, or by itself.
pub(crate) fn insert_alone<Conn>(
    conn: &mut Conn,
    content_type: &str,
    operation: &Operation<'_>,
    row: &AuditRow,
) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    if crate::sql::lock::is_in_transaction(conn)? {
        return insert(conn, content_type, operation, std::slice::from_ref(row));
    }
    crate::sql::rows::execute_own(conn, InsertLog::<false> { content_type, operation, row })?;
    Ok(())
}

/// The batch of an entry is never NULL, unless the server has ended the transaction.
fn lost(error: diesel::result::Error) -> Error {
    match Error::from(error) {
        Error::NotNull { .. } => Error::Conflict,
        error => error,
    }
}

/// Whether a document contains a NUL character anywhere.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(has_nul),
        Value::Object(values) => values.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// How many values the entries of an operation share.
const SHARED: usize = 9;
/// How many more they may share: the reason and the context.
const EXPLAINED: usize = 2;
/// How many values each has of its own: the key and the name of the row, and the changes.
const OWN: usize = 3;

/// `INSERT INTO audit_logs (..) VALUES (..)`, which writes nothing without the transaction that it is part of if it is
/// `HELD`.
struct InsertLog<'e, const HELD: bool> {
    content_type: &'e str,
    operation: &'e Operation<'e>,
    row: &'e AuditRow,
}

statement!(['e, const HELD: bool] InsertLog<'e, HELD>);

impl<const HELD: bool> QueryId for InsertLog<'_, HELD> {
    type QueryId = InsertLog<'static, HELD>;
}

impl<DB: Dialect, const HELD: bool> QueryFragment<DB> for InsertLog<'_, HELD> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_columns(self.operation, &mut out);
        out.push_sql(" VALUES (");
        push_log(self.content_type, self.operation, HELD, &mut out, |out| push_own(self.row, out))?;
        out.push_sql(")");
        Ok(())
    }
}

/// `INSERT INTO audit_logs (..) VALUES (..), (..)`; or, to bind the shared values once, `INSERT INTO audit_logs (..)
/// SELECT .., column1, column2, column3, .. FROM (VALUES (..), (..))`.
struct InsertLogs<'e> {
    content_type: &'e str,
    operation: &'e Operation<'e>,
    rows: &'e [AuditRow],
}

statement!(['e] InsertLogs<'e>, by_text);

impl<DB: Dialect> QueryFragment<DB> for InsertLogs<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { content_type, operation, rows } = self;
        out.unsafe_to_cache_prepared();
        push_columns(operation, &mut out);
        if !DB::VALUES_IN_FROM {
            out.push_sql(" VALUES ");
            return sql::separated(*rows, ", ", &mut out, |row, out| {
                out.push_sql("(");
                push_log(content_type, operation, true, out, |out| push_own(row, out))?;
                out.push_sql(")");
                Ok(())
            });
        }
        out.push_sql(" SELECT ");
        push_log(content_type, operation, true, &mut out, |out| {
            out.push_sql("column1, column2, column3");
            Ok(())
        })?;
        out.push_sql(" FROM (VALUES ");
        sql::separated(*rows, ", ", &mut out, |row, out| {
            out.push_sql("(");
            push_own(row, out)?;
            out.push_sql(")");
            Ok(())
        })?;
        out.push_sql(")");
        Ok(())
    }
}

fn push_columns<DB: Dialect>(operation: &Operation<'_>, out: &mut AstPass<'_, '_, DB>) {
    out.push_sql("INSERT INTO audit_logs (");
    out.push_sql(COLUMNS);
    push_reason_columns(operation, out);
    out.push_sql(")");
}

/// Pushes the columns that only some entries have. The statement is then another one than its type says, so it is not
/// kept; that of an operation without a reason stays as it is.
pub(crate) fn push_reason_columns<DB: Dialect>(operation: &Operation<'_>, out: &mut AstPass<'_, '_, DB>) {
    if operation.is_explained() {
        out.unsafe_to_cache_prepared();
        out.push_sql(REASON);
    }
}

/// Pushes the values of these columns.
pub(crate) fn push_reason<'b, DB: Dialect>(
    operation: &'b Operation<'_>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    if !operation.is_explained() {
        return Ok(());
    }
    out.push_sql(", ");
    DB::nullable_text(&operation.reason, out)?;
    out.push_sql(", ");
    match operation.context {
        Some(context) => DB::json(context, out),
        None => {
            out.push_sql("NULL");
            Ok(())
        }
    }
}

/// Pushes the values of an entry.
fn push_log<'b, DB: Dialect>(
    content_type: &'b str,
    operation: &'b Operation<'_>,
    held: bool,
    out: &mut AstPass<'_, 'b, DB>,
    push_own: impl FnOnce(&mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
) -> QueryResult<()> {
    operation.recordable()?;
    let Operation { actor_kind, actor_id, request_id, ip, user_agent, instant, batch, action, .. } = operation;
    DB::instant(instant, out)?;
    out.push_sql(", ");
    DB::text(actor_kind, out)?;
    out.push_sql(", ");
    DB::nullable_text(actor_id, out)?;
    out.push_sql(", ");
    DB::text(action, out)?;
    out.push_sql(", ");
    DB::text(content_type, out)?;
    out.push_sql(", ");
    push_own(out)?;
    out.push_sql(", ");
    DB::nullable_text(request_id, out)?;
    out.push_sql(", ");
    DB::nullable_text(ip, out)?;
    out.push_sql(", ");
    DB::nullable_text(user_agent, out)?;
    let (open, close) = if held { DB::IF_OPEN } else { ("", "") };
    out.push_sql(", ");
    out.push_sql(open);
    DB::uuid(batch, out)?;
    out.push_sql(close);
    push_reason(operation, out)
}

/// Pushes the values that an entry does not share with the others of its operation.
fn push_own<'b, DB: Dialect>(row: &'b AuditRow, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
    DB::text(&row.object_id, out)?;
    out.push_sql(", ");
    DB::text(&row.object_repr, out)?;
    out.push_sql(", ");
    DB::document(&row.changes, out)
}

#[cfg(feature = "async")]
#[path = "../../twins/trail/insert.rs"]
pub(crate) mod twin;
