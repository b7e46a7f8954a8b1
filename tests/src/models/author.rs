//! Audited, removed for good, a masked column with a unique index.

use crate::schema::authors;
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The key of an author.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AuthorId(Uuid);

/// An author.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = authors, timestamps, audit, content_type = "person")]
pub struct Author {
    /// The key.
    pub id: AuthorId,
    /// The name.
    pub name: String,
    /// The address, which the trail does not show.
    #[audit(mask)]
    #[model(unique(name = "authors_email"))]
    pub email: String,
    /// When the row was created.
    pub created_at: DateTime<Utc>,
    /// When the row was last written.
    pub updated_at: DateTime<Utc>,
}
