//! Unix seconds for every point in time, a numbered key of 32 bits.

use crate::schema::visits;
use model_core::prelude::*;

/// A visit.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = visits, timestamps, soft_delete)]
pub struct Visit {
    /// The key.
    pub id: i32,
    /// What was visited.
    pub path: String,
    /// When the row was created.
    #[model(epoch = seconds)]
    pub created_at: i64,
    /// When the row was last written.
    #[model(epoch = seconds)]
    pub updated_at: i64,
    /// When it was deleted.
    #[model(epoch = seconds)]
    pub deleted_at: Option<i64>,
}
