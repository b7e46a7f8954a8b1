//! Exports.

use super::AuthorId;
use crate::schema::exports;
use model_core::bases::{Timestamps, UserTracked};
use model_core::prelude::*;

/// The key of an export: the database numbers them.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExportId(i64);

/// The state of an export.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportState {
    /// It was started.
    Running,
    /// The file is complete.
    Done,
    /// The file was not written. An earlier file is kept.
    Failed,
}

/// An export of the published articles to a file.
#[derive(Model, Debug, Clone)]
#[model(table = exports, audit, ordering = "-id", content_type = "export", repr = file)]
pub struct Export {
    /// The key.
    pub id: ExportId,
    /// The file name, as it was given.
    #[model(max_length = 1000, skip_update)]
    pub file: String,
    /// The state.
    #[model(default = ExportState::Running, input = closed)]
    pub state: ExportState,
    /// How many articles are in the file.
    pub articles: Option<i32>,
    /// Why it failed.
    pub reason: Option<String>,
    /// When it was created and last written.
    #[model(base)]
    pub stamps: Timestamps,
    /// Who created it and who last wrote it.
    #[model(base)]
    pub people: UserTracked<AuthorId>,
}
