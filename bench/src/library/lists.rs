//! What an application reads beyond single rows and plain lists.

use super::super::types::Conn;
use crate::case::{EACH, LIST, PAGE};
use crate::models::{Label, Page, Post, Remark};
use crate::schema::{articles, remarks};
use anyhow::{Context, Result, ensure};
use diesel::prelude::*;
use model_core::list::ListOf;
use model_core::prelude::*;
use model_core::relations::related;
use std::hint::black_box;

/// What a client may ask for.
pub(super) fn declared() -> ListOf<Page> {
    let list = Page::lists().filter(articles::status).sort((articles::created_at,)).default_sort("-created_at");
    list.page_size(PAGE as usize, PAGE as usize).signed(b"a secret of the application")
}

/// The query string of the second page.
pub(super) fn second_page(list: &ListOf<Page>, conn: &mut Conn) -> Result<String> {
    let first = Page::objects().list(&list.parse("status=published")?).load(conn)?;
    Ok(format!("status=published&after={}", first.next.context("there is a second page")?))
}

pub(super) fn page(list: &ListOf<Page>, asked: &str, conn: &mut Conn) -> Result<()> {
    let page = Page::objects().list(&list.parse(asked)?).load(conn)?;
    ensure!(page.rows.len() == PAGE as usize && page.next.is_some());
    black_box(page);
    Ok(())
}

pub(super) fn limited(conn: &mut Conn) -> Result<()> {
    let latest = related::<Remark>().order(remarks::id.desc()).limit_each(EACH);
    let posts: Vec<(Post, (Vec<Remark>, i64))> =
        Post::objects().limit(LIST).with((latest, related::<Label>().count())).load(conn)?;
    let remarks: usize = posts.iter().map(|(_, (remarks, _))| remarks.len()).sum();
    let labels: i64 = posts.iter().map(|(_, (_, labels))| labels).sum();
    ensure!((posts.len(), remarks, labels) == (100, 300, 300));
    black_box(posts);
    Ok(())
}
