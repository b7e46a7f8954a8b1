//! The difference between two versions of a long text.

use super::Style;
use super::lines::{lines, visible};
use crate::text::counted;
use similar::{ChangeTag, TextDiff};
use std::io::{self, Write};

/// How many lines around a change are printed.
const CONTEXT: usize = 1;

/// Prints the lines that differ and the lines around them, at most `limit` lines in all.
///
/// # Errors
/// The output cannot be written.
pub(super) fn diff(out: &mut dyn Write, old: &str, new: &str, style: Style, limit: Option<usize>) -> io::Result<()> {
    let printed = printed(old, new, style);
    if printed.is_empty() {
        return writeln!(out, "      (only the line endings differ)");
    }
    some(out, &printed, limit)
}

/// Prints lines, at most `limit` of them.
///
/// # Errors
/// The output cannot be written.
pub(super) fn some(out: &mut dyn Write, lines: &[String], limit: Option<usize>) -> io::Result<()> {
    let shown = limit.unwrap_or(lines.len()).min(lines.len());
    for line in &lines[..shown] {
        writeln!(out, "{}", format!("      {line}").trim_end())?;
    }
    match lines.len() - shown {
        0 => Ok(()),
        more => writeln!(out, "      … and {}", counted(more, "more line")),
    }
}

fn printed(old: &str, new: &str, style: Style) -> Vec<String> {
    let (old, new) = (lines(old), lines(new));
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    let diff = TextDiff::from_slices(&old, &new);
    let mut printed = Vec::new();
    for (number, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if number > 0 {
            printed.push(style.faint("⋮"));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            printed.push(match change.tag() {
                ChangeTag::Equal => style.faint(format!("  {}", visible(change.value())).trim_end()),
                ChangeTag::Delete => style.removed(format!("- {}", marked(change.value())).trim_end()),
                ChangeTag::Insert => style.added(format!("+ {}", marked(change.value())).trim_end()),
            });
        }
    }
    printed
}

/// A line whose trailing spaces are visible.
fn marked(line: &str) -> String {
    let text = line.trim_end_matches(' ');
    visible(text) + &"·".repeat(line.len() - text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str, style: Style, limit: Option<usize>) -> String {
        let mut out = Vec::new();
        diff(&mut out, old, new, style, limit).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_that_differ_are_shown_with_the_lines_around_them() {
        let (old, new) = ("a\nb\nc\n-\nd\ne\nf\n", "a\nB\nc\n-\nd\ne \nf\n");
        let whole =
            "        a\n      - b\n      + B\n        c\n      ⋮\n        d\n      - e\n      + e·\n        f\n";
        assert_eq!(shown(old, new, Style::Plain, None), whole);
        assert_eq!(shown(old, new, Style::Plain, Some(2)), "        a\n      - b\n      … and 7 more lines\n");
        assert_eq!(shown("a\n", "a", Style::Plain, None), "      (only the line endings differ)\n");
        assert_eq!(shown("", "a\n\n", Style::Plain, None), "      + a\n      +\n", "no line ends with a space");
    }

    #[test]
    fn colours_are_optional() {
        let coloured = shown("a\n\n", "b\n\n", Style::Coloured, None);
        assert_eq!(coloured, "      \u{1b}[31m- a\u{1b}[0m\n      \u{1b}[32m+ b\u{1b}[0m\n\n");
    }

    #[test]
    fn each_sentence_of_a_wide_paragraph_is_a_line_of_the_diff() {
        let sentence = |word: &str| format!("{}{word}.", "word ".repeat(12));
        let (one, two, other) = (sentence("one"), sentence("two"), sentence("other"));
        let shown = shown(&format!("{one} {two} {one}"), &format!("{one} {other} {one}"), Style::Plain, None);
        assert_eq!(shown, format!("        {one}\n      - {two}\n      + {other}\n        {one}\n"));
    }
}
