//! A row that can be deleted, as a person names it.

use super::number::comment;
use crate::error::Error;
use crate::services::deletion::RowRef;
use clap::{Args, ValueEnum};

/// A row that can be deleted.
#[derive(Debug, Args)]
pub struct AnyRow {
    /// The kind of the row. The default is an article.
    #[arg(value_enum)]
    pub kind: Option<RowKind>,
    /// The id of an article (a UUID, or its last digits), the handle of an author, or the number of a comment.
    #[arg(value_name = "ID", required = true)]
    pub id: String,
}

/// The kinds of rows that can be deleted.
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
    /// Parses the id.
    ///
    /// # Errors
    /// The text is not the id of such a row.
    pub fn reference(&self) -> Result<RowRef, Error> {
        match self.kind {
            None | Some(RowKind::Article) => Ok(RowRef::Article(self.id.parse()?)),
            Some(RowKind::Author) => Ok(RowRef::Author(self.id.trim().to_owned())),
            Some(RowKind::Comment) => comment(&self.id).map(RowRef::Comment),
        }
    }
}
