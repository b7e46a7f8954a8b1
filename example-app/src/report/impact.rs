//! The rows that a deletion affects besides the deleted row.

use crate::services::deletion::Cascade;
use crate::services::trail::Kind;
use crate::text::{counted, listed};
use model_core::relations::{Effect, Impact};
use std::io::{self, Write};

/// Prints the impact of a deletion as a tree, below the name of the row.
///
/// # Errors
/// The output cannot be written.
pub fn impact(out: &mut dyn Write, row: &str, impact: &Impact) -> io::Result<()> {
    writeln!(out, "{row}")?;
    branches(out, impact, "")
}

fn branches(out: &mut dyn Write, parent: &Impact, indent: &str) -> io::Result<()> {
    for (index, child) in parent.children.iter().enumerate() {
        let (branch, below) =
            if index + 1 == parent.children.len() { ("└── ", "    ") } else { ("├── ", "│   ") };
        let noun = match Kind::of_model(child.model) {
            // Comments are the only rows with children of their own model: their replies.
            Some(_) if child.model == parent.model => "reply",
            Some(kind) => kind.noun(),
            None => child.model,
        };
        let effect = match child.effect {
            Effect::Deleted => "",
            Effect::Detached => " (kept, without the reference)",
            Effect::Kept => " (kept)",
            Effect::Restored => " (restored)",
            Effect::Refusing => " (in the way)",
        };
        let more = if child.capped { " or more" } else { "" };
        writeln!(out, "{indent}{branch}{}{more}{effect}", counted(child.count, noun))?;
        branches(out, child, &format!("{indent}{below}"))?;
    }
    Ok(())
}

/// A row that was deleted or restored, and the rows that were deleted or restored with it, on one line.
pub fn cascade(cascade: &Cascade) -> String {
    let related: Vec<_> = cascade.related.iter().map(|(kind, count)| counted(*count, kind.noun())).collect();
    match &*related {
        [] => cascade.row.clone(),
        related => format!("{} with {}", cascade.row, listed(related)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(model: &'static str, count: usize, children: Vec<Impact>) -> Impact {
        Impact { model, count, capped: false, effect: Effect::Deleted, children }
    }

    #[test]
    fn a_tree_has_a_line_for_each_relation() {
        let comments = of("Comment", 1, vec![of("Comment", 2, Vec::new())]);
        let article = of("Article", 1, vec![comments, of("ArticleTag", 3, Vec::new())]);
        let mut out = Vec::new();
        impact(&mut out, "author ada", &of("Author", 1, vec![article])).unwrap();
        let tree =
            ["author ada", "└── 1 article", "    ├── 1 comment", "    │   └── 2 replies", "    └── 3 tag links\n"];
        assert_eq!(String::from_utf8(out).unwrap(), tree.join("\n"));
    }

    #[test]
    fn related_rows_are_counted_on_one_line() {
        let related = vec![(Kind::Article, 2), (Kind::Comment, 1), (Kind::Tagging, 3)];
        let row = || "author ada".to_owned();
        assert_eq!(cascade(&Cascade { row: row(), related }), "author ada with 2 articles, 1 comment and 3 tag links");
        assert_eq!(cascade(&Cascade { row: row(), related: Vec::new() }), "author ada");
    }
}
