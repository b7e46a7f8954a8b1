//! Accounts, notices, tasks and an export.

use super::guide::Tour;
use crate::error::Result;
use crate::models::{Account, AccountScopes as _, Article, OpenTask, Recipients, TaskState};
use crate::report::{self, Names};
use crate::services::{Editor, accounts, exports, notices, tasks, trail};
use crate::session::request;
use crate::text::counted;
use diesel::prelude::*;
use model_core::prelude::*;

/// The reader who signs up. The password is printed, so it protects nothing.
const READER: (&str, &str, &str) = ("Grace@Readers.example", "Grace", "a compiler of words");

impl Tour<'_> {
    pub(super) fn accounts(&mut self) -> Result<Account> {
        self.chapter("Signed up")?;
        let (email, name, password) = READER;
        let conn = &mut self.conn;
        let known: bool = Account::objects().with_address(email).exists().get_result(conn)?;
        if !known {
            let from = Actor::anonymous().request(request());
            let (_, token) = accounts::sign_up(conn, email, password, Some(name), None, &from, &self.listeners)?;
            accounts::verify(conn, email, &token, &request())?;
        }
        for attempt in ["a compiler of worms", password] {
            let result = match accounts::sign_in(conn, email, attempt, &request()) {
                Ok(account) => format!("{} is signed in", account.display_name()),
                Err(error) => error.line(),
            };
            writeln!(self.out, "sign_in(.., {attempt:?}): {result}")?;
        }
        let account = accounts::active(conn, email)?;
        writeln!(self.out, "Even Debug output hides the password: {:?}", account.password)?;
        Ok(account)
    }

    pub(super) fn notices(&mut self, lead: &Article, reader: &Account, editor: &Editor) -> Result<()> {
        self.chapter("Notified")?;
        let conn = &mut self.conn;
        notices::follow(conn, reader, lead.id, &request())?;
        for (text, to) in [
            ("The desk is closed on Friday.", Recipients::Everybody),
            ("Welcome!", Recipients::Account(reader.id)),
            ("A number was corrected.", Recipients::Readers(lead.id)),
            ("Who makes the coffee?", Recipients::Desk),
        ] {
            notices::send(conn, text, to, &editor.actor)?;
        }
        writeln!(
            self.out,
            "Of four new notices, Notice::objects().for_account(id) shows {} these:",
            reader.display_name()
        )?;
        let inbox = notices::inbox(conn, reader)?;
        Ok(report::notices(self.out, &inbox[..inbox.len().min(3)])?)
    }

    pub(super) fn tasks(&mut self, lead: &Article, editor: &Editor) -> Result<()> {
        self.chapter("Planned")?;
        let conn = &mut self.conn;
        let task = tasks::add(conn, "Check the numbers", None, Some(lead.id), None, &editor.actor)?;
        let open: i64 = OpenTask::objects().count().get_result(conn)?;
        writeln!(self.out, "OpenTask::objects(): {}", counted(open, "task"))?;
        for state in [TaskState::Doing, TaskState::Done, TaskState::Doing] {
            match tasks::advance(conn, task.id, state, &editor.actor) {
                Ok(task) => writeln!(self.out, "task {} is now `{}`", task.id, task.state)?,
                Err(error) => writeln!(self.out, "{}", error.line())?,
            }
        }
        Ok(())
    }

    pub(super) fn export(&mut self, editor: &Editor) -> Result<()> {
        self.chapter("Exported")?;
        let dir = tempfile::tempdir()?;
        for name in ["articles.jsonl", "no/such/folder.jsonl"] {
            let file = dir.path().join(name);
            match exports::run(&mut self.conn, &file, &editor.actor) {
                Ok(export) => {
                    writeln!(self.out, "{name}: {}", counted(export.articles.unwrap_or_default(), "article"))?
                }
                Err(_) => writeln!(self.out, "{name}: failed; the row of the export says why")?,
            }
        }
        let mut jobs = exports::list(&mut self.conn)?;
        jobs.truncate(2);
        // The temporary folder is different in each run, and of no interest.
        let folder = format!("{}/", dir.path().display());
        for job in &mut jobs {
            job.file = job.file.replace(&folder, "");
            job.reason = job.reason.as_ref().map(|reason| reason.replace(&folder, ""));
        }
        let names = Names::new(trail::handles(&mut self.conn)?);
        Ok(report::exports(self.out, &jobs, &names)?)
    }
}
