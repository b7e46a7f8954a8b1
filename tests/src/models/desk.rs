//! A desk: rows with a version, with and without an audit trail, with and without soft deletion.

use crate::schema::{gauges, plans};
use chrono::{DateTime, Utc};
use model_core::prelude::*;

/// A plan: audited, with soft deletion.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = plans, timestamps, soft_delete, audit)]
pub struct Plan {
    /// The key.
    pub id: i64,
    /// What it is called.
    #[model(max_length = 40, unique)]
    pub title: String,
    /// What is to be kept in mind.
    pub notes: Option<String>,
    /// How often it was written.
    #[model(version)]
    pub version: i32,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// The same without an audit trail.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = plans, timestamps, soft_delete)]
pub struct QuietPlan {
    /// The key.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// What is to be kept in mind.
    pub notes: Option<String>,
    /// How often it was written.
    #[model(version)]
    pub version: i32,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// A gauge: audited, removed when it is deleted, and its version has another name and width.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = gauges, audit)]
pub struct Gauge {
    /// The key.
    pub id: i64,
    /// What it measures.
    pub label: String,
    /// What it shows.
    pub level: i32,
    /// How often it was written.
    #[model(version)]
    pub revision: i64,
}

/// The same without an audit trail.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = gauges)]
pub struct QuietGauge {
    /// The key.
    pub id: i64,
    /// What it measures.
    pub label: String,
    /// What it shows.
    pub level: i32,
    /// How often it was written.
    #[model(version)]
    pub revision: i64,
}
