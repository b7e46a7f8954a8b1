//! A change, the article before it, the way back, and the audit trail of the whole tour.

use super::guide::Tour;
use crate::error::Result;
use crate::models::Article;
use crate::report::{self, ArticleView, History, Names};
use crate::schema::articles as columns;
use crate::services::{Editor, articles, past, trail};
use crate::text::counted;
use chrono::{DateTime, Utc};
use diesel::Column;
use model_core::audit::AuditEntry;
use model_core::clock;
use model_core::prelude::*;

/// How many lines of an article are printed.
const LINES: usize = 4;

impl Tour<'_> {
    /// Corrects the text. Returns the instant before the correction, and the audit entry of it.
    pub(super) fn correct(&mut self, lead: &Article, editor: &Editor) -> Result<(DateTime<Utc>, i64)> {
        self.chapter("Corrected")?;
        let before = clock::now();
        // The clock counts microseconds. Without the wait, a fast machine could give both instants the same value.
        while clock::now() == before {}
        articles::set_body(&mut self.conn, lead.id, &corrected(&lead.body), &editor.actor)?.into_result()?;
        writeln!(self.out, "patch().body(..), as `newsroom history {}` prints it:", lead.id.short())?;
        let entries = Article::history(lead.id).field(columns::body::NAME).load(&mut self.conn)?;
        let last = entries.last().ok_or(model_core::Error::NotFound)?;
        self.print(std::slice::from_ref(last))?;
        Ok((before, last.id))
    }

    pub(super) fn look_back(&mut self, lead: &Article, instant: DateTime<Utc>) -> Result<()> {
        self.chapter("As it was")?;
        let time = instant.format("%H:%M:%S%.6f");
        writeln!(self.out, "Article::as_of(id, {time}) is the article before the correction:")?;
        let past = past::at(&mut self.conn, lead.id, instant)?;
        let names = Names::new(trail::handles(&mut self.conn)?);
        let view = ArticleView { unknown: past.unknown(), limit: Some(LINES), ..ArticleView::default() };
        Ok(report::article(self.out, past.row(), view, &names, self.style)?)
    }

    pub(super) fn revert(&mut self, lead: &Article, correction: i64, editor: &Editor) -> Result<()> {
        self.chapter("Reverted")?;
        let (article, entries) = past::revert(&mut self.conn, lead.id, correction, &editor.actor)?;
        writeln!(self.out, "Article::revert(id, entry #{correction}) writes the old text as a new change:")?;
        self.print(&entries)?;
        let answer = if article.body == lead.body { "is the imported text again" } else { "is still a different one" };
        Ok(writeln!(self.out, "The text {answer}. The standfirst was changed separately, and stays.")?)
    }

    /// Prints everything that the tour left in the audit trail.
    pub(super) fn trail(&mut self) -> Result<()> {
        self.chapter("The audit trail")?;
        let entries = trail::since(&mut self.conn, self.start)?;
        let names = Names::new(trail::handles(&mut self.conn)?);
        report::trail(self.out, &entries, &names)?;
        let count = counted(entries.len(), "entry");
        writeln!(self.out, "{count}, each written in the transaction of its change.")?;
        writeln!(self.out, "E-mail addresses and passwords are masked: no entry contains one.")?;
        let found = counted(trail::verify(&mut self.conn)?.len(), "discrepancy");
        writeln!(self.out, "verify_history() compares the entries with each other and with the tables: {found}.")?;
        Ok(())
    }

    fn print(&mut self, entries: &[AuditEntry<Article>]) -> Result<()> {
        let names = Names::new(trail::handles(&mut self.conn)?);
        let history = History { names: &names, style: self.style, only: None };
        Ok(history.print(self.out, entries.iter().map(|entry| &**entry))?)
    }
}

/// A corrected text: its first line says so, and a note at the end says why.
fn corrected(body: &str) -> String {
    let body = body.trim_end();
    let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
    let lines =
        [&*format!("{first} (corrected)"), rest.trim_end(), "", "*A number was wrong in an earlier version.*", ""];
    lines.join("\n")
}
