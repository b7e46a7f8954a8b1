//! Each command: open the database, let a service do it, print what came of it.

mod accounts;
mod audit;
mod deletion;
mod desk;
mod past;
mod readers;
mod shop;
mod tags;

use crate::cli::{Cli, Command, Global, Target};
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::events::Listeners;
use crate::import;
use crate::models::Article;
use crate::report::{self, counted, fit, listed};
use crate::services::articles::{self, Shelf};
use crate::services::{ArticleRef, Editor, reactions, trash};
use crate::tour;
use indicatif::ProgressBar;
use model_core::prelude::*;
use std::io::Write;
use std::path::Path;
use uuid::Uuid;

/// Runs a command.
///
/// # Errors
/// What the command needs is not there, or cannot be done. Nothing is half written then.
pub fn run(cli: Cli, out: &mut dyn Write) -> Result<()> {
    let Cli { command, global, import } = cli;
    match command {
        None => tour::run(out, &global, import.as_deref()),
        Some(_) if import.is_some() => {
            Err(Error::Argument("--import belongs to the tour: use `newsroom import DIR`".to_owned()))
        }
        Some(command) => one(out, &global, command),
    }
}

fn one(out: &mut dyn Write, global: &Global, command: Command) -> Result<()> {
    match command {
        Command::Migrate => migrate(out, global),
        Command::Import { folder } => import(out, global, &folder),
        Command::Articles { proxy, deleted, with_counts } => list(out, global, proxy.into(), deleted, with_counts),
        Command::Publish(target) => publish(out, global, &target),
        Command::Unpublish(target) => {
            let article = edit(global, &target, |conn, id, editor| articles::unpublish(conn, id, &editor.actor))?;
            Ok(writeln!(out, "{} is a draft again", named(&article))?)
        }
        Command::Archive(target) => {
            let article = edit(global, &target, |conn, id, editor| articles::archive(conn, id, &editor.actor))?;
            Ok(writeln!(out, "archived {}", named(&article))?)
        }
        Command::Seo { target, title, description, keywords } => {
            let texts = articles::SeoTexts { title, description, keywords };
            let seo = edit(global, &target, |conn, id, editor| articles::set_seo(conn, id, &texts, &editor.actor))?;
            let said =
                if matches!(seo, Outcome::Unchanged(_)) { "was so already" } else { "is told to search engines" };
            Ok(writeln!(out, "{} {said}", named(&seo.into_result()?))?)
        }
        Command::Delete { row, dry_run } => deletion::delete(out, global, &row, dry_run),
        Command::Restore { row, with_ancestors } => deletion::restore(out, global, &row, with_ancestors),
        Command::Tag(tagging) => tags::change(out, global, tagging),
        Command::Comment { target, text, reader } => readers::comment(out, global, &target, &text, &reader),
        Command::Reply { comment, text, reader } => readers::reply(out, global, comment, &text, &reader),
        Command::React { target, comment, mood, take_back, reader } => {
            let target = readers::Of { id: &target.id, comment };
            match mood.filter(|_| !take_back) {
                Some(given) => readers::react(out, global, &target, given, &reader),
                None => readers::take_back(out, global, &target, mood, &reader),
            }
        }
        Command::CleanUp => clean_up(out, global),
        Command::Account(command) => accounts::run(out, global, command),
        Command::Task(command) => desk::task(out, global, command),
        Command::Notice(command) => desk::notice(out, global, command),
        Command::Export(command) => desk::export(out, global, command),
        Command::Shop(command) => shop::run(out, global, command),
        Command::Show { target, at } => past::show(out, global, &target, at),
        Command::History { target, filter, counts } => past::history(out, global, &target, filter, counts),
        Command::Revert { target, entry } => past::revert(out, global, &target, entry),
        Command::Purge { older_than, dry_run } => purge(out, global, older_than, dry_run),
        Command::Audit(audit) => audit::run(out, global, audit),
    }
}

fn migrate(out: &mut dyn Write, global: &Global) -> Result<()> {
    let url = url(global)?;
    let (_, done) = db::open_or_create(&url)?;
    match done.len() {
        0 => writeln!(out, "{}: the tables are up to date", db::shown(&url))?,
        count => writeln!(out, "{}: ran {}", db::shown(&url), counted(count, "migration"))?,
    }
    Ok(())
}

fn import(out: &mut dyn Write, global: &Global, folder: &Path) -> Result<()> {
    // Every file is read before the database is touched, which is not even made for a folder that is not there.
    let documents = import::read_folder(folder)?;
    let (mut conn, _) = db::open_or_create(&url(global)?)?;
    if documents.is_empty() {
        writeln!(out, "there are no Markdown files in {}", folder.display())?;
        return Ok(());
    }
    let (_, imported) = import::run(&mut conn, &documents, &global.handle, &request())?;
    writeln!(out, "imported {}: {}", folder.display(), import_line(&imported))?;
    Ok(())
}

pub(crate) fn import_line(imported: &import::Imported) -> String {
    let import::Imported { created, changed, unchanged, deleted, .. } = imported;
    let mut line = format!("{created} new, {changed} changed, {unchanged} unchanged");
    if *deleted > 0 {
        line.push_str(&format!(", {deleted} deleted earlier and left alone"));
    }
    line
}

fn list(out: &mut dyn Write, global: &Global, shelf: Shelf, deleted: bool, with_counts: bool) -> Result<()> {
    let mut conn = db::open(&url(global)?)?;
    let found = articles::list(&mut conn, shelf, deleted)?;
    match with_counts {
        true => report::with_counts(out, &found, &articles::counts(&mut conn, &found)?)?,
        false => report::articles(out, &found, &articles::credits(&mut conn, &found)?)?,
    }
    writeln!(out, "{}", counted(found.len(), "article"))?;
    Ok(())
}

fn publish(out: &mut dyn Write, global: &Global, target: &Target) -> Result<()> {
    let outcome = edit(global, target, |conn, id, editor| articles::publish(conn, id, &editor.actor))?;
    match outcome {
        Outcome::Unchanged(article) => writeln!(out, "{} was published already", named(&article))?,
        outcome => writeln!(out, "published {}", named(&outcome.into_result()?))?,
    }
    Ok(())
}

fn purge(out: &mut dyn Write, global: &Global, older_than: i64, dry_run: bool) -> Result<()> {
    let cutoff = trash::days_ago(older_than)?;
    let mut conn = db::open(&url(global)?)?;
    let (verb, (purged, blocked)) = match dry_run {
        true => ("would purge", (trash::count(&mut conn, cutoff)?, Vec::new())),
        false => {
            let editor = db::transaction(&mut conn, |conn| Editor::sign_in(conn, &global.handle, &request()))?;
            // On a terminal only, and gone at the end.
            let bar = ProgressBar::new(0);
            let purged = trash::purge(&mut conn, cutoff, &editor.actor, |at| {
                bar.set_length(at.total as u64);
                bar.set_position((at.removed + at.blocked) as u64);
            })?;
            bar.finish_and_clear();
            ("purged", purged)
        }
    };
    writeln!(out, "{verb} {}, deleted before {}", purge_line(purged), report::moment(cutoff))?;
    blocked.iter().try_for_each(|row| writeln!(out, "kept {row}"))?;
    Ok(())
}

fn clean_up(out: &mut dyn Write, global: &Global) -> Result<()> {
    let removed = signed_in(global, |conn, editor| reactions::clean_up(conn, &editor.actor, Uuid::now_v7()))?;
    Ok(writeln!(out, "removed {} to what is gone", counted(removed, "reaction"))?)
}

pub(crate) fn purge_line(purged: trash::Purged) -> String {
    let trash::Purged { articles, comments, reactions, tags } = purged;
    listed(&[
        counted(articles, "article"),
        counted(comments, "comment"),
        counted(reactions, "reaction"),
        counted(tags, "tag link"),
    ])
}

/// One change of one article: who acts is signed in within the same transaction, so that a change that fails leaves
/// nothing behind.
fn edit<T>(
    global: &Global,
    target: &Target,
    change: impl FnOnce(&mut Conn, crate::models::ArticleId, &Editor) -> Result<T>,
) -> Result<T> {
    let reference: ArticleRef = target.id.parse()?;
    signed_in(global, |conn, editor| {
        let id = reference.resolve(conn)?;
        change(conn, id, editor)
    })
}

/// The same, of whatever it may be.
fn signed_in<T>(global: &Global, change: impl FnOnce(&mut Conn, &Editor) -> Result<T>) -> Result<T> {
    let mut conn = db::open(&url(global)?)?;
    db::transaction(&mut conn, |conn| {
        let editor = Editor::sign_in(conn, &global.handle, &request())?;
        change(conn, &editor)
    })
}

fn named(article: &Article) -> String {
    format!("{} “{}”", article.id.short(), fit(&article.title, 60))
}

/// A name for everything that this run of the program does.
pub(crate) fn request() -> String {
    let digits = Uuid::new_v7(uuid::Timestamp::now(uuid::NoContext)).simple().to_string();
    format!("cli-{}", &digits[digits.len() - 8..])
}

/// Who is told of what happens: those that the command line names.
pub(crate) fn listeners(global: &Global) -> Listeners {
    global.outbox.clone().map_or_else(Listeners::default, Listeners::outbox)
}

/// The database to use.
fn url(global: &Global) -> Result<String> {
    named_url(global)
        .or_else(|| db::DEFAULT.map(str::to_owned))
        .ok_or_else(|| Error::Argument(format!("{} needs a server: give --database or DATABASE_URL", db::NAME)))
}

/// The database that was named, by the option or by the environment.
pub(crate) fn named_url(global: &Global) -> Option<String> {
    let environment = || std::env::var("DATABASE_URL").ok().filter(|url| !url.is_empty());
    global.database.clone().or_else(environment)
}
