//! Columns that are written and never read, with and without an audit trail.

use crate::schema::tokens;
use chrono::{DateTime, Utc};
use model_core::prelude::*;

/// A token: audited, with soft deletion.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = tokens, timestamps, soft_delete, audit)]
#[model(write_only(
    #[diesel(column_name = hash)] secret: Vec<u8>,
    #[model(max_length = 20, input = open)] note: Option<String>,
))]
pub struct Token {
    /// The key.
    pub id: i64,
    /// Whose it is.
    #[model(unique(forever, name = "owner"))]
    pub owner: String,
    /// How often it was used.
    #[model(default)]
    pub uses: i32,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// The same without an audit trail.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = tokens, timestamps, soft_delete)]
#[model(write_only(
    #[diesel(column_name = hash)]
    #[model(skip_update)]
    secret: Vec<u8>,
    note: Option<String>,
))]
pub struct QuietToken {
    /// The key.
    pub id: i64,
    /// Whose it is.
    #[model(unique(forever, name = "owner"))]
    pub owner: String,
    /// How often it was used.
    #[model(default)]
    pub uses: i32,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}
