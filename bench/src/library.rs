//! The library's side: compiled once for each backend.

use super::look;
use super::types::{Conn, words};
use crate::case::{BULK, Case, LIST, MANY, PAGE, SKIPPED};
use crate::draft::{self, Draft};
use crate::models::{Article, ArticleId, Label, NewArticle, NewPage, Page, Post, Remark, Status};
use crate::schema::articles;
use crate::statements::Counter;
use crate::world::{Seen, Words, World};
use anyhow::{Result, ensure};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use model_core::prelude::*;
use std::hint::black_box;
use std::ops::Range;

pub(crate) struct Library {
    conn: Conn,
    counter: Counter,
    actor: Actor,
    articles: Vec<Article>,
    pages: Vec<Page>,
}

impl Library {
    pub(crate) fn new(mut conn: Conn) -> Self {
        let counter = Counter::on(&mut conn);
        let actor = Actor::user(42).request("req-7");
        Self { conn, counter, actor, articles: Vec::new(), pages: Vec::new() }
    }

    fn find(&mut self, turn: u64, seeds: u64) -> Result<()> {
        let id = ArticleId::from_inner(draft::key(draft::live(turn, seeds)));
        let row: Article = Article::objects().find(id).get_result(&mut self.conn)?;
        black_box(row);
        Ok(())
    }

    fn list(&mut self) -> Result<()> {
        let rows: Vec<Article> = Article::objects().limit(LIST).load(&mut self.conn)?;
        ensure!(rows.len() == LIST as usize);
        black_box(rows);
        Ok(())
    }

    fn offset_page(&mut self) -> Result<()> {
        let rows: Vec<Article> = Article::objects().offset(SKIPPED).limit(PAGE).load(&mut self.conn)?;
        ensure!(rows.len() == PAGE as usize);
        black_box(rows);
        Ok(())
    }

    fn keyset_page(&mut self, seeds: u64) -> Result<()> {
        let last = draft::created_at(seeds - SKIPPED as u64);
        let rows: Vec<Article> =
            Article::objects().filter(articles::created_at.lt(at(last))).limit(PAGE).load(&mut self.conn)?;
        ensure!(rows.len() == PAGE as usize);
        black_box(rows);
        Ok(())
    }

    fn create(&mut self, turn: u64) -> Result<()> {
        black_box(Page::create(page(turn)).run(&mut self.conn)?);
        Ok(())
    }

    fn create_audited(&mut self, turn: u64) -> Result<()> {
        black_box(Article::create(article(turn)).by(&self.actor).run(&mut self.conn)?);
        Ok(())
    }

    fn create_many(&mut self) -> Result<()> {
        let count = Page::create_many((0..MANY).map(page)).execute(&mut self.conn)?;
        ensure!(count == MANY as usize);
        Ok(())
    }

    fn patch(&mut self, turn: u64) -> Result<()> {
        let row = &self.pages[turn as usize % self.pages.len()];
        black_box(row.patch().title(format!("Title {turn}")).run(&mut self.conn)?);
        Ok(())
    }

    fn patch_audited(&mut self, turn: u64) -> Result<()> {
        let row = &self.articles[turn as usize % self.articles.len()];
        black_box(row.patch().title(format!("Title {turn}")).by(&self.actor).run(&mut self.conn)?);
        Ok(())
    }

    fn delete(&mut self) -> Result<usize> {
        Ok(Page::objects().filter(articles::status.eq(Status::Draft)).delete().run(&mut self.conn)?)
    }

    fn delete_audited(&mut self) -> Result<usize> {
        let drafts = Article::objects().filter(articles::status.eq(Status::Draft));
        Ok(drafts.delete().by(&self.actor).run(&mut self.conn)?)
    }

    fn restore(&mut self) -> Result<usize> {
        let drafts = Page::objects().filter(articles::status.eq(Status::Draft)).only_deleted();
        Ok(drafts.restore().run(&mut self.conn)?)
    }

    fn restore_audited(&mut self) -> Result<usize> {
        let drafts = Article::objects().filter(articles::status.eq(Status::Draft)).only_deleted();
        Ok(drafts.restore().by(&self.actor).run(&mut self.conn)?)
    }

    fn parents(&mut self) -> Result<()> {
        let posts = Post::objects().limit(LIST).load_with::<(Remark, Label)>(&mut self.conn)?;
        let remarks: usize = posts.iter().map(|(_, (remarks, _))| remarks.len()).sum();
        let labels: usize = posts.iter().map(|(_, (_, labels))| labels.len()).sum();
        ensure!((posts.len(), remarks, labels) == (100, 500, 300));
        black_box(posts);
        Ok(())
    }
}

fn article(turn: u64) -> NewArticle {
    let Draft { title, slug, body, is_draft, author, views, note, published_at } = Draft::number(turn);
    let status = if is_draft { Status::Draft } else { Status::Published };
    let new = NewArticle::builder().title(title).slug(slug).body(body).status(status).author_id(author).views(views);
    new.note(note).published_at(published_at).build()
}

fn page(turn: u64) -> NewPage {
    let Draft { title, slug, body, is_draft, author, views, note, published_at } = Draft::number(turn);
    let status = if is_draft { Status::Draft } else { Status::Published };
    let new = NewPage::builder().title(title).slug(slug).body(body).status(status).author_id(author).views(views);
    new.note(note).published_at(published_at).build()
}

impl World for Library {
    fn execute(&mut self, sql: &str) -> Result<()> {
        Ok(self.conn.batch_execute(sql)?)
    }

    fn words(&self) -> Words {
        words::LIBRARY
    }

    fn prepare(&mut self, case: Case) -> Result<()> {
        match case {
            Case::Patch => self.pages = Page::objects().limit(1_000).load(&mut self.conn)?,
            Case::PatchAudited => self.articles = Article::objects().limit(1_000).load(&mut self.conn)?,
            _ => {}
        }
        Ok(())
    }

    fn run(&mut self, case: Case, turns: Range<u64>) -> Result<()> {
        let seeds = case.seeds();
        for turn in turns {
            match case {
                Case::Find => self.find(turn, seeds)?,
                Case::List => self.list()?,
                Case::OffsetPage => self.offset_page()?,
                Case::KeysetPage => self.keyset_page(seeds)?,
                Case::Create => self.create(turn)?,
                Case::CreateAudited => self.create_audited(turn)?,
                Case::CreateMany => self.create_many()?,
                Case::Patch => self.patch(turn)?,
                Case::PatchAudited => self.patch_audited(turn)?,
                Case::BulkDelete => ensure!(self.delete()? == BULK as usize),
                Case::BulkDeleteAudited => ensure!(self.delete_audited()? == BULK as usize),
                Case::BulkRestore => ensure!(self.restore()? == BULK as usize),
                Case::BulkRestoreAudited => ensure!(self.restore_audited()? == BULK as usize),
                Case::Parents => self.parents()?,
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
