//! What the cases are written over: a small application without a mistake in it.
#![allow(dead_code, unused_imports)]

pub use chrono::{DateTime, Utc};
pub use diesel::SqliteConnection;
pub use diesel::prelude::*;
pub use model_core::prelude::*;
pub use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};
    articles (id) {
        id -> Uuid,
        title -> Text,
        slug -> Text,
        status -> Text,
        subtitle -> Nullable<Text>,
        score -> Double,
        published_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    tags (id) {
        id -> BigInt,
        name -> Text,
    }
}

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArticleId(Uuid);

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Draft,
    Published,
}

/// Everything on: audited, timestamped, softly deleted.
#[derive(Model, Debug, Clone)]
#[model(table = articles, timestamps, soft_delete, audit)]
pub struct Article {
    pub id: ArticleId,
    pub title: String,
    pub slug: String,
    #[model(default = Status::Draft)]
    pub status: Status,
    pub subtitle: Option<String>,
    #[model(default)]
    pub score: f64,
    pub published_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
}

#[derive(Proxy, Debug)]
#[proxy(of = Article, filter(status = Status::Published))]
pub struct PublishedArticle(Article);

/// Nothing on.
#[derive(Model, Debug, Clone)]
#[model(table = tags)]
pub struct Tag {
    pub id: i64,
    pub name: String,
}
