//! Links in the documents: their targets have to exist.
//!
//! The target of a relative link must exist. If the text of a link is a name in code, the file it points to must have
//! that name.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::{Fault, Kind, lines};

/// Every document below the root.
pub(super) fn faults(root: &Path) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for file in lines::files(root)? {
        if file.extension().is_some_and(|extension| extension == "md") {
            let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
            faults.extend(faults_of(root, &file, &text));
        }
    }
    Ok(faults)
}

fn faults_of(root: &Path, file: &Path, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut is_code = false;
    for (index, line) in text.lines().enumerate() {
        is_code ^= line.trim_start().starts_with("```");
        let links = links(line).filter(|_| !is_code);
        faults.extend(links.filter_map(|link| fault(file, link)).map(|fault| {
            let file = file.strip_prefix(root).unwrap_or(file).display();
            Fault { kind: Kind::DeadLink, text: format!("{file}:{}: {fault}", index + 1) }
        }));
    }
    faults
}

/// The text and the target of each link in a line.
fn links(line: &str) -> impl Iterator<Item = (&str, &str)> {
    line.match_indices("](").filter_map(|(at, _)| {
        let text = &line[line[..at].rfind('[')? + 1..at];
        let target = line[at + 2..].split(')').next()?;
        Some((text, target.split('#').next()?))
    })
}

fn fault(file: &Path, (text, target): (&str, &str)) -> Option<String> {
    // Rustdoc resolves the names of items by itself: `macro@Base`, `crate::Model`.
    if target.is_empty() || target.contains("://") || target.contains('@') || target.contains("::") {
        return None;
    }
    let path = file.parent()?.join(target);
    if !path.exists() {
        return Some(format!("there is no `{target}`"));
    }
    let name = text.strip_prefix('`')?.strip_suffix('`')?;
    let is_name = |text: &str| text.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    if !is_name(name) || path.is_dir() {
        return None;
    }
    let source = fs::read_to_string(&path).unwrap_or_default();
    let has_name = source.split(|letter: char| !is_name(letter.encode_utf8(&mut [0; 4]))).any(|word| word == name);
    (!has_name).then(|| format!("there is no `{name}` in `{target}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(document: &str) -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        faults_of(root, &root.join("a.md"), document).into_iter().map(|fault| fault.text).collect()
    }

    #[test]
    fn a_link_leads_to_a_file() {
        let good = "[a](src/lib.rs), [b](src), [c](#heading), [d](https://example.org), [e](src/lib.rs#L1), \
                    [f](macro@Base), [g](crate::Base)";
        assert_eq!(texts(good), [""; 0]);
        assert_eq!(texts("x\n[a](src/none.rs)"), ["a.md:2: there is no `src/none.rs`"]);
    }

    #[test]
    fn a_name_in_code_is_in_the_file_that_it_links_to() {
        assert_eq!(texts("| [`run`](src/lib.rs) | [`lib.rs`](src/lib.rs) | [`layers/`](src/layers) |"), [""; 0]);
        assert_eq!(texts("[`runs`](src/lib.rs)"), ["a.md:1: there is no `runs` in `src/lib.rs`"]);
    }

    #[test]
    fn code_has_no_links() {
        assert_eq!(texts("```\n[a](none.rs)\n```"), [""; 0]);
    }
}
