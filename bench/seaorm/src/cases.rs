//! The cases that SeaORM has: reads, unaudited writes, and audited ones of one row.

use crate::audit;
use crate::entities::article::{ActiveModel, Column, Entity, Model};
use crate::entities::{label, post, remark};
use anyhow::{Context, Result, bail, ensure};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, ConnectOptions, ConnectionTrait, Database,
    DatabaseConnection, DbBackend, EntityTrait, LoaderTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use serde_json::{Value, json};
use std::hint::black_box;
use std::ops::Range;
use uuid::Uuid;

pub(crate) struct Sea {
    conn: DatabaseConnection,
    rows: Vec<Model>,
}

impl Sea {
    pub(crate) async fn open(url: &str) -> Result<Self> {
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).min_connections(1).sqlx_logging(false).test_before_acquire(false);
        Ok(Self { conn: Database::connect(options).await?, rows: Vec::new() })
    }

    pub(crate) async fn execute(&mut self, sql: &str) -> Result<()> {
        self.conn.execute_unprepared(sql).await?;
        Ok(())
    }

    pub(crate) async fn prepare(&mut self, case: &str) -> Result<()> {
        if matches!(case, "patch" | "patch-audited") {
            let live = Entity::find().filter(Column::DeletedAt.is_null()).order_by_desc(Column::CreatedAt);
            self.rows = live.limit(1_000).all(&self.conn).await?;
        }
        Ok(())
    }

    pub(crate) async fn run(&mut self, case: &str, turns: Range<u64>, seeds: u64) -> Result<()> {
        for turn in turns {
            match case {
                "find" => self.find(turn, seeds).await?,
                "list" => self.list(0, 100, None).await?,
                "offset-page" => self.list(5_000, 50, None).await?,
                "keyset-page" => self.list(0, 50, Some(created_at(seeds - 5_000))).await?,
                "create" => {
                    black_box(new(turn).insert(&self.conn).await?);
                }
                "create-audited" => {
                    black_box(audit::create(&self.conn, new(turn)).await?);
                }
                "create-many" => self.create_many().await?,
                "patch" => self.patch(turn).await?,
                "patch-audited" => {
                    let key = self.rows[turn as usize % self.rows.len()].id;
                    black_box(audit::patch(&self.conn, key, format!("Title {turn}")).await?);
                }
                "bulk-delete" => self.mark(true).await?,
                "bulk-restore" => self.mark(false).await?,
                "parents" => self.parents().await?,
                _ => bail!("SeaORM has no case {case}"),
            }
        }
        Ok(())
    }

    async fn find(&mut self, turn: u64, seeds: u64) -> Result<()> {
        let n = (turn.wrapping_mul(7_919) % (seeds / 10)) * 10 + 3 + turn % 7;
        let key = Uuid::from_u128((u128::from(n + 0x0190_0000) << 96) | 0x7000_8000_0000_0000_0000);
        let row = Entity::find_by_id(key).filter(Column::DeletedAt.is_null()).one(&self.conn).await?;
        black_box(row.context("no such row")?);
        Ok(())
    }

    async fn list(&mut self, skipped: u64, count: u64, before: Option<DateTime<Utc>>) -> Result<()> {
        let mut live = Entity::find().filter(Column::DeletedAt.is_null()).order_by_desc(Column::CreatedAt);
        if let Some(before) = before {
            live = live.filter(Column::CreatedAt.lt(before));
        }
        if skipped > 0 {
            live = live.offset(skipped);
        }
        let rows = live.limit(count).all(&self.conn).await?;
        ensure!(rows.len() as u64 == count);
        black_box(rows);
        Ok(())
    }

    async fn create_many(&mut self) -> Result<()> {
        use sea_orm::TransactionTrait;
        let transaction = self.conn.begin().await?;
        // Two thousand rows of twelve values stay below every bind limit.
        for start in (0..10_000).step_by(2_000) {
            Entity::insert_many((start..start + 2_000).map(new)).exec_without_returning(&transaction).await?;
        }
        Ok(transaction.commit().await?)
    }

    async fn patch(&mut self, turn: u64) -> Result<()> {
        let row = &self.rows[turn as usize % self.rows.len()];
        let mut row: ActiveModel = row.clone().into();
        row.title = Set(format!("Title {turn}"));
        row.updated_at = Set(Utc::now().trunc_subsecs(6));
        black_box(row.update(&self.conn).await?);
        Ok(())
    }

    async fn mark(&mut self, delete: bool) -> Result<()> {
        let now = Utc::now().trunc_subsecs(6);
        let drafts = Entity::update_many().filter(Column::Status.eq("draft"));
        let drafts = if delete {
            drafts.filter(Column::DeletedAt.is_null())
        } else {
            drafts.filter(Column::DeletedAt.is_not_null())
        };
        let set = drafts.col_expr(Column::DeletedAt, Expr::value(delete.then_some(now)));
        let done = set.col_expr(Column::UpdatedAt, Expr::value(now)).exec(&self.conn).await?;
        ensure!(done.rows_affected == 5_000);
        Ok(())
    }

    async fn parents(&mut self) -> Result<()> {
        let live = post::Entity::find().filter(post::Column::DeletedAt.is_null());
        let posts = live.order_by_desc(post::Column::CreatedAt).limit(100).all(&self.conn).await?;
        let remarks = remark::Entity::find().filter(remark::Column::DeletedAt.is_null());
        let remarks = posts.load_many(remarks.order_by_asc(remark::Column::Id), &self.conn).await?;
        let labels = posts.load_many(label::Entity::find().order_by_asc(label::Column::Id), &self.conn).await?;
        let remarked: usize = remarks.iter().map(Vec::len).sum();
        let labelled: usize = labels.iter().map(Vec::len).sum();
        ensure!((posts.len(), remarked, labelled) == (100, 500, 300));
        let together: Vec<_> = posts.into_iter().zip(remarks).zip(labels).collect();
        black_box(together);
        Ok(())
    }

    /// What is in the tables, for the other side to hash: titles, states and whether a row is deleted, and what was
    /// audited.
    pub(crate) async fn seen(&mut self) -> Result<Value> {
        let backend = self.conn.get_database_backend();
        let sql = "SELECT title, status, CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END AS deleted FROM articles";
        let rows = self.conn.query_all_raw(Statement::from_string(backend, sql)).await?;
        let rows = rows.iter().map(|row| {
            let (title, status): (String, String) = (row.try_get("", "title")?, row.try_get("", "status")?);
            let deleted: i32 = row.try_get("", "deleted")?;
            Ok(json!([title, status, deleted == 1]))
        });
        let rows = rows.collect::<Result<Vec<_>>>()?;
        let changes = match backend {
            DbBackend::Postgres => "changes::text",
            DbBackend::MySql => "CAST(changes AS CHAR)",
            _ => "changes",
        };
        let sql = format!("SELECT action, {changes} AS changes FROM audit_logs");
        let logs = self.conn.query_all_raw(Statement::from_string(backend, sql)).await?;
        let logs = logs.iter().map(|log| {
            let (action, changes): (String, String) = (log.try_get("", "action")?, log.try_get("", "changes")?);
            Ok(json!([action, changes]))
        });
        let logs = logs.collect::<Result<Vec<_>>>()?;
        Ok(json!([rows, logs]))
    }
}

fn created_at(n: u64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 123_456_000).unwrap_or_default() + TimeDelta::seconds(n as i64)
}

fn new(n: u64) -> ActiveModel {
    let is_draft = n.is_multiple_of(2);
    let now = Utc::now().trunc_subsecs(6);
    ActiveModel {
        id: Set(Uuid::now_v7()),
        title: Set(format!("The article with the number {n}")),
        slug: Set(format!("the-article-with-the-number-{n}")),
        body: Set("One sentence of the text of an article. ".repeat(10)),
        status: Set(if is_draft { "draft" } else { "published" }.to_owned()),
        author_id: Set(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(n % 50))),
        views: Set((n % 1_000) as i32),
        note: Set(n.is_multiple_of(3).then(|| "checked".to_owned())),
        published_at: Set((!is_draft).then(|| created_at(n))),
        created_at: Set(now),
        updated_at: Set(now),
        deleted_at: NotSet,
    }
}
