//! What articles are about.

use super::ArticleId;
use crate::schema::{article_tags, tags};
use chrono::{DateTime, Utc};
use model_core::prelude::*;

/// The key of a tag: its name.
#[derive(Key, Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TagName(String);

/// A tag.
#[derive(Model, Debug, Clone)]
#[model(table = tags, timestamps, audit, ordering = "name", content_type = "tag")]
pub struct Tag {
    /// The key.
    #[model(primary_key)]
    pub name: TagName,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}

/// An article is about something. Its key is the pair.
#[derive(Model, Debug, Clone)]
#[model(table = article_tags, audit, content_type = "tagging", repr = tag)]
pub struct ArticleTag {
    /// The article.
    #[model(primary_key)]
    pub article_id: ArticleId,
    /// The tag.
    #[model(primary_key)]
    pub tag: TagName,
}
