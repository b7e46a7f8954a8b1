//! Uniques of a function, and among some rows alone.

use crate::schema::profiles;
use chrono::{DateTime, Utc};
use model_core::prelude::*;

/// A profile.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = profiles, soft_delete, audit)]
pub struct Profile {
    /// The key.
    pub id: i64,
    /// The address, without regard to case.
    #[model(max_length = 60, unique(on = lower(email)))]
    pub email: String,
    /// The number elsewhere, or -1.
    #[model(default = -1, unique(forever, on_deleted = restore, where = number.gt(0)))]
    pub number: i64,
    /// The team, which has one lead.
    #[model(unique(where = profiles::is_lead))]
    pub team: i32,
    /// Whether it leads the team.
    #[model(default)]
    pub is_lead: bool,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}
