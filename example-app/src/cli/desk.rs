//! Accounts, tasks, notices and exports.

use super::{number, when};
use crate::models::TaskState;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What is done with accounts.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make an account. The password is the first line of the standard input.
    SignUp {
        /// The address.
        email: String,
        /// The name that is shown.
        #[arg(long)]
        name: Option<String>,
        /// The handle of the author that they are.
        #[arg(long, value_name = "HANDLE")]
        author: Option<String>,
    },
    /// Prove an address by the token that was sent to it.
    Verify {
        /// The address.
        email: String,
        /// The token.
        token: String,
    },
    /// Say whether the password, the first line of the standard input, is that of the account.
    SignIn {
        /// The address.
        email: String,
    },
    /// Change the password: the old one is the first line of the standard input, the new one the second.
    Password {
        /// The address.
        email: String,
    },
    /// Deactivate an account: its address is free then.
    Deactivate {
        /// The address.
        email: String,
    },
    /// Bring the account back that was deactivated last under this address.
    Reactivate {
        /// The address.
        email: String,
    },
    /// List accounts.
    List {
        /// Only those whose address was proved.
        #[arg(long)]
        verified: bool,
        /// Only those that joined within so many days.
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(..=36500))]
        joined: Option<u32>,
    },
}

/// What is done with tasks.
#[derive(Debug, Subcommand)]
pub enum TaskCommand {
    /// Add a task.
    Add {
        /// What is to be done.
        title: String,
        /// Whose it is: the handle of an author.
        #[arg(long, value_name = "HANDLE")]
        assignee: Option<String>,
        /// The article it is about.
        #[arg(long, value_name = "ID")]
        article: Option<String>,
        /// By when, in UTC: a day ends at its end.
        #[arg(long, value_name = "TIME", value_parser = when::end)]
        due: Option<DateTime<Utc>>,
    },
    /// Move a task on.
    Move {
        /// The number of the task.
        #[arg(value_parser = number)]
        task: i64,
        /// Where to.
        #[arg(value_enum)]
        state: TaskState,
    },
    /// Give a task to somebody, or another day.
    Plan {
        /// The number of the task.
        #[arg(value_parser = number)]
        task: i64,
        /// Whose it is from now on: the handle of an author.
        #[arg(long, value_name = "HANDLE", required_unless_present = "due")]
        assignee: Option<String>,
        /// By when, in UTC: a day ends at its end.
        #[arg(long, value_name = "TIME", value_parser = when::end)]
        due: Option<DateTime<Utc>>,
    },
    /// List the tasks that somebody has to do still.
    List {
        /// Those that are done or dropped as well.
        #[arg(long)]
        all: bool,
        /// Only those that nobody has begun.
        #[arg(long, conflicts_with = "all")]
        open: bool,
        /// Only those that had to be done by now.
        #[arg(long, conflicts_with_all = ["all", "open"])]
        overdue: bool,
        /// Only those of one author.
        #[arg(long, value_name = "HANDLE")]
        assignee: Option<String>,
    },
}

/// What is done with notices.
#[derive(Debug, Subcommand)]
pub enum NoticeCommand {
    /// Tell something: everybody, where nothing else is said.
    Send {
        /// What is told.
        text: String,
        /// Whom.
        #[command(flatten)]
        to: To,
    },
    /// List what an account was told.
    List {
        /// The address of the account.
        email: String,
        /// Only what it has not read.
        #[arg(long)]
        unread: bool,
    },
    /// Say that an account has read a notice.
    Read {
        /// The address of the account.
        email: String,
        /// The number of the notice.
        #[arg(value_parser = number)]
        notice: i64,
    },
    /// Have an account follow an article: it is told what the article's readers are told.
    Follow {
        /// The address of the account.
        email: String,
        /// The article.
        #[arg(value_name = "ID")]
        article: String,
    },
}

/// Whom a notice is for.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct To {
    /// Only this account.
    #[arg(long, value_name = "EMAIL")]
    pub account: Option<String>,
    /// Those who follow this article.
    #[arg(long, value_name = "ID")]
    pub readers: Option<String>,
    /// The accounts of the desk's authors.
    #[arg(long)]
    pub desk: bool,
}

/// What is done with exports.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Write the published articles to a file. It is there as a whole, or as it was.
    Run {
        /// The file.
        file: PathBuf,
    },
    /// List what was exported.
    List,
}
