//! A column of every kind, audited.

use crate::schema::samples;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use model_core::prelude::*;
use serde_json::Value;

/// A row of everything.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = samples, audit)]
pub struct Sample {
    /// A key that may lie above 2^53.
    pub id: i64,
    /// A truth value.
    #[model(default)]
    pub flag: bool,
    /// 16 bits.
    #[model(default)]
    pub small: i16,
    /// 32 bits.
    #[model(default)]
    pub whole: i32,
    /// A float of 32 bits.
    #[model(default)]
    pub single: f32,
    /// A float of 64 bits.
    #[model(default)]
    pub ratio: f64,
    /// A float of 64 bits or NULL.
    pub guess: Option<f64>,
    /// Text or NULL.
    pub note: Option<String>,
    /// A document or NULL.
    pub payload: Option<Value>,
    /// Bytes.
    #[model(default)]
    pub raw: Vec<u8>,
    /// A date.
    #[model(default)]
    pub day: NaiveDate,
    /// A time of day.
    #[model(default)]
    pub clock: NaiveTime,
    /// A date and time without zone.
    #[model(default)]
    pub naive: NaiveDateTime,
    /// A point in time.
    #[model(default)]
    pub moment: DateTime<Utc>,
}
