//! The command line.

mod desk;
mod shop;
mod when;

pub use self::desk::{AccountCommand, ExportCommand, NoticeCommand, TaskCommand, To};
pub use self::shop::{MethodCommand, ShopCommand};

use crate::error::Error;
use crate::models::{CommentId, Mood};
use crate::services::articles::Shelf;
use crate::services::deletion::RowRef;
use crate::services::trail::{Kind, Wanted};
use chrono::{DateTime, Utc};
use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// An editorial desk: articles with tags, comments and reactions, accounts, tasks, notices, a shop, and an audit trail of
/// every change.
///
/// Without a command it gives a tour: it imports a folder of Markdown files into a temporary database, works on the
/// articles, and prints what happened. Their author is deleted with everything and brought back, and one of the articles
/// is purged at the end, so a tour of a database of your own is not for articles that you want to keep.
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
    /// A file that gets a line for each mail that is to be sent: to who signs up, and to who buys something.
    #[arg(long, global = true, value_name = "FILE")]
    pub outbox: Option<PathBuf>,
    /// Whether differences are coloured: `auto` is for a terminal, where NO_COLOR is not set.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
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
        /// How many comments and reactions each has, instead of its author and tags.
        #[arg(long)]
        with_counts: bool,
    },
    /// Publish a draft.
    Publish(Target),
    /// Make a draft again of what was published or archived.
    Unpublish(Target),
    /// Take an article from its readers, and keep it.
    Archive(Target),
    /// Say what search engines show of an article. An empty text takes away what was said.
    Seo {
        /// The article.
        #[command(flatten)]
        target: Target,
        /// The title in a list of results.
        #[arg(long, value_name = "TEXT", required_unless_present_any = ["description", "keywords"])]
        title: Option<String>,
        /// The text below it.
        #[arg(long, value_name = "TEXT")]
        description: Option<String>,
        /// Words to be found by.
        #[arg(long, value_name = "WORDS")]
        keywords: Option<String>,
    },
    /// Delete an article, an author or a comment, with everything that belongs to it.
    #[command(allow_missing_positional = true)]
    Delete {
        /// What to delete.
        #[command(flatten)]
        row: AnyRow,
        /// Only say what would go, as a tree.
        #[arg(long)]
        dry_run: bool,
    },
    /// Bring back what was deleted, with everything that went with it and nothing else.
    #[command(allow_missing_positional = true)]
    Restore {
        /// What to restore.
        #[command(flatten)]
        row: AnyRow,
        /// Bring back the deleted rows that it belongs to as well.
        #[arg(long)]
        with_ancestors: bool,
    },
    /// Say what an article is about.
    #[command(subcommand)]
    Tag(Tagging),
    /// Comment on an article, as a reader.
    Comment {
        /// The article.
        #[command(flatten)]
        target: Target,
        /// What is said.
        text: String,
        /// Who says it.
        #[arg(long, value_name = "NAME")]
        reader: String,
    },
    /// Reply to a comment, as a reader.
    Reply {
        /// The number of the comment, as `newsroom show` prints it.
        #[arg(value_name = "COMMENT", value_parser = number)]
        comment: i64,
        /// What is said.
        text: String,
        /// Who says it.
        #[arg(long, value_name = "NAME")]
        reader: String,
    },
    /// React to an article or a comment, as a reader: once in each mood.
    React {
        /// The article.
        #[command(flatten)]
        target: Target,
        /// How.
        #[arg(value_enum, required_unless_present = "take_back")]
        mood: Option<Mood>,
        /// It is to a comment, and ID is the number of that.
        #[arg(long)]
        comment: bool,
        /// Take the reaction back; all of them where no mood is given.
        #[arg(long)]
        take_back: bool,
        /// Who reacts.
        #[arg(long, value_name = "NAME")]
        reader: String,
    },
    /// Remove the reactions to rows that are gone for good.
    CleanUp,
    /// Sign up, sign in, and what else there is to an account. Passwords are read from the standard input.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Plan what is to be done.
    #[command(subcommand)]
    Task(TaskCommand),
    /// Tell people something, and see what was told.
    #[command(subcommand)]
    Notice(NoticeCommand),
    /// Export the published articles, as lines of JSON.
    #[command(subcommand)]
    Export(ExportCommand),
    /// Buy and sell.
    #[command(subcommand)]
    Shop(ShopCommand),
    /// Print one article.
    Show {
        /// The article.
        #[command(flatten)]
        target: Target,
        /// As it was then, in UTC: a day, a minute or a second is taken with everything that happened in it.
        #[arg(long, value_name = "TIME", value_parser = when::end)]
        at: Option<DateTime<Utc>>,
    },
    /// Print every change of an article, also of one that was purged.
    History {
        /// The article.
        #[command(flatten)]
        target: Target,
        /// Which changes.
        #[command(flatten)]
        filter: EntryFilter,
        /// Only count them, by action.
        #[arg(long)]
        counts: bool,
    },
    /// Take one change of an article back, whatever came after it: this is a change of its own.
    Revert {
        /// The article.
        #[command(flatten)]
        target: Target,
        /// The number of the change, as `newsroom history` prints it.
        #[arg(value_parser = number)]
        entry: i64,
    },
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
    List {
        /// Which entries.
        #[command(flatten)]
        filter: EntryFilter,
        /// Only those of one model.
        #[arg(long, value_enum)]
        model: Option<Kind>,
        /// Only so many of them, the latest ones.
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
        limit: Option<u32>,
    },
    /// Compare the trail with itself and with the tables: a failure when they do not fit together.
    Verify,
    /// Remove old entries, and note in the trail who did.
    Prune {
        /// Entries from before this day or time, in UTC.
        #[arg(long, value_name = "DATE", value_parser = when::start)]
        before: DateTime<Utc>,
        /// Only say how many it would be.
        #[arg(long)]
        dry_run: bool,
    },
    /// Count the entries of each kind, and those of everybody who acted.
    Stats,
}

/// Which entries of the trail are meant: those that fit everything that is given.
#[derive(Debug, Args)]
pub struct EntryFilter {
    /// Who acted: the handle of an author, the id of somebody else, or a kind like `system` that has no ids.
    #[arg(long, value_name = "USER")]
    pub actor: Option<String>,
    /// What was done: `create`, `patch`, `delete`, `restore`, `hard_delete`, or the name of an event.
    #[arg(long)]
    pub action: Option<String>,
    /// From this day or time on, in UTC.
    #[arg(long, value_name = "DATE", value_parser = when::start)]
    pub since: Option<DateTime<Utc>>,
    /// Before this day or time, in UTC.
    #[arg(long, value_name = "DATE", value_parser = when::start)]
    pub until: Option<DateTime<Utc>>,
    /// In which request, as `newsroom history` prints it.
    #[arg(long, value_name = "ID")]
    pub request: Option<String>,
    /// Changes of this field. A history then tells nothing else of them, and all of it.
    #[arg(long, value_name = "NAME")]
    pub field: Option<String>,
}

impl From<EntryFilter> for Wanted {
    fn from(filter: EntryFilter) -> Self {
        let EntryFilter { actor, action, since, until, request, field } = filter;
        Self { actor, action, since, until, request, field }
    }
}

/// The number of an entry or a comment, with or without the sign that it is printed with.
fn number(text: &str) -> Result<i64, String> {
    let number = text.strip_prefix('#').unwrap_or(text).parse().ok();
    number.filter(|number| *number > 0).ok_or_else(|| "expected a number, like 12".to_owned())
}

/// The comment with this number.
///
/// # Errors
/// It is no number.
pub(crate) fn comment(text: &str) -> Result<CommentId, Error> {
    let wrong = |expected| Error::Argument(format!("`{text}` is not a comment: {expected}"));
    number(text.trim()).map(Into::into).map_err(wrong)
}

/// A row that can be deleted.
#[derive(Debug, Args)]
pub struct AnyRow {
    /// What it is: an article, where nothing else is said.
    #[arg(value_enum)]
    pub kind: Option<RowKind>,
    /// Which one: the id of an article (a UUID, or its last digits), the handle of an author, the number of a comment.
    #[arg(value_name = "ID", required = true)]
    pub id: String,
}

/// What can be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RowKind {
    /// An article, with its comments, notices and links to tags.
    Article,
    /// An author, with all articles.
    Author,
    /// A comment, with all replies.
    Comment,
}

impl AnyRow {
    /// The row that is meant.
    ///
    /// # Errors
    /// The text cannot be the id of such a row.
    pub fn reference(&self) -> Result<RowRef, Error> {
        match self.kind {
            None | Some(RowKind::Article) => Ok(RowRef::Article(self.id.parse()?)),
            Some(RowKind::Author) => Ok(RowRef::Author(self.id.trim().to_owned())),
            Some(RowKind::Comment) => comment(&self.id).map(RowRef::Comment),
        }
    }
}

/// What is done with the tags of an article.
#[derive(Debug, Subcommand)]
pub enum Tagging {
    /// It is about these as well.
    Add {
        /// The article.
        #[command(flatten)]
        target: Target,
        /// The tags. New ones are made.
        #[arg(required = true)]
        tags: Vec<String>,
    },
    /// It is about these no longer.
    Remove {
        /// The article.
        #[command(flatten)]
        target: Target,
        /// The tags.
        #[arg(required = true)]
        tags: Vec<String>,
    },
    /// It is about these and nothing else.
    Set {
        /// The article.
        #[command(flatten)]
        target: Target,
        /// The tags: none takes all of them away. New ones are made.
        tags: Vec<String>,
    },
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
    /// What readers saw once.
    Archived,
}

impl From<Option<Proxy>> for Shelf {
    fn from(proxy: Option<Proxy>) -> Self {
        match proxy {
            None => Self::All,
            Some(Proxy::Published) => Self::Published,
            Some(Proxy::Draft) => Self::Draft,
            Some(Proxy::Archived) => Self::Archived,
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
    fn a_number_stands_with_or_without_its_sign() {
        assert_eq!((number("12"), number("#12")), (Ok(12), Ok(12)));
        for text in ["", "#", "0", "-1", "twelve", "##1", "9223372036854775808"] {
            assert!(number(text).is_err(), "{text}");
        }
    }
}
