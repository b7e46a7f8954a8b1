//! Authors, their posts, and what readers say.

use chrono::{DateTime, Utc};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    authors (id) {
        id -> Uuid,
        name -> Text,
        email -> Text,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
        version -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    posts (id) {
        id -> Uuid,
        author_id -> Uuid,
        title -> Text,
        slug -> Text,
        teaser -> Nullable<Text>,
        body -> Text,
        status -> Text,
        featured -> Bool,
        published_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
        version -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    comments (id) {
        id -> Uuid,
        post_id -> Uuid,
        name -> Text,
        text -> Text,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
        version -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(authors, posts, comments);

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct AuthorId(Uuid);
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct PostId(Uuid);
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct CommentId(Uuid);

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Draft,
    #[choices(value = "in_review", label = "With the editor")]
    InReview,
    Published,
}

/// Somebody who writes.
#[derive(Model, Debug, Clone)]
#[model(table = authors, timestamps, soft_delete, audit, repr = name, ordering = "name")]
#[model(has_many(posts = Post, on_delete = cascade))]
pub(crate) struct Author {
    pub(crate) id: AuthorId,
    #[model(max_length = 80)]
    pub(crate) name: String,
    /// Where we write to. Nobody sees it at the desk.
    #[audit(mask)]
    #[model(max_length = 120)]
    pub(crate) email: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
    #[audit(skip)]
    pub(crate) deletion_batch: Option<Uuid>,
    #[model(version)]
    pub(crate) version: i32,
}

/// What is read.
#[derive(Model, Debug, Clone)]
#[model(table = posts, timestamps, soft_delete, audit, repr = title, ordering = "-created_at")]
#[model(has_many(comments = Comment, on_delete = cascade))]
pub(crate) struct Post {
    pub(crate) id: PostId,
    #[model(belongs_to = Author)]
    pub(crate) author_id: AuthorId,
    #[model(max_length = 120)]
    pub(crate) title: String,
    #[model(slug = title, unique, max_length = 120)]
    pub(crate) slug: String,
    /// A sentence or two, above the text and in lists.
    #[model(max_length = 300)]
    pub(crate) teaser: Option<String>,
    pub(crate) body: String,
    #[model(default = Status::Draft)]
    pub(crate) status: Status,
    /// On top of the start page.
    #[model(default)]
    pub(crate) featured: bool,
    pub(crate) published_at: Option<DateTime<Utc>>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
    #[audit(skip)]
    pub(crate) deletion_batch: Option<Uuid>,
    #[model(version)]
    pub(crate) version: i32,
}

/// What readers say.
#[derive(Model, Debug, Clone)]
#[model(table = comments, timestamps, soft_delete, audit, repr = text, ordering = "-created_at")]
pub(crate) struct Comment {
    pub(crate) id: CommentId,
    #[model(skip_update, belongs_to = Post)]
    pub(crate) post_id: PostId,
    #[model(max_length = 60)]
    pub(crate) name: String,
    #[model(max_length = 2000)]
    pub(crate) text: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
    #[audit(skip)]
    pub(crate) deletion_batch: Option<Uuid>,
    #[model(version)]
    pub(crate) version: i32,
}
