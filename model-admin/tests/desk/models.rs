//! The models of the tests: authors, their articles, and what readers say.

use super::backend::Conn;
use chrono::{DateTime, Utc};
use model_admin::{Admin, Inline, ModelAdmin};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    authors (id) {
        id -> Uuid, name -> Text, email -> Text, created_at -> Instant, updated_at -> Instant,
        deleted_at -> Nullable<Instant>, deletion_batch -> Nullable<Uuid>, version -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    articles (id) {
        id -> Uuid, author_id -> Uuid, title -> Text, slug -> Text, standfirst -> Nullable<Text>, body -> Text, status
            -> Text,
        words -> Integer, featured -> Bool, notes -> Nullable<Text>, created_at -> Instant, updated_at -> Instant,
        deleted_at -> Nullable<Instant>, deletion_batch -> Nullable<Uuid>, version -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    comments (id) {
        id -> Uuid, article_id -> Uuid, name -> Text, text -> Text, created_at -> Instant, updated_at -> Instant,
        deleted_at -> Nullable<Instant>, deletion_batch -> Nullable<Uuid>, version -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    tags (id) { id -> BigInt, name -> Text, color -> Nullable<Text>, }
}

diesel::allow_tables_to_appear_in_same_query!(authors, articles, comments);

macro_rules! keys {
    ($($name:ident)+) => {$(
        #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub(crate) struct $name(Uuid);
    )+};
}

keys!(AuthorId ArticleId CommentId);

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Draft,
    #[choices(value = "in_review", label = "With the editor")]
    InReview,
    Published,
}

#[derive(Model, Debug, Clone)]
#[model(table = authors, timestamps, soft_delete, audit, repr = name, ordering = "name")]
#[model(has_many(articles = Article, on_delete = cascade))]
pub(crate) struct Author {
    pub(crate) id: AuthorId,
    #[model(max_length = 80)]
    pub(crate) name: String,
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

#[derive(Model, Debug, Clone)]
#[model(table = articles, timestamps, soft_delete, audit, repr = title, ordering = "-created_at")]
#[model(has_many(comments = Comment, on_delete = cascade))]
pub(crate) struct Article {
    pub(crate) id: ArticleId,
    #[model(belongs_to = Author)]
    pub(crate) author_id: AuthorId,
    #[model(max_length = 120)]
    pub(crate) title: String,
    #[model(slug = title, unique, max_length = 120)]
    pub(crate) slug: String,
    /// A sentence above the text.
    #[model(max_length = 300)]
    pub(crate) standfirst: Option<String>,
    pub(crate) body: String,
    #[model(default = Status::Draft)]
    pub(crate) status: Status,
    #[model(default)]
    pub(crate) words: i32,
    #[model(default)]
    pub(crate) featured: bool,
    /// What the desk says among itself.
    #[model(max_length = 300)]
    pub(crate) notes: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
    #[audit(skip)]
    pub(crate) deletion_batch: Option<Uuid>,
    #[model(version)]
    pub(crate) version: i32,
}

#[derive(Model, Debug, Clone)]
#[model(table = comments, timestamps, soft_delete, audit, repr = text, ordering = "-created_at")]
pub(crate) struct Comment {
    pub(crate) id: CommentId,
    #[model(skip_update, belongs_to = Article)]
    pub(crate) article_id: ArticleId,
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

/// A model without a trash, a trail and a version.
#[derive(Model, Debug, Clone)]
#[model(table = tags, ordering = "name")]
pub(crate) struct Tag {
    pub(crate) id: i64,
    #[model(max_length = 40, unique)]
    pub(crate) name: String,
    pub(crate) color: Option<String>,
}

/// Articles that are out.
#[derive(Proxy, Debug, Clone)]
#[proxy(of = Article, filter(status = Status::Published), ordering = "-updated_at, slug")]
pub(crate) struct PublishedArticle(Article);

/// The models as the desk of the tests shows them.
pub(crate) struct Admins {
    pub(crate) published: ModelAdmin<Article, Conn>,
    pub(crate) articles: ModelAdmin<Article, Conn>,
    pub(crate) comments: ModelAdmin<Comment, Conn>,
    pub(crate) authors: ModelAdmin<Author, Conn>,
    pub(crate) tags: ModelAdmin<Tag, Conn>,
}

fn retract(article: Article, conn: &mut Conn, by: &Actor) -> Result<(), Error> {
    article.patch().status(Status::Draft).by(by).run(conn).map(drop)
}

pub(crate) fn admins() -> Admins {
    Admins {
        articles: Admin::of::<Article>()
            .list((
                articles::title,
                articles::status,
                articles::author_id,
                articles::words,
                articles::notes,
                articles::updated_at,
            ))
            .search((articles::title, articles::slug, articles::notes))
            .filter(articles::status)
            .filter(articles::author_id)
            .filter(articles::words)
            .filter(articles::notes)
            .sort((articles::title, articles::words, articles::updated_at))
            .form((
                articles::title,
                articles::author_id,
                articles::standfirst,
                articles::body,
                articles::status,
                articles::words,
                articles::featured,
                articles::slug,
            ))
            .fieldset("For the desk", (articles::notes,))
            .inline(Inline::of::<Comment>().by(comments::article_id).form((comments::name, comments::text)))
            .create()
            .trash()
            .versioned()
            .history()
            .purge_after(days(90))
            .action("publish", "Publish", |article: Article, conn, by| {
                article.patch().status(Status::Published).by(by).run(conn).map(drop)
            })
            .action_if("retract", "Retract", |article| article.status == Status::Published, retract),
        published: Admin::section::<PublishedArticle>("Published")
            .list((articles::title, articles::updated_at))
            .search((articles::title,))
            .action_if("retract", "Retract", |article| article.status == Status::Published, retract),
        comments: Admin::of::<Comment>().search((comments::text,)).edit().create().trash().history(),
        authors: Admin::of::<Author>().search((authors::name,)).edit().create().trash().history(),
        tags: Admin::of::<Tag>()
            .search((tags::name,))
            .search_within(30)
            .sort((tags::name,))
            .edit()
            .create()
            .removable(),
    }
}
