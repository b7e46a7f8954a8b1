//! What readers say.

use super::{Article, ArticleId, AuthorId, Reaction};
use crate::schema::comments;
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use uuid::Uuid;

/// The key of a comment: the database numbers them.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CommentId(i64);

/// What the desk made of a comment.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody has read it yet.
    #[choices(label = "Waiting for the desk")]
    Pending,
    /// To be read by everybody.
    Approved,
    /// Not to be shown.
    Rejected,
}

/// A comment of a reader, or a reply to one. Replies go with what they reply to, and come back with it.
#[derive(Model, Debug, Clone)]
#[model(table = comments, timestamps, soft_delete, audit, ordering = "id", content_type = "comment", repr = body)]
#[model(has_many(replies = Comment, on_delete = cascade), referred_by(reactions = Reaction))]
pub struct Comment {
    /// The key.
    pub id: CommentId,
    /// The article it is about, once and for all.
    #[model(skip_update, belongs_to = Article)]
    pub article_id: ArticleId,
    /// The comment that it replies to.
    #[model(skip_update, belongs_to(Comment, name = replied_to))]
    pub parent_id: Option<CommentId>,
    /// Who says it.
    #[model(max_length = 50)]
    pub reader: String,
    /// What is said.
    #[model(max_length = 2000)]
    pub body: String,
    /// What the desk made of it.
    #[model(default = Verdict::Pending)]
    pub state: Verdict,
    /// Who at the desk wrote to it last. A reader is nobody here.
    #[model(updated_by)]
    pub moderated_by: Option<AuthorId>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back: the library's own mark, and no news.
    #[audit(skip)]
    pub deletion_batch: Option<Uuid>,
}

/// The comments that wait for a decision, the oldest first.
#[derive(Proxy, Debug, Clone)]
#[proxy(of = Comment, filter(state = Verdict::Pending), ordering = "created_at, id")]
pub struct PendingComment(Comment);
