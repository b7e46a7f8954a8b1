//! `newsroom task`, `newsroom notice` and `newsroom export`.

use crate::cli::{ExportCommand, Global, NoticeCommand, TaskCommand, To};
use crate::db::{self, Conn};
use crate::error::Result;
use crate::models::{ArticleId, Recipients};
use crate::report::{self, Names};
use crate::services::tasks::TaskFilter;
use crate::services::{ArticleRef, Editor, accounts, exports, notices, tasks, trail};
use crate::session::{request, signed_in, url};
use crate::text::{counted, fit, listed};
use std::io::Write;

pub(super) fn task(out: &mut dyn Write, global: &Global, command: TaskCommand) -> Result<()> {
    match command {
        TaskCommand::Add { title, assignee, article, due } => {
            let article = article.map(|id| id.parse::<ArticleRef>()).transpose()?;
            let task = signed_in(global, |conn, editor| {
                let article = article.map(|article| article.resolve(conn)).transpose()?;
                tasks::add(conn, &title, assignee.as_deref(), article, due, &editor.actor)
            })?;
            writeln!(out, "added task {}: {}", task.id, fit(&task.title, 80))?;
        }
        TaskCommand::Move { task, state } => {
            let task = signed_in(global, |conn, editor| tasks::advance(conn, task.into(), state, &editor.actor))?;
            writeln!(out, "task {} is now `{}`: {}", task.id, task.state, fit(&task.title, 80))?;
        }
        TaskCommand::Plan { task, assignee, due } => {
            let planned = signed_in(global, |conn, editor| {
                tasks::plan(conn, task.into(), assignee.as_deref(), due, &editor.actor)
            });
            let (task, changed) = planned?;
            let changed: Vec<_> = changed.into_iter().map(str::to_owned).collect();
            match &*changed {
                [] => writeln!(out, "task {} is unchanged", task.id)?,
                changed => writeln!(out, "task {}: changed {}", task.id, listed(changed))?,
            }
        }
        TaskCommand::List { all, open, overdue, assignee } => {
            let filter = match (all, open, overdue) {
                (true, ..) => TaskFilter::All,
                (_, true, _) => TaskFilter::Open,
                (.., true) => TaskFilter::Overdue,
                _ => TaskFilter::Unfinished,
            };
            let mut conn = db::open(&url(global)?)?;
            let found = tasks::list(&mut conn, filter, assignee.as_deref())?;
            let names = Names::new(trail::handles(&mut conn)?);
            report::tasks(out, &found, &names)?;
            writeln!(out, "{}", counted(found.len(), "task"))?;
        }
    }
    Ok(())
}

pub(super) fn notice(out: &mut dyn Write, global: &Global, command: NoticeCommand) -> Result<()> {
    match command {
        NoticeCommand::Send { text, to } => {
            let readers = to.readers.as_deref().map(str::parse::<ArticleRef>).transpose()?;
            let notice = signed_in(global, |conn, editor| {
                let readers = readers.map(|article| article.resolve(conn)).transpose()?;
                let to = recipients(conn, &to, readers)?;
                notices::send(conn, &text, to, &editor.actor)
            })?;
            writeln!(out, "sent notice {} to {}: {}", notice.id, report::recipients(&notice), fit(&notice.text, 80))?;
        }
        NoticeCommand::List { email, unread } => {
            let mut conn = db::open(&url(global)?)?;
            let account = accounts::active(&mut conn, &email)?;
            let mut inbox = notices::inbox(&mut conn, &account)?;
            inbox.retain(|(_, read)| !unread || !read);
            report::notices(out, &inbox)?;
            writeln!(out, "{}", counted(inbox.len(), "notice"))?;
        }
        NoticeCommand::Read { email, notice } => {
            let mut conn = db::open(&url(global)?)?;
            let account = accounts::active(&mut conn, &email)?;
            let is_new = notices::read(&mut conn, &account, notice.into(), &request())?;
            let verb = if is_new { "has now read" } else { "had already read" };
            writeln!(out, "{} {verb} notice {notice}", fit(account.display_name(), 40))?;
        }
        NoticeCommand::Follow { email, article } => {
            let reference: ArticleRef = article.parse()?;
            let mut conn = db::open(&url(global)?)?;
            let account = accounts::active(&mut conn, &email)?;
            let id = reference.resolve(&mut conn)?;
            let is_new = notices::follow(&mut conn, &account, id, &request())?;
            let verb = if is_new { "now follows" } else { "already follows" };
            writeln!(out, "{} {verb} article {}", fit(account.display_name(), 40), id.short())?;
        }
    }
    Ok(())
}

fn recipients(conn: &mut Conn, to: &To, readers: Option<ArticleId>) -> Result<Recipients> {
    Ok(match (&to.account, readers, to.desk) {
        (Some(email), ..) => Recipients::Account(accounts::active(conn, email)?.id),
        (None, Some(article), _) => Recipients::Readers(article),
        (None, None, true) => Recipients::Desk,
        (None, None, false) => Recipients::Everybody,
    })
}

pub(super) fn export(out: &mut dyn Write, global: &Global, command: ExportCommand) -> Result<()> {
    let mut conn = db::open(&url(global)?)?;
    match command {
        ExportCommand::Run { file } => {
            // The row of the export is committed before the file is written, and stays when that fails.
            let editor = db::transaction(&mut conn, |conn| Editor::sign_in(conn, &global.handle, &request()))?;
            let export = exports::run(&mut conn, &file, &editor.actor)?;
            writeln!(
                out,
                "exported {} to {}",
                counted(export.articles.unwrap_or_default(), "article"),
                file.display()
            )?;
        }
        ExportCommand::List => {
            let found = exports::list(&mut conn)?;
            let names = Names::new(trail::handles(&mut conn)?);
            report::exports(out, &found, &names)?;
            writeln!(out, "{}", counted(found.len(), "export"))?;
        }
    }
    Ok(())
}
