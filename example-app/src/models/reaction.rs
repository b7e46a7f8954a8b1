//! What readers feel.

use super::{Article, ArticleId, Comment, CommentId};
use crate::schema::reactions;
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use uuid::Uuid;

/// The key of a reaction: the database numbers them.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReactionId(i64);

/// What readers react to.
#[derive(GenericRef, Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// An article.
    Article(ArticleId),
    /// A comment.
    Comment(CommentId),
}

/// How a reader feels about something.
#[derive(Choices, clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It is good.
    Like,
    /// It is very good.
    Love,
    /// It is news.
    Wow,
    /// It is bad news.
    Sad,
}

/// What one reader feels about one thing, once for each mood. Taken back and given again, it is the same row.
///
/// It stays when what it is to is deleted, and nobody sees it then; when that is purged, it is removed.
#[derive(Model, Debug, Clone)]
#[model(table = reactions, timestamps, soft_delete, audit, ordering = "id", content_type = "reaction", repr = reader)]
pub struct Reaction {
    /// The key.
    pub id: ReactionId,
    /// What it is to, once and for all.
    #[model(generic, skip_update)]
    pub target: Stored<Target>,
    /// Who reacts.
    #[model(skip_update, max_length = 50, unique(with = [target, mood], on_deleted = revive))]
    pub reader: String,
    /// How.
    #[model(skip_update)]
    pub mood: Mood,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was taken back.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back: the library's own mark, and no news.
    #[audit(skip)]
    pub deletion_batch: Option<Uuid>,
}
