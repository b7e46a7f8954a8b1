//! What goes with a deleted row.

use super::{counted, listed};
use crate::services::deletion::Moved;
use crate::services::trail::Kind;
use model_core::relations::{Fate, Taken};
use std::io::{self, Write};

/// Prints what a deletion takes along as a tree, below the name of the row.
///
/// # Errors
/// The output cannot be written.
pub fn taken(out: &mut dyn Write, row: &str, taken: &Taken) -> io::Result<()> {
    writeln!(out, "{row}")?;
    branches(out, taken, "")
}

fn branches(out: &mut dyn Write, parent: &Taken, indent: &str) -> io::Result<()> {
    for (index, taken) in parent.along.iter().enumerate() {
        let (branch, below) =
            if index + 1 == parent.along.len() { ("└── ", "    ") } else { ("├── ", "│   ") };
        let noun = match Kind::of_model(taken.model) {
            // Only comments have rows of their own kind below them.
            Some(_) if taken.model == parent.model => "reply",
            Some(kind) => kind.noun(),
            None => taken.model,
        };
        let fate = match taken.fate {
            Fate::Deleted => "",
            Fate::Detached => ", which stay",
        };
        writeln!(out, "{indent}{branch}{}{fate}", counted(taken.count, noun))?;
        branches(out, taken, &format!("{indent}{below}"))?;
    }
    Ok(())
}

/// A row that was deleted or restored, and what went or came along.
pub fn moved(moved: &Moved) -> String {
    let along: Vec<_> = moved.along.iter().map(|(kind, count)| counted(*count, kind.noun())).collect();
    match &*along {
        [] => moved.row.clone(),
        along => format!("{} with {}", moved.row, listed(along)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(model: &'static str, count: usize, along: Vec<Taken>) -> Taken {
        Taken { model, count, fate: Fate::Deleted, along }
    }

    #[test]
    fn a_tree_has_a_line_for_each_relation() {
        let comments = of("Comment", 1, vec![of("Comment", 2, Vec::new())]);
        let article = of("Article", 1, vec![comments, of("ArticleTag", 3, Vec::new())]);
        let mut out = Vec::new();
        taken(&mut out, "author ada", &of("Author", 1, vec![article])).unwrap();
        let tree =
            ["author ada", "└── 1 article", "    ├── 1 comment", "    │   └── 2 replies", "    └── 3 tag links\n"];
        assert_eq!(String::from_utf8(out).unwrap(), tree.join("\n"));
    }

    #[test]
    fn what_went_along_is_told_in_a_line() {
        let along = vec![(Kind::Article, 2), (Kind::Comment, 1), (Kind::Tagging, 3)];
        let row = || "author ada".to_owned();
        assert_eq!(moved(&Moved { row: row(), along }), "author ada with 2 articles, 1 comment and 3 tag links");
        assert_eq!(moved(&Moved { row: row(), along: Vec::new() }), "author ada");
    }
}
