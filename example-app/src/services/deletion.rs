//! Deleting a row with everything that belongs to it, and restoring it.

use super::{ArticleRef, trail};
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{Article, ArticleId, Author, AuthorId, Comment, CommentId};
use crate::schema::authors;
use crate::text::fit;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::Impact;
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

/// A row that was deleted or restored, and the rows that were deleted or restored with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cascade {
    /// The row, as a person names it.
    pub row: String,
    /// How many other rows of each model there were.
    pub related: Vec<(trail::Kind, usize)>,
}

/// Runs the same code for a row of any model: `M` is the model, and `$key` the key.
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

/// What [`delete`] would do: the name of the row, and the affected rows as a tree. Nothing is written.
///
/// # Errors
/// As for [`delete`].
pub fn preview(conn: &mut Conn, reference: &RowRef) -> Result<(String, Impact)> {
    db::transaction(conn, |conn| {
        let row = reference.find(conn, RowState::Live)?;
        let name = row.name(conn).map_err(|error| reference.named_error(error.into()))?;
        // A preview writes nothing, so it needs no editor.
        let impact = on_row!(row, key => M::delete_by_key(key).by(&Actor::system()).preview(conn));
        Ok((name, impact.map_err(|error| reference.named_error(error))?))
    })
}

/// Deletes a row with everything that belongs to it.
///
/// # Errors
/// There is no such row, it is deleted already, or the database fails.
pub fn delete(conn: &mut Conn, reference: &RowRef, actor: &Actor) -> Result<Cascade> {
    db::transaction(conn, |conn| {
        let row = reference.find(conn, RowState::Live)?;
        let name = row.name(conn).map_err(|error| reference.named_error(error.into()))?;
        let batch = Uuid::now_v7();
        let deleted = on_row!(row, key => M::delete_by_key(key).by(actor).batch(batch).run(conn).map(drop));
        deleted.map_err(|error| reference.named_error(error))?;
        Ok(Cascade { row: name, related: related(conn, row, batch, "delete")? })
    })
}

/// Restores a deleted row, and exactly the rows that were deleted with it. With `ancestors`, the deleted rows that it
/// belongs to are restored first.
///
/// # Errors
/// There is no such row, it is live, it belongs to a deleted one, another row has one of its unique values, or the
/// database fails.
pub fn restore(conn: &mut Conn, reference: &RowRef, ancestors: bool, actor: &Actor) -> Result<Cascade> {
    db::transaction(conn, |conn| {
        let row = reference.find(conn, RowState::Deleted)?;
        let batch = Uuid::now_v7();
        let restored = on_row!(row, key => {
            let deleted: Option<Deleted<M>> = M::objects().only_deleted().find(key).first(conn).optional()?;
            match deleted.map(Deleted::restore) {
                None => M::objects().find(key).first::<M>(conn).map_err(Into::into).and(Err(ModelError::NotDeleted)),
                Some(restore) if ancestors => restore.with_ancestors().by(actor).batch(batch).run(conn).map(drop),
                Some(restore) => restore.by(actor).batch(batch).run(conn).map(drop),
            }
        });
        restored.map_err(|error| reference.named_error(error))?;
        Ok(Cascade { row: row.name(conn)?, related: related(conn, row, batch, "restore")? })
    })
}

/// The rows that an operation changed besides its own row, counted in the audit trail.
fn related(conn: &mut Conn, row: Row, batch: Uuid, action: &str) -> Result<Vec<(trail::Kind, usize)>> {
    let own = on_row!(row, _key => M::META.content_type);
    let counts = AuditLog::trail().batch(batch).action(action).counts(conn)?;
    let mut related = Vec::new();
    for kind in trail::Kind::ALL {
        let model = kind.meta().content_type;
        let count = counts.iter().find(|count| count.content_type == model).map_or(0, |count| count.count);
        let others = usize::try_from(count).unwrap_or_default().saturating_sub(usize::from(model == own));
        if others > 0 {
            related.push((kind, others));
        }
    }
    Ok(related)
}

/// Which of several authors with the same handle is meant: the live one, or the one that was deleted last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowState {
    Live,
    Deleted,
}

impl RowRef {
    fn find(&self, conn: &mut Conn, wanted: RowState) -> Result<Row> {
        match self {
            Self::Article(reference) => Ok(Row::Article(reference.resolve(conn)?)),
            Self::Comment(number) => Ok(Row::Comment(*number)),
            Self::Author(handle) => {
                let handle = handle.trim();
                let named = Author::objects().with_deleted().filter(authors::handle.eq(handle));
                // The latest deletion comes first, and then the sort prefers the wanted state.
                let mut named: Vec<Author> =
                    named.order((authors::deleted_at.desc(), authors::id.desc())).load(conn)?;
                let other = |author: &Author| author.deleted_at.is_none() != (wanted == RowState::Live);
                named.sort_by_key(other);
                let author = named.first().ok_or_else(|| Error::NotFound(self.to_string()))?;
                Ok(Row::Author(author.id))
            }
        }
    }

    /// The error of a read or a write of this row, with the name of the row.
    fn named_error(&self, error: ModelError) -> Error {
        let row = self.to_string();
        match error {
            ModelError::NotFound => Error::NotFound(row),
            ModelError::Deleted => Error::Deleted(row),
            ModelError::NotDeleted => Error::NotDeleted(row),
            ModelError::UniqueViolation { field: Some(field), .. } => Error::ValueInUse { row, field },
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
    /// The name of the row, live or deleted, for a person to read.
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
