//! What was: the commands on the past of one article.

use super::{edit, named, url};
use crate::cli::{EntryFilter, Global, Target};
use crate::db;
use crate::error::Result;
use crate::models::Article;
use crate::report::{self, History, Ink, Told, Who, counted, fit, table};
use crate::services::trail::Wanted;
use crate::services::{ArticleRef, articles, past, trail};
use chrono::{DateTime, Utc};
use std::io::Write;

pub(super) fn show(out: &mut dyn Write, global: &Global, target: &Target, at: Option<DateTime<Utc>>) -> Result<()> {
    let reference: ArticleRef = target.id.parse()?;
    let mut conn = db::open(&url(global)?)?;
    let ink = Ink::choose(global.color);
    match at {
        None => {
            let id = reference.resolve(&mut conn)?;
            let full = articles::full(&mut conn, id)?;
            head(out, &full.article, "", ink)?;
            let tags: Vec<_> = full.tags.iter().map(|tag| fit(&tag.name, 50)).collect();
            let author = full.author.as_ref().map(|author| &*author.name);
            let more = [("tags", tags.join(", ")), ("reactions", report::moods(&full.reactions))];
            let who = Who::new(trail::handles(&mut conn)?);
            report::article(out, &full.article, Told { author, more: &more, ..Told::default() }, &who, ink)?;
            if !full.comments.is_empty() {
                writeln!(out, "    comments:")?;
            }
            Ok(report::thread(out, &full.comments, &full.echo)?)
        }
        Some(instant) => {
            let id = reference.resolve_ever(&mut conn)?;
            let past = past::at(&mut conn, id, instant)?;
            head(out, past.row(), &instant.format(" as it was at %Y-%m-%d %H:%M:%S").to_string(), ink)?;
            let who = Who::new(trail::handles(&mut conn)?);
            Ok(report::article(out, past.row(), Told { unknown: past.unknown(), ..Told::default() }, &who, ink)?)
        }
    }
}

fn head(out: &mut dyn Write, article: &Article, when: &str, ink: Ink) -> Result<()> {
    let head = format!("article {} “{}”{when}", article.id, fit(&article.title, 80));
    Ok(writeln!(out, "{}", ink.bold(&head))?)
}

pub(super) fn history(
    out: &mut dyn Write,
    global: &Global,
    target: &Target,
    filter: EntryFilter,
    counts: bool,
) -> Result<()> {
    let reference: ArticleRef = target.id.parse()?;
    let mut conn = db::open(&url(global)?)?;
    let id = reference.resolve_ever(&mut conn)?;
    let wanted = Wanted::from(filter);
    let only = wanted.field.clone();
    let title = fit(&past::title(&mut conn, id)?, 80);
    if counts {
        let counts = past::counts(&mut conn, id, wanted)?;
        let total: i64 = counts.iter().map(|kind| kind.count).sum();
        writeln!(out, "article {id} “{title}”")?;
        let rows = counts.iter().map(|kind| [fit(&kind.action, 40), kind.count.to_string()]).collect();
        table(out, ["action", "entries"], rows)?;
        return Ok(writeln!(out, "{}", counted(total, "entry"))?);
    }
    let entries = past::history(&mut conn, id, wanted)?;
    let who = Who::new(trail::handles(&mut conn)?);
    writeln!(out, "article {id} “{title}”")?;
    if entries.is_empty() {
        writeln!(out, "  (none)")?;
    }
    let history = History { who: &who, ink: Ink::choose(global.color), only: only.as_deref() };
    Ok(history.print(out, entries.iter().map(|entry| &**entry))?)
}

pub(super) fn revert(out: &mut dyn Write, global: &Global, target: &Target, entry: i64) -> Result<()> {
    let (article, written, who) = edit(global, target, |conn, id, editor| {
        let (article, written) = past::revert(conn, id, entry, &editor.actor)?;
        Ok((article, written, Who::new(trail::handles(conn)?)))
    })?;
    if written.is_empty() {
        return Ok(writeln!(out, "{} is as it was before #{entry} already", named(&article))?);
    }
    writeln!(out, "took #{entry} of {} back:", named(&article))?;
    let history = History { who: &who, ink: Ink::choose(global.color), only: None };
    Ok(history.print(out, written.iter().map(|entry| &**entry))?)
}
