//! The side of model-async: what an application writes, nothing else.

use crate::case::{Case, SEEDS};
use crate::draft::{self, Draft};
use anyhow::Result;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use model_async::prelude::*;
use std::hint::black_box;
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    articles (id) {
        id -> Uuid,
        title -> Text,
        slug -> Text,
        body -> Text,
        status -> Text,
        author_id -> Uuid,
        views -> Integer,
        note -> Nullable<Text>,
        published_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

#[derive(Model, Debug, Clone)]
#[model(table = articles, timestamps, soft_delete, audit, ordering = "-created_at")]
pub(crate) struct Article {
    pub(crate) id: Uuid,
    pub(crate) title: String,
    pub(crate) slug: String,
    pub(crate) body: String,
    pub(crate) status: String,
    pub(crate) author_id: Uuid,
    pub(crate) views: i32,
    pub(crate) note: Option<String>,
    pub(crate) published_at: Option<DateTime<Utc>>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
}

pub(crate) struct Library {
    pub(crate) conn: AsyncPgConnection,
    actor: Actor,
    articles: Vec<Article>,
}

impl Library {
    pub(crate) async fn new(mut conn: AsyncPgConnection) -> Result<Self> {
        let articles = Article::objects().limit(1_000).load(&mut conn).await?;
        Ok(Self { conn, actor: Actor::user(42).request("req-7"), articles })
    }

    pub(crate) async fn perform(&mut self, case: Case, turn: u64) -> Result<()> {
        let Self { conn, actor, articles } = self;
        let row: Article = match case {
            Case::Find => Article::objects().find(draft::key(draft::live(turn, SEEDS))).get_result(conn).await?,
            Case::CreateAudited => Article::create(new(turn)).by(actor).run(conn).await?,
            Case::PatchAudited => {
                let row = &articles[turn as usize % articles.len()];
                row.patch().title(format!("Title {turn}")).by(actor).run(conn).await?
            }
        };
        black_box(row);
        Ok(())
    }
}

fn new(turn: u64) -> NewArticle {
    let row = Draft::number(turn);
    let status = row.status();
    let new = NewArticle::builder().title(row.title).slug(row.slug).body(row.body).status(status);
    new.author_id(row.author).views(row.views).note(row.note).published_at(row.published_at).build()
}
