//! Articles: from draft to published, deleted and brought back.

use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{Article, ArticleId, Comment, DraftArticle, PublishedArticle, Status};
use crate::schema::{articles, comments};
use diesel::prelude::*;
use model_core::clock;
use model_core::prelude::*;
use uuid::Uuid;

/// Which articles to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// All of them.
    All,
    /// Those that readers see.
    Published,
    /// Those that are being written.
    Draft,
}

/// The articles of a shelf, live or deleted ones, in the shelf's own order.
///
/// # Errors
/// Those of the database.
pub fn list(conn: &mut Conn, shelf: Shelf, deleted: bool) -> Result<Vec<Article>> {
    let rows: Vec<Article> = match (shelf, deleted) {
        (Shelf::All, false) => Article::objects().load(conn)?,
        (Shelf::All, true) => {
            let gone: Vec<Deleted<Article>> = Article::objects().only_deleted().load(conn)?;
            gone.into_iter().map(Deleted::into_row).collect()
        }
        (Shelf::Published, false) => {
            let rows: Vec<PublishedArticle> = PublishedArticle::objects().load(conn)?;
            rows.into_iter().map(Into::into).collect()
        }
        (Shelf::Published, true) => {
            let gone: Vec<Deleted<PublishedArticle>> = PublishedArticle::objects().only_deleted().load(conn)?;
            gone.into_iter().map(|gone| gone.into_row().into()).collect()
        }
        (Shelf::Draft, false) => {
            let rows: Vec<DraftArticle> = DraftArticle::objects().load(conn)?;
            rows.into_iter().map(Into::into).collect()
        }
        (Shelf::Draft, true) => {
            let gone: Vec<Deleted<DraftArticle>> = DraftArticle::objects().only_deleted().load(conn)?;
            gone.into_iter().map(|gone| gone.into_row().into()).collect()
        }
    };
    Ok(rows)
}

/// Publishes a draft. An article that readers see already is left as it is.
///
/// # Errors
/// There is no such live article, or the database fails.
pub fn publish(conn: &mut Conn, id: ArticleId, actor: &Actor) -> Result<Outcome<Article>> {
    db::transaction(conn, |conn| {
        // The condition is part of the write, so of two editors who publish at once only one does.
        let patch = Article::objects().find(id).filter(articles::status.ne(Status::Published)).patch();
        let published = patch.status(Status::Published).published_at(clock::now()).by(actor).run(conn)?;
        let article = live(conn, id)?;
        Ok(if published > 0 { Outcome::Changed(article) } else { Outcome::Unchanged(article) })
    })
}

/// Gives an article its standfirst, or takes it away.
///
/// # Errors
/// There is no such live article, the text is too long, or the database fails.
pub fn set_standfirst(conn: &mut Conn, id: ArticleId, text: Option<&str>, actor: &Actor) -> Result<Outcome<Article>> {
    Ok(Article::patch_by_key(id).standfirst(text.map(str::to_owned)).by(actor).outcome(conn)?)
}

/// Gives an article another text.
///
/// # Errors
/// There is no such live article, or the database fails.
pub fn set_body(conn: &mut Conn, id: ArticleId, text: &str, actor: &Actor) -> Result<Outcome<Article>> {
    Ok(Article::patch_by_key(id).body(text).words(Article::words_of(text)).by(actor).outcome(conn)?)
}

/// Deletes an article with its comments, and returns it with their number.
///
/// # Errors
/// There is no such article, it is deleted already, or the database fails.
pub fn delete(conn: &mut Conn, id: ArticleId, actor: &Actor) -> Result<(Deleted<Article>, usize)> {
    db::transaction(conn, |conn| {
        // One instant and one batch for all of it: `restore` finds by the instant what went together.
        let (instant, batch) = (clock::now(), Uuid::now_v7());
        let about = Comment::objects().filter(comments::article_id.eq(id));
        let comments = about.delete().by(actor).at(instant).batch(batch).run(conn)?;
        let deletion = Article::delete_by_key(id).by(actor).at(instant).batch(batch);
        let gone = deletion.run(conn).map_err(|error| about_article(id, error))?;
        Ok((gone, comments))
    })
}

/// Brings a deleted article back with the comments that went with it, and returns it with their number.
///
/// # Errors
/// There is no such article, it is live, another one has taken its slug, or the database fails.
pub fn restore(conn: &mut Conn, id: ArticleId, actor: &Actor) -> Result<(Article, usize)> {
    db::transaction(conn, |conn| {
        let gone: Option<Deleted<Article>> = Article::objects().only_deleted().find(id).first(conn).optional()?;
        let Some(gone) = gone else {
            live(conn, id)?;
            return Err(Error::NotDeleted(id.short()));
        };
        let (slug, deleted_at) = (gone.row().slug.clone(), gone.row().deleted_at);
        let batch = Uuid::now_v7();
        let article = gone.restore().by(actor).batch(batch).run(conn).map_err(|error| match error {
            model_core::Error::UniqueViolation { .. } => Error::SlugTaken { id: id.short(), slug },
            error => about_article(id, error),
        })?;
        let Some(deleted_at) = deleted_at else { return Ok((article, 0)) };
        let comments = Comment::objects()
            .only_deleted()
            .filter(comments::article_id.eq(id))
            .filter(comments::deleted_at.eq(at(deleted_at)));
        let comments = comments.restore().by(actor).batch(batch).run(conn)?;
        Ok((article, comments))
    })
}

/// The live article with this key.
///
/// # Errors
/// There is none, or it is deleted.
pub fn live(conn: &mut Conn, id: ArticleId) -> Result<Article> {
    match any(conn, id)? {
        article if article.deleted_at.is_some() => Err(Error::Deleted(id.short())),
        article => Ok(article),
    }
}

/// The article with this key, live or deleted.
///
/// # Errors
/// There is none.
pub fn any(conn: &mut Conn, id: ArticleId) -> Result<Article> {
    let article: Option<Article> = Article::objects().with_deleted().find(id).first(conn).optional()?;
    article.ok_or_else(|| Error::NoArticle(id.short()))
}

/// The error of a write to an article, naming it.
pub(super) fn about_article(id: ArticleId, error: model_core::Error) -> Error {
    match error {
        model_core::Error::NotFound => Error::NoArticle(id.short()),
        model_core::Error::Deleted => Error::Deleted(id.short()),
        model_core::Error::NotDeleted => Error::NotDeleted(id.short()),
        error => error.into(),
    }
}
