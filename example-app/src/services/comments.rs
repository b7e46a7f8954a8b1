//! Comments: readers post them, and the desk moderates them.

use super::articles;
use super::blank::refuse_blank;
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::events::{Event, Listeners};
use crate::models::{Article, ArticleId, Author, Comment, CommentId, NewComment, PendingComment, Verdict};
use crate::schema::comments;
use diesel::prelude::*;
use model_core::Error as ModelError;
use model_core::prelude::*;

/// Posts a comment on a live article. A reader is not signed in.
///
/// # Errors
/// There is no such live article, the text is empty or too long, or the database fails.
pub fn post(conn: &mut Conn, article: ArticleId, reader: &str, body: &str, from: &Actor) -> Result<Comment> {
    create(conn, article, None, reader, body, from)
}

/// Posts a comment of a reader who is signed in, and tells the author of the article after the commit.
///
/// # Errors
/// The comment that it replies to is not shown under the article, and those of [`post`] and [`reply`].
pub(crate) fn say(
    conn: &mut Conn,
    article: &Article,
    to: Option<CommentId>,
    (reader, body): (&str, &str),
    from: &Actor,
    listeners: &Listeners,
) -> Result<Comment> {
    db::unit(conn, |conn, unit| {
        if let Some(to) = to {
            let shown = Comment::objects().filter(comments::id.eq(to)).filter(comments::article_id.eq(article.id));
            let shown: Option<Comment> = shown.filter(comments::state.eq(Verdict::Approved)).first(conn).optional()?;
            shown.ok_or_else(|| Error::NotFound(named(to)))?;
        }
        let comment = create(conn, article.id, to, reader, body, from)?;
        let author: Option<Author> = Author::objects().find(article.author_id).first(conn).optional()?;
        if let Some(Author { email, .. }) = author {
            let told = Event::Commented { email, title: article.title.clone(), reader: comment.reader.clone() };
            listeners.notify(unit, told)?;
        }
        Ok(comment)
    })
}

/// Posts a reply to a live comment.
///
/// # Errors
/// There is no such live comment, the text is empty or too long, or the database fails.
pub fn reply(conn: &mut Conn, to: CommentId, reader: &str, body: &str, from: &Actor) -> Result<Comment> {
    let comment: Option<Comment> = Comment::objects().with_deleted().find(to).first(conn).optional()?;
    let comment = comment.ok_or_else(|| Error::NotFound(named(to)))?;
    create(conn, comment.article_id, Some(to), reader, body, from)
}

fn create(
    conn: &mut Conn,
    article: ArticleId,
    parent: Option<CommentId>,
    reader: &str,
    body: &str,
    from: &Actor,
) -> Result<Comment> {
    refuse_blank("the name of a reader", reader)?;
    refuse_blank("a comment", body)?;
    let new = NewComment::builder().article_id(article).parent_id(parent).reader(reader.trim()).body(body).build();
    Comment::create(new).by(from).run(conn).map_err(|error| match (error, parent) {
        (ModelError::ParentDeleted { field: "parent_id", .. }, Some(parent)) => Error::Deleted(named(parent)),
        (error, _) => articles::about_parent(article, error),
    })
}

/// The comments that are waiting for a decision.
///
/// # Errors
/// Database errors.
pub fn pending(conn: &mut Conn) -> Result<Vec<PendingComment>> {
    Ok(PendingComment::objects().load(conn)?)
}

/// Approves or rejects a pending comment; the trail keeps the reason of the actor, if there is one.
///
/// # Errors
/// The comment was deleted in the meantime, or the database fails.
pub fn decide(conn: &mut Conn, comment: &PendingComment, verdict: Verdict, actor: &Actor) -> Result<Comment> {
    Ok(comment.patch().state(verdict).by(actor).run(conn)?)
}

/// The live comment with this key.
///
/// # Errors
/// There is none, or it is deleted.
pub fn live(conn: &mut Conn, id: CommentId) -> Result<Comment> {
    let comment: Option<Comment> = Comment::objects().with_deleted().find(id).first(conn).optional()?;
    match comment {
        None => Err(Error::NotFound(named(id))),
        Some(comment) if comment.deleted_at.is_some() => Err(Error::Deleted(named(id))),
        Some(comment) => Ok(comment),
    }
}

fn named(id: CommentId) -> String {
    format!("comment {id}")
}
