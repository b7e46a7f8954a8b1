//! `newsroom show`, `history` and `revert`: one article and its past.

use crate::cli::{ArticleArg, EntryFilter, Global};
use crate::db;
use crate::error::Result;
use crate::models::Article;
use crate::report::article_name;
use crate::report::{self, ArticleView, History, Names, Style, table};
use crate::services::trail::TrailFilter;
use crate::services::{ArticleRef, articles, past, trail};
use crate::session::{edit, url};
use crate::text::{counted, fit};
use chrono::{DateTime, Utc};
use std::io::Write;

pub(super) fn show(out: &mut dyn Write, global: &Global, target: &ArticleArg, at: Option<DateTime<Utc>>) -> Result<()> {
    let reference: ArticleRef = target.id.parse()?;
    let mut conn = db::open(&url(global)?)?;
    let style = Style::choose(global.color);
    match at {
        None => {
            let id = reference.resolve(&mut conn)?;
            let full = articles::full(&mut conn, id)?;
            head(out, &full.article, "", style)?;
            let tags: Vec<_> = full.tags.iter().map(|tag| fit(&tag.name, 50)).collect();
            let author = full.author.as_ref().map(|author| &*author.name);
            let more = [("tags", tags.join(", ")), ("reactions", report::moods(&full.reactions))];
            let names = Names::new(trail::handles(&mut conn)?);
            report::article(
                out,
                &full.article,
                ArticleView { author, more: &more, ..ArticleView::default() },
                &names,
                style,
            )?;
            if !full.comments.is_empty() {
                writeln!(out, "    comments:")?;
            }
            Ok(report::thread(out, &full.comments, &full.comment_reactions)?)
        }
        Some(instant) => {
            let id = reference.resolve_ever(&mut conn)?;
            let past = past::at(&mut conn, id, instant)?;
            head(out, past.row(), &instant.format(" as it was at %Y-%m-%d %H:%M:%S").to_string(), style)?;
            let names = Names::new(trail::handles(&mut conn)?);
            Ok(report::article(
                out,
                past.row(),
                ArticleView { unknown: past.unknown(), ..ArticleView::default() },
                &names,
                style,
            )?)
        }
    }
}

fn head(out: &mut dyn Write, article: &Article, when: &str, style: Style) -> Result<()> {
    let head = format!("article {} “{}”{when}", article.id, fit(&article.title, 80));
    Ok(writeln!(out, "{}", style.bold(&head))?)
}

pub(super) fn history(
    out: &mut dyn Write,
    global: &Global,
    target: &ArticleArg,
    filter: EntryFilter,
    counts: bool,
) -> Result<()> {
    let reference: ArticleRef = target.id.parse()?;
    let mut conn = db::open(&url(global)?)?;
    let id = reference.resolve_ever(&mut conn)?;
    let filter = TrailFilter::from(filter);
    let only = filter.field.clone();
    let title = fit(&past::title(&mut conn, id)?, 80);
    if counts {
        let counts = past::counts(&mut conn, id, filter)?;
        let total: i64 = counts.iter().map(|kind| kind.count).sum();
        writeln!(out, "article {id} “{title}”")?;
        let rows = counts.iter().map(|kind| [fit(&kind.action, 40), kind.count.to_string()]).collect();
        table(out, ["action", "entries"], rows)?;
        return Ok(writeln!(out, "{}", counted(total, "entry"))?);
    }
    let entries = past::history(&mut conn, id, filter)?;
    let names = Names::new(trail::handles(&mut conn)?);
    writeln!(out, "article {id} “{title}”")?;
    if entries.is_empty() {
        writeln!(out, "  (none)")?;
    }
    let history = History { names: &names, style: Style::choose(global.color), only: only.as_deref() };
    Ok(history.print(out, entries.iter().map(|entry| &**entry))?)
}

pub(super) fn revert(out: &mut dyn Write, global: &Global, target: &ArticleArg, entry: i64) -> Result<()> {
    let (article, written, names) = edit(global, target, |conn, id, editor| {
        let (article, written) = past::revert(conn, id, entry, &editor.actor)?;
        Ok((article, written, Names::new(trail::handles(conn)?)))
    })?;
    if written.is_empty() {
        return Ok(writeln!(
            out,
            "there is nothing to revert: {} already has the values from before entry #{entry}",
            article_name(&article)
        )?);
    }
    writeln!(out, "reverted entry #{entry} of {}:", article_name(&article))?;
    let history = History { names: &names, style: Style::choose(global.color), only: None };
    Ok(history.print(out, written.iter().map(|entry| &**entry))?)
}
