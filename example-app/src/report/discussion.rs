//! Comments and reactions of readers.

use crate::models::{Comment, CommentId, Mood, Reaction, Target};
use crate::text::fit;
use clap::ValueEnum;
use model_core::Choices;
use std::io::{self, Write};

/// Reactions by mood: `Like 2, Sad 1`.
pub fn moods<'r>(reactions: impl IntoIterator<Item = &'r Reaction>) -> String {
    let reactions: Vec<_> = reactions.into_iter().collect();
    let count = |mood: &Mood| reactions.iter().filter(|reaction| reaction.mood == *mood).count();
    let moods = Mood::value_variants().iter().map(|mood| (mood.label(), count(mood)));
    let given = moods.filter(|(_, count)| *count > 0).map(|(label, count)| format!("{label} {count}"));
    given.collect::<Vec<_>>().join(", ")
}

/// Prints comments, each with its reactions, and with its replies below it.
///
/// # Errors
/// The output cannot be written.
pub fn thread(out: &mut dyn Write, comments: &[Comment], reactions: &[Reaction]) -> io::Result<()> {
    level(out, (comments, reactions), None, 0)
}

fn level(
    out: &mut dyn Write,
    (comments, reactions): (&[Comment], &[Reaction]),
    parent: Option<CommentId>,
    depth: usize,
) -> io::Result<()> {
    for comment in comments.iter().filter(|comment| comment.parent_id == parent) {
        let Comment { id, reader, body, state, .. } = comment;
        let state = state.label().to_lowercase();
        // Deeper replies are printed, but not indented further.
        let indent = 6 + 2 * depth.min(10);
        let own = reactions.iter().filter(|reaction| reaction.target.known() == Some(&Target::Comment(*id)));
        let own = match moods(own) {
            none if none.is_empty() => none,
            some => format!(" [{some}]"),
        };
        writeln!(out, "{:indent$}#{id} {} ({state}): {}{own}", "", fit(reader, 20), fit(body, 80))?;
        level(out, (comments, reactions), Some(*id), depth + 1)?;
    }
    Ok(())
}
