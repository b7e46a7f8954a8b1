//! Names of the database's own, a key and a timestamp that the database keeps.

use crate::schema::counters;
use chrono::{DateTime, Utc};
use model_core::prelude::*;

/// A counter.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = counters, timestamps, audit, repr = label)]
pub struct Counter {
    /// The number.
    #[model(primary_key, skip_insert)]
    #[diesel(column_name = counter_no)]
    pub number: i64,
    /// What it counts.
    #[diesel(column_name = label_text)]
    pub label: String,
    /// How much it has counted.
    #[model(default = 1)]
    pub value: i32,
    /// When it was created, by the clock of the database.
    #[model(created_at(db))]
    #[diesel(column_name = made)]
    pub born: DateTime<Utc>,
}
