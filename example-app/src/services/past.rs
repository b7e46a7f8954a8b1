//! What an article was: its history, its state at an instant, and the way back.

use super::articles::about_article;
use super::trail::{Kind, Wanted, check_field, narrow};
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{Article, ArticleId};
use crate::report::fit;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model_core::audit::{ActionCount, AuditEntry, History, Past};
use model_core::prelude::*;
use model_core::schema::audit_logs;
use model_core::{AuditLog, Error as ModelError};
use uuid::Uuid;

/// The entries of an article that are wanted, oldest first.
///
/// # Errors
/// The trail knows no such actor, an article has no such field, or the database fails.
pub fn history(conn: &mut Conn, id: ArticleId, wanted: Wanted) -> Result<Vec<AuditEntry<Article>>> {
    Ok(narrowed(conn, id, wanted)?.load(conn)?)
}

/// How many entries of each action there are.
///
/// # Errors
/// As for [`history`].
pub fn counts(conn: &mut Conn, id: ArticleId, wanted: Wanted) -> Result<Vec<ActionCount>> {
    Ok(narrowed(conn, id, wanted)?.counts(conn)?)
}

fn narrowed(conn: &mut Conn, id: ArticleId, wanted: Wanted) -> Result<History<Article>> {
    if let Some(field) = &wanted.field {
        check_field(&[Kind::Article], field)?;
    }
    Ok(narrow!(Article::history(id), conn, wanted))
}

/// The title of an article, live, deleted or purged: the last one that the trail knows.
///
/// # Errors
/// Those of the database.
pub fn title(conn: &mut Conn, id: ArticleId) -> Result<String> {
    let of_row = audit_logs::content_type.eq(Article::META.content_type).and(audit_logs::object_id.eq(id.to_string()));
    // An event has no name of the row.
    let named = audit_logs::table.filter(of_row).filter(audit_logs::object_repr.ne("")).order(audit_logs::id.desc());
    let title: Option<String> = named.select(audit_logs::object_repr).first(conn).optional()?;
    Ok(title.unwrap_or_default())
}

/// An article as it was, deleted or not.
///
/// # Errors
/// It was not there, or the trail does not hold what it was; those of the database.
pub fn at(conn: &mut Conn, id: ArticleId, instant: DateTime<Utc>) -> Result<Past<Article>> {
    let past = Article::as_of(id, instant).load(conn).map_err(|error| match error {
        ModelError::Invalid { field, message, .. } => {
            Error::NotKnown { id: id.short(), reason: format!("`{field}`: {message}") }
        }
        error => error.into(),
    })?;
    past.ok_or_else(|| Error::NotThere { id: id.short(), at: instant })
}

/// Takes one change of an article back, and returns it with the entries that this left in the trail: none when the
/// article is as it was before that change already.
///
/// # Errors
/// There is no such entry, it is about something else, or there is no way back from it; there is no such live article;
/// those of the database. Nothing is written then.
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
        Some(other) => Error::OtherRow { entry, id: id.short(), row: row(&other) },
    })
}

fn row(log: &AuditLog) -> String {
    match (&*log.content_type, &*log.object_repr) {
        ("", _) => format!("the event `{}`", fit(&log.action, 40)),
        (model, "") => format!("{model} {}", fit(&log.object_id, 40)),
        (model, name) => format!("{model} “{}”", fit(name, 60)),
    }
}
