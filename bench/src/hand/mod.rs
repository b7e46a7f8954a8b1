//! Hand-written Diesel: compiled once for each backend.

mod audit;
mod items;
mod lists;
mod rows;

use super::locking::{locked, locked_drafts};
use super::schema::{articles, audit_logs, labels, posts, remarks};
use super::types::{At, BINDS, Conn, Id, at, id, words};
use super::{look, many, written};
use crate::case::{BULK, Case, KEPT, LIST, MANY, PAGE, SKIPPED};
use crate::draft;
use crate::statements::Counter;
use crate::world::{Seen, Who, Words, World};
use anyhow::{Result, bail, ensure};
use chrono::{SubsecRound, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::hint::black_box;
use std::ops::Range;
use uuid::Uuid;

pub(crate) use self::rows::{Article, FixedArticle, FixedLog, Item, NewArticle};
use self::rows::{Label, NewLog, Post, PostLabel, Remark};

/// One of the two ways of writing it by hand.
pub(crate) struct Hand {
    conn: Conn,
    counter: Counter,
    best: bool,
    articles: Vec<Article>,
}

fn now() -> At {
    at(Utc::now().trunc_subsecs(6))
}

impl Hand {
    pub(crate) fn new(mut conn: Conn, who: Who) -> Self {
        let counter = Counter::on(&mut conn);
        Self { conn, counter, best: who == Who::Best, articles: Vec::new() }
    }

    fn find(&mut self, turn: u64, seeds: u64) -> Result<()> {
        let id = id(draft::key(draft::live(turn, seeds)));
        let query = articles::table.find(id).filter(articles::deleted_at.is_null()).select(Article::as_select());
        // At most one row: without `first` there is no LIMIT to bind.
        let row = if self.best { query.get_result(&mut self.conn)? } else { query.first(&mut self.conn)? };
        black_box(row);
        Ok(())
    }

    fn list(&mut self, offset: Option<i64>, limit: i64) -> Result<()> {
        let live = articles::table.filter(articles::deleted_at.is_null()).order(articles::created_at.desc());
        let query = live.select(Article::as_select()).limit(limit);
        let rows = match offset {
            None => query.load(&mut self.conn)?,
            Some(offset) => query.offset(offset).load(&mut self.conn)?,
        };
        ensure!(rows.len() == limit as usize);
        black_box(rows);
        Ok(())
    }

    fn keyset_page(&mut self, seeds: u64) -> Result<()> {
        let last = at(draft::created_at(seeds - SKIPPED as u64));
        let live = articles::table.filter(articles::deleted_at.is_null()).filter(articles::created_at.lt(last));
        let query = live.order(articles::created_at.desc()).limit(PAGE).select(Article::as_select());
        let rows = query.load(&mut self.conn)?;
        ensure!(rows.len() == PAGE as usize);
        black_box(rows);
        Ok(())
    }

    fn create(&mut self, turn: u64) -> Result<()> {
        let row = insert(&mut self.conn, turn, self.best)?;
        black_box(row);
        Ok(())
    }

    fn create_audited(&mut self, turn: u64) -> Result<()> {
        let best = self.best;
        let row = self.conn.transaction(|conn| {
            let row = insert(conn, turn, best)?;
            let log = audit::log("create", &row.id, audit::created(&row), &row.created_at, id(Uuid::now_v7()));
            insert_logs(conn, vec![log], best)?;
            QueryResult::Ok(row)
        })?;
        black_box(row);
        Ok(())
    }

    fn create_many(&mut self) -> Result<()> {
        let now = Utc::now().trunc_subsecs(6);
        let rows: Vec<NewArticle> = (0..MANY).map(|n| NewArticle::number(n, now)).collect();
        if self.best {
            return Ok(many::best(&mut self.conn, rows.into_iter().map(FixedArticle::from).collect())?);
        }
        Ok(many::usual(&mut self.conn, &rows)?)
    }

    fn patch(&mut self, turn: u64) -> Result<()> {
        let title = format!("Title {turn}");
        let count = self.articles.len();
        let row = &mut self.articles[turn as usize % count];
        if !self.best {
            black_box(written::patch(&mut self.conn, &row.id, &title, now())?);
            return Ok(());
        }
        let now = now();
        ensure!(update(&mut self.conn, &row.id, &title, now)? == 1);
        row.title = title;
        row.updated_at = now;
        black_box(row);
        Ok(())
    }

    fn patch_audited(&mut self, turn: u64) -> Result<()> {
        let title = format!("Title {turn}");
        let best = self.best;
        let key = &self.articles[turn as usize % self.articles.len()].id;
        let row = self.conn.transaction(|conn| {
            let mut old = locked(conn, key)?;
            let now = now();
            let changes = audit::patched(&old, &title, &now);
            let row = if best {
                update(conn, key, &title, now)?;
                old.title = title;
                old.updated_at = now;
                old
            } else {
                written::patch(conn, key, &title, now)?
            };
            insert_logs(conn, vec![audit::log("patch", key, changes, &now, id(Uuid::now_v7()))], best)?;
            QueryResult::Ok(row)
        })?;
        black_box(row);
        Ok(())
    }

    fn increment(&mut self, turn: u64) -> Result<()> {
        let row = &self.articles[turn as usize % self.articles.len()];
        let changed = written::increment(&mut self.conn, &row.id, now())?;
        ensure!(changed.views > row.views);
        black_box(changed);
        Ok(())
    }

    fn mark(&mut self, delete: bool) -> Result<usize> {
        Ok(mark(&mut self.conn, delete, now())?)
    }

    fn mark_audited(&mut self, delete: bool) -> Result<usize> {
        let best = self.best;
        let action = if delete { "delete" } else { "restore" };
        let count = self.conn.transaction(|conn| {
            let now = now();
            let batch = id(Uuid::now_v7());
            let new = (delete.then_some(&now), &now);
            let logs = if best {
                let old: Vec<(Id, At, Option<At>)> =
                    locked_drafts!(conn, delete, (articles::id, articles::updated_at, articles::deleted_at))?;
                let change = |(key, updated, deleted): &(Id, At, Option<At>)| {
                    audit::log(action, key, audit::marked((deleted.as_ref(), updated), new), &now, batch)
                };
                old.iter().map(change).collect()
            } else {
                let old: Vec<Article> = locked_drafts!(conn, delete, Article::as_select())?;
                let change = |row: &Article| {
                    let changes = audit::marked((row.deleted_at.as_ref(), &row.updated_at), new);
                    audit::log(action, &row.id, changes, &now, batch)
                };
                old.iter().map(change).collect()
            };
            let count = mark(conn, delete, now)?;
            insert_logs(conn, logs, best)?;
            QueryResult::Ok(count)
        })?;
        Ok(count)
    }

    fn parents(&mut self) -> Result<()> {
        let conn = &mut self.conn;
        let live = posts::table.filter(posts::deleted_at.is_null()).order(posts::created_at.desc());
        let posts: Vec<Post> = live.limit(LIST).select(Post::as_select()).load(conn)?;
        let remarks = Remark::belonging_to(&posts).filter(remarks::deleted_at.is_null()).order(remarks::id);
        let remarks: Vec<Remark> = remarks.select(Remark::as_select()).load(conn)?;
        let labels = PostLabel::belonging_to(&posts).inner_join(labels::table).order(labels::id);
        let labels: Vec<(PostLabel, Label)> = labels.select((PostLabel::as_select(), Label::as_select())).load(conn)?;
        ensure!((posts.len(), remarks.len(), labels.len()) == (100, 500, 300));
        let remarks = remarks.grouped_by(&posts);
        let labels = labels.grouped_by(&posts);
        let together: Vec<(Post, Vec<Remark>, Vec<Label>)> = posts
            .into_iter()
            .zip(remarks)
            .zip(labels)
            .map(|((post, remarks), labels)| (post, remarks, labels.into_iter().map(|(_, label)| label).collect()))
            .collect();
        black_box(together);
        Ok(())
    }
}

/// The usual way reads the row back, the best one knows it already.
fn insert(conn: &mut Conn, turn: u64, best: bool) -> QueryResult<Article> {
    let new = NewArticle::number(turn, Utc::now().trunc_subsecs(6));
    if !best {
        return written::insert(conn, &new);
    }
    let new = FixedArticle::from(new);
    diesel::insert_into(articles::table).values(&new).execute(conn)?;
    Ok(new.into())
}

fn update(conn: &mut Conn, key: &Id, title: &str, now: At) -> QueryResult<usize> {
    diesel::update(articles::table.find(key).filter(articles::deleted_at.is_null()))
        .set((articles::title.eq(title), articles::updated_at.eq(now)))
        .execute(conn)
}

fn mark(conn: &mut Conn, delete: bool, now: At) -> QueryResult<usize> {
    let drafts = articles::table.filter(articles::status.eq("draft"));
    let set = (articles::deleted_at.eq(delete.then_some(now)), articles::updated_at.eq(now));
    if delete {
        diesel::update(drafts.filter(articles::deleted_at.is_null())).set(set).execute(conn)
    } else {
        diesel::update(drafts.filter(articles::deleted_at.is_not_null())).set(set).execute(conn)
    }
}

fn insert_logs(conn: &mut Conn, logs: Vec<NewLog>, best: bool) -> QueryResult<()> {
    if !best {
        return match &*logs {
            [log] => diesel::insert_into(audit_logs::table).values(log).execute(conn).map(drop),
            logs => logs
                .chunks(BINDS / 12)
                .try_for_each(|logs| diesel::insert_into(audit_logs::table).values(logs).execute(conn).map(drop)),
        };
    }
    let logs: Vec<FixedLog> = logs.into_iter().map(FixedLog::from).collect();
    match &*logs {
        [log] => diesel::insert_into(audit_logs::table).values(log).execute(conn).map(drop),
        logs => many::best_logs(conn, logs),
    }
}

impl World for Hand {
    fn execute(&mut self, sql: &str) -> Result<()> {
        Ok(self.conn.batch_execute(sql)?)
    }

    fn words(&self) -> Words {
        words::HAND
    }

    fn prepare(&mut self, case: Case) -> Result<()> {
        if matches!(case, Case::Patch | Case::PatchAudited | Case::Expression) {
            let live = articles::table.filter(articles::deleted_at.is_null()).order(articles::created_at.desc());
            self.articles = live.limit(1_000).select(Article::as_select()).load(&mut self.conn)?;
        }
        Ok(())
    }

    fn run(&mut self, case: Case, turns: Range<u64>) -> Result<()> {
        let seeds = case.seeds();
        for turn in turns {
            match case {
                Case::Find => self.find(turn, seeds)?,
                Case::List => self.list(None, LIST)?,
                Case::OffsetPage => self.list(Some(SKIPPED), PAGE)?,
                Case::KeysetPage => self.keyset_page(seeds)?,
                Case::Create => self.create(turn)?,
                Case::CreateAudited => self.create_audited(turn)?,
                Case::CreateMany => self.create_many()?,
                Case::Patch => self.patch(turn)?,
                Case::PatchAudited => self.patch_audited(turn)?,
                Case::BulkDelete => ensure!(self.mark(true)? == BULK as usize),
                Case::BulkDeleteAudited => ensure!(self.mark_audited(true)? == BULK as usize),
                Case::BulkRestore => ensure!(self.mark(false)? == BULK as usize),
                Case::BulkRestoreAudited => ensure!(self.mark_audited(false)? == BULK as usize),
                Case::Parents => self.parents()?,
                Case::ListPage => lists::page(seeds, &mut self.conn)?,
                Case::Related => lists::limited(&mut self.conn)?,
                Case::Cached => self.find(turn % KEPT, seeds)?,
                Case::Expression => self.increment(turn)?,
                Case::PatchMany => items::patch_many(turn, now(), &mut self.conn)?,
                Case::UpsertMany => items::upsert_many(turn, now(), &mut self.conn)?,
                Case::GetOrCreate => items::get_or_create(turn, now(), &mut self.conn)?,
                Case::CreateCaptured | Case::PatchCaptured | Case::AsOf | Case::Verify => {
                    bail!("nobody writes this by hand")
                }
            }
        }
        Ok(())
    }

    fn seen(&mut self) -> Result<Seen> {
        look::look(&mut self.conn)
    }

    fn statements(&self) -> u64 {
        self.counter.count()
    }
}
