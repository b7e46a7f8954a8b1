//! An author leaves with everything, and comes back with everything.

use super::Tour;
use crate::commands::request;
use crate::error::Result;
use crate::models::{Article, Author, Comment, Reaction};
use crate::report;
use crate::services::Editor;
use crate::services::deletion::{self, RowRef};
use diesel::prelude::*;
use model_core::prelude::*;

impl Tour<'_> {
    pub(super) fn dismiss(&mut self, lead: &Article) -> Result<()> {
        self.chapter("An author leaves")?;
        let author: Author = lead.author().first(&mut self.conn)?;
        // Nobody deletes themselves.
        let publisher = if author.handle == "publisher" { "owner" } else { "publisher" };
        let publisher = Editor::sign_in(&mut self.conn, publisher, &request())?;
        let author = RowRef::Author(author.handle);
        let (row, taken) = deletion::preview(&mut self.conn, &author)?;
        writeln!(self.out, "delete().preview() says what it would take, and takes nothing:\n")?;
        report::taken(self.out, &row, &taken)?;
        self.live("\nbefore")?;
        deletion::delete(&mut self.conn, &author, &publisher.actor)?;
        self.live("delete()")?;
        deletion::restore(&mut self.conn, &author, false, &publisher.actor)?;
        self.live("restore()")
    }

    /// How many live rows there are.
    fn live(&mut self, when: &str) -> Result<()> {
        let articles: i64 = Article::objects().count().get_result(&mut self.conn)?;
        let comments: i64 = Comment::objects().count().get_result(&mut self.conn)?;
        let reactions: i64 = Reaction::objects().count().get_result(&mut self.conn)?;
        let counts = [(articles, "article"), (comments, "comment"), (reactions, "reaction")];
        let counts = counts.map(|(count, noun)| report::counted(count, noun));
        Ok(writeln!(self.out, "{when}: {} live", report::listed(&counts))?)
    }
}
