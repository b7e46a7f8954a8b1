//! An article is deleted, restored, and purged.

use super::guide::Tour;
use crate::error::Result;
use crate::models::{Article, DraftArticle, PublishedArticle};
use crate::report::{self, table};
use crate::schema::articles as columns;
use crate::services::articles::{self, StatusFilter};
use crate::services::{Editor, deletion, trash};
use crate::text::fit;
use diesel::prelude::*;
use model_core::prelude::*;

impl Tour<'_> {
    pub(super) fn delete(&mut self, doomed: &Article, editor: &Editor) -> Result<()> {
        self.chapter("Deleted")?;
        let cascade = deletion::delete(&mut self.conn, &doomed.id.into(), &editor.actor)?;
        writeln!(self.out, "Deleted {}. These queries show or hide the article now:", report::cascade(&cascade))?;
        self.scopes(doomed)?;
        writeln!(self.out, "\nArticle::objects().only_deleted():")?;
        let deleted = articles::list(&mut self.conn, StatusFilter::All, true)?;
        self.list(&deleted)
    }

    /// How many rows each scope shows, and whether a deleted article is among them.
    fn scopes(&mut self, deleted: &Article) -> Result<()> {
        let conn = &mut self.conn;
        let is_it = columns::id.eq(deleted.id);
        let visibility = |shown: bool| if shown { "shown" } else { "hidden" }.to_owned();
        let mut rows = Vec::new();
        // Every row of the table is a COUNT and an EXISTS over the same query.
        macro_rules! ask {
            ($label:literal, $query:expr) => {
                let count: i64 = $query.count().get_result(conn)?;
                let shown: bool = $query.filter(is_it).exists().get_result(conn)?;
                rows.push([$label.to_owned(), count.to_string(), visibility(shown)]);
            };
        }
        ask!("Article::objects()", Article::objects());
        ask!("PublishedArticle::objects()", PublishedArticle::objects());
        ask!("DraftArticle::objects()", DraftArticle::objects());
        ask!("Article::objects().with_deleted()", Article::objects().with_deleted());
        ask!("Article::objects().only_deleted()", Article::objects().only_deleted());
        // `or_filter` cannot reach around the scope: the scope is ANDed outside.
        let either = || Article::objects().filter(columns::words.lt(0)).or_filter(is_it);
        let (count, shown): (i64, bool) = (either().count().get_result(conn)?, either().exists().get_result(conn)?);
        let label = "Article::objects().filter(..).or_filter(id.eq(..))".to_owned();
        rows.push([label, count.to_string(), visibility(shown)]);
        Ok(table(self.out, ["query", "rows", "the deleted article"], rows)?)
    }

    pub(super) fn restore(&mut self, deleted: &Article, editor: &Editor) -> Result<()> {
        self.chapter("Restored")?;
        let cascade = deletion::restore(&mut self.conn, &deleted.id.into(), false, &editor.actor)?;
        writeln!(self.out, "Restored {}:", report::cascade(&cascade))?;
        let article = articles::live(&mut self.conn, deleted.id)?;
        self.list(std::slice::from_ref(&article))
    }

    pub(super) fn purge(&mut self, article: &Article, editor: &Editor) -> Result<()> {
        self.chapter("Purged")?;
        let month = trash::count(&mut self.conn, trash::days_ago(30)?)?;
        writeln!(self.out, "A purge of rows deleted more than 30 days ago would remove {}.", report::purged(month))?;
        let (id, title) = (article.id, fit(&article.title, 60));
        deletion::delete(&mut self.conn, &id.into(), &editor.actor)?;
        let purged = report::purged(trash::purge_one(&mut self.conn, id, &editor.actor)?);
        writeln!(self.out, "“{title}” was deleted again and purged immediately: {purged}.")?;
        let left: bool =
            Article::objects().with_deleted().filter(columns::id.eq(id)).exists().get_result(&mut self.conn)?;
        let answer = if left { "still has it" } else { "no longer has it" };
        writeln!(self.out, "Article::objects().with_deleted() {answer}. The audit trail below still does.")?;
        Ok(())
    }
}
