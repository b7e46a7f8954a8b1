//! What the cases of generic references and of scopes are written over: reactions to articles and tags.
#![allow(dead_code, unused_imports)]

pub use diesel::SqliteConnection;
pub use diesel::prelude::*;
pub use model_core::prelude::*;

diesel::table! {
    articles (id) {
        id -> BigInt,
        title -> Text,
        views -> Integer,
    }
}

diesel::table! {
    tags (name) {
        name -> Text,
    }
}

diesel::table! {
    editions (book, number) {
        book -> BigInt,
        number -> Integer,
    }
}

diesel::table! {
    reactions (id) {
        id -> BigInt,
        target -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(articles, tags);

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArticleId(i64);

#[derive(Model, Debug, Clone)]
#[model(table = articles)]
pub struct Article {
    pub id: ArticleId,
    pub title: String,
    pub views: i32,
}

#[derive(Model, Debug, Clone)]
#[model(table = tags)]
pub struct Tag {
    #[model(primary_key)]
    pub name: String,
}

#[derive(Model, Debug, Clone)]
#[model(table = editions)]
pub struct Edition {
    #[model(primary_key)]
    pub book: i64,
    #[model(primary_key)]
    pub number: i32,
}

#[derive(GenericRef, Debug, Clone)]
pub enum Target {
    Article(ArticleId),
}

#[derive(Model, Debug)]
#[model(table = reactions)]
pub struct Reaction {
    pub id: i64,
    #[model(generic)]
    pub target: Stored<Target>,
}

#[scopes]
impl Article {
    /// Those that were read.
    pub fn read() -> Condition<Self> {
        condition!(articles::views.gt(0))
    }
}
