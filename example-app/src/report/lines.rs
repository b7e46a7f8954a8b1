//! Long texts as lines that fit a terminal.

/// The widest line that is printed.
const WIDTH: usize = 100;

/// The lines of a text. A line that is too wide is broken after each sentence, and a sentence that is too wide between
/// words: then a change in one sentence leaves the lines of the others as they are.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().flat_map(broken).collect()
}

fn broken(line: &str) -> Vec<String> {
    if width(line) <= WIDTH {
        return vec![line.to_owned()];
    }
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in line.split_inclusive(' ') {
        let ended = [". ", "! ", "? "].iter().any(|end| current.ends_with(end));
        if !current.is_empty() && (ended || width(&current) + width(word.trim_end()) > WIDTH) {
            lines.push(std::mem::take(&mut current));
        }
        current.push_str(word);
        while width(current.trim_end()) > WIDTH {
            let rest = current.char_indices().nth(WIDTH).map_or(current.len(), |(at, _)| at);
            let rest = current.split_off(rest);
            lines.push(std::mem::replace(&mut current, rest));
        }
    }
    lines.push(current);
    // The space at the break is dropped.
    let last = lines.len() - 1;
    lines[..last].iter_mut().for_each(|line| line.truncate(line.trim_end().len()));
    lines
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// A line without control characters, which a terminal would obey. Each is replaced by its Unicode symbol.
pub(super) fn visible(line: &str) -> String {
    let picture = |c: char| match u32::from(c) {
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7f => '\u{2421}',
        _ if c.is_control() => char::REPLACEMENT_CHARACTER,
        _ => c,
    };
    line.replace('\t', "    ").chars().map(picture).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_line_is_broken_after_sentences_and_then_between_words() {
        let sentence = format!("{}end.", "word ".repeat(15));
        let text = format!("short\n{sentence} {sentence}\n{}", "x".repeat(150));
        assert_eq!(lines(&text), ["short", &sentence, &sentence, &"x".repeat(100), &"x".repeat(50)]);
        let words = lines(&"word ".repeat(50));
        assert!(words.len() == 3 && words.iter().all(|line| width(line.trim_end()) <= WIDTH), "{words:?}");
        assert_eq!(lines(&"ä".repeat(101)).len(), 2, "the width is in characters, not in bytes");
    }

    #[test]
    fn control_characters_become_symbols() {
        assert_eq!(visible("\u{1b}[31mred\u{7}\tx\u{9b}"), "␛[31mred␇    x\u{fffd}");
    }
}
