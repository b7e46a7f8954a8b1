//! What readers make of an article.

use super::fit;
use crate::models::{Comment, CommentId, Mood, Reaction};
use clap::ValueEnum;
use model_core::Choices;
use std::io::{self, Write};

/// Reactions by mood: `Like 2, Sad 1`.
pub fn moods(reactions: &[Reaction]) -> String {
    let count = |mood: &Mood| reactions.iter().filter(|reaction| reaction.mood == *mood).count();
    let moods = Mood::value_variants().iter().map(|mood| (mood.label(), count(mood)));
    let given = moods.filter(|(_, count)| *count > 0).map(|(label, count)| format!("{label} {count}"));
    given.collect::<Vec<_>>().join(", ")
}

/// Prints comments, each with the replies to it below it.
///
/// # Errors
/// The output cannot be written.
pub fn thread(out: &mut dyn Write, comments: &[Comment]) -> io::Result<()> {
    level(out, comments, None, 0)
}

fn level(out: &mut dyn Write, comments: &[Comment], parent: Option<CommentId>, depth: usize) -> io::Result<()> {
    for comment in comments.iter().filter(|comment| comment.parent_id == parent) {
        let Comment { id, reader, body, state, .. } = comment;
        let state = state.label().to_lowercase();
        // What is nested deeper is told, and not shown.
        let indent = 6 + 2 * depth.min(10);
        writeln!(out, "{:indent$}#{id} {} ({state}): {}", "", fit(reader, 20), fit(body, 80))?;
        level(out, comments, Some(*id), depth + 1)?;
    }
    Ok(())
}
