//! Comments: posted by readers, decided by the desk.

use crate::db::{self, Conn};
use crate::error::Result;
use crate::models::{ArticleId, Comment, NewComment, PendingComment, Verdict};
use crate::schema::comments;
use crate::services::articles;
use diesel::dsl::count_star;
use diesel::prelude::*;
use model_core::prelude::*;
use std::collections::HashMap;

/// Posts a comment of a reader, who is not signed in, about a live article.
///
/// # Errors
/// There is no such live article, the text is too long, or the database fails.
pub fn post(conn: &mut Conn, article: ArticleId, reader: &str, body: &str, from: &Actor) -> Result<Comment> {
    db::transaction(conn, |conn| {
        articles::live(conn, article)?;
        let new = NewComment::builder().article_id(article).reader(reader).body(body).build();
        Ok(Comment::create(new).by(from).run(conn)?)
    })
}

/// The comments that wait for a decision.
///
/// # Errors
/// Those of the database.
pub fn pending(conn: &mut Conn) -> Result<Vec<PendingComment>> {
    Ok(PendingComment::objects().load(conn)?)
}

/// Decides about a pending comment.
///
/// # Errors
/// The comment is gone meanwhile, or the database fails.
pub fn decide(conn: &mut Conn, comment: &PendingComment, verdict: Verdict, actor: &Actor) -> Result<Comment> {
    Ok(comment.patch().state(verdict).by(actor).run(conn)?)
}

/// How many live comments each article has, in one query.
///
/// # Errors
/// Those of the database.
pub fn counts(conn: &mut Conn) -> Result<HashMap<ArticleId, i64>> {
    let counts: Vec<(ArticleId, i64)> =
        Comment::objects().group_by(comments::article_id).select((comments::article_id, count_star())).load(conn)?;
    Ok(counts.into_iter().collect())
}
