//! The library's models.

use crate::schema::{articles, items, labels, post_labels, posts, remarks};
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use uuid::Uuid;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArticleId(Uuid);

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Draft,
    Published,
}

/// The audited one.
#[derive(Model, Debug, Clone)]
#[model(table = articles, timestamps, soft_delete, audit, ordering = "-created_at")]
pub struct Article {
    pub id: ArticleId,
    pub title: String,
    pub slug: String,
    pub body: String,
    pub status: Status,
    pub author_id: Uuid,
    pub views: i32,
    pub note: Option<String>,
    pub published_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
}

/// The same table, not audited.
#[derive(Model, Debug, Clone)]
#[model(table = articles, timestamps, soft_delete, ordering = "-created_at")]
pub struct Page {
    pub id: ArticleId,
    pub title: String,
    pub slug: String,
    pub body: String,
    pub status: Status,
    pub author_id: Uuid,
    pub views: i32,
    pub note: Option<String>,
    pub published_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
}

/// The same table, audited, and with triggers for what bypasses the library.
#[derive(Model, Debug, Clone)]
#[model(table = articles, timestamps, soft_delete, audit(capture), ordering = "-created_at")]
pub struct Captured {
    pub id: ArticleId,
    pub title: String,
    pub slug: String,
    pub body: String,
    pub status: Status,
    pub author_id: Uuid,
    pub views: i32,
    pub note: Option<String>,
    pub published_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
}

#[derive(Model, Debug, Clone)]
#[model(table = posts, soft_delete, ordering = "-created_at")]
#[model(has_many(remarks = Remark, on_delete = keep), many_to_many(labels = Label, through = PostLabel))]
pub struct Post {
    pub id: i64,
    pub title: String,
    pub created_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
}

#[derive(Model, Debug, Clone)]
#[model(table = remarks, soft_delete, ordering = "id")]
pub struct Remark {
    pub id: i64,
    #[model(belongs_to = Post)]
    pub post_id: i64,
    pub body: String,
    pub created_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
}

#[derive(Model, Debug, Clone)]
#[model(table = labels, ordering = "id")]
#[model(many_to_many(posts = Post, through = PostLabel))]
pub struct Label {
    pub id: i64,
    pub name: String,
}

#[derive(Model, Debug, Clone)]
#[model(table = post_labels)]
pub struct PostLabel {
    #[model(primary_key, belongs_to = Post)]
    pub post_id: i64,
    #[model(primary_key, belongs_to = Label)]
    pub label_id: i64,
}

/// A row that comes from elsewhere, with its key.
#[derive(Model, Debug, Clone)]
#[model(table = items, timestamps)]
pub struct Item {
    pub id: i64,
    pub name: String,
    pub amount: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}
