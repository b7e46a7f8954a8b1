//! Lists of accounts, tasks, notices and exports.

use super::trail::NONE;
use super::{Names, table};
use crate::models::{Account, AuthorId, Export, Notice, Recipients, Task};
use crate::text::{fit, moment};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::io::{self, Write};

/// Prints accounts, one on a line, without their addresses.
///
/// # Errors
/// The output cannot be written.
pub fn accounts(out: &mut dyn Write, accounts: &[Account]) -> io::Result<()> {
    let row = |account: &Account| {
        let joined = account.stamps.created_at.format("%Y-%m-%d").to_string();
        [fit(account.display_name(), 40), joined, when(account.verified_at)]
    };
    table(out, ["name", "joined", "verified"], accounts.iter().map(row).collect())
}

/// Prints tasks, one on a line.
///
/// # Errors
/// The output cannot be written.
pub fn tasks(out: &mut dyn Write, tasks: &[Task], names: &Names) -> io::Result<()> {
    let row = |task: &Task| {
        let state = task.state.to_string();
        [task.id.to_string(), fit(&task.title, 60), state, author(task.assignee_id, names), when(task.due_at)]
    };
    table(out, ["no.", "task", "state", "assignee", "due"], tasks.iter().map(row).collect())
}

/// Prints notices, one on a line, each with whether it was read.
///
/// # Errors
/// The output cannot be written.
pub fn notices(out: &mut dyn Write, notices: &[(Notice, bool)]) -> io::Result<()> {
    let row = |(notice, read): &(Notice, bool)| {
        let read = if *read { "read" } else { "new" }.to_owned();
        let sent = moment(notice.stamps.created_at);
        [notice.id.to_string(), sent, recipients(notice), read, fit(&notice.text, 60)]
    };
    table(out, ["no.", "sent", "to", "state", "notice"], notices.iter().map(row).collect())
}

/// The recipients of a notice.
pub fn recipients(notice: &Notice) -> String {
    match notice.recipients() {
        Some(Recipients::Everybody) => "everybody".to_owned(),
        Some(Recipients::Account(_)) => "one account".to_owned(),
        Some(Recipients::Readers(id)) => format!("readers of {}", id.short()),
        Some(Recipients::Desk) => "the desk".to_owned(),
        None => NONE.to_owned(),
    }
}

/// Prints exports, one on a line.
///
/// # Errors
/// The output cannot be written.
pub fn exports(out: &mut dyn Write, exports: &[Export], names: &Names) -> io::Result<()> {
    let row = |export: &Export| {
        let articles = export.articles.map_or_else(|| NONE.to_owned(), |count| count.to_string());
        let reason = export.reason.as_deref().map_or_else(|| NONE.to_owned(), |reason| fit(reason, 40));
        let started = moment(export.stamps.created_at);
        let by = author(export.people.created_by, names);
        [export.id.to_string(), started, by, fit(&export.file, 30), export.state.to_string(), articles, reason]
    };
    table(out, ["no.", "started", "by", "file", "state", "articles", "reason"], exports.iter().map(row).collect())
}

fn when(instant: Option<DateTime<Utc>>) -> String {
    instant.map_or_else(|| NONE.to_owned(), moment)
}

fn author(id: Option<AuthorId>, names: &Names) -> String {
    id.map_or_else(|| NONE.to_owned(), |id| names.value(&Value::String(id.to_string()), 20))
}
