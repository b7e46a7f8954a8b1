//! The base of rows with timestamps.

use chrono::{DateTime, Utc};
use model_derive::Base;
use serde::{Deserialize, Serialize};

/// `created_at` and `updated_at`, which the library writes, over columns of type
/// [`Instant`](crate::sql_types::Instant).
///
/// SQL: `created_at` and `updated_at`, both `NOT NULL`.
#[derive(Base, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[model(timestamps)]
pub struct Timestamps {
    /// When the row was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
}
