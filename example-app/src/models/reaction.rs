//! Reactions of readers.

use super::{Article, ArticleId, Comment, CommentId};
use crate::schema::reactions;
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use uuid::Uuid;

/// The key of a reaction: the database numbers them.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReactionId(i64);

/// The row that a reader reacts to.
#[derive(GenericRef, Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// An article.
    Article(ArticleId),
    /// A comment.
    Comment(CommentId),
}

/// The mood of a reaction.
#[derive(Choices, clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// The reader likes it.
    Like,
    /// The reader loves it.
    Love,
    /// The reader is surprised.
    Wow,
    /// The reader is sad about it.
    Sad,
}

/// The reaction of one reader to one row, once for each mood. A reaction that is taken back and given again is the same
/// row.
///
/// When its target is deleted, a reaction stays, but it is not shown. When its target is purged, it is removed.
#[derive(Model, Debug, Clone)]
#[model(table = reactions, timestamps, soft_delete, audit, ordering = "id", content_type = "reaction", repr = reader)]
pub struct Reaction {
    /// The key.
    pub id: ReactionId,
    /// The target. It cannot change.
    #[model(generic, skip_update)]
    pub target: Stored<Target>,
    /// The name of the reader.
    #[model(skip_update, max_length = 50, unique(with = [target, mood], on_deleted = revive))]
    pub reader: String,
    /// The mood.
    #[model(skip_update)]
    pub mood: Mood,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was taken back.
    pub deleted_at: Option<DateTime<Utc>>,
    /// The deletion that deleted the row, or the restoration that restored it. The library fills it in.
    #[audit(skip)]
    pub deletion_batch: Option<Uuid>,
}
