//! An author is deleted with all articles, and restored with all of them.

use super::guide::Tour;
use crate::error::Result;
use crate::models::{Article, Author, Comment, Reaction};
use crate::report;
use crate::services::Editor;
use crate::services::deletion::{self, RowRef};
use crate::session::request;
use crate::text::{counted, listed};
use diesel::prelude::*;
use model_core::prelude::*;

impl Tour<'_> {
    pub(super) fn dismiss(&mut self, lead: &Article) -> Result<()> {
        self.chapter("An author leaves")?;
        let author: Author = lead.author().first(&mut self.conn)?;
        // The acting author cannot be deleted, so somebody else acts.
        let publisher = if author.handle == "publisher" { "owner" } else { "publisher" };
        let publisher = Editor::sign_in(&mut self.conn, publisher, &request())?;
        let author = RowRef::Author(author.handle);
        let (row, impact) = deletion::preview(&mut self.conn, &author)?;
        writeln!(self.out, "delete().preview() shows what a deletion would affect, and changes nothing:\n")?;
        report::impact(self.out, &row, &impact)?;
        self.live("\nbefore")?;
        deletion::delete(&mut self.conn, &author, &publisher.actor)?;
        self.live("after delete()")?;
        deletion::restore(&mut self.conn, &author, false, &publisher.actor)?;
        self.live("after restore()")
    }

    /// Prints how many live rows there are.
    fn live(&mut self, when: &str) -> Result<()> {
        let articles: i64 = Article::objects().count().get_result(&mut self.conn)?;
        let comments: i64 = Comment::objects().count().get_result(&mut self.conn)?;
        let reactions: i64 = Reaction::objects().count().get_result(&mut self.conn)?;
        let counts = [(articles, "article"), (comments, "comment"), (reactions, "reaction")];
        let counts = counts.map(|(count, noun)| counted(count, noun));
        Ok(writeln!(self.out, "{when}: {} live", listed(&counts))?)
    }
}
