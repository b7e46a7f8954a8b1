//! A forum: what is deleted with what, and what is not.

use crate::schema::{files, folders, marks, posters, posts};
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use uuid::Uuid;

/// The key of a poster.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PosterId(i64);

/// Somebody who posts. Their posts stay without them, their marks go.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = posters, soft_delete, audit, ordering = "id")]
#[model(has_many(posts = Post, on_delete = set_null), has_many(marks = Mark, on_delete = cascade))]
pub struct Poster {
    /// The key.
    pub id: PosterId,
    /// What they are called.
    pub name: String,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

/// The key of a post.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId(Uuid);

/// A post, or a reply to one.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = posts, timestamps, soft_delete, audit, ordering = "created_at, body")]
#[model(has_many(marks = Mark, on_delete = cascade), has_many(replies = Post, on_delete = cascade))]
pub struct Post {
    /// The key.
    pub id: PostId,
    /// What it replies to.
    #[model(belongs_to(Post, name = replied_to))]
    pub parent_id: Option<PostId>,
    /// Who posted it.
    #[model(belongs_to = Poster)]
    pub poster_id: Option<PosterId>,
    /// What it says.
    pub body: String,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

/// A mark of a poster's on a post.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = marks, soft_delete, ordering = "id")]
pub struct Mark {
    /// The key.
    pub id: i64,
    /// The post.
    #[model(belongs_to = Post)]
    pub post_id: PostId,
    /// The poster.
    #[model(belongs_to = Poster)]
    pub poster_id: PosterId,
    /// Whether it was deleted.
    pub is_deleted: bool,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

/// The key of a folder.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FolderId(i64);

/// A folder, which is removed for good with all that is in it.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = folders, audit, ordering = "id")]
#[model(has_many(files = File, on_delete = cascade), has_many(folders = Folder, on_delete = cascade))]
pub struct Folder {
    /// The key.
    pub id: FolderId,
    /// The folder that it is in.
    #[model(belongs_to(Folder, name = parent))]
    pub parent_id: Option<FolderId>,
    /// What it is called.
    pub name: String,
}

/// A file.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = files, audit, ordering = "id")]
pub struct File {
    /// The key.
    pub id: i64,
    /// The folder that it is in.
    #[model(belongs_to = Folder)]
    pub folder_id: FolderId,
    /// What it is called.
    pub name: String,
}
