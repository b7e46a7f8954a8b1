//! The structs of hand-written Diesel.

use super::super::schema::{articles, audit_logs, items, labels, post_labels, posts, remarks};
use super::super::types::{At, Doc, Id, at, id};
use crate::draft::Draft;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Identifiable, Debug, Clone)]
#[diesel(table_name = articles)]
pub(crate) struct Article {
    pub(crate) id: Id,
    pub(crate) title: String,
    pub(crate) slug: String,
    pub(crate) body: String,
    pub(crate) status: String,
    pub(crate) author_id: Id,
    pub(crate) views: i32,
    pub(crate) note: Option<String>,
    pub(crate) published_at: Option<At>,
    pub(crate) created_at: At,
    pub(crate) updated_at: At,
    pub(crate) deleted_at: Option<At>,
}

/// Two forms of one struct: as it is usually derived, and with the columns always the same.
macro_rules! insertable {
    ($table:ident: $usual:ident, $fixed:ident { $($field:ident: $ty:ty,)+ }) => {
        #[derive(Insertable, Debug)]
        #[diesel(table_name = $table)]
        pub(crate) struct $usual { $(pub(crate) $field: $ty,)+ }

        #[derive(Insertable, Debug)]
        #[diesel(table_name = $table, treat_none_as_default_value = false)]
        pub(crate) struct $fixed { $(pub(crate) $field: $ty,)+ }

        impl From<$usual> for $fixed {
            fn from(row: $usual) -> Self {
                Self { $($field: row.$field,)+ }
            }
        }
    };
}

insertable!(articles: NewArticle, FixedArticle {
    id: Id,
    title: String,
    slug: String,
    body: String,
    status: String,
    author_id: Id,
    views: i32,
    note: Option<String>,
    published_at: Option<At>,
    created_at: At,
    updated_at: At,
});

insertable!(audit_logs: NewLog, FixedLog {
    created_at: At,
    actor_kind: String,
    actor_id: Option<String>,
    action: String,
    content_type: String,
    object_id: String,
    object_repr: String,
    changes: Doc,
    request_id: Option<String>,
    ip: Option<String>,
    user_agent: Option<String>,
    batch_id: Id,
});

impl NewArticle {
    pub(crate) fn number(n: u64, now: DateTime<Utc>) -> Self {
        let row = Draft::number(n);
        Self {
            id: id(uuid::Uuid::now_v7()),
            status: row.status().to_owned(),
            title: row.title,
            slug: row.slug,
            body: row.body,
            author_id: id(row.author),
            views: row.views,
            note: row.note,
            published_at: row.published_at.map(at),
            created_at: at(now),
            updated_at: at(now),
        }
    }
}

impl From<FixedArticle> for Article {
    fn from(row: FixedArticle) -> Self {
        Self {
            id: row.id,
            title: row.title,
            slug: row.slug,
            body: row.body,
            status: row.status,
            author_id: row.author_id,
            views: row.views,
            note: row.note,
            published_at: row.published_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            deleted_at: None,
        }
    }
}

#[derive(Queryable, Selectable, Identifiable, Debug)]
#[diesel(table_name = posts)]
#[allow(dead_code)]
pub(crate) struct Post {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) created_at: At,
    pub(crate) deleted_at: Option<At>,
}

#[derive(Queryable, Selectable, Identifiable, Associations, Debug)]
#[diesel(table_name = remarks, belongs_to(Post))]
#[allow(dead_code)]
pub(crate) struct Remark {
    pub(crate) id: i64,
    pub(crate) post_id: i64,
    pub(crate) body: String,
    pub(crate) created_at: At,
    pub(crate) deleted_at: Option<At>,
}

#[derive(Queryable, Selectable, Identifiable, Debug)]
#[diesel(table_name = labels)]
#[allow(dead_code)]
pub(crate) struct Label {
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Queryable, Selectable, Identifiable, Associations, Debug)]
#[diesel(table_name = post_labels, primary_key(post_id, label_id), belongs_to(Post), belongs_to(Label))]
pub(crate) struct PostLabel {
    pub(crate) post_id: i64,
    #[allow(dead_code)]
    pub(crate) label_id: i64,
}

#[derive(Queryable, Selectable, Insertable, Debug)]
#[diesel(table_name = items)]
#[allow(dead_code)]
pub(crate) struct Item {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) amount: i32,
    pub(crate) created_at: At,
    pub(crate) updated_at: At,
}
