//! The command line: its commands, options and help texts.
//!
//! It may import `models`, `services`, `text` and `error`, for the values of arguments. It runs nothing.

mod articles;
mod desk;
mod number;
mod row;
mod serve;
mod shop;
mod when;

pub use self::articles::{ArticleArg, Proxy, TagCommand};
pub use self::desk::{AccountCommand, ExportCommand, NoticeCommand, TaskCommand, To};
pub(crate) use self::number::comment;
pub use self::row::{AnyRow, RowKind};
pub use self::serve::ServeArgs;
pub use self::shop::{MethodCommand, ShopCommand};

use self::number::number;
use crate::models::Mood;
use crate::services::trail::{Kind, TrailFilter};
use chrono::{DateTime, Utc};
use clap::{Args, ColorChoice, Parser, Subcommand};
use std::path::PathBuf;

/// A newsroom: articles with tags, comments and reactions; accounts, tasks and notices; a shop; and an audit trail of
/// every change.
///
/// Without a command, it gives a tour: it imports a folder of Markdown files into a temporary database, works on the
/// articles, and prints each step. The tour deletes and restores the author of the articles, and purges one article at
/// the end. Do not run it on a database with articles that you want to keep.
///
/// `newsroom serve` opens the newsroom in a browser.
#[derive(Debug, Parser)]
#[command(name = "newsroom", version)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The options of every command.
    #[command(flatten)]
    pub global: Global,
    /// The folder that the tour imports [default: the documents of this repository].
    #[arg(long, value_name = "DIR")]
    pub import: Option<PathBuf>,
}

/// The options of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// The database: a file for SQLite, a URL for a server.
    ///
    /// The default is the environment variable DATABASE_URL or, on SQLite, `newsroom.db` in the current directory. The
    /// tour on SQLite uses a temporary file unless this option is given.
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// Act as the author with this handle. If there is none, the first command that writes creates it.
    #[arg(long = "as", global = true, value_name = "USER", default_value = "desk")]
    pub handle: String,
    /// Append a line to this file for each e-mail that would be sent: after a sign-up and after an order.
    #[arg(long, global = true, value_name = "FILE")]
    pub outbox: Option<PathBuf>,
    /// After the command, print every query that it sent, to standard error: when it was sent, how long it took, and
    /// which lines of the source sent the same query repeatedly. Bound values are not printed.
    #[arg(long, global = true)]
    pub debug_queries: bool,
    /// Colour differences: `auto` does so on a terminal, unless NO_COLOR is set.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create the database, or bring its tables up to date.
    Migrate,
    /// Compare the tables with the models, and fail if reads or writes would go wrong. The SQL that would fix the
    /// differences is printed, but not run.
    Check,
    /// Write a migration, for each backend that has a folder, with the changes to the models that no migration has yet.
    /// It is tested only on scratch databases.
    Makemigrations(MakeArgs),
    /// Serve the newsroom in a browser: the public site, the desk, and a JSON API.
    ///
    /// The first start creates the tables, fills an empty database with demo data, and prints the log-ins.
    Serve(ServeArgs),
    /// Import the Markdown files of a folder: new files become drafts, changed files update their articles.
    Import {
        /// The folder. Hidden files and folders are skipped.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// List articles.
    Articles {
        /// Only published, draft or archived articles.
        #[arg(long, value_enum)]
        proxy: Option<Proxy>,
        /// Deleted articles instead of live ones.
        #[arg(long)]
        deleted: bool,
        /// Show the number of comments and reactions instead of the author and the tags.
        #[arg(long)]
        with_counts: bool,
    },
    /// Publish a draft.
    Publish(ArticleArg),
    /// Turn a published or archived article into a draft again.
    Unpublish(ArticleArg),
    /// Archive an article: readers no longer see it.
    Archive(ArticleArg),
    /// Set the texts that search engines show. An empty text removes the old one.
    Seo {
        /// The article.
        #[command(flatten)]
        target: ArticleArg,
        /// The title in a list of search results.
        #[arg(long, value_name = "TEXT", required_unless_present_any = ["description", "keywords"])]
        title: Option<String>,
        /// The text below the title.
        #[arg(long, value_name = "TEXT")]
        description: Option<String>,
        /// The keywords.
        #[arg(long, value_name = "WORDS")]
        keywords: Option<String>,
    },
    /// Delete an article, an author or a comment, with everything that belongs to it.
    #[command(allow_missing_positional = true)]
    Delete {
        /// The row to delete.
        #[command(flatten)]
        row: AnyRow,
        /// Only show what would be deleted, as a tree.
        #[arg(long)]
        dry_run: bool,
        /// The reason. The history of the row shows it.
        #[arg(long, value_name = "REASON")]
        because: Option<String>,
    },
    /// Restore a deleted row, and exactly the rows that were deleted with it.
    #[command(allow_missing_positional = true)]
    Restore {
        /// The row to restore.
        #[command(flatten)]
        row: AnyRow,
        /// Also restore the deleted rows that it belongs to.
        #[arg(long)]
        with_ancestors: bool,
    },
    /// Change the tags of an article.
    #[command(subcommand)]
    Tag(TagCommand),
    /// Comment on an article, as a reader.
    Comment {
        /// The article.
        #[command(flatten)]
        target: ArticleArg,
        /// The text of the comment.
        text: String,
        /// The name of the reader.
        #[arg(long, value_name = "NAME")]
        reader: String,
    },
    /// Reply to a comment, as a reader.
    Reply {
        /// The number of the comment, as `newsroom show` prints it.
        #[arg(value_name = "COMMENT", value_parser = number)]
        comment: i64,
        /// The text of the reply.
        text: String,
        /// The name of the reader.
        #[arg(long, value_name = "NAME")]
        reader: String,
    },
    /// React to an article or a comment, as a reader: at most once per mood.
    React {
        /// The article.
        #[command(flatten)]
        target: ArticleArg,
        /// The mood.
        #[arg(value_enum, required_unless_present = "take_back")]
        mood: Option<Mood>,
        /// React to a comment: ID is its number.
        #[arg(long)]
        comment: bool,
        /// Take the reaction back, or all reactions of the reader when no mood is given.
        #[arg(long)]
        take_back: bool,
        /// The name of the reader.
        #[arg(long, value_name = "NAME")]
        reader: String,
    },
    /// Remove the reactions to purged articles and comments.
    CleanUp,
    /// Sign up, sign in, and manage accounts. Passwords are read from the standard input.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Plan and follow tasks.
    #[command(subcommand)]
    Task(TaskCommand),
    /// Send and read notices.
    #[command(subcommand)]
    Notice(NoticeCommand),
    /// Export the published articles as JSON Lines.
    #[command(subcommand)]
    Export(ExportCommand),
    /// Buy and sell.
    #[command(subcommand)]
    Shop(ShopCommand),
    /// Print one article.
    Show {
        /// The article.
        #[command(flatten)]
        target: ArticleArg,
        /// Show the article as it was at this time, in UTC: at the end of the given day, minute or second.
        #[arg(long, value_name = "TIME", value_parser = when::end)]
        at: Option<DateTime<Utc>>,
    },
    /// Print every change of an article, even of a purged one.
    History {
        /// The article.
        #[command(flatten)]
        target: ArticleArg,
        /// Which changes.
        #[command(flatten)]
        filter: EntryFilter,
        /// Only count the changes, by action.
        #[arg(long)]
        counts: bool,
    },
    /// Revert one change of an article, even if later changes followed. This is recorded as a new change.
    Revert {
        /// The article.
        #[command(flatten)]
        target: ArticleArg,
        /// The number of the entry, as `newsroom history` prints it.
        #[arg(value_parser = number)]
        entry: i64,
    },
    /// Permanently remove rows that were deleted long enough ago.
    Purge {
        /// Only rows that were deleted at least this many days ago.
        #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
        older_than: i64,
        /// Only count the rows that would be removed.
        #[arg(long)]
        dry_run: bool,
    },
    /// Search, verify or prune the audit trail.
    #[command(subcommand)]
    Audit(AuditCommand),
}

/// The options of `makemigrations`.
#[derive(Debug, Args)]
pub struct MakeArgs {
    /// The name of the migration: `add_summary`.
    pub name: String,
    /// The folder that has one folder of migrations for each backend: `sqlite`, `postgres`, `mysql`.
    #[arg(long, value_name = "DIR", default_value = "migrations")]
    pub migrations: PathBuf,
    /// The value of existing rows in a new column that cannot be NULL: a value, or an SQL expression in parentheses.
    #[arg(long = "default", value_name = "COLUMN=VALUE")]
    pub fills: Vec<String>,
    /// Keep a column that no model has.
    #[arg(long, value_name = "COLUMN")]
    pub keep: Vec<String>,
    /// Drop a table that no model has any more.
    #[arg(long, value_name = "TABLE")]
    pub drop_table: Vec<String>,
    /// Allow steps that lose values.
    #[arg(long)]
    pub allow_destructive: bool,
    /// A server whose user may create databases; give one for each backend. --database and DATABASE_URL count too.
    #[arg(long, value_name = "URL")]
    pub server: Vec<String>,
    /// Skip the backends that this build does not have, or whose server cannot be reached.
    #[arg(long)]
    pub skip_unreachable: bool,
    /// Print the SQL, and write no files.
    #[arg(long)]
    pub dry_run: bool,
}

/// The commands on the audit trail.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// List entries, oldest first, one per line.
    List {
        /// Which entries.
        #[command(flatten)]
        filter: EntryFilter,
        /// Only the entries of one model.
        #[arg(long, value_enum)]
        model: Option<Kind>,
        /// Only the latest entries, at most this many.
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
        limit: Option<u32>,
    },
    /// Compare the trail with itself and with the tables, and fail if they contradict each other.
    Verify,
    /// Remove old entries. The trail records who did so.
    Prune {
        /// Remove the entries from before this day or time, in UTC.
        #[arg(long, value_name = "DATE", value_parser = when::start)]
        before: DateTime<Utc>,
        /// Only count the entries that would be removed.
        #[arg(long)]
        dry_run: bool,
    },
    /// Count the entries by model and action, and by actor.
    Stats,
}

/// Which entries of the trail: those that match all options that are given.
#[derive(Debug, Args)]
pub struct EntryFilter {
    /// The actor: the handle of an author, the id of another actor, or a kind without ids, like `system`.
    #[arg(long, value_name = "USER")]
    pub actor: Option<String>,
    /// The action: `create`, `patch`, `delete`, `restore`, `hard_delete`, or the name of an event.
    #[arg(long)]
    pub action: Option<String>,
    /// From this day or time on, in UTC.
    #[arg(long, value_name = "DATE", value_parser = when::start)]
    pub since: Option<DateTime<Utc>>,
    /// Before this day or time, in UTC.
    #[arg(long, value_name = "DATE", value_parser = when::start)]
    pub until: Option<DateTime<Utc>>,
    /// The request, as `newsroom history` prints it.
    #[arg(long, value_name = "ID")]
    pub request: Option<String>,
    /// Only changes of this field. A history then prints this field alone, and in full.
    #[arg(long, value_name = "NAME")]
    pub field: Option<String>,
}

impl From<EntryFilter> for TrailFilter {
    fn from(filter: EntryFilter) -> Self {
        let EntryFilter { actor, action, since, until, request, field } = filter;
        Self { actor, action, since, until, request, field }
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
}
