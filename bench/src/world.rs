//! A side of the comparison, with its own database.

use crate::case::{Case, ITEMS};
use crate::draft::{self, Draft};
use crate::step::Step;
use anyhow::{Result, bail};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::time::Duration;
use uuid::Uuid;

/// Who performs the operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Who {
    /// model-core.
    Library,
    /// Hand-written Diesel as it is usually written.
    Usual,
    /// Hand-written Diesel by somebody who knows what costs time.
    Best,
    /// SeaORM.
    SeaOrm,
}

impl Who {
    /// Those that the library is compared with.
    pub(crate) const OTHERS: [Self; 3] = [Self::Usual, Self::Best, Self::SeaOrm];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Library => "model-core",
            Self::Usual => "Diesel, usual",
            Self::Best => "Diesel, best",
            Self::SeaOrm => "SeaORM",
        }
    }

    /// Whether it is another library, measured by a program of its own.
    pub(crate) fn is_peer(self) -> bool {
        self == Self::SeaOrm
    }
}

/// What a database holds, as far as every side has to agree on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) rows: u64,
    pub(crate) deleted: u64,
    pub(crate) audits: u64,
    /// A hash of all titles, states and audited changes, without keys and instants of the run.
    pub(crate) hash: u64,
}

/// One side.
pub(crate) trait World {
    /// Sends SQL as it is.
    fn execute(&mut self, sql: &str) -> Result<()>;

    /// How the literals of this side's columns look.
    fn words(&self) -> Words;

    /// Reads what the turns need to have in memory.
    fn prepare(&mut self, case: Case) -> Result<()>;

    /// Performs the operation once for each number: the part that is timed.
    fn run(&mut self, case: Case, turns: Range<u64>) -> Result<()>;

    /// What is in the database now.
    fn seen(&mut self) -> Result<Seen>;

    /// How many statements were sent since the world was made.
    fn statements(&self) -> u64;

    /// Does this to tables that have grown to this size. Only the library's side does.
    fn step(&mut self, step: Step, _turn: u64, _size: u64) -> Result<()> {
        bail!("only the library is measured in how it grows: {}", step.title())
    }

    /// Writes to the row with this key, with an entry in the trail. Only the library's side does.
    fn write(&mut self, key: Uuid, _turn: u64) -> Result<()> {
        bail!("only the library is measured with several writers: {key}")
    }

    /// Gives each row a history that begins with its state. Only the library's side does.
    fn begin(&mut self) -> Result<()> {
        bail!("only the library begins histories")
    }

    /// How long the last run took, where the side takes the time itself.
    fn took(&self) -> Option<Duration> {
        None
    }
}

/// Literals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    pub(crate) uuid: fn(Uuid) -> String,
    pub(crate) instant: fn(DateTime<Utc>) -> String,
    pub(crate) after_reset: &'static [&'static str],
    pub(crate) after_growth: &'static [&'static str],
}

/// Fills the tables for a case.
pub(crate) fn seed(world: &mut dyn World, case: Case) -> Result<()> {
    let is_deleted = if case.seeds_deleted() { draft::is_deleted } else { |_| false };
    insert_articles(world, 0..case.seeds(), is_deleted, None)?;
    if case.has_posts() {
        seed_posts(world)?;
    }
    if case.has_items() {
        seed_items(world)?;
    }
    world.words().after_reset.iter().try_for_each(|sql| world.execute(sql))
}

/// Inserts the articles with these numbers, all with the same text if it is given.
pub(crate) fn insert_articles(
    world: &mut dyn World,
    numbers: Range<u64>,
    is_deleted: fn(u64) -> bool,
    body: Option<&str>,
) -> Result<()> {
    let Words { uuid, instant, .. } = world.words();
    for start in numbers.clone().step_by(1_000) {
        let rows: Vec<String> = (start..(start + 1_000).min(numbers.end))
            .map(|n| {
                let row = Draft::number(n);
                let created = instant(draft::created_at(n));
                let nullable = |value: Option<String>| value.unwrap_or_else(|| "NULL".to_owned());
                format!(
                    "({}, '{}', '{}', '{}', '{}', {}, {}, {}, {}, {created}, {created}, {})",
                    uuid(draft::key(n)),
                    row.title,
                    row.slug,
                    body.unwrap_or(&row.body),
                    row.status(),
                    uuid(row.author),
                    row.views,
                    nullable(row.note.map(|note| format!("'{note}'"))),
                    nullable(row.published_at.map(instant)),
                    nullable(is_deleted(n).then(|| created.clone())),
                )
            })
            .collect();
        world.execute(&format!(
            "INSERT INTO articles (id, title, slug, body, status, author_id, views, note, published_at, created_at, \
             updated_at, deleted_at) VALUES {}",
            rows.join(", ")
        ))?;
    }
    Ok(())
}

fn seed_posts(world: &mut dyn World) -> Result<()> {
    let instant = world.words().instant;
    let mut posts = Vec::new();
    let mut remarks = Vec::new();
    let mut links = Vec::new();
    for n in 1..=1_000_u64 {
        let created = instant(draft::created_at(n));
        posts.push(format!("({n}, 'Post {n}', {created}, NULL)"));
        for r in 0..6 {
            let deleted = if r == 5 { &*created } else { "NULL" };
            remarks.push(format!("({}, {n}, 'What somebody says to it, in a line', {created}, {deleted})", n * 10 + r));
        }
        links.extend((0..3).map(|l| format!("({n}, {})", 1 + (n + l) % 20)));
    }
    let labels: Vec<String> = (1..=20).map(|n| format!("({n}, 'label-{n}')")).collect();
    world.execute(&format!("INSERT INTO posts (id, title, created_at, deleted_at) VALUES {}", posts.join(", ")))?;
    world.execute(&format!("INSERT INTO labels (id, name) VALUES {}", labels.join(", ")))?;
    for remarks in remarks.chunks(1_000) {
        let rows = remarks.join(", ");
        world.execute(&format!("INSERT INTO remarks (id, post_id, body, created_at, deleted_at) VALUES {rows}"))?;
    }
    world.execute(&format!("INSERT INTO post_labels (post_id, label_id) VALUES {}", links.join(", ")))
}

fn seed_items(world: &mut dyn World) -> Result<()> {
    let created = (world.words().instant)(draft::created_at(0));
    let rows: Vec<String> = (0..ITEMS).map(|n| format!("({n}, 'Item {n}', 0, {created}, {created})")).collect();
    world.execute(&format!("INSERT INTO items (id, name, amount, created_at, updated_at) VALUES {}", rows.join(", ")))
}

/// Brings the tables into the state that a turn starts from: what is done once only in it.
pub(crate) fn reset(world: &mut dyn World, case: Case) -> Result<()> {
    if !case.is_long() {
        return Ok(());
    }
    let Words { instant, after_reset, .. } = world.words();
    world.execute("DELETE FROM audit_logs")?;
    if case == Case::CreateMany {
        world.execute("DELETE FROM articles")?;
    } else {
        let mark = if case.restores() { instant(draft::created_at(1)) } else { "NULL".to_owned() };
        world.execute(&format!("UPDATE articles SET deleted_at = {mark}, updated_at = created_at"))?;
    }
    for sql in after_reset {
        world.execute(sql)?;
    }
    Ok(())
}
