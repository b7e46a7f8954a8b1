//! SQLite.

use super::{Dialect, UUID_GROUPS, binds, push_group};
use crate::audit::{AuditLog, Document, Encoding, LogRow};
use crate::sql;
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::Row;
use uuid::Uuid;

impl Dialect for diesel::sqlite::Sqlite {
    const BIND_LIMIT: usize = 32_766;
    const QUOTE: &'static str = "`";
    const UNSET: &'static str = "NULL";
    const LOCK: &'static str = "";
    const SHARE_LOCK: &'static str = "";
    const RETURNING: bool = true;
    const PARTIAL_INDEX: bool = true;
    // A transaction that has read cannot write any more once another has written: SQLite says "database is locked"
    // without waiting. One that writes first waits for its turn.
    const TAKE_WRITE_LOCK: Option<&'static str> = Some("UPDATE audit_logs SET id = id WHERE 0");
    const ECHOES_BINDS: bool = true;
    const VALUES_IN_FROM: bool = true;

    fn differ<'b>(
        encoding: Encoding,
        left: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        right: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        left(out)?;
        out.push_sql(" IS NOT ");
        right(out)?;
        if encoding == Encoding::Text {
            out.push_sql(" COLLATE BINARY");
        }
        Ok(())
    }

    fn key_text<'b>(
        encoding: Encoding,
        column: impl Fn(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        if encoding != Encoding::Uuid {
            out.push_sql("CAST(");
            column(out)?;
            out.push_sql(" AS TEXT)");
            return Ok(());
        }
        out.push_sql("LOWER(");
        sql::separated(UUID_GROUPS, " || '-' || ", out, |group, out| push_group(group, &column, out))?;
        out.push_sql(")");
        Ok(())
    }

    fn bytes<'b>(
        column: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        column(out)?;
        out.push_sql(" COLLATE BINARY");
        Ok(())
    }

    fn has_field<'b>(column: &str, field: &'b str, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        out.push_sql("json_type(");
        out.push_sql(column);
        out.push_sql(", '$.\"' || ");
        Self::text(field, out)?;
        out.push_sql(" || '\"') IS NOT NULL");
        Ok(())
    }

    binds!();
}
