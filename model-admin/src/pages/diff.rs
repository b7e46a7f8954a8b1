//! Differences of two texts, by word.

use maud::{Markup, html};
use similar::{ChangeTag, TextDiff};

/// Longer texts are shown whole: who compares them by eye sees no word anyhow.
const LONGEST: usize = 20_000;

/// The difference of two texts, in one line of reading. Texts that have little in common are shown one after the other:
/// single words of both would be hard to read.
pub(crate) fn inline(old: &str, new: &str) -> Markup {
    if old == new {
        return html! { (new) };
    }
    let whole = html! {
        @if !old.is_empty() { del { (old) } }
        @if !old.is_empty() && !new.is_empty() { " " }
        @if !new.is_empty() { ins { (new) } }
    };
    if old.is_empty() || new.is_empty() || old.len() + new.len() > LONGEST {
        return whole;
    }
    let diff = TextDiff::from_words(old, new);
    if diff.ratio() < 0.5 {
        return whole;
    }
    html! {
        @for change in diff.iter_all_changes() {
            @match change.tag() {
                ChangeTag::Equal => (change.value()),
                ChangeTag::Delete => del { (change.value()) },
                ChangeTag::Insert => ins { (change.value()) },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::inline;

    #[test]
    fn words_are_marked_and_texts_escaped() {
        let shown = inline("The keeper came back", "The keeper came <b>home</b>").into_string();
        assert_eq!(shown, "The keeper came <del>back</del><ins>&lt;b&gt;home&lt;/b&gt;</ins>");
        assert_eq!(inline("", "new").into_string(), "<ins>new</ins>");
        assert_eq!(
            inline("one two three", "four five six").into_string(),
            "<del>one two three</del> <ins>four five six</ins>"
        );
        assert_eq!(inline("same", "same").into_string(), "same");
    }
}
