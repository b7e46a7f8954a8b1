//! Readers comment and react, and the desk moderates.

use super::guide::{LISTED, Tour};
use crate::error::Result;
use crate::models::{Article, CommentId, Mood, Target, Verdict};
use crate::report;
use crate::services::articles::{self, StatusFilter};
use crate::services::{Editor, comments, reactions};
use crate::session::request;
use crate::text::{counted, fit};
use model_core::Choices;
use model_core::prelude::*;
use model_core::testing::QueryLog;

impl Tour<'_> {
    /// Posts comments and reactions of readers. Returns the keys of the comments.
    pub(super) fn comment(&mut self, lead: &Article, doomed: &Article) -> Result<Vec<CommentId>> {
        self.chapter("Commented")?;
        let mut posted = Vec::new();
        for (reader, address, article, body) in [
            ("Grace", "192.0.2.7", doomed, "This answered a question that I have had for years. Thank you!"),
            ("Casino4You", "192.0.2.6", lead, "Best bonus codes, click here: http://casino.example"),
            ("Edsger", "192.0.2.9", lead, "The second paragraph contradicts the first one."),
        ] {
            let from = Actor::anonymous().ip(address).request(request());
            posted.push(comments::post(&mut self.conn, article.id, reader, body, &from)?.id);
        }
        let from = Actor::anonymous().ip("192.0.2.2").request(request());
        posted.insert(2, comments::reply(&mut self.conn, posted[0], "Barbara", "Which question was it?", &from)?.id);
        let (article, question) = (Target::of(doomed), Target::Comment(posted[2]));
        for (reader, target, mood) in [
            ("Grace", &article, Mood::Like),
            ("Barbara", &article, Mood::Wow),
            ("Grace", &article, Mood::Love),
            ("Grace", &question, Mood::Wow),
        ] {
            drop(reactions::react(&mut self.conn, target, reader, mood, &from)?);
        }
        writeln!(self.out, "PendingComment::objects() shows the comments waiting for the desk:")?;
        self.pending()?;
        writeln!(self.out, "\nComments and reactions to “{}”:", fit(&doomed.title, 60))?;
        let full = articles::full(&mut self.conn, doomed.id)?;
        report::thread(self.out, &full.comments, &full.comment_reactions)?;
        Ok(writeln!(self.out, "      {}", report::moods(&full.reactions)).map(|()| posted)?)
    }

    pub(super) fn moderate(&mut self, posted: &[CommentId], editor: &Editor) -> Result<()> {
        self.chapter("Moderated")?;
        // The last comment stays pending, and so does every comment from before the tour.
        let today = &posted[..posted.len().saturating_sub(1)];
        for comment in comments::pending(&mut self.conn)?.iter().filter(|comment| today.contains(&comment.id)) {
            let (verdict, reason) = match comment.body.contains("http://") {
                true => (Verdict::Rejected, "it has a link"),
                false => (Verdict::Approved, "nothing against it"),
            };
            let comment = comments::decide(&mut self.conn, comment, verdict, &editor.actor.because(reason))?;
            let verdict = comment.state.label().to_lowercase();
            writeln!(self.out, "comment {} by {}: {verdict}", comment.id, fit(&comment.reader, 20))?;
        }
        writeln!(self.out, "PendingComment::objects() shows what is left:")?;
        self.pending()
    }

    /// Counts comments and reactions of all articles, and the queries that this takes.
    pub(super) fn count(&mut self) -> Result<()> {
        self.chapter("Counted")?;
        let log = QueryLog::on(&mut self.conn);
        let listed = articles::list(&mut self.conn, StatusFilter::All, false)?;
        let counts = articles::counts(&mut self.conn, &listed)?;
        log.stop(&mut self.conn);
        let shown = listed.len().min(LISTED);
        report::with_counts(self.out, &listed[..shown], &counts[..shown])?;
        let articles = counted(listed.len(), "article");
        let queries = counted(log.count(), "query");
        Ok(writeln!(
            self.out,
            "The list, with load_related::<(Count<Comment>, Count<Reaction>)>(): {queries} for {articles}."
        )?)
    }
}
