//! The side of diesel-async: an audited write is a transaction, in which the row is read and locked before it changes.

use crate::case::{Case, SEEDS};
use crate::draft::{self, Draft};
use anyhow::Result;
use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};
use std::hint::black_box;
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;

    articles (id) {
        id -> Uuid,
        title -> Text,
        slug -> Text,
        body -> Text,
        status -> Text,
        author_id -> Uuid,
        views -> Integer,
        note -> Nullable<Text>,
        published_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        deleted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    audit_logs (id) {
        id -> BigInt,
        created_at -> Timestamptz,
        actor_kind -> Text,
        actor_id -> Nullable<Text>,
        action -> Text,
        content_type -> Text,
        object_id -> Text,
        object_repr -> Text,
        changes -> Jsonb,
        request_id -> Nullable<Text>,
        batch_id -> Uuid,
    }
}

#[derive(Queryable, Selectable, Insertable, Debug, Clone)]
#[diesel(table_name = articles)]
struct Article {
    id: Uuid,
    title: String,
    slug: String,
    body: String,
    status: String,
    author_id: Uuid,
    views: i32,
    note: Option<String>,
    published_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    deleted_at: Option<DateTime<Utc>>,
}

#[derive(Insertable, Debug)]
#[diesel(table_name = audit_logs)]
struct NewLog {
    created_at: DateTime<Utc>,
    actor_kind: &'static str,
    actor_id: Option<&'static str>,
    action: &'static str,
    content_type: &'static str,
    object_id: String,
    object_repr: &'static str,
    changes: Value,
    request_id: Option<&'static str>,
    batch_id: Uuid,
}

impl NewLog {
    fn of(row: Uuid, action: &'static str, changes: Value, now: DateTime<Utc>) -> Self {
        Self {
            created_at: now,
            actor_kind: "user",
            actor_id: Some("42"),
            action,
            content_type: "articles",
            object_id: row.to_string(),
            object_repr: "",
            changes,
            request_id: Some("req-7"),
            batch_id: Uuid::now_v7(),
        }
    }
}

pub(crate) struct Hand {
    pub(crate) conn: AsyncPgConnection,
    keys: Vec<Uuid>,
}

fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

fn instant(at: &DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

impl Hand {
    pub(crate) async fn new(mut conn: AsyncPgConnection) -> Result<Self> {
        let live = articles::table.filter(articles::deleted_at.is_null()).order(articles::created_at.desc());
        let keys = live.select(articles::id).limit(1_000).load(&mut conn).await?;
        Ok(Self { conn, keys })
    }

    pub(crate) async fn perform(&mut self, case: Case, turn: u64) -> Result<()> {
        let Self { conn, keys } = self;
        let row = match case {
            Case::Find => find(draft::key(draft::live(turn, SEEDS)), conn).await?,
            Case::CreateAudited => create(turn, conn).await?,
            Case::PatchAudited => patch(keys[turn as usize % keys.len()], format!("Title {turn}"), conn).await?,
        };
        black_box(row);
        Ok(())
    }
}

async fn find(key: Uuid, conn: &mut AsyncPgConnection) -> QueryResult<Article> {
    let live = articles::table.find(key).filter(articles::deleted_at.is_null());
    live.select(Article::as_select()).first(conn).await
}

async fn create(turn: u64, conn: &mut AsyncPgConnection) -> QueryResult<Article> {
    conn.transaction(async |conn| {
        let (new, now) = (Draft::number(turn), now());
        let new = Article {
            id: Uuid::now_v7(),
            status: new.status().to_owned(),
            title: new.title,
            slug: new.slug,
            body: new.body,
            author_id: new.author,
            views: new.views,
            note: new.note,
            published_at: new.published_at,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        };
        let insert = diesel::insert_into(articles::table).values(&new).returning(Article::as_returning());
        let row = insert.get_result(conn).await?;
        let log = NewLog::of(row.id, "create", created(&row), now);
        diesel::insert_into(audit_logs::table).values(&log).execute(conn).await?;
        Ok(row)
    })
    .await
}

async fn patch(key: Uuid, title: String, conn: &mut AsyncPgConnection) -> QueryResult<Article> {
    conn.transaction(async |conn| {
        let live = articles::table.find(key).filter(articles::deleted_at.is_null());
        let old: Article = live.for_update().select(Article::as_select()).get_result(conn).await?;
        let now = now();
        let changes = json!({
            "title": { "old": old.title, "new": title },
            "updated_at": { "old": instant(&old.updated_at), "new": instant(&now) },
        });
        let live = articles::table.find(key).filter(articles::deleted_at.is_null());
        let set = (articles::title.eq(title), articles::updated_at.eq(now));
        let row = diesel::update(live).set(set).returning(Article::as_returning()).get_result(conn).await?;
        let log = NewLog::of(key, "patch", changes, now);
        diesel::insert_into(audit_logs::table).values(&log).execute(conn).await?;
        Ok(row)
    })
    .await
}

fn created(row: &Article) -> Value {
    json!({
        "id": { "new": row.id },
        "title": { "new": row.title },
        "slug": { "new": row.slug },
        "body": { "new": row.body },
        "status": { "new": row.status },
        "author_id": { "new": row.author_id },
        "views": { "new": row.views },
        "note": { "new": row.note },
        "published_at": { "new": row.published_at.as_ref().map(instant) },
        "created_at": { "new": instant(&row.created_at) },
        "updated_at": { "new": instant(&row.updated_at) },
        "deleted_at": { "new": row.deleted_at.as_ref().map(instant) },
    })
}
