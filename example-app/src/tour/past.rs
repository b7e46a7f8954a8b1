//! A change, the article before it, and the way back.

use super::Tour;
use crate::error::Result;
use crate::models::Article;
use crate::report::{self, History, Told, Who};
use crate::schema::articles as columns;
use crate::services::{Editor, articles, past, trail};
use chrono::{DateTime, Utc};
use diesel::Column;
use model_core::audit::AuditEntry;
use model_core::clock;
use model_core::prelude::*;

/// How many lines of an article are printed.
const LINES: usize = 4;

impl Tour<'_> {
    /// Corrects the text; returns the instant before and the entry of the change.
    pub(super) fn correct(&mut self, lead: &Article, editor: &Editor) -> Result<(DateTime<Utc>, i64)> {
        self.chapter("Corrected")?;
        let before = clock::now();
        // Each of the two instants is one of its own, on a machine that is faster than a microsecond too.
        while clock::now() == before {}
        articles::set_body(&mut self.conn, lead.id, &corrected(&lead.body), &editor.actor)?.into_result()?;
        writeln!(self.out, "patch().body(..), as `newsroom history {}` tells it:", lead.id.short())?;
        let entries = Article::history(lead.id).field(columns::body::NAME).load(&mut self.conn)?;
        let last = entries.last().ok_or(model_core::Error::NotFound)?;
        self.tell(std::slice::from_ref(last))?;
        Ok((before, last.id))
    }

    pub(super) fn look_back(&mut self, lead: &Article, instant: DateTime<Utc>) -> Result<()> {
        self.chapter("As it was")?;
        let time = instant.format("%H:%M:%S%.6f");
        writeln!(self.out, "Article::as_of(id, {time}) is the article before its correction:")?;
        let past = past::at(&mut self.conn, lead.id, instant)?;
        let who = Who::new(trail::handles(&mut self.conn)?);
        let told = Told { unknown: past.unknown(), limit: Some(LINES), ..Told::default() };
        Ok(report::article(self.out, past.row(), told, &who, self.ink)?)
    }

    pub(super) fn take_back(&mut self, lead: &Article, correction: i64, editor: &Editor) -> Result<()> {
        self.chapter("Taken back")?;
        let (article, entries) = past::revert(&mut self.conn, lead.id, correction, &editor.actor)?;
        writeln!(self.out, "Article::revert(id, entry #{correction}) writes the old text, as a change of its own:")?;
        self.tell(&entries)?;
        let answer = if article.body == lead.body { "is what was imported" } else { "is another one still" };
        Ok(writeln!(self.out, "The text {answer}; the standfirst is left as it was.")?)
    }

    fn tell(&mut self, entries: &[AuditEntry<Article>]) -> Result<()> {
        let who = Who::new(trail::handles(&mut self.conn)?);
        let history = History { who: &who, ink: self.ink, only: None };
        Ok(history.print(self.out, entries.iter().map(|entry| &**entry))?)
    }
}

/// What the desk makes of a text: its first line says so, and a note at its end says why.
fn corrected(body: &str) -> String {
    let body = body.trim_end();
    let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
    let lines =
        [&*format!("{first} (corrected)"), rest.trim_end(), "", "*A number was wrong in an earlier version.*", ""];
    lines.join("\n")
}
