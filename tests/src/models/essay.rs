//! A time of the last write that not every write moves, with and without an audit trail.

use crate::schema::essays;
use chrono::{DateTime, Utc};
use model_core::prelude::*;

/// An essay, which others give points.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = essays, timestamps, soft_delete, audit, edit)]
pub struct Essay {
    /// The key.
    pub id: i64,
    /// The title.
    pub title: String,
    /// Its points.
    #[model(default = 0)]
    pub score: i32,
    /// How often it was written.
    #[model(version)]
    pub version: i32,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When its author has changed or deleted it.
    #[model(updated_at(on = [title, deleted_at]))]
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// The same rows without a trail and without a version; a deletion does not count as a change.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = essays, timestamps, soft_delete, write_only(secret: Option<String>))]
pub struct QuietEssay {
    /// The key.
    pub id: i64,
    /// The title.
    pub title: String,
    /// Its points.
    #[model(default = 0)]
    pub score: i32,
    /// A number that this model leaves alone.
    #[model(default = 1)]
    pub version: i32,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When its title or its secret was set.
    #[model(updated_at(on = [title, secret]))]
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}
