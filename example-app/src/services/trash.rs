//! Deleted articles, on their way out for good.

use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{Article, ArticleId, ArticleTag, Comment};
use crate::schema::{article_tags, articles, comments};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use model_core::clock;
use model_core::prelude::*;
use uuid::Uuid;

/// How many rows a purge takes, or would take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Articles.
    pub articles: usize,
    /// Their comments, and comments that were deleted on their own.
    pub comments: usize,
    /// Tags of the articles.
    pub tags: usize,
}

/// The instant that lies this many days back.
///
/// # Errors
/// The number is negative, or reaches beyond the calendar.
pub fn days_ago(days: i64) -> Result<DateTime<Utc>> {
    if days < 0 {
        return Err(Error::Argument(format!("--older-than takes a number of days from 0 up, and not {days}")));
    }
    let ago = TimeDelta::try_days(days).and_then(|delta| clock::now().checked_sub_signed(delta));
    ago.filter(|instant| *instant >= DateTime::UNIX_EPOCH)
        .ok_or_else(|| Error::Argument(format!("--older-than {days}: no article can be that old")))
}

/// What [`purge`] would remove.
///
/// # Errors
/// Those of the database.
pub fn count(conn: &mut Conn, cutoff: DateTime<Utc>) -> Result<Purged> {
    // One transaction, so that the three numbers belong together.
    db::transaction(conn, |conn| {
        let expired = || Article::objects().only_deleted().filter(articles::deleted_at.lt(at(cutoff)));
        let articles: i64 = expired().count().get_result(conn)?;
        let comments: i64 = Comment::objects()
            .with_deleted()
            .filter(comments::deleted_at.lt(at(cutoff)))
            .or_filter(comments::article_id.eq_any(expired().select(articles::id)))
            .count()
            .get_result(conn)?;
        let tags: i64 = ArticleTag::objects()
            .filter(article_tags::article_id.eq_any(expired().select(articles::id)))
            .count()
            .get_result(conn)?;
        let number = |count: i64| usize::try_from(count).unwrap_or_default();
        Ok(Purged { articles: number(articles), comments: number(comments), tags: number(tags) })
    })
}

/// Removes for good what was deleted before `cutoff`, the rows that refer to it first.
///
/// # Errors
/// Those of the database. Nothing is removed then.
pub fn purge(conn: &mut Conn, cutoff: DateTime<Utc>, actor: &Actor) -> Result<Purged> {
    let batch = Uuid::now_v7();
    let expired = || Article::objects().only_deleted().filter(articles::deleted_at.lt(at(cutoff)));
    db::transaction(conn, |conn| {
        let comments = Comment::objects()
            .with_deleted()
            .filter(comments::deleted_at.lt(at(cutoff)))
            .or_filter(comments::article_id.eq_any(expired().select(articles::id)));
        let comments = comments.hard_delete().by(actor).batch(batch).run(conn)?;
        let tags = ArticleTag::objects().filter(article_tags::article_id.eq_any(expired().select(articles::id)));
        let tags = tags.hard_delete().by(actor).batch(batch).run(conn)?;
        let articles = expired().hard_delete().by(actor).batch(batch).run(conn)?;
        Ok(Purged { articles, comments, tags })
    })
}

/// Removes one deleted article for good, with its comments and tags.
///
/// # Errors
/// The article is not there or not deleted any more, or the database fails. Nothing is removed then.
pub fn purge_one(conn: &mut Conn, gone: Deleted<Article>, actor: &Actor) -> Result<Purged> {
    let (id, batch): (ArticleId, _) = (gone.row().id, Uuid::now_v7());
    db::transaction(conn, |conn| {
        let comments = Comment::objects().with_deleted().filter(comments::article_id.eq(id));
        let comments = comments.hard_delete().by(actor).batch(batch).run(conn)?;
        let tags = ArticleTag::objects().filter(article_tags::article_id.eq(id));
        let tags = tags.hard_delete().by(actor).batch(batch).run(conn)?;
        gone.hard_delete().by(actor).batch(batch).run(conn)?;
        Ok(Purged { articles: 1, comments, tags })
    })
}
