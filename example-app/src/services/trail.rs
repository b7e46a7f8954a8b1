//! Reading the audit trail across models.

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::models::{Article, ArticleId, Author, Comment};
use crate::schema::authors;
use chrono::{DateTime, Utc};
use diesel::dsl::{exists, max};
use diesel::prelude::*;
use model_core::AuditLog;
use model_core::audit::Break;
use model_core::prelude::*;
use model_core::schema::audit_logs;
use serde_json::json;
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

/// Which entries [`find`] looks for: those that fit everything that is given.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Who acted: the handle of an author, the id of somebody else, or a kind of those who have no id.
    pub actor: Option<String>,
    /// What was done.
    pub action: Option<String>,
    /// The first instant.
    pub since: Option<DateTime<Utc>>,
    /// The request.
    pub request: Option<String>,
}

/// Entries in their order.
///
/// # Errors
/// The trail knows no such actor, or the database fails.
pub fn find(conn: &mut Conn, wanted: Wanted) -> Result<Vec<AuditLog>> {
    let Wanted { actor, action, since, request } = wanted;
    let mut query = audit_logs::table.order(audit_logs::id).into_boxed();
    if let Some(name) = actor {
        let author: Option<Author> =
            Author::objects().with_deleted().filter(authors::handle.eq(&name)).first(conn).optional()?;
        if let Some(author) = author {
            query = query.filter(audit_logs::actor_kind.eq("user").and(audit_logs::actor_id.eq(author.id.to_string())));
        } else {
            let without_id = audit_logs::actor_id.is_null().and(audit_logs::actor_kind.eq(name.clone()));
            let named = audit_logs::actor_id.assume_not_null().eq(name.clone()).or(without_id);
            let known = audit_logs::table.filter(named.clone());
            if !diesel::select(exists(known)).get_result(conn)? {
                return Err(Error::Argument(format!("the trail knows nobody called `{name}`")));
            }
            query = query.filter(named);
        }
    }
    if let Some(action) = action {
        query = query.filter(audit_logs::action.eq(action));
    }
    if let Some(since) = since {
        query = query.filter(audit_logs::created_at.ge(at(since)));
    }
    if let Some(request) = request {
        query = query.filter(audit_logs::request_id.eq(request));
    }
    Ok(query.load(conn)?)
}

/// Where the trail does not fit together, or does not fit the tables, by model.
///
/// # Errors
/// Those of the database.
pub fn verify(conn: &mut Conn) -> Result<Vec<(&'static str, Break)>> {
    let mut breaks = Vec::new();
    macro_rules! verify {
        ($($model:ty),+) => {$(
            let found = <$model>::verify_history(conn)?;
            breaks.extend(found.into_iter().map(|found| (<$model>::META.content_type, found)));
        )+};
    }
    verify!(Article, Author, Comment);
    Ok(breaks)
}

/// Removes the entries from before an instant, and says so in the trail when there were any.
///
/// # Errors
/// Those of the database. The first entries may be gone then, and the same call goes on.
pub fn prune(conn: &mut Conn, before: DateTime<Utc>, actor: &Actor) -> Result<usize> {
    let removed = AuditLog::prune(before).run(conn)?;
    if removed > 0 {
        let details = json!({ "before": before, "removed": removed });
        AuditLog::event("trail.pruned").details(details).by(actor).run(conn)?;
    }
    Ok(removed)
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
