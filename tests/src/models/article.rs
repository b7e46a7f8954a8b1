//! Audited, soft deletion, timestamps, an order, a masked and a skipped column.

use super::{AuthorId, Notice, Reaction};
use crate::schema::{articles, notices};
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The key of an article.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArticleId(Uuid);

/// How far an article is.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being written.
    Draft,
    /// Being read by somebody else.
    #[choices(label = "With the editor")]
    InReview,
    /// To be read by everybody.
    #[choices(value = "live")]
    #[serde(rename = "live")]
    Published,
}

/// An article.
#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[model(table = articles, timestamps, soft_delete, audit, ordering = "-created_at, title")]
#[model(referred_by(reactions = Reaction), referred_by(notices = Notice, by = notices::about))]
pub struct Article {
    /// The key.
    pub id: ArticleId,
    /// What it is called.
    #[model(max_length = 200)]
    pub title: String,
    /// Its place in a URL.
    #[model(max_length = 200, unique(name = "articles_live_slug"))]
    pub slug: String,
    /// The text, which the trail does not show.
    #[audit(mask)]
    pub body: String,
    /// How far it is.
    #[model(default = Status::Draft)]
    pub status: Status,
    /// Who writes it.
    pub author_id: AuthorId,
    /// How often it was read, which the trail does not mention.
    #[model(default)]
    #[audit(skip)]
    pub views: i32,
    /// When it went public.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// The articles that everybody reads.
#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Article, filter(status = Status::Published), ordering = "-published_at, title")]
pub struct PublishedArticle(Article);

/// The articles that nobody has read yet, in the order of their base.
#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Article, filter(status = Status::Draft, views = 0))]
pub struct DraftArticle(Article);
