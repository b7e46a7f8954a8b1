//! Tags, and their links to articles.

use super::{Article, ArticleId};
use crate::schema::{article_tags, tags};
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The key of a tag: the database numbers them.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TagId(i64);

/// A tag.
#[derive(Model, Debug, Clone)]
#[model(table = tags, timestamps, audit, ordering = "name", content_type = "tag")]
#[model(many_to_many(articles = Article, through = ArticleTag))]
#[model(has_many(taggings = ArticleTag, on_delete = restrict))]
pub struct Tag {
    /// The key.
    pub id: TagId,
    /// The name: words in lower case, joined by hyphens.
    #[model(max_length = 50, unique, skip_update)]
    pub name: String,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}

impl Tag {
    /// A text as the name of a tag: `how-to` for `How To`. It is empty when the text has no letters or digits.
    pub fn name_of(text: &str) -> String {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
    }
}

/// A link from an article to a tag. Its key is the pair.
#[derive(Model, Debug, Clone)]
#[model(table = article_tags, soft_delete, audit, content_type = "tagging")]
pub struct ArticleTag {
    /// The article.
    #[model(primary_key, belongs_to = Article)]
    pub article_id: ArticleId,
    /// The tag.
    #[model(primary_key, belongs_to = Tag)]
    pub tag_id: TagId,
    /// When the link was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// The deletion that deleted the row, or the restoration that restored it. The library fills it in.
    #[audit(skip)]
    pub deletion_batch: Option<Uuid>,
}

#[cfg(test)]
mod tests {
    use super::Tag;

    #[test]
    fn a_tag_is_words_in_lower_case() {
        for (text, name) in [("How To", "how-to"), (" Rust!", "rust"), ("Ähnliches", "ähnliches"), ("?!", "")] {
            assert_eq!(Tag::name_of(text), name);
        }
    }
}
