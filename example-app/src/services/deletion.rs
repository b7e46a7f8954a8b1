//! Deletions with everything that goes along, and the way back.

use super::{ArticleRef, trail};
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{Article, ArticleId, Author, AuthorId, Comment, CommentId};
use crate::report::fit;
use crate::schema::authors;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::Taken;
use model_core::{AuditLog, Error as ModelError};
use std::fmt;
use uuid::Uuid;

/// How a person names a row that can be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowRef {
    /// An article.
    Article(ArticleRef),
    /// An author, by the handle.
    Author(String),
    /// A comment, by its number.
    Comment(CommentId),
}

/// A row that can be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// An article.
    Article(ArticleId),
    /// An author.
    Author(AuthorId),
    /// A comment.
    Comment(CommentId),
}

/// What was deleted or restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The row, as a person names it.
    pub row: String,
    /// How many rows of each model went or came along.
    pub along: Vec<(trail::Kind, usize)>,
}

/// Does the same for a row of any model: `M` is the model, and `$key` the key.
macro_rules! on_row {
    ($row:expr, $key:ident => $act:expr) => {
        match $row {
            Row::Article($key) => {
                type M = Article;
                $act
            }
            Row::Author($key) => {
                type M = Author;
                $act
            }
            Row::Comment($key) => {
                type M = Comment;
                $act
            }
        }
    };
}

/// What [`delete`] would delete: the row by its name, and a tree of what goes along. Nothing is written.
///
/// # Errors
/// As for [`delete`].
pub fn preview(conn: &mut Conn, reference: &RowRef) -> Result<(String, Taken)> {
    db::transaction(conn, |conn| {
        let row = reference.find(conn, Wanted::Live)?;
        let name = row.name(conn).map_err(|error| reference.refused(error.into()))?;
        // Nobody has to join the desk to look.
        let taken = on_row!(row, key => M::delete_by_key(key).by(&Actor::system()).preview(conn));
        Ok((name, taken.map_err(|error| reference.refused(error))?))
    })
}

/// Deletes a row with everything that belongs to it.
///
/// # Errors
/// There is no such row, it is deleted already, or the database fails.
pub fn delete(conn: &mut Conn, reference: &RowRef, actor: &Actor) -> Result<Moved> {
    db::transaction(conn, |conn| {
        let row = reference.find(conn, Wanted::Live)?;
        let name = row.name(conn).map_err(|error| reference.refused(error.into()))?;
        let batch = Uuid::now_v7();
        let gone = on_row!(row, key => M::delete_by_key(key).by(actor).batch(batch).run(conn).map(drop));
        gone.map_err(|error| reference.refused(error))?;
        Ok(Moved { row: name, along: along(conn, row, batch, "delete")? })
    })
}

/// Brings a deleted row back with what its deletion took along, and nothing else; with `ancestors`, the deleted rows that
/// it belongs to as well.
///
/// # Errors
/// There is no such row, it is live, it belongs to a deleted one, another one has taken its place, or the database fails.
pub fn restore(conn: &mut Conn, reference: &RowRef, ancestors: bool, actor: &Actor) -> Result<Moved> {
    db::transaction(conn, |conn| {
        let row = reference.find(conn, Wanted::Deleted)?;
        let batch = Uuid::now_v7();
        let back = on_row!(row, key => {
            let gone: Option<Deleted<M>> = M::objects().only_deleted().find(key).first(conn).optional()?;
            match gone.map(Deleted::restore) {
                None => M::objects().find(key).first::<M>(conn).map_err(Into::into).and(Err(ModelError::NotDeleted)),
                Some(back) if ancestors => back.with_ancestors().by(actor).batch(batch).run(conn).map(drop),
                Some(back) => back.by(actor).batch(batch).run(conn).map(drop),
            }
        });
        back.map_err(|error| reference.refused(error))?;
        Ok(Moved { row: row.name(conn)?, along: along(conn, row, batch, "restore")? })
    })
}

/// What happened to other rows than this one in an operation, as the trail tells it.
fn along(conn: &mut Conn, row: Row, batch: Uuid, action: &str) -> Result<Vec<(trail::Kind, usize)>> {
    let own = on_row!(row, _key => M::META.content_type);
    let counts = AuditLog::trail().batch(batch).action(action).counts(conn)?;
    let mut along = Vec::new();
    for kind in trail::Kind::ALL {
        let model = kind.meta().content_type;
        let count = counts.iter().find(|count| count.content_type == model).map_or(0, |count| count.count);
        let others = usize::try_from(count).unwrap_or_default().saturating_sub(usize::from(model == own));
        if others > 0 {
            along.push((kind, others));
        }
    }
    Ok(along)
}

/// Which of several authors that had one handle is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Live,
    Deleted,
}

impl RowRef {
    fn find(&self, conn: &mut Conn, wanted: Wanted) -> Result<Row> {
        match self {
            Self::Article(reference) => Ok(Row::Article(reference.resolve(conn)?)),
            Self::Comment(number) => Ok(Row::Comment(*number)),
            Self::Author(handle) => {
                let handle = handle.trim();
                let named = Author::objects().with_deleted().filter(authors::handle.eq(handle));
                // The one that was deleted last stands for all that were.
                let mut named: Vec<Author> =
                    named.order((authors::deleted_at.desc(), authors::id.desc())).load(conn)?;
                let other = |author: &Author| author.deleted_at.is_none() != (wanted == Wanted::Live);
                named.sort_by_key(other);
                let author = named.first().ok_or_else(|| Error::NotFound(self.to_string()))?;
                Ok(Row::Author(author.id))
            }
        }
    }

    /// The error of a read or a write of this row, naming it.
    fn refused(&self, error: ModelError) -> Error {
        let row = self.to_string();
        match error {
            ModelError::NotFound => Error::NotFound(row),
            ModelError::Deleted => Error::Deleted(row),
            ModelError::NotDeleted => Error::NotDeleted(row),
            ModelError::UniqueViolation { field: Some(field), .. } => Error::PlaceTaken { row, field },
            ModelError::ParentDeleted { parent, .. } => Error::ParentDeleted { row, parent: parent.to_lowercase() },
            error => error.into(),
        }
    }
}

impl From<ArticleId> for RowRef {
    fn from(id: ArticleId) -> Self {
        Self::Article(id.into())
    }
}

impl fmt::Display for RowRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Article(reference) => write!(f, "article {reference}"),
            Self::Author(handle) => write!(f, "author {}", fit(handle, 60)),
            Self::Comment(number) => write!(f, "comment {number}"),
        }
    }
}

impl Row {
    /// The row for a person to read, live or deleted.
    fn name(self, conn: &mut Conn) -> QueryResult<String> {
        match self {
            Self::Article(id) => {
                let article: QueryResult<Article> = Article::objects().with_deleted().find(id).first(conn);
                article.map(|article| format!("{} “{}”", id.short(), fit(&article.title, 60)))
            }
            Self::Author(id) => {
                let author: QueryResult<Author> = Author::objects().with_deleted().find(id).first(conn);
                author.map(|author| format!("author {}", author.handle))
            }
            Self::Comment(id) => {
                let comment: QueryResult<Comment> = Comment::objects().with_deleted().find(id).first(conn);
                comment.map(|comment| format!("comment {id} of {}", fit(&comment.reader, 40)))
            }
        }
    }
}
