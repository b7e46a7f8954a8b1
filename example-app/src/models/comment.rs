//! Comments of readers.

use super::{Article, ArticleId, AuthorId, Reaction};
use crate::schema::comments;
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The key of a comment: the database numbers them.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommentId(i64);

/// The decision of the desk about a comment.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// There is no decision yet.
    #[choices(label = "Waiting for the desk")]
    Pending,
    /// Everybody may read it.
    Approved,
    /// It is not shown.
    Rejected,
}

/// A comment of a reader, or a reply to another comment. Replies are deleted and restored with their comment.
#[derive(Model, Debug, Clone)]
#[model(table = comments, timestamps, soft_delete, audit, ordering = "id", content_type = "comment", repr = body)]
#[model(has_many(replies = Comment, on_delete = cascade), referred_by(reactions = Reaction))]
pub struct Comment {
    /// The key.
    pub id: CommentId,
    /// The article. It cannot change.
    #[model(skip_update, belongs_to = Article)]
    pub article_id: ArticleId,
    /// The comment that this is a reply to.
    #[model(skip_update, belongs_to(Comment, name = replied_to))]
    pub parent_id: Option<CommentId>,
    /// The name of the reader.
    #[model(max_length = 50)]
    pub reader: String,
    /// The text.
    #[model(max_length = 2000)]
    pub body: String,
    /// The decision.
    #[model(default = Verdict::Pending, input = closed)]
    pub state: Verdict,
    /// The author who last changed the row. A reader has no key, so a reader leaves it NULL.
    #[model(updated_by)]
    pub moderated_by: Option<AuthorId>,
    /// When it was created.
    #[model(index(with = [id]))]
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// The deletion that deleted the row, or the restoration that restored it. The library fills it in.
    #[audit(skip)]
    pub deletion_batch: Option<Uuid>,
    /// The version: of two moderators who decide at once, the second is refused.
    #[model(version)]
    #[audit(skip)]
    pub version: i32,
}

/// Comments that are waiting for a decision, oldest first.
#[derive(Proxy, Debug, Clone)]
#[proxy(of = Comment, filter(state = Verdict::Pending), ordering = "created_at, id")]
pub struct PendingComment(Comment);
