//! Who works at the desk.

use super::{Article, Task};
use crate::schema::authors;
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use uuid::Uuid;

/// The key of an author.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AuthorId(Uuid);

/// Somebody who works at the desk. What they wrote goes with them, and comes back with them;
/// their tasks are nobody's then.
#[derive(Model, Debug, Clone)]
#[model(table = authors, timestamps, soft_delete, audit, ordering = "handle", content_type = "author", repr = handle)]
#[model(has_many(articles = Article, on_delete = cascade, without_hooks), has_many(tasks = Task, on_delete = set_null, without_hooks))]
pub struct Author {
    /// The key.
    pub id: AuthorId,
    /// The name to sign in with, unique among live authors. Who was deleted is not replaced by signing in again.
    #[model(max_length = 50, unique(on_deleted = refuse))]
    pub handle: String,
    /// The name in print.
    #[model(max_length = 100)]
    pub name: String,
    /// The address: the trail says that it changed, never what it is.
    #[model(max_length = 200)]
    #[audit(mask)]
    pub email: String,
    /// When the row was created.
    pub created_at: DateTime<Utc>,
    /// When the row was last written.
    pub updated_at: DateTime<Utc>,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back: the library's own mark, and no news.
    #[audit(skip)]
    pub deletion_batch: Option<Uuid>,
}
