//! Purging: removing deleted rows permanently.

use super::reactions;
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{Article, ArticleId, ArticleTag, Comment, Notice, Reaction};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use model_core::AuditLog;
use model_core::clock;
use model_core::prelude::*;
use model_core::purge::{Blocked, Progress};
use model_core::relations::Impact;
use uuid::Uuid;

/// How many rows a purge removes, or would remove.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Articles.
    pub articles: usize,
    /// Comments of these articles, and comments that were deleted on their own.
    pub comments: usize,
    /// Reactions to these rows, and reactions that were taken back.
    pub reactions: usize,
    /// Tag links of these articles, and links that were removed.
    pub tags: usize,
}

/// The instant this many days ago.
///
/// # Errors
/// The number is negative, or too large for the calendar.
pub fn days_ago(days: i64) -> Result<DateTime<Utc>> {
    if days < 0 {
        return Err(Error::Argument(format!("--older-than expects 0 or more days, not {days}")));
    }
    let ago = TimeDelta::try_days(days).and_then(|delta| clock::now().checked_sub_signed(delta));
    ago.filter(|instant| *instant >= DateTime::UNIX_EPOCH)
        .ok_or_else(|| Error::Argument(format!("--older-than {days}: no article can be that old")))
}

/// What [`purge`] would remove: it runs in a transaction that is rolled back.
///
/// # Errors
/// Those of the database.
pub fn count(conn: &mut Conn, cutoff: DateTime<Utc>) -> Result<Purged> {
    let mut counted = Purged::default();
    let rolled_back = db::transaction(conn, |conn| -> Result<()> {
        (counted, _) = purge(conn, cutoff, &Actor::system(), |_| {})?;
        Err(diesel::result::Error::RollbackTransaction.into())
    });
    match rolled_back {
        Ok(()) | Err(Error::Model(model_core::Error::Database(diesel::result::Error::RollbackTransaction))) => {
            Ok(counted)
        }
        Err(error) => Err(error),
    }
}

/// Removes the rows that were deleted before `cutoff`, in batches, children before their parents. Returns how many were
/// removed, and which stay because other rows reference them.
///
/// # Errors
/// Those of the database. Earlier batches stay removed, and the call can be repeated.
pub fn purge(
    conn: &mut Conn,
    cutoff: DateTime<Utc>,
    actor: &Actor,
    mut progress: impl FnMut(Progress),
) -> Result<(Purged, Vec<Blocked>)> {
    let now = clock::now();
    let age = (now - cutoff).to_std().unwrap_or_default();
    let (mut purged, mut blocked) = (Purged::default(), Vec::new());
    macro_rules! purge {
        ($($model:ty),+) => {$(
            let purge = <$model>::purge().older_than(age).at(now).without_hooks().by(actor);
            let done = purge.on_progress(&mut progress).run(conn)?;
            purged.add(<$model>::META.name, done.removed, &done.children);
            blocked.extend(done.blocked);
        )+};
    }
    purge!(Article, Comment, Notice, Reaction, ArticleTag);
    // Reactions have no foreign key to their target, so they are removed in a step of their own.
    purged.reactions += db::transaction(conn, |conn| reactions::clean_up(conn, actor, Uuid::now_v7()))?;
    Ok((purged, blocked))
}

/// Removes one deleted article permanently, with everything that belongs to it.
///
/// # Errors
/// There is no such deleted article, or the database fails. Nothing is removed then.
pub fn purge_one(conn: &mut Conn, id: ArticleId, actor: &Actor) -> Result<Purged> {
    let batch = Uuid::now_v7();
    db::transaction(conn, |conn| {
        let deleted: Deleted<Article> = Article::objects().only_deleted().find(id).first(conn)?;
        deleted.hard_delete().by(actor).batch(batch).run(conn)?;
        let mut purged = purged(conn, batch)?;
        purged.reactions += reactions::clean_up(conn, actor, Uuid::now_v7())?;
        Ok(purged)
    })
}

impl Purged {
    /// Adds rows of a model, and the rows that were removed with them.
    fn add(&mut self, model: &str, count: usize, children: &[Impact]) {
        let models = [
            (Article::META.name, &mut self.articles),
            (Comment::META.name, &mut self.comments),
            (Reaction::META.name, &mut self.reactions),
            (ArticleTag::META.name, &mut self.tags),
        ];
        if let Some((_, known)) = models.into_iter().find(|(name, _)| *name == model) {
            *known += count;
        }
        for child in children {
            self.add(child.model, child.count, &child.children);
        }
    }
}

/// What an operation removed, counted in the audit trail.
fn purged(conn: &mut Conn, batch: Uuid) -> Result<Purged> {
    let counts = AuditLog::trail().batch(batch).action("hard_delete").counts(conn)?;
    let of =
        |model: &str| counts.iter().find(|count| count.content_type == model).map_or(0, |count| number(count.count));
    Ok(Purged {
        articles: of(Article::META.content_type),
        comments: of(Comment::META.content_type),
        reactions: of(Reaction::META.content_type),
        tags: of(ArticleTag::META.content_type),
    })
}

fn number(count: i64) -> usize {
    usize::try_from(count).unwrap_or_default()
}
