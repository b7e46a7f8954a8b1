//! Rows and entries, as text for the database.

use crate::draft;
use crate::step::CHANGED;
use crate::world::{World, insert_articles};
use anyhow::Result;
use std::ops::Range;

/// How many rows a statement has.
const PART: usize = 1_000;

/// Articles with a short text, of which three of ten are deleted.
pub(super) fn rows(world: &mut dyn World, numbers: Range<u64>) -> Result<()> {
    insert_articles(world, numbers, draft::is_deleted, Some("One sentence of the text of an article."))?;
    analyze(world)
}

/// Entries of one row, each of which begins where the one before has ended.
pub(super) fn entries(world: &mut dyn World, numbers: Range<u64>) -> Result<()> {
    if numbers.start == 0 {
        rows(world, 0..PART as u64)?;
        // The history begins with the state of the row, and so do the others, which are verified with it.
        world.begin()?;
    }
    let words = world.words();
    let batch = (words.uuid)(draft::key(1));
    let (key, end) = (draft::key(CHANGED), numbers.end);
    let mut numbers = numbers.peekable();
    while numbers.peek().is_some() {
        let rows: Vec<String> = numbers
            .by_ref()
            .take(PART)
            .map(|n| {
                let old = if n == 0 { draft::Draft::number(CHANGED).title } else { title(n) };
                format!(
                    "({}, 'user', '42', 'patch', 'articles', '{key}', '', '{{\"title\":{{\"old\":\"{old}\",\"new\":\"{}\"\
                     }}}}', {batch})",
                    (words.instant)(draft::changed_at(n)),
                    title(n + 1),
                )
            })
            .collect();
        world.execute(&format!(
            "INSERT INTO audit_logs (created_at, actor_kind, actor_id, action, content_type, object_id, object_repr, \
             changes, batch_id) VALUES {}",
            rows.join(", ")
        ))?;
    }
    world.execute(&format!("UPDATE articles SET title = '{}' WHERE id = {}", title(end), (words.uuid)(key)))?;
    analyze(world)
}

fn title(n: u64) -> String {
    format!("Change {n}")
}

fn analyze(world: &mut dyn World) -> Result<()> {
    world.words().after_growth.iter().try_for_each(|sql| world.execute(sql))
}
