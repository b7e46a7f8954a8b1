//! What is done to tables of growing size.

use super::super::types::Conn;
use super::article;
use crate::case::PAGE;
use crate::draft;
use crate::models::{Article, ArticleId, Status};
use crate::schema::articles;
use crate::step::{CHANGED, Step};
use anyhow::{Context, Result, ensure};
use diesel::prelude::*;
use model_core::AuditLog;
use model_core::prelude::*;
use std::hint::black_box;
use uuid::Uuid;

pub(super) fn perform(step: Step, turn: u64, size: u64, actor: &Actor, conn: &mut Conn) -> Result<()> {
    let changed = ArticleId::from_inner(draft::key(CHANGED));
    match step {
        Step::Find => {
            let id = ArticleId::from_inner(draft::key(draft::live(turn, size)));
            let row: Article = Article::objects().find(id).get_result(conn)?;
            black_box(row);
        }
        Step::FirstPage => {
            let published = Article::objects().filter(articles::status.eq(Status::Published));
            let rows: Vec<Article> = published.limit(PAGE).load(conn)?;
            ensure!(rows.len() == PAGE as usize);
            black_box(rows);
        }
        Step::MiddlePage => {
            let published = Article::objects().filter(articles::status.eq(Status::Published));
            let behind = published.filter(articles::created_at.lt(at(draft::created_at(size / 2))));
            let rows: Vec<Article> = behind.limit(PAGE).load(conn)?;
            ensure!(rows.len() == PAGE as usize);
            black_box(rows);
        }
        Step::CreateAudited => {
            black_box(Article::create(article(turn)).by(actor).run(conn)?);
        }
        Step::Newest => {
            let entries = Article::history(changed).newest_first().limit(PAGE as usize).load(conn)?;
            ensure!(entries.len() == PAGE as usize);
            black_box(entries);
        }
        Step::AsOf => {
            // The change with this number gave it the next title.
            let half = draft::changed_at(size / 2 - 1);
            let past = Article::as_of(changed, half).load(conn)?.context("the row was there")?;
            ensure!(past.row().title == format!("Change {}", size / 2));
            black_box(past);
        }
        Step::PatchAudited => write(draft::key(CHANGED + 1), turn, actor, conn)?,
        Step::Verify => {
            let found = Article::verify_history(conn)?;
            ensure!(found.is_empty(), "the trail does not fit the table: {found:?}");
        }
    }
    Ok(())
}

/// An audited patch of one row.
pub(super) fn write(key: Uuid, turn: u64, actor: &Actor, conn: &mut Conn) -> Result<()> {
    let id = ArticleId::from_inner(key);
    black_box(Article::patch_by_key(id).title(format!("Title {turn}")).by(actor).run(conn)?);
    Ok(())
}

/// Gives each row a history that begins with its state.
pub(super) fn begin(actor: &Actor, conn: &mut Conn) -> Result<()> {
    AuditLog::begin::<Article>().by(actor).at(draft::begun_at()).run(conn)?;
    Ok(())
}
