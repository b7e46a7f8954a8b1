//! Reading the audit trail across models.

use crate::db::Conn;
use crate::error::Result;
use crate::models::{Article, ArticleId, Author};
use diesel::dsl::max;
use diesel::prelude::*;
use model_core::AuditLog;
use model_core::prelude::*;
use model_core::schema::audit_logs;
use std::collections::HashMap;

/// The place of the latest entry.
///
/// # Errors
/// Those of the database.
pub fn end(conn: &mut Conn) -> Result<i64> {
    let last: Option<i64> = audit_logs::table.select(max(audit_logs::id)).first(conn)?;
    Ok(last.unwrap_or_default())
}

/// Every entry after a place.
///
/// # Errors
/// Those of the database.
pub fn since(conn: &mut Conn, place: i64) -> Result<Vec<AuditLog>> {
    Ok(audit_logs::table.filter(audit_logs::id.gt(place)).order(audit_logs::id).load(conn)?)
}

/// The articles that the trail knows, purged ones included.
///
/// # Errors
/// Those of the database.
pub fn article_ids(conn: &mut Conn) -> Result<Vec<ArticleId>> {
    let ids: Vec<String> = audit_logs::table
        .filter(audit_logs::content_type.eq(Article::META.content_type))
        .select(audit_logs::object_id)
        .distinct()
        .load(conn)?;
    Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
}

/// The handle of everybody who ever was at the desk, by their id as the trail writes it.
///
/// # Errors
/// Those of the database.
pub fn handles(conn: &mut Conn) -> Result<HashMap<String, String>> {
    let authors: Vec<Author> = Author::objects().with_deleted().load(conn)?;
    Ok(authors.into_iter().map(|author| (author.id.to_string(), author.handle)).collect())
}
