//! What the trail knows, and what bypasses it.

use super::super::types::Conn;
use super::article;
use crate::case::{CHANGES, VERIFIED};
use crate::models::{Article, ArticleId, Captured};
use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use model_core::prelude::*;
use std::hint::black_box;

/// A row with a long history, and an instant in the middle of it.
pub(super) type Moment = (ArticleId, DateTime<Utc>);

pub(super) fn change(actor: &Actor, conn: &mut Conn) -> Result<Moment> {
    let mut row: Article = Article::objects().limit(1).get_result(conn)?;
    let mut middle = row.created_at;
    for n in 0..CHANGES {
        row = row.patch().title(format!("Change {n}")).by(actor).run(conn)?;
        if n == CHANGES / 2 {
            middle = row.updated_at;
        }
    }
    Ok((row.id, middle))
}

pub(super) fn as_of((id, instant): Moment, conn: &mut Conn) -> Result<()> {
    let past = Article::as_of(id, instant).load(conn)?.context("the row was there")?;
    ensure!(past.row().title.starts_with("Change "));
    black_box(past);
    Ok(())
}

/// Rows with three entries each.
pub(super) fn write(actor: &Actor, conn: &mut Conn) -> Result<()> {
    Article::create_many((0..VERIFIED).map(article)).by(actor).execute(conn)?;
    for title in ["First", "Second"] {
        Article::objects().patch().title(title.to_owned()).by(actor).run(conn)?;
    }
    Ok(())
}

pub(super) fn verify(conn: &mut Conn) -> Result<()> {
    let found = Article::verify_history(conn)?;
    ensure!(found.is_empty(), "the trail does not fit the table: {found:?}");
    Ok(())
}

pub(super) fn create_triggers(conn: &mut Conn) -> Result<()> {
    for statement in model_core::ddl::capture::<Captured, <Conn as diesel::Connection>::Backend>()? {
        conn.batch_execute(&statement)?;
    }
    Ok(())
}
