//! What readers make of an article.

use super::fit;
use crate::models::{Comment, CommentId, Mood, Reaction, Target};
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

/// Prints comments, each with what readers feel about it and the replies to it below it.
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
        // What is nested deeper is told, and not shown.
        let indent = 6 + 2 * depth.min(10);
        let felt = reactions.iter().filter(|reaction| reaction.target.known() == Some(&Target::Comment(*id)));
        let felt = match moods(felt) {
            felt if felt.is_empty() => felt,
            felt => format!(" [{felt}]"),
        };
        writeln!(out, "{:indent$}#{id} {} ({state}): {}{felt}", "", fit(reader, 20), fit(body, 80))?;
        level(out, (comments, reactions), Some(*id), depth + 1)?;
    }
    Ok(())
}
