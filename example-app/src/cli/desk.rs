//! Accounts, tasks, notices and exports.

use super::number::number;
use super::when;
use crate::models::TaskState;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// The commands on accounts.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Create an account. The password is the first line of the standard input.
    SignUp {
        /// The e-mail address of the account.
        email: String,
        /// The name to show.
        #[arg(long)]
        name: Option<String>,
        /// The handle of the author that the account belongs to.
        #[arg(long, value_name = "HANDLE")]
        author: Option<String>,
    },
    /// Verify the address of an account with the token from the sign-up.
    Verify {
        /// The e-mail address of the account.
        email: String,
        /// The verification token.
        token: String,
    },
    /// Check the password of an account. It is the first line of the standard input.
    SignIn {
        /// The e-mail address of the account.
        email: String,
    },
    /// Change the password. The first line of the standard input is the old one, the second line is the new one.
    Password {
        /// The e-mail address of the account.
        email: String,
    },
    /// Deactivate an account. Its address can then be used for another one.
    Deactivate {
        /// The e-mail address of the account.
        email: String,
    },
    /// Reactivate the account that was last deactivated with this address.
    Reactivate {
        /// The e-mail address of the account.
        email: String,
    },
    /// List accounts.
    List {
        /// Only accounts with a verified address.
        #[arg(long)]
        verified: bool,
        /// Only accounts that joined within this many days.
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(..=36500))]
        joined: Option<u32>,
    },
}

/// The commands on tasks.
#[derive(Debug, Subcommand)]
pub enum TaskCommand {
    /// Add a task.
    Add {
        /// What has to be done.
        title: String,
        /// Who has to do it: the handle of an author.
        #[arg(long, value_name = "HANDLE")]
        assignee: Option<String>,
        /// The article it is about.
        #[arg(long, value_name = "ID")]
        article: Option<String>,
        /// When it is due, in UTC: at the end of the given day, minute or second.
        #[arg(long, value_name = "TIME", value_parser = when::end)]
        due: Option<DateTime<Utc>>,
    },
    /// Move a task to another state.
    Move {
        /// The number of the task.
        #[arg(value_parser = number)]
        task: i64,
        /// The new state.
        #[arg(value_enum)]
        state: TaskState,
    },
    /// Change the assignee or the due date of a task.
    Plan {
        /// The number of the task.
        #[arg(value_parser = number)]
        task: i64,
        /// The new assignee: the handle of an author.
        #[arg(long, value_name = "HANDLE", required_unless_present = "due")]
        assignee: Option<String>,
        /// When it is due, in UTC: at the end of the given day, minute or second.
        #[arg(long, value_name = "TIME", value_parser = when::end)]
        due: Option<DateTime<Utc>>,
    },
    /// List the tasks that are not finished.
    List {
        /// Also tasks that are done or dropped.
        #[arg(long)]
        all: bool,
        /// Only tasks that nobody has started.
        #[arg(long, conflicts_with = "all")]
        open: bool,
        /// Only tasks that are overdue.
        #[arg(long, conflicts_with_all = ["all", "open"])]
        overdue: bool,
        /// Only tasks of this author.
        #[arg(long, value_name = "HANDLE")]
        assignee: Option<String>,
    },
}

/// The commands on notices.
#[derive(Debug, Subcommand)]
pub enum NoticeCommand {
    /// Send a notice, to everybody by default.
    Send {
        /// The text.
        text: String,
        /// The recipients.
        #[command(flatten)]
        to: To,
    },
    /// List the notices for an account.
    List {
        /// The e-mail address of the account.
        email: String,
        /// Only unread notices.
        #[arg(long)]
        unread: bool,
    },
    /// Mark a notice as read by an account.
    Read {
        /// The e-mail address of the account.
        email: String,
        /// The number of the notice.
        #[arg(value_parser = number)]
        notice: i64,
    },
    /// Let an account follow an article: it gets the notices for the article's readers.
    Follow {
        /// The e-mail address of the account.
        email: String,
        /// The id of the article: a UUID, or its last digits.
        #[arg(value_name = "ID")]
        article: String,
    },
}

/// The recipients of a notice.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct To {
    /// Send it to this account only.
    #[arg(long, value_name = "EMAIL")]
    pub account: Option<String>,
    /// Send it to the accounts that follow this article.
    #[arg(long, value_name = "ID")]
    pub readers: Option<String>,
    /// Send it to the accounts of authors.
    #[arg(long)]
    pub desk: bool,
}

/// The commands on exports.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Write the published articles to a file. If the export fails, the file stays as it was.
    Run {
        /// The file.
        file: PathBuf,
    },
    /// List past exports.
    List,
}
