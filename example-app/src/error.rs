//! What can go wrong, in words for the person at the terminal.
//!
//! It may import `text`, and nothing else of the newsroom: everything else imports it.

use crate::text::counted;
use chrono::{DateTime, Utc};
use std::io;
use std::path::{Path, PathBuf};

/// The result of what the newsroom does.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done. Nothing is written when an error is returned.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text cannot be the id of an article.
    #[error("`{0}` is not an article id: expected a UUID, or at least 4 of its last digits")]
    MalformedId(String),
    /// There is no such row.
    #[error("there is no {0}")]
    NotFound(String),
    /// A short id matches several articles.
    #[error("`{0}` matches several articles: give more digits")]
    Ambiguous(String),
    /// The row is deleted, and has to be live.
    #[error("{0} is deleted: restore it first")]
    Deleted(String),
    /// The row is live, and has to be deleted.
    #[error("{0} is not deleted")]
    NotDeleted(String),
    /// A live row now has a unique value of a deleted row, or of one that would be restored with it.
    #[error("{row} cannot be restored: another row now has the same {field}")]
    ValueInUse {
        /// The deleted row.
        row: String,
        /// The field with the unique value.
        field: &'static str,
    },
    /// The row belongs to one that is deleted.
    #[error("{row} cannot be restored because its {parent} is deleted: use --with-ancestors to restore both")]
    ParentDeleted {
        /// The deleted row.
        row: String,
        /// What it belongs to.
        parent: String,
    },
    /// The article did not exist yet, or no longer existed.
    #[error("article {id} did not exist at {}", at.format("%Y-%m-%d %H:%M:%S"))]
    DidNotExist {
        /// The article.
        id: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// The past of the article is unknown.
    #[error("article {id} cannot be shown as it was: {reason}")]
    UnknownPast {
        /// The article.
        id: String,
        /// Why.
        reason: String,
    },
    /// The audit trail has no such entry.
    #[error("the audit trail has no entry #{0}")]
    NoEntry(i64),
    /// An entry belongs to another row.
    #[error("entry #{entry} belongs to {row}, not to article {id}")]
    DifferentRow {
        /// The entry.
        entry: i64,
        /// The article.
        id: String,
        /// The row that it belongs to.
        row: String,
    },
    /// A change cannot be reverted.
    #[error("entry #{entry} cannot be reverted: {reason}")]
    NotReverted {
        /// The entry.
        entry: i64,
        /// Why.
        reason: String,
    },
    /// There can be only one such row, and it already exists.
    #[error("{0} already exists")]
    AlreadyExists(&'static str),
    /// A task cannot change to this state.
    #[error("task {task} cannot be moved: {reason}")]
    InvalidTransition {
        /// The task.
        task: String,
        /// Why.
        reason: String,
    },
    /// The stock of a product is too small for an order.
    #[error("not enough of `{product}` in stock: {left} left")]
    SoldOut {
        /// The product.
        product: String,
        /// How many are in stock.
        left: i32,
    },
    /// A file or folder cannot be read or written.
    #[error("{}: {problem}", path.display())]
    File {
        /// Where it is.
        path: PathBuf,
        /// Why.
        problem: String,
    },
    /// An argument is invalid in a way that the command line parser cannot detect.
    #[error("{0}")]
    Argument(String),
    /// The database cannot be opened.
    #[error("cannot open the database {database}: {problem}")]
    Open {
        /// Where it is, without its password.
        database: String,
        /// Why.
        problem: String,
    },
    /// The database exists, but its tables are missing or old.
    #[error("the tables of the database {0} are not up to date: run `newsroom migrate` first")]
    NotMigrated(String),
    /// The tables cannot be brought up to date.
    #[error("cannot migrate the database: {0}")]
    Migration(String),
    /// The audit trail contradicts itself or the tables.
    #[error("the audit trail has {}", counted(*.0, "discrepancy"))]
    Inconsistent(usize),
    /// The database is not what the models say.
    #[error("the database differs from the models in {}", counted(*.0, "point"))]
    Differs(usize),
    /// No migration was made.
    #[error("{backend}: {problem}")]
    NotMade {
        /// For which backend.
        backend: &'static str,
        /// Why, and which option decides it.
        problem: String,
    },
    /// A read or a write failed.
    #[error(transparent)]
    Model(#[from] model_core::Error),
    /// The output cannot be written.
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
}

impl Error {
    /// A problem with a file.
    pub(crate) fn file(path: &Path, problem: impl ToString) -> Self {
        Self::File { path: path.to_owned(), problem: problem.to_string() }
    }

    /// Whether the reader of the output closed it, as `head` does. This is not a failure of the newsroom.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The message on one line, even when a file name or a message of the database has several.
    pub fn line(&self) -> String {
        let message = self.to_string();
        let words: Vec<_> = message.split(|c: char| c.is_whitespace() || c.is_control()).collect();
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        Self::Model(error.into())
    }
}
