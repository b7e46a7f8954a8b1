//! The tour: a day at the desk, printed.

mod authors;
mod desk;
mod past;
mod readers;
mod shop;

use crate::cli::Global;
use crate::commands::{import_line, named_url, purge_line, request};
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::events::{Happened, Listeners};
use crate::import::{self, Document};
use crate::models::{Article, CommentId, DraftArticle, PublishedArticle, Verdict};
use crate::report::{self, Ink, Who, counted, fit, table};
use crate::schema::articles as columns;
use crate::services::articles::{self, Shelf};
use crate::services::tags::{self, Change};
use crate::services::{Editor, comments, deletion, trail, trash};
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::{Choices, Signal};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use tempfile::TempDir;

/// Gives the tour.
///
/// # Errors
/// The folder or the database is not there, or something on the way fails.
pub(crate) fn run(out: &mut dyn Write, global: &Global, folder: Option<&Path>) -> Result<()> {
    let (documents, folder) = documents(folder)?;
    if documents.is_empty() {
        writeln!(out, "There are no Markdown files in {}: nothing to show.", folder.display())?;
        writeln!(out, "Name a folder that has some: newsroom --import DIR")?;
        return Ok(());
    }
    let place = Place::of(global)?;
    let (mut conn, migrations) = db::open_or_create(&place.url)?;
    let (tell, heard) = mpsc::channel();
    let mut signal = Signal::new();
    signal.connect(move |happened: &Happened, ()| {
        // Where the tour has ended, nobody listens any more.
        let _ = tell.send(happened.clone());
        Ok(())
    });
    let (start, ink, listeners) = (trail::end(&mut conn)?, Ink::choose(global.color), Listeners::new(signal));
    let mut tour = Tour { conn, out, start, ink, listeners, heard };
    tour.chapter("The desk opens")?;
    writeln!(tour.out, "{} database: {}{}", db::NAME, db::shown(&place.url), place.note())?;
    match migrations.len() {
        0 => writeln!(tour.out, "The tables are up to date.")?,
        count => writeln!(tour.out, "Ran {}.", counted(count, "migration"))?,
    }
    tour.visit(&documents, &folder, &global.handle)
}

/// Where the tour takes place. The directory is removed at the end.
#[derive(Debug)]
struct Place {
    url: String,
    temporary: Option<TempDir>,
}

impl Place {
    fn of(global: &Global) -> Result<Self> {
        // A file can always be made, so whatever else DATABASE_URL is for is left alone.
        if let (None, Some(_)) = (&global.database, db::DEFAULT) {
            let dir = tempfile::Builder::new().prefix("newsroom-").tempdir()?;
            let url = dir.path().join("newsroom.db").display().to_string();
            return Ok(Self { url, temporary: Some(dir) });
        }
        let none =
            || Error::Argument(format!("the tour on {} needs a server: give --database or DATABASE_URL", db::NAME));
        Ok(Self { url: named_url(global).ok_or_else(none)?, temporary: None })
    }

    fn note(&self) -> &'static str {
        if self.temporary.is_some() { " (removed at the end)" } else { "" }
    }
}

/// What to import: a folder that was named, else the documents of the repository that this program was built in, else
/// those of the current directory.
fn documents(folder: Option<&Path>) -> Result<(Vec<Document>, PathBuf)> {
    if let Some(folder) = folder {
        return Ok((import::read_folder(folder)?, folder.to_owned()));
    }
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let root = repository.canonicalize().unwrap_or_else(|_| PathBuf::from("."));
    Ok((import::read_project(&root)?, root))
}

struct Tour<'o> {
    conn: Conn,
    out: &'o mut dyn Write,
    /// Where the audit trail ended before.
    start: i64,
    ink: Ink,
    /// Who is told of what happens: the other end of this.
    listeners: Listeners,
    heard: mpsc::Receiver<Happened>,
}

/// How many articles of a list are printed.
const LISTED: usize = 12;

impl Tour<'_> {
    fn visit(&mut self, documents: &[Document], folder: &Path, handle: &str) -> Result<()> {
        let (editor, articles) = self.import(documents, folder, handle)?;
        // With three articles or more, one is kept from the bin and one remains a draft; with one, it sees everything.
        let last = articles.len().saturating_sub(1);
        let (Some(lead), Some(doomed)) = (articles.first(), articles.get(usize::from(last > 1))) else {
            writeln!(self.out, "Every one of these articles was deleted earlier: nothing to show.")?;
            return Ok(());
        };
        self.publish(&articles[..last.max(1)], &editor)?;
        self.edit(lead, doomed, &editor)?;
        let (before, correction) = self.correct(lead, &editor)?;
        self.look_back(lead, before)?;
        self.take_back(lead, correction, &editor)?;
        let posted = self.comment(lead, doomed)?;
        self.moderate(&posted, &editor)?;
        self.count()?;
        self.dismiss(lead)?;
        self.delete(doomed, &editor)?;
        self.restore(doomed, &editor)?;
        let reader = self.accounts()?;
        self.notices(lead, &reader, &editor)?;
        self.tasks(lead, &editor)?;
        self.export(&editor)?;
        self.shop(&reader, &editor)?;
        self.pay(&reader, &editor)?;
        self.purge(doomed, &editor)?;
        self.trail()
    }

    fn chapter(&mut self, title: &str) -> Result<()> {
        Ok(writeln!(self.out, "\n── {title} ──")?)
    }

    fn import(&mut self, documents: &[Document], folder: &Path, handle: &str) -> Result<(Editor, Vec<Article>)> {
        self.chapter("Imported")?;
        let (editor, imported) = import::run(&mut self.conn, documents, handle, &request())?;
        let files = counted(documents.len(), "Markdown file");
        writeln!(self.out, "{files} in {}: {}", folder.display(), import_line(&imported))?;
        self.list(&imported.articles)?;
        Ok((editor, imported.articles))
    }

    fn publish(&mut self, drafts: &[Article], editor: &Editor) -> Result<()> {
        self.chapter("Published")?;
        let mut before = 0;
        for article in drafts {
            let outcome = articles::publish(&mut self.conn, article.id, &editor.actor)?;
            before += usize::from(matches!(outcome, Outcome::Unchanged(_)));
        }
        if before > 0 {
            writeln!(self.out, "{} published before, and nothing was written.", counted(before, "article"))?;
        }
        writeln!(self.out, "PublishedArticle::objects() shows what readers see:")?;
        let published = articles::list(&mut self.conn, Shelf::Published, false)?;
        self.list(&published)?;
        writeln!(self.out, "\nDraftArticle::objects() shows what is being written:")?;
        let drafts = articles::list(&mut self.conn, Shelf::Draft, false)?;
        self.list(&drafts)
    }

    fn edit(&mut self, lead: &Article, doomed: &Article, editor: &Editor) -> Result<()> {
        self.chapter("Edited")?;
        let text = format!("In brief: {}", lead.title);
        for _ in 0..2 {
            let outcome = articles::set_standfirst(&mut self.conn, lead.id, Some(&text), &editor.actor)?;
            let came_of_it = match outcome {
                Outcome::Unchanged(_) => "unchanged: it is there already, so nothing is written",
                _ => "changed",
            };
            writeln!(self.out, "patch().standfirst(\"{}\"): {came_of_it}", fit(&text, 50))?;
        }
        let names = ["Diesel", "How To"].map(str::to_owned);
        let (changed, tags) = tags::change(&mut self.conn, doomed.id, Change::Add, &names, &editor.actor)?;
        let about: Vec<_> = tags.iter().map(|tag| fit(&tag.name, 50)).collect();
        let changed = counted(changed, "link");
        Ok(writeln!(self.out, "link::<Tag>().add(..): {changed}, and it is about {}", report::listed(&about))?)
    }

    fn moderate(&mut self, posted: &[CommentId], editor: &Editor) -> Result<()> {
        self.chapter("Moderated")?;
        // The last one is left for tomorrow, and so is what others have to decide about.
        let today = &posted[..posted.len().saturating_sub(1)];
        for comment in comments::pending(&mut self.conn)?.iter().filter(|comment| today.contains(&comment.id)) {
            let verdict = if comment.body.contains("http://") { Verdict::Rejected } else { Verdict::Approved };
            let comment = comments::decide(&mut self.conn, comment, verdict, &editor.actor)?;
            let verdict = comment.state.label().to_lowercase();
            writeln!(self.out, "comment {} of {}: {verdict}", comment.id, fit(&comment.reader, 20))?;
        }
        writeln!(self.out, "PendingComment::objects() shows what is left:")?;
        self.pending()
    }

    fn delete(&mut self, doomed: &Article, editor: &Editor) -> Result<()> {
        self.chapter("Deleted")?;
        let moved = deletion::delete(&mut self.conn, &doomed.id.into(), &editor.actor)?;
        writeln!(self.out, "deleted {}. Who sees it now:", report::moved(&moved))?;
        self.scopes(doomed)?;
        writeln!(self.out, "\nArticle::objects().only_deleted():")?;
        let deleted = articles::list(&mut self.conn, Shelf::All, true)?;
        self.list(&deleted)
    }

    /// How many rows each scope shows, and whether a deleted article is among them.
    fn scopes(&mut self, gone: &Article) -> Result<()> {
        let conn = &mut self.conn;
        let is_it = columns::id.eq(gone.id);
        let said = |shown: bool| if shown { "shown" } else { "hidden" }.to_owned();
        let mut rows = Vec::new();
        // Every row of the table is a count and a question to the same query.
        macro_rules! ask {
            ($label:literal, $query:expr) => {
                let count: i64 = $query.count().get_result(conn)?;
                let shown: bool = $query.filter(is_it).exists().get_result(conn)?;
                rows.push([$label.to_owned(), count.to_string(), said(shown)]);
            };
        }
        ask!("Article::objects()", Article::objects());
        ask!("PublishedArticle::objects()", PublishedArticle::objects());
        ask!("DraftArticle::objects()", DraftArticle::objects());
        ask!("Article::objects().with_deleted()", Article::objects().with_deleted());
        ask!("Article::objects().only_deleted()", Article::objects().only_deleted());
        // A predicate of the caller's own does not reach around the scope.
        let either = || Article::objects().filter(columns::words.lt(0)).or_filter(is_it);
        let (count, shown): (i64, bool) = (either().count().get_result(conn)?, either().exists().get_result(conn)?);
        rows.push(["Article::objects().filter(..).or_filter(id.eq(..))".to_owned(), count.to_string(), said(shown)]);
        Ok(table(self.out, ["query", "rows", "the deleted article"], rows)?)
    }

    fn restore(&mut self, gone: &Article, editor: &Editor) -> Result<()> {
        self.chapter("Restored")?;
        let moved = deletion::restore(&mut self.conn, &gone.id.into(), false, &editor.actor)?;
        writeln!(self.out, "restored {}:", report::moved(&moved))?;
        let article = articles::live(&mut self.conn, gone.id)?;
        self.list(std::slice::from_ref(&article))
    }

    fn purge(&mut self, article: &Article, editor: &Editor) -> Result<()> {
        self.chapter("Purged")?;
        let month = trash::count(&mut self.conn, trash::days_ago(30)?)?;
        writeln!(self.out, "A purge of what was deleted 30 days ago would take {}.", purge_line(month))?;
        let (id, title) = (article.id, fit(&article.title, 60));
        deletion::delete(&mut self.conn, &id.into(), &editor.actor)?;
        let purged = purge_line(trash::purge_one(&mut self.conn, id, &editor.actor)?);
        writeln!(self.out, "“{title}” was deleted again and purged at once: {purged}.")?;
        let left: bool =
            Article::objects().with_deleted().filter(columns::id.eq(id)).exists().get_result(&mut self.conn)?;
        let answer = if left { "has it still" } else { "does not have it any more" };
        writeln!(self.out, "Article::objects().with_deleted() {answer}; the trail below remembers.")?;
        Ok(())
    }

    fn trail(&mut self) -> Result<()> {
        self.chapter("The audit trail")?;
        let entries = trail::since(&mut self.conn, self.start)?;
        let who = Who::new(trail::handles(&mut self.conn)?);
        report::trail(self.out, &entries, &who)?;
        let changes = counted(entries.len(), "entry");
        writeln!(
            self.out,
            "{changes}, each written with its change. E-mail addresses and passwords are masked and stand in none."
        )?;
        let breaks = counted(trail::verify(&mut self.conn)?.len(), "break");
        writeln!(self.out, "verify_history() compares them with each other and with the tables: {breaks}.")?;
        Ok(())
    }

    fn list(&mut self, listed: &[Article]) -> Result<()> {
        let shown = &listed[..listed.len().min(LISTED)];
        let credits = articles::credits(&mut self.conn, shown)?;
        report::articles(self.out, shown, &credits)?;
        match listed.len() - shown.len() {
            0 => Ok(()),
            more => Ok(writeln!(self.out, " … and {more} more")?),
        }
    }

    fn pending(&mut self) -> Result<()> {
        let waiting = comments::pending(&mut self.conn)?;
        Ok(report::pending(self.out, &waiting)?)
    }
}
