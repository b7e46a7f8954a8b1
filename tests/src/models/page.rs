//! Audited, soft deletion, a slug that is unique on its site, a code that is never used again.

use crate::schema::pages;
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The key of a page.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PageId(Uuid);

/// A page.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = pages, timestamps, soft_delete, audit)]
pub struct Page {
    /// The key.
    pub id: PageId,
    /// Where it is.
    #[model(skip_update)]
    pub site: i32,
    /// What it is called.
    pub title: String,
    /// Its place in a URL.
    #[model(slug = title, max_length = 20, unique(with = [site]))]
    pub slug: String,
    /// What others know it by.
    #[model(unique(forever))]
    pub code: Option<String>,
    /// How often it was read.
    #[model(default)]
    pub views: i32,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}
