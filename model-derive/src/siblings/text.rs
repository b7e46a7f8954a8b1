//! Finds the attributes around a position in source text.
//!
//! The whole file is blanked first: comments and literals become spaces. What is left has only brackets that mean
//! brackets, so the attributes of an item are a run of `#[..]` with nothing but space between them.

use std::iter::Peekable;
use std::ops::Range;

/// The attributes of a source file.
pub(super) struct Outline {
    /// The blanked text, one entry for each character of the source.
    text: Vec<char>,
    /// Where each line starts in it.
    lines: Vec<usize>,
    /// One entry for each attribute, in order.
    attributes: Vec<Range<usize>>,
}

/// The names in the `derive(..)` lists of the item that has an attribute at this place, up to and including that attribute.
/// Lines and columns count characters from 1.
#[cfg(test)]
fn derives_around(source: &str, line: usize, column: usize) -> Vec<String> {
    Outline::of(source).derives_around(line, column)
}

impl Outline {
    pub(super) fn of(source: &str) -> Self {
        // The compiler does not count a byte order mark.
        let source = source.strip_prefix('\u{feff}').unwrap_or(source);
        let text = blanked(source);
        let newlines = text.iter().enumerate().filter(|(_, char)| **char == '\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(newlines).collect();
        let attributes = attributes(&text);
        Self { text, lines, attributes }
    }

    pub(super) fn derives_around(&self, line: usize, column: usize) -> Vec<String> {
        let start = line.checked_sub(1).and_then(|line| self.lines.get(line));
        let Some(position) = start.and_then(|start| (start + column).checked_sub(1)) else {
            return Vec::new();
        };
        let Some(own) = self.attributes.iter().position(|attribute| attribute.contains(&position)) else {
            return Vec::new();
        };
        let mut first = own;
        while first > 0 && self.is_space(self.attributes[first - 1].end..self.attributes[first].start) {
            first -= 1;
        }
        let mut names = Vec::new();
        for attribute in &self.attributes[first..=own] {
            let text: String = self.text[attribute.clone()].iter().collect();
            // Without `#[` and `]`.
            let inside =
                text.trim_start_matches(['#', ' ', '\n', '\t', '\r']).trim_start_matches('[').trim_end_matches(']');
            collect_derives(inside, &mut names);
        }
        names
    }

    fn is_space(&self, range: Range<usize>) -> bool {
        self.text[range].iter().all(|char| char.is_whitespace())
    }
}

/// Collects from `derive(A, b::C)` and `cfg_attr(condition, derive(A))`, and from no other attribute: the list in
/// `builder(derive(Debug))` is for another type.
fn collect_derives(attribute: &str, names: &mut Vec<String>) {
    let Some((path, arguments)) = attribute.trim().split_once('(') else {
        return;
    };
    let arguments = arguments.strip_suffix(')').unwrap_or(arguments);
    match last_segment(path) {
        "derive" => {
            let paths = split(arguments).into_iter().map(last_segment);
            names.extend(paths.filter(|name| !name.is_empty()).map(str::to_owned));
        }
        // Whether the condition holds is unknown here. It does when our own word is inside, the usual case.
        "cfg_attr" => split(arguments).into_iter().skip(1).for_each(|attribute| collect_derives(attribute, names)),
        _ => {}
    }
}

fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path).trim()
}

/// Splits at the commas that are in no bracket.
fn split(arguments: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    arguments
        .split(|char| {
            match char {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            char == ',' && depth == 0
        })
        .collect()
}

/// Every outer attribute: `#`, then a bracket with all that it holds.
fn attributes(text: &[char]) -> Vec<Range<usize>> {
    let mut attributes = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let start = at;
        at += 1;
        if text[start] != '#' {
            continue;
        }
        let Some(open) = (at..text.len()).find(|next| !text[*next].is_whitespace()) else {
            break;
        };
        if text[open] != '[' {
            continue;
        }
        let mut depth = 0_usize;
        for (next, char) in text.iter().enumerate().skip(open) {
            match char {
                '[' => depth += 1,
                ']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                attributes.push(start..next + 1);
                at = next + 1;
                break;
            }
        }
    }
    attributes
}

/// The text with every comment and literal replaced by spaces, line breaks kept.
fn blanked(source: &str) -> Vec<char> {
    let mut scanner = Scanner { rest: source.chars().peekable(), out: Vec::with_capacity(source.len()) };
    while let Some(char) = scanner.rest.peek().copied() {
        match char {
            '/' => scanner.slash(),
            '"' => scanner.quoted(0, Escapes::Yes),
            '\'' => scanner.tick(),
            _ if char == '_' || char.is_alphanumeric() => scanner.word(),
            _ => scanner.keep(),
        }
    }
    scanner.out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    Yes,
    No,
}

struct Scanner<I: Iterator<Item = char>> {
    rest: Peekable<I>,
    out: Vec<char>,
}

impl<I: Iterator<Item = char> + Clone> Scanner<I> {
    fn keep(&mut self) {
        self.out.extend(self.rest.next());
    }

    fn blank(&mut self) -> Option<char> {
        let char = self.rest.next()?;
        self.out.push(if char == '\n' { '\n' } else { ' ' });
        Some(char)
    }

    fn blank_many(&mut self, count: usize) {
        for _ in 0..count {
            self.blank();
        }
    }

    fn next_is(&mut self, char: char) -> bool {
        self.rest.peek() == Some(&char)
    }

    /// A comment, or just a slash.
    fn slash(&mut self) {
        let mut ahead = self.rest.clone();
        ahead.next();
        match ahead.next() {
            Some('/') => while self.rest.peek().is_some_and(|char| *char != '\n') && self.blank().is_some() {},
            Some('*') => self.block_comment(),
            _ => self.keep(),
        }
    }

    /// Block comments nest.
    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        while let Some(char) = self.blank() {
            if char == '/' && self.next_is('*') {
                self.blank();
                depth += 1;
            } else if char == '*' && self.next_is('/') {
                self.blank();
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
        }
    }

    /// A string from its opening quote to the closing quote and this many hashes.
    fn quoted(&mut self, hashes: usize, escapes: Escapes) {
        self.blank();
        while let Some(char) = self.blank() {
            if char == '\\' && escapes == Escapes::Yes {
                self.blank();
            } else if char == '"' && self.hashes_ahead(hashes) >= hashes {
                self.blank_many(hashes);
                return;
            }
        }
    }

    fn hashes_ahead(&self, most: usize) -> usize {
        self.rest.clone().take(most).take_while(|char| *char == '#').count()
    }

    /// A character, or the tick of a lifetime.
    fn tick(&mut self) {
        let mut ahead = self.rest.clone();
        ahead.next();
        let (first, second) = (ahead.next(), ahead.next());
        match (first, second) {
            (Some('\\'), _) => {
                // The tick, the backslash and what it escapes, which may be a tick itself.
                self.blank_many(3);
                while self.blank().is_some_and(|char| char != '\'') {}
            }
            (Some(_), Some('\'')) => self.blank_many(3),
            _ => self.keep(),
        }
    }

    /// A word or a number; it may be the prefix of a string.
    fn word(&mut self) {
        let start = self.out.len();
        while self.rest.peek().is_some_and(|char| *char == '_' || char.is_alphanumeric()) {
            self.keep();
        }
        let word: String = self.out[start..].iter().collect();
        match word.as_str() {
            "r" | "br" | "cr" => {
                let hashes = self.hashes_ahead(usize::MAX);
                // Otherwise a raw name: `r#type`.
                if self.rest.clone().nth(hashes) == Some('"') {
                    self.blank_many(hashes);
                    self.quoted(hashes, Escapes::No);
                }
            }
            "b" | "c" if self.next_is('"') => self.quoted(0, Escapes::Yes),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::derives_around;

    /// The derives around `Model` in the source, of which the `‸` before it marks the place.
    fn around(marked: &str) -> Vec<String> {
        let before = marked.split('‸').next().unwrap();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        derives_around(&marked.replace('‸', ""), line, column)
    }

    #[test]
    fn a_list_over_several_lines_with_comments() {
        let names = around(
            "#[derive(\n    Debug, // derive(Nothing)\n    /* é, Fake */ diesel::Queryable,\n    ‸Model,\n)]\nstruct A;",
        );
        assert_eq!(names, ["Debug", "Queryable", "Model"]);
    }

    #[test]
    fn attributes_before_count_and_attributes_after_are_left_to_the_compiler() {
        let names = around(
            "/// Doc.\n#[derive(Selectable)]\n// between\n#[allow(x)] #[derive(‸Model)]\n#[cfg_attr(no, derive(Queryable))]\nstruct A;",
        );
        assert_eq!(names, ["Selectable", "Model"]);
    }

    #[test]
    fn inside_cfg_attr() {
        let names = around("#[cfg_attr(all(a, feature = \"x)\"), derive(Queryable, ‸Model), allow(y))] struct A;");
        assert_eq!(names, ["Queryable", "Model"]);
        let names =
            around("#[cfg_attr(a, cfg_attr(b, derive(Queryable)))] #[::core::prelude::v1::derive(‸Model)] struct A;");
        assert_eq!(names, ["Queryable", "Model"]);
    }

    #[test]
    fn the_item_before_does_not_bleed_in() {
        let names = around(
            "#![allow(a)]\n#[derive(Queryable)]\nstruct A;\n#[derive(Selectable)] mod b {}\n#[derive(‸Model)]\nstruct C { #[x] c: i32 }\n#[derive(Identifiable)] struct D;",
        );
        assert_eq!(names, ["Model"]);
    }

    #[test]
    fn text_that_only_looks_like_a_derive() {
        let names = around(
            "#[doc = \"#[derive(Queryable)] \\\" [\"]\n#[doc = r#\"derive(Selectable)\"]\"#]\n/// #[derive(Identifiable)]\n#[derive(‸Model)]\nstruct A;",
        );
        assert_eq!(names, ["Model"]);
        let names = around(
            "const S: &str = \"#[\"; const C: char = '\"'; fn f<'a>(r#type: &'a u8) -> char { '\\'' }\n#[derive(‸Model)] struct A;",
        );
        assert_eq!(names, ["Model"]);
    }

    #[test]
    fn a_derive_for_another_type() {
        assert_eq!(around("#[builder(derive(Queryable))] #[derive(‸Model)] struct A;"), ["Model"]);
    }

    #[test]
    fn a_place_outside_of_the_text_or_of_any_attribute() {
        assert!(derives_around("struct A;", 1, 1).is_empty());
        assert!(derives_around("struct A;", 9, 9).is_empty());
        assert!(derives_around("", 0, 0).is_empty());
        assert!(derives_around("#[derive(", 1, 3).is_empty());
    }

    #[test]
    fn an_unfinished_text_ends_the_scan() {
        for text in ["/*", "\"", "r#\"", "'\\", "b\"\\", "#", "'"] {
            assert!(derives_around(text, 1, 1).is_empty());
        }
    }
}
