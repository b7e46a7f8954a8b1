//! An archive: rows with a log of their changes, with and without an audit trail.

use crate::schema::{binders, memos, sheets, slots};
use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use model_core::ChangeLog;
use model_core::prelude::*;
use serde_json::Value;
use uuid::Uuid;

/// A binder: its memos go along with it.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = binders, soft_delete, audit, has_many(memos = Memo, on_delete = cascade))]
pub struct Binder {
    /// The key.
    pub id: i64,
    /// What is written on it.
    pub label: String,
    /// What was changed.
    #[model(change_log)]
    pub changes: ChangeLog,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

/// A memo: with a trail, a version and soft deletion, and edited.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = memos, timestamps, soft_delete, audit, edit)]
pub struct Memo {
    /// The key.
    pub id: i64,
    /// What it is in.
    #[model(belongs_to = Binder)]
    pub binder_id: Option<i64>,
    /// What it is called.
    #[model(unique)]
    pub title: String,
    /// What opens it.
    #[audit(mask)]
    pub pin: Option<String>,
    /// What nobody is told of.
    #[audit(skip)]
    pub draft: Option<String>,
    /// How often it was written.
    #[model(version)]
    pub version: i32,
    /// What was changed.
    #[model(change_log)]
    pub changes: ChangeLog,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

/// The same without a trail, without a version, and removed when it is deleted.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = memos, timestamps)]
pub struct QuietMemo {
    /// The key.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// What opens it.
    pub pin: Option<String>,
    /// How often it was written, which nobody counts.
    #[model(default = 1)]
    pub version: i32,
    /// What was changed.
    #[model(change_log)]
    pub changes: ChangeLog,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
}

/// A sheet: a column of every kind, with a trail to compare the log with.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = sheets, audit)]
pub struct Sheet {
    /// The key.
    pub id: i64,
    /// Two digits after the point.
    #[model(default = BigDecimal::from(1))]
    pub price: BigDecimal,
    /// A float.
    #[model(default)]
    pub ratio: f64,
    /// A truth value.
    #[model(default)]
    pub flag: bool,
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
    /// A point in time, to the millisecond where the database has such a type.
    #[model(default)]
    pub moment: DateTime<Utc>,
    /// A document.
    pub payload: Option<Value>,
    /// A UUID.
    pub token: Option<Uuid>,
    /// A text.
    pub note: Option<String>,
    /// What was changed.
    #[model(change_log)]
    pub log: ChangeLog,
}

/// A slot in a shelf: a key of two parts, no trail.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = slots)]
pub struct Slot {
    /// The shelf.
    #[model(primary_key)]
    pub shelf: String,
    /// The place in it.
    #[model(primary_key)]
    pub place: i32,
    /// What is there.
    pub content: String,
    /// What was changed.
    #[model(change_log)]
    pub log: ChangeLog,
}
