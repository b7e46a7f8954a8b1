//! What readers feel.

use super::{Article, ArticleId};
use crate::schema::reactions;
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use uuid::Uuid;

/// The key of a reaction: the database numbers them.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReactionId(i64);

/// How a reader feels about an article.
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

/// What one reader feels about one article. Taken back and given again, it is the same row.
#[derive(Model, Debug, Clone)]
#[model(table = reactions, timestamps, soft_delete, audit, ordering = "id", content_type = "reaction", repr = reader)]
pub struct Reaction {
    /// The key.
    pub id: ReactionId,
    /// The article, once and for all.
    #[model(skip_update, belongs_to = Article)]
    pub article_id: ArticleId,
    /// Who reacts: once to each article.
    #[model(skip_update, max_length = 50, unique(with = [article_id], on_deleted = revive))]
    pub reader: String,
    /// How.
    pub mood: Mood,
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
