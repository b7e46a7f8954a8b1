//! The models of the story.

use chrono::{DateTime, Utc};
use model_core::prelude::*;
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    authors (id) {
        id -> BigInt,
        name -> Text,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    articles (id) {
        id -> BigInt,
        author_id -> BigInt,
        slug -> Text,
        title -> Text,
        version -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    comments (id) {
        id -> BigInt,
        article_id -> BigInt,
        body -> Text,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    tags (name) {
        name -> Text,
    }
}

diesel::table! {
    article_tags (article_id, tag) {
        article_id -> BigInt,
        tag -> Text,
    }
}

diesel::table! {
    reactions (id) {
        id -> BigInt,
        target -> Text,
        kind -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    methods (id) {
        id -> BigInt,
        label -> Text,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    cards (id) {
        id -> BigInt,
        last_four -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(authors, articles, comments, tags, article_tags, reactions);
diesel::allow_tables_to_appear_in_same_query!(methods, cards);

/// The statements that create the tables.
pub(crate) fn tables([key, instant, id, text]: [&str; 4]) -> String {
    let deletion = format!("deleted_at {instant} NULL, deletion_batch {id} NULL");
    format!(
        "CREATE TABLE authors (id {key}, name {text} NOT NULL, {deletion});
         CREATE TABLE articles (id {key}, author_id BIGINT NOT NULL REFERENCES authors (id), slug {text} NOT NULL UNIQUE,
            title {text} NOT NULL, version INTEGER NOT NULL, created_at {instant} NOT NULL, updated_at {instant} NOT NULL,
            {deletion});
         CREATE TABLE comments (id {key}, article_id BIGINT NOT NULL REFERENCES articles (id), body {text} NOT NULL,
            {deletion});
         CREATE TABLE tags (name {text} NOT NULL PRIMARY KEY);
         CREATE TABLE article_tags (article_id BIGINT NOT NULL REFERENCES articles (id),
            tag {text} NOT NULL REFERENCES tags (name), PRIMARY KEY (article_id, tag));
         CREATE TABLE reactions (id {key}, target {text} NOT NULL, kind {text} NOT NULL);
         CREATE TABLE methods (id {key}, label {text} NOT NULL, {deletion});
         CREATE TABLE cards (id BIGINT NOT NULL PRIMARY KEY REFERENCES methods (id), last_four {text} NOT NULL);"
    )
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = authors, soft_delete, audit, ordering = "id", has_many(articles = Article, on_delete = cascade))]
pub struct Author {
    pub id: i64,
    pub name: String,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArticleId(i64);

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = articles, timestamps, soft_delete, audit, edit, ordering = "id")]
#[model(has_many(comments = Comment, on_delete = cascade), many_to_many(tags = Tag, through = ArticleTag))]
#[model(referred_by(reactions = Reaction))]
pub struct Article {
    pub id: ArticleId,
    #[model(belongs_to = Author)]
    pub author_id: i64,
    #[model(unique)]
    pub slug: String,
    pub title: String,
    #[model(version)]
    pub version: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = comments, soft_delete, audit, ordering = "id")]
pub struct Comment {
    pub id: i64,
    #[model(belongs_to = Article)]
    pub article_id: ArticleId,
    pub body: String,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = tags, ordering = "name")]
pub struct Tag {
    #[model(primary_key)]
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = article_tags, audit)]
pub struct ArticleTag {
    #[model(primary_key, belongs_to = Article)]
    pub article_id: ArticleId,
    #[model(primary_key, belongs_to(Tag, name = about))]
    pub tag: String,
}

#[derive(GenericRef, Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    Article(ArticleId),
    #[generic(Author)]
    Writer(i64),
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = reactions, ordering = "id")]
pub struct Reaction {
    pub id: i64,
    #[model(generic)]
    pub target: Stored<Target>,
    pub kind: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = methods, soft_delete, audit, extended_by(Card))]
pub struct Method {
    pub id: i64,
    pub label: String,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = cards, audit, extends = Method)]
pub struct Card {
    #[model(parent)]
    pub method: Method,
    pub last_four: String,
}

pub(crate) fn new_article(author: &Author, slug: &str) -> NewArticle {
    NewArticle::builder().author_id(author.id).slug(slug).title(slug).build()
}
