//! The command line.

use crate::services::articles::Shelf;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// An editorial desk: articles, comments and tags, with an audit trail of every change.
///
/// Without a command it gives a tour: it imports a folder of Markdown files into a temporary database, works on the
/// articles, and prints what happened. One of the imported articles is purged at the end, so a tour of a database of
/// your own is not for articles that you want to keep.
#[derive(Debug, Parser)]
#[command(name = "newsroom", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What applies to every command.
    #[command(flatten)]
    pub global: Global,
    /// The folder that the tour imports [default: the documents of this repository].
    #[arg(long, value_name = "DIR")]
    pub import: Option<PathBuf>,
}

/// What applies to every command.
#[derive(Debug, Args)]
pub struct Global {
    /// The database: a file for SQLite, a URL for a server.
    ///
    /// Without it the environment variable DATABASE_URL counts, and then, for SQLite, `newsroom.db` in the current
    /// directory. The tour on SQLite uses a temporary file unless this option is given.
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// Who acts: the handle of an author. A new one joins the desk with the first command that writes.
    #[arg(long = "as", global = true, value_name = "USER", default_value = "desk")]
    pub handle: String,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the database, or bring its tables up to date.
    Migrate,
    /// Import the Markdown files of a folder: new files become drafts, changed ones change their article.
    Import {
        /// The folder. Hidden files and folders in it are left out.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// List articles.
    Articles {
        /// Only those of a proxy.
        #[arg(long, value_enum)]
        proxy: Option<Proxy>,
        /// Those that were deleted instead of the live ones.
        #[arg(long)]
        deleted: bool,
    },
    /// Publish a draft.
    Publish(Target),
    /// Delete an article with its comments.
    Delete(Target),
    /// Bring a deleted article back, with the comments that went with it.
    Restore(Target),
    /// Print every change of an article, also of one that was purged.
    History(Target),
    /// Remove for good what was deleted long enough ago.
    Purge {
        /// How long ago, in days.
        #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
        older_than: i64,
        /// Only say how much it would be.
        #[arg(long)]
        dry_run: bool,
    },
    /// Look into the audit trail, check it, or make it shorter.
    #[command(subcommand)]
    Audit(Audit),
}

/// What is done with the audit trail.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// List entries, oldest first, a line for each.
    List(AuditFilter),
    /// Compare the trail with itself and with the tables: a failure when they do not fit together.
    ///
    /// A row of which every entry was pruned does not fit: the trail no longer knows of it.
    Verify,
    /// Remove old entries, and note in the trail that they were.
    Prune {
        /// Entries from before this day, in UTC.
        #[arg(long, value_name = "DATE", value_parser = day)]
        before: DateTime<Utc>,
        /// Only say how many it would be.
        #[arg(long)]
        dry_run: bool,
    },
    /// Count the entries of each kind.
    Stats,
}

/// Which entries of the trail are listed: those that fit everything that is given.
#[derive(Debug, Args)]
pub struct AuditFilter {
    /// Who acted: the handle of an author, the id of somebody else, or a kind like `system` that has no ids.
    #[arg(long, value_name = "USER")]
    pub actor: Option<String>,
    /// What was done: `create`, `patch`, `delete`, `restore`, `hard_delete`, or the name of an event.
    #[arg(long)]
    pub action: Option<String>,
    /// From this day on, in UTC.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub since: Option<DateTime<Utc>>,
    /// In which request, as `newsroom history` prints it.
    #[arg(long, value_name = "ID")]
    pub request: Option<String>,
}

/// The first instant of a day. The years are those that every backend can store.
fn day(text: &str) -> Result<DateTime<Utc>, String> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|date| (1000..=9999).contains(&date.year()));
    date.map(|date| date.and_time(NaiveTime::MIN).and_utc()).ok_or_else(|| "expected a day like 2026-01-31".to_owned())
}

/// An article.
#[derive(Debug, Args)]
pub struct Target {
    /// The id of the article: a UUID, or its last digits as `newsroom articles` prints them.
    #[arg(allow_hyphen_values = true)]
    pub id: String,
}

/// The proxies of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Proxy {
    /// What readers see.
    Published,
    /// What is being written.
    Draft,
}

impl From<Option<Proxy>> for Shelf {
    fn from(proxy: Option<Proxy>) -> Self {
        match proxy {
            None => Self::All,
            Some(Proxy::Published) => Self::Published,
            Some(Proxy::Draft) => Self::Draft,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_day_starts_at_midnight() {
        assert_eq!(day("2026-01-31").unwrap().to_rfc3339(), "2026-01-31T00:00:00+00:00");
        for text in ["", "today", "2026-02-30", "2026-01-31T00:00", "31.01.2026", "+10000-01-01", "0999-12-31"] {
            assert!(day(text).is_err(), "{text}");
        }
    }
}
