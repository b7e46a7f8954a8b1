//! What an application reads beyond single rows and plain lists.

use super::super::schema::{articles, labels, post_labels, posts, remarks};
use super::super::types::{Conn, at};
use super::rows::{Article, Post, Remark};
use crate::case::{EACH, LIST, PAGE};
use crate::draft;
use anyhow::{Result, ensure};
use diesel::dsl::count;
use diesel::prelude::*;
use std::collections::HashMap;
use std::hint::black_box;

/// The page behind a known row, with one row more: it says whether there is another page. Nothing is parsed.
pub(super) fn page(seeds: u64, conn: &mut Conn) -> Result<()> {
    let last = at(draft::created_at(seeds - 2 * PAGE as u64));
    let live = articles::table.filter(articles::deleted_at.is_null()).filter(articles::status.eq("published"));
    let behind = live.filter(articles::created_at.lt(last)).order(articles::created_at.desc());
    let mut rows: Vec<Article> = behind.limit(PAGE + 1).select(Article::as_select()).load(conn)?;
    ensure!(rows.len() == PAGE as usize + 1);
    rows.truncate(PAGE as usize);
    black_box(rows);
    Ok(())
}

/// All children are read, and those beyond the limit are dropped.
pub(super) fn limited(conn: &mut Conn) -> Result<()> {
    let live = posts::table.filter(posts::deleted_at.is_null()).order(posts::created_at.desc());
    let posts: Vec<Post> = live.limit(LIST).select(Post::as_select()).load(conn)?;
    let remarks = Remark::belonging_to(&posts).filter(remarks::deleted_at.is_null()).order(remarks::id.desc());
    let remarks: Vec<Remark> = remarks.select(Remark::as_select()).load(conn)?;
    let ids: Vec<i64> = posts.iter().map(|post| post.id).collect();
    let links = post_labels::table.inner_join(labels::table).filter(post_labels::post_id.eq_any(ids));
    let counts = links.group_by(post_labels::post_id).select((post_labels::post_id, count(labels::id)));
    let counts: HashMap<i64, i64> = counts.load::<(i64, i64)>(conn)?.into_iter().collect();
    let remarks = remarks.grouped_by(&posts);
    let together: Vec<(Post, Vec<Remark>, i64)> = posts
        .into_iter()
        .zip(remarks)
        .map(|(post, mut remarks)| {
            remarks.truncate(EACH as usize);
            let labels = counts.get(&post.id).copied().unwrap_or_default();
            (post, remarks, labels)
        })
        .collect();
    let remarks: usize = together.iter().map(|(_, remarks, _)| remarks.len()).sum();
    let labels: i64 = together.iter().map(|(_, _, labels)| labels).sum();
    ensure!((together.len(), remarks, labels) == (100, 300, 300));
    black_box(together);
    Ok(())
}
