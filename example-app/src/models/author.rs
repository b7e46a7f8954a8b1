//! Authors.

use super::{Article, Task};
use crate::schema::authors;
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The key of an author.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AuthorId(Uuid);

/// An author, who works at the desk. The articles are deleted and restored with their author. The tasks are kept,
/// without an assignee.
#[derive(Model, Debug, Clone)]
#[model(table = authors, timestamps, soft_delete, audit, ordering = "handle", content_type = "author", repr = handle)]
#[model(has_many(articles = Article, on_delete = cascade, without_hooks))]
#[model(has_many(tasks = Task, on_delete = set_null, without_hooks))]
pub struct Author {
    /// The key.
    pub id: AuthorId,
    /// The name to sign in with, unique among live authors. Nobody can sign in with the handle of a deleted author.
    #[model(max_length = 50, unique(on_deleted = refuse))]
    pub handle: String,
    /// The printed name.
    #[model(max_length = 100)]
    pub name: String,
    /// The e-mail address. The trail records that it changed, but not the address.
    #[model(max_length = 200)]
    #[audit(mask)]
    pub email: String,
    /// When the row was created.
    pub created_at: DateTime<Utc>,
    /// When the row was last written.
    pub updated_at: DateTime<Utc>,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// The deletion that deleted the row, or the restoration that restored it. The library fills it in.
    #[audit(skip)]
    pub deletion_batch: Option<Uuid>,
}
