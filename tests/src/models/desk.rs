//! A desk: rows with a version, with and without an audit trail, with and without soft deletion.

use crate::schema::{gauges, plans, readers};
use chrono::{DateTime, Utc};
use model_core::prelude::*;

/// A plan: audited, with soft deletion, and edited.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = plans, timestamps, soft_delete, audit, edit)]
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

/// A reader: what is not right is refused, and what never changes is not edited.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = readers, edit)]
pub struct Reader {
    /// The key.
    pub id: i64,
    /// The address.
    #[model(validate(email), max_length = 30)]
    pub mail: String,
    /// The page on the web.
    #[model(validate(url, ascii))]
    pub site: Option<String>,
    /// The name.
    #[model(check = is_handle, check = is_free)]
    pub handle: String,
    /// The age, when it was said.
    #[model(check = is_age)]
    pub age: Option<i32>,
    /// The year of the first visit.
    #[model(skip_update, default = 1900, check = is_year)]
    pub joined: i32,
}

fn is_handle(handle: &str) -> Result<(), &'static str> {
    match handle.chars().all(char::is_alphanumeric) {
        true => Ok(()),
        false => Err("has other characters than letters and digits"),
    }
}

fn is_free(handle: &str) -> Result<(), String> {
    if handle == "admin" { Err(format!("`{handle}` is taken")) } else { Ok(()) }
}

fn is_age(age: &i32) -> Result<(), String> {
    if *age < 0 { Err(format!("is {age}, and nobody is younger than 0")) } else { Ok(()) }
}

fn is_year(year: &i32) -> Result<(), &'static str> {
    if *year == 0 { Err("there was no such year") } else { Ok(()) }
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
#[model(table = gauges, edit)]
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
