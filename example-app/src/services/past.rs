//! The past of an article: its history, its state at an instant, and how to revert a change.

use super::articles::about_article;
use super::trail::{Kind, TrailFilter, apply_filter, check_field};
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{Article, ArticleId};
use crate::text::fit;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model_core::audit::{ActionCount, AuditEntry, History, Past};
use model_core::prelude::*;
use model_core::schema::audit_logs;
use model_core::{AuditLog, Error as ModelError};
use uuid::Uuid;

/// The entries of an article that match the filter, oldest first.
///
/// # Errors
/// The trail has no such actor, an article has no such field, or the database fails.
pub fn history(conn: &mut Conn, id: ArticleId, filter: TrailFilter) -> Result<Vec<AuditEntry<Article>>> {
    Ok(filtered(conn, id, filter)?.load(conn)?)
}

/// The number of entries by action.
///
/// # Errors
/// As for [`history`].
pub fn counts(conn: &mut Conn, id: ArticleId, filter: TrailFilter) -> Result<Vec<ActionCount>> {
    Ok(filtered(conn, id, filter)?.counts(conn)?)
}

fn filtered(conn: &mut Conn, id: ArticleId, filter: TrailFilter) -> Result<History<Article>> {
    if let Some(field) = &filter.field {
        check_field(&[Kind::Article], field)?;
    }
    Ok(apply_filter!(Article::history(id), conn, filter))
}

/// The latest title of an article in the audit trail. The article may be live, deleted or purged.
///
/// # Errors
/// Database errors.
pub fn title(conn: &mut Conn, id: ArticleId) -> Result<String> {
    let of_row = audit_logs::content_type.eq(Article::META.content_type).and(audit_logs::object_id.eq(id.to_string()));
    // An event does not name its row.
    let named = audit_logs::table.filter(of_row).filter(audit_logs::object_repr.ne("")).order(audit_logs::id.desc());
    let title: Option<String> = named.select(audit_logs::object_repr).first(conn).optional()?;
    Ok(title.unwrap_or_default())
}

/// An article as it was at an instant, deleted or not.
///
/// # Errors
/// It did not exist, its past is unknown, or the database fails.
pub fn at(conn: &mut Conn, id: ArticleId, instant: DateTime<Utc>) -> Result<Past<Article>> {
    let past = Article::as_of(id, instant).load(conn).map_err(|error| match error {
        ModelError::Invalid { field, message, .. } => {
            Error::UnknownPast { id: id.short(), reason: format!("`{field}`: {message}") }
        }
        error => error.into(),
    })?;
    past.ok_or_else(|| Error::DidNotExist { id: id.short(), at: instant })
}

/// Reverts one change of an article. Returns the article and the new entries in the trail, which are none when the
/// article already has the old values.
///
/// # Errors
/// There is no such entry or live article, the entry belongs to another row or cannot be reverted, or the database
/// fails. Nothing is written then.
pub fn revert(
    conn: &mut Conn,
    id: ArticleId,
    entry: i64,
    actor: &Actor,
) -> Result<(Article, Vec<AuditEntry<Article>>)> {
    db::transaction(conn, |conn| {
        let found = own_entry(conn, id, entry)?;
        let batch = Uuid::now_v7();
        let reverted = Article::revert(id, &found).by(actor).batch(batch).outcome(conn);
        let reverted = reverted.map_err(|error| match error {
            ModelError::Invalid { field: "entry", message, .. } => Error::NotReverted { entry, reason: message },
            error @ (ModelError::Invalid { .. } | ModelError::UniqueViolation { .. }) => {
                Error::NotReverted { entry, reason: error.to_string() }
            }
            error => error.into(),
        })?;
        let article = match reverted {
            Outcome::Unchanged(article) => return Ok((article, Vec::new())),
            outcome => outcome.into_result().map_err(|error| about_article(id, error))?,
        };
        Ok((article, Article::history(id).batch(batch).load(conn)?))
    })
}

/// An entry of this article's history.
fn own_entry(conn: &mut Conn, id: ArticleId, entry: i64) -> Result<AuditEntry<Article>> {
    if let Some(own) = Article::history(id).load(conn)?.into_iter().find(|own| own.id == entry) {
        return Ok(own);
    }
    let other: Option<AuditLog> = audit_logs::table.find(entry).first(conn).optional()?;
    Err(match other {
        None => Error::NoEntry(entry),
        Some(other) => Error::DifferentRow { entry, id: id.short(), row: row(&other) },
    })
}

fn row(log: &AuditLog) -> String {
    match (&*log.content_type, &*log.object_repr) {
        ("", _) => format!("the event `{}`", fit(&log.action, 40)),
        (model, "") => format!("{model} {}", fit(&log.object_id, 40)),
        (model, name) => format!("{model} “{}”", fit(name, 60)),
    }
}
