//! Not audited, a flag for deletion, a numbered key, timestamps without zone.

use super::{ArticleId, Reaction};
use crate::schema::comments;
use chrono::NaiveDateTime;
use model_core::prelude::*;
use serde::{Deserialize, Serialize};

/// The key of a comment.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CommentId(i64);

/// A comment.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = comments, timestamps, soft_delete, ordering = "id", referred_by(reactions = Reaction))]
pub struct Comment {
    /// The key.
    pub id: CommentId,
    /// What it is about.
    #[model(skip_update)]
    pub article_id: ArticleId,
    /// What it says.
    pub body: String,
    /// Whether it was deleted.
    pub is_deleted: bool,
    /// When it was created.
    pub created_at: NaiveDateTime,
    /// When it was last written.
    pub updated_at: NaiveDateTime,
}
