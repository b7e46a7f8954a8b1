//! What readers make of the articles.

use super::Tour;
use crate::commands::request;
use crate::error::Result;
use crate::models::{Article, CommentId, Mood, Target};
use crate::report;
use crate::services::articles::{self, Shelf};
use crate::services::{comments, reactions};
use diesel::Connection;
use diesel::connection::{Instrumentation, InstrumentationEvent};
use model_core::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

impl Tour<'_> {
    /// Readers have something to say, and the numbers of their comments are returned.
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
        writeln!(self.out, "PendingComment::objects() shows what waits for the desk:")?;
        self.pending()?;
        writeln!(self.out, "\nWhat readers say about “{}”, and what they feel:", report::fit(&doomed.title, 60))?;
        let full = articles::full(&mut self.conn, doomed.id)?;
        report::thread(self.out, &full.comments, &full.echo)?;
        Ok(writeln!(self.out, "      {}", report::moods(&full.reactions)).map(|()| posted)?)
    }

    /// How many comments and reactions there are, and how many queries that takes.
    pub(super) fn count(&mut self) -> Result<()> {
        self.chapter("Counted")?;
        let queries = Arc::new(AtomicUsize::new(0));
        self.conn.set_instrumentation(Counter(Arc::clone(&queries)));
        let listed = articles::list(&mut self.conn, Shelf::All, false)?;
        let counts = articles::counts(&mut self.conn, &listed)?;
        let queries = queries.load(Ordering::Relaxed);
        self.conn.set_instrumentation(None::<Counter>);
        let shown = listed.len().min(super::LISTED);
        report::with_counts(self.out, &listed[..shown], &counts[..shown])?;
        let articles = report::counted(listed.len(), "article");
        let queries = report::counted(queries, "query");
        Ok(writeln!(
            self.out,
            "load_related::<Count<Comment>>() and a count of reactions by target: {queries} for {articles}."
        )?)
    }
}

/// Counts the queries of a connection.
struct Counter(Arc<AtomicUsize>);

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}
