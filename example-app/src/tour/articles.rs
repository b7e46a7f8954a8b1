//! Articles are imported, published and edited.

use super::guide::Tour;
use crate::error::Result;
use crate::import::{self, Document};
use crate::models::Article;
use crate::report;
use crate::services::Editor;
use crate::services::articles::{self, StatusFilter};
use crate::services::tags::{self, Change};
use crate::session::request;
use crate::text::{counted, fit, listed};
use model_core::prelude::*;
use std::path::Path;

impl Tour<'_> {
    pub(super) fn import(
        &mut self,
        documents: &[Document],
        folder: &Path,
        handle: &str,
    ) -> Result<(Editor, Vec<Article>)> {
        self.chapter("Imported")?;
        let (editor, imported) = import::run(&mut self.conn, documents, handle, &request())?;
        let files = counted(documents.len(), "Markdown file");
        writeln!(self.out, "{files} in {}: {}", folder.display(), report::imported(&imported))?;
        self.list(&imported.articles)?;
        Ok((editor, imported.articles))
    }

    pub(super) fn publish(&mut self, drafts: &[Article], editor: &Editor) -> Result<()> {
        self.chapter("Published")?;
        let mut unchanged = 0;
        for article in drafts {
            let outcome = articles::publish(&mut self.conn, article.id, &editor.actor)?;
            unchanged += usize::from(matches!(outcome, Outcome::Unchanged(_)));
        }
        if unchanged > 0 {
            writeln!(self.out, "Already published, so nothing was written: {}.", counted(unchanged, "article"))?;
        }
        writeln!(self.out, "PublishedArticle::objects() shows what readers see:")?;
        let published = articles::list(&mut self.conn, StatusFilter::Published, false)?;
        self.list(&published)?;
        writeln!(self.out, "\nDraftArticle::objects() shows the articles that are still being written:")?;
        let drafts = articles::list(&mut self.conn, StatusFilter::Draft, false)?;
        self.list(&drafts)
    }

    pub(super) fn edit(&mut self, lead: &Article, doomed: &Article, editor: &Editor) -> Result<()> {
        self.chapter("Edited")?;
        let text = format!("In brief: {}", lead.title);
        for _ in 0..2 {
            let outcome = articles::set_standfirst(&mut self.conn, lead.id, Some(&text), &editor.actor)?;
            let result = match outcome {
                Outcome::Unchanged(_) => "unchanged: the row already has this value, so nothing is written",
                _ => "changed",
            };
            writeln!(self.out, "patch().standfirst(\"{}\"): {result}", fit(&text, 50))?;
        }
        let names = ["Diesel", "How To"].map(str::to_owned);
        let (changed, tags) = tags::change(&mut self.conn, doomed.id, Change::Add, &names, &editor.actor)?;
        let tags: Vec<_> = tags.iter().map(|tag| fit(&tag.name, 50)).collect();
        let changed = counted(changed, "new link");
        Ok(writeln!(self.out, "link::<Tag>().add(..): {changed}; the article now has the tags {}", listed(&tags))?)
    }
}
