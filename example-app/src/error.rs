//! What can go wrong, in words for the person at the terminal.

use crate::models::TaskId;
use crate::report::counted;
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
    /// A short id fits several articles.
    #[error("`{0}` fits several articles: give more of its digits")]
    Ambiguous(String),
    /// The row is deleted, and has to be live.
    #[error("{0} is deleted: restore it first")]
    Deleted(String),
    /// The row is live, and has to be deleted.
    #[error("{0} is not deleted")]
    NotDeleted(String),
    /// A live row has taken the place of a deleted one, or of one that would come back with it.
    #[error("{row} cannot be restored: another one has its {field} now")]
    PlaceTaken {
        /// The deleted row.
        row: String,
        /// What both want.
        field: &'static str,
    },
    /// The row belongs to one that is deleted.
    #[error("{row} cannot be restored under a deleted {parent}: --with-ancestors brings that back as well")]
    ParentDeleted {
        /// The deleted row.
        row: String,
        /// What it belongs to.
        parent: String,
    },
    /// The article was not there yet, or not any more.
    #[error("there was no article {id} at {}", at.format("%Y-%m-%d %H:%M:%S"))]
    NotThere {
        /// The article.
        id: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// What the article was cannot be said.
    #[error("article {id} cannot be shown as it was: {reason}")]
    NotKnown {
        /// The article.
        id: String,
        /// Why.
        reason: String,
    },
    /// The audit trail has no such entry.
    #[error("the audit trail has no entry #{0}")]
    NoEntry(i64),
    /// An entry tells of another row.
    #[error("entry #{entry} is not about article {id}, but about {row}")]
    OtherRow {
        /// The entry.
        entry: i64,
        /// The article.
        id: String,
        /// What it is about.
        row: String,
    },
    /// A change cannot be taken back.
    #[error("entry #{entry} cannot be taken back: {reason}")]
    NotReverted {
        /// The entry.
        entry: i64,
        /// Why.
        reason: String,
    },
    /// There is such a row already, and there can be only one.
    #[error("there is {0} already")]
    Taken(&'static str),
    /// A task cannot go from one state to the other.
    #[error("task {task} cannot be moved: {reason}")]
    WrongMove {
        /// The task.
        task: TaskId,
        /// Why.
        reason: String,
    },
    /// There are fewer of a product than somebody wants.
    #[error("there are {left} of `{product}` left")]
    SoldOut {
        /// The product.
        product: String,
        /// How many there are.
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
    /// An argument that the command line could not refuse by itself.
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
    /// The database is there, and its tables are not.
    #[error("the tables of the database {0} are not up to date: run `newsroom migrate` first")]
    NotMigrated(String),
    /// The tables cannot be brought up to date.
    #[error("cannot migrate the database: {0}")]
    Migration(String),
    /// The audit trail does not fit together, or does not fit the tables.
    #[error("the audit trail has {}", counted(*.0, "break"))]
    Broken(usize),
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

    /// Whether the reader of the output went away, as `head` does: no failure of ours.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The message on one line, whatever a database or a file name puts into it.
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
