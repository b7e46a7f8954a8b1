//! The rows that are written, the same on every side.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// One article.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) title: String,
    pub(crate) slug: String,
    pub(crate) body: String,
    pub(crate) is_draft: bool,
    pub(crate) author: Uuid,
    pub(crate) views: i32,
    pub(crate) note: Option<String>,
    pub(crate) published_at: Option<DateTime<Utc>>,
}

impl Draft {
    /// The article with this number.
    pub(crate) fn number(n: u64) -> Self {
        let is_draft = n.is_multiple_of(2);
        Self {
            title: format!("The article with the number {n}"),
            slug: format!("the-article-with-the-number-{n}"),
            body: "One sentence of the text of an article. ".repeat(10),
            is_draft,
            author: Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(n % 50)),
            views: (n % 1_000) as i32,
            note: n.is_multiple_of(3).then(|| "checked".to_owned()),
            published_at: (!is_draft).then(|| created_at(n)),
        }
    }

    pub(crate) fn status(&self) -> &'static str {
        if self.is_draft { "draft" } else { "published" }
    }
}

/// The key of a seeded row: in the order of time, as keys of version 7 are.
pub(crate) fn key(n: u64) -> Uuid {
    Uuid::from_u128((u128::from(n + 0x0190_0000) << 96) | 0x7000_8000_0000_0000_0000)
}

/// When a seeded row was created.
pub(crate) fn created_at(n: u64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 123_456_000).unwrap_or_default() + TimeDelta::seconds(n as i64)
}

/// When the histories of rows begin that were not created with one.
pub(crate) fn begun_at() -> DateTime<Utc> {
    created_at(5_000)
}

/// When the change with this number was made to a row with a long history.
pub(crate) fn changed_at(n: u64) -> DateTime<Utc> {
    created_at(10_000 + n)
}

/// Whether a seeded row is deleted, where some are: three of ten.
pub(crate) fn is_deleted(n: u64) -> bool {
    n % 10 < 3
}

/// What an item gets in a turn: something else than in the turn before.
pub(crate) fn amount(turn: u64, n: u64) -> i32 {
    ((turn + 1) * 1_000 + n) as i32
}

/// The same for every second item; the others keep what they have.
pub(crate) fn sometimes(turn: u64, n: u64) -> i32 {
    if n.is_multiple_of(2) { amount(turn, n) } else { 0 }
}

/// One of the live rows of `seeds`, another one for each turn.
pub(crate) fn live(turn: u64, seeds: u64) -> u64 {
    (turn.wrapping_mul(7_919) % (seeds / 10)) * 10 + 3 + turn % 7
}
