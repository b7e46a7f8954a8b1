//! The library's side: compiled once for each backend.

mod growth;
mod items;
mod lists;
mod past;

use self::past::Moment;
use super::look;
use super::types::{Conn, words};
#[cfg(feature = "cache")]
use crate::case::KEPT;
use crate::case::{BULK, Case, LIST, MANY, PAGE, SKIPPED};
use crate::draft::{self, Draft};
use crate::models::{
    Article, ArticleId, Captured, Label, NewArticle, NewCaptured, NewPage, Page, Post, Remark, Status,
};
use crate::schema::articles;
use crate::statements::Counter;
use crate::step::Step;
use crate::world::{Seen, Words, World};
#[cfg(not(feature = "cache"))]
use anyhow::bail;
use anyhow::{Context, Result, ensure};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
#[cfg(feature = "cache")]
use model_core::cache::Cached;
use model_core::list::ListOf;
use model_core::prelude::*;
use std::hint::black_box;
use std::ops::Range;
use uuid::Uuid;

pub(crate) struct Library {
    conn: Conn,
    counter: Counter,
    actor: Actor,
    articles: Vec<Article>,
    pages: Vec<Page>,
    captured: Vec<Captured>,
    list: ListOf<Page>,
    /// The query string of a page.
    asked: String,
    #[cfg(feature = "cache")]
    cache: Cached<Page>,
    moment: Option<Moment>,
}

impl Library {
    pub(crate) fn new(mut conn: Conn) -> Self {
        let counter = Counter::on(&mut conn);
        let actor = Actor::user(42).request("req-7");
        Self {
            conn,
            counter,
            actor,
            articles: Vec::new(),
            pages: Vec::new(),
            captured: Vec::new(),
            list: lists::declared(),
            asked: String::new(),
            #[cfg(feature = "cache")]
            cache: Cached::new(10_000),
            moment: None,
        }
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

    #[cfg(feature = "cache")]
    fn find_cached(&mut self, turn: u64, seeds: u64) -> Result<()> {
        let id = ArticleId::from_inner(draft::key(draft::live(turn % KEPT, seeds)));
        let row = self.cache.find(id).run(&mut self.conn)?;
        black_box(row.context("the row is live")?);
        Ok(())
    }

    fn increment(&mut self, turn: u64) -> Result<()> {
        let row = &self.pages[turn as usize % self.pages.len()];
        let changed = row.patch().views(articles::views + 1).run(&mut self.conn)?;
        ensure!(changed.views > row.views);
        black_box(changed);
        Ok(())
    }

    fn create_captured(&mut self, turn: u64) -> Result<()> {
        black_box(Captured::create(captured(turn)).by(&self.actor).run(&mut self.conn)?);
        Ok(())
    }

    fn patch_captured(&mut self, turn: u64) -> Result<()> {
        let row = &self.captured[turn as usize % self.captured.len()];
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

/// A new row from a draft, for whichever model.
macro_rules! new {
    ($new:ident, $turn:expr) => {{
        let Draft { title, slug, body, is_draft, author, views, note, published_at } = Draft::number($turn);
        let status = if is_draft { Status::Draft } else { Status::Published };
        let new = $new::builder().title(title).slug(slug).body(body).status(status).author_id(author).views(views);
        new.note(note).published_at(published_at).build()
    }};
}

fn article(turn: u64) -> NewArticle {
    new!(NewArticle, turn)
}

fn page(turn: u64) -> NewPage {
    new!(NewPage, turn)
}

fn captured(turn: u64) -> NewCaptured {
    new!(NewCaptured, turn)
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
            Case::Expression => self.pages = Page::objects().limit(1_000).load(&mut self.conn)?,
            Case::PatchAudited => self.articles = Article::objects().limit(1_000).load(&mut self.conn)?,
            Case::CreateCaptured => past::create_triggers(&mut self.conn)?,
            Case::PatchCaptured => {
                past::create_triggers(&mut self.conn)?;
                self.captured = Captured::objects().limit(1_000).load(&mut self.conn)?;
            }
            Case::ListPage => self.asked = lists::second_page(&self.list, &mut self.conn)?,
            Case::AsOf => self.moment = Some(past::change(&self.actor, &mut self.conn)?),
            Case::Verify => past::write(&self.actor, &mut self.conn)?,
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
                Case::ListPage => lists::page(&self.list, &self.asked, &mut self.conn)?,
                Case::Related => lists::limited(&mut self.conn)?,
                #[cfg(feature = "cache")]
                Case::Cached => self.find_cached(turn, seeds)?,
                #[cfg(not(feature = "cache"))]
                Case::Cached => bail!("this program was built without the feature `cache`"),
                Case::Expression => self.increment(turn)?,
                Case::PatchMany => items::patch_many(turn, &mut self.conn)?,
                Case::UpsertMany => items::upsert_many(turn, &mut self.conn)?,
                Case::GetOrCreate => items::get_or_create(turn, &mut self.conn)?,
                Case::CreateCaptured => self.create_captured(turn)?,
                Case::PatchCaptured => self.patch_captured(turn)?,
                Case::AsOf => past::as_of(self.moment.context("the row was changed")?, &mut self.conn)?,
                Case::Verify => past::verify(&mut self.conn)?,
            }
        }
        Ok(())
    }

    fn step(&mut self, step: Step, turn: u64, size: u64) -> Result<()> {
        growth::perform(step, turn, size, &self.actor, &mut self.conn)
    }

    fn write(&mut self, key: Uuid, turn: u64) -> Result<()> {
        growth::write(key, turn, &self.actor, &mut self.conn)
    }

    fn begin(&mut self) -> Result<()> {
        growth::begin(&self.actor, &mut self.conn)
    }

    fn seen(&mut self) -> Result<Seen> {
        look::look(&mut self.conn)
    }

    fn statements(&self) -> u64 {
        self.counter.count()
    }
}
