//! `cargo xtask attributes`: generates the pages of the guide that describe each derive and its attributes.
//!
//! The source is the derives' own documentation. A page has a heading for each option, so that links can point to it;
//! an index lists all options. `--check` fails if a page is out of date.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::place;

/// A page: its file, its title, and where its text comes from.
const PAGES: [(&str, &str, Source); 7] = [
    ("model", "`#[derive(Model)]`", Source::File("model.md")),
    ("base", "`#[derive(Base)]`", Source::File("base.md")),
    ("key", "`#[derive(Key)]`", Source::Function("derive_key")),
    ("choices", "`#[derive(Choices)]`", Source::Function("derive_choices")),
    ("proxy", "`#[derive(Proxy)]`", Source::Function("derive_proxy")),
    ("generic-ref", "`#[derive(GenericRef)]`", Source::Function("derive_generic_ref")),
    ("scopes", "`#[scopes]`", Source::Function("scopes")),
];

#[derive(Clone, Copy)]
enum Source {
    /// A file of `model-derive/src/docs`.
    File(&'static str),
    /// The documentation of a function of `model-derive/src/lib.rs`.
    Function(&'static str),
}

/// An option that a page describes: the title of its section, its name, and the anchor of its heading.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    section: String,
    name: String,
    anchor: String,
}

/// `cargo xtask attributes`
pub(crate) fn attributes(check: bool) -> Result<()> {
    let root = place::root();
    let folder = root.join("docs/guide/attributes");
    fs::create_dir_all(&folder)?;
    let mut stale = Vec::new();
    for (name, text) in pages(&root.join("model-derive/src"))? {
        let file = folder.join(&name);
        if fs::read_to_string(&file).ok().as_ref() == Some(&text) {
            continue;
        }
        if !check {
            fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        }
        stale.push(name);
    }
    match (check, stale.is_empty()) {
        (true, false) => {
            bail!("stale pages of docs/guide/attributes: {}; run cargo xtask attributes", stale.join(", "))
        }
        (true, true) => println!("== attributes: the pages are what the derives say"),
        (false, _) => println!("== attributes: {} pages were written", stale.len()),
    }
    Ok(())
}

fn pages(sources: &Path) -> Result<BTreeMap<String, String>> {
    let library = fs::read_to_string(sources.join("lib.rs")).context("model-derive/src/lib.rs")?;
    let mut written = BTreeMap::new();
    let mut index = String::new();
    for (name, title, source) in PAGES {
        let text = match source {
            Source::File(file) => fs::read_to_string(sources.join("docs").join(file)).context(file)?,
            Source::Function(function) => documentation(&library, function).context(function)?,
        };
        let (page, mut entries) = page(title, &text);
        written.insert(format!("{name}.md"), page);
        writeln!(index, "\n## [{title}]({name}.md)")?;
        entries.sort();
        let mut sections: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for Entry { section, name: option, anchor } in &entries {
            sections.entry(section).or_default().push(format!("[`{option}`]({name}.md#{anchor})"));
        }
        for (section, links) in sections {
            write!(index, "\n{section}:\n\n{}\n", links.join(",\n"))?;
        }
    }
    let introduction = "# Attributes\n\nEvery derive and every option. `cargo xtask attributes` writes these pages from \
                        the documentation of the\nderives, so `cargo doc --open -p model-core` has the same text.\n";
    written.insert("README.md".to_owned(), format!("{introduction}{index}"));
    Ok(written)
}

/// The lines of documentation before a function.
fn documentation(library: &str, function: &str) -> Option<String> {
    let before = &library[..library.find(&format!("pub fn {function}("))?];
    let mut lines: Vec<&str> = Vec::new();
    for line in before.lines().rev().filter(|line| !line.starts_with("#[")) {
        match line.strip_prefix("///") {
            Some(text) => lines.push(text.strip_prefix(' ').unwrap_or(text)),
            None => break,
        }
    }
    lines.reverse();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The page of a derive, with a heading for each option, and its options.
fn page(title: &str, text: &str) -> (String, Vec<Entry>) {
    let mut page = format!("# {title}\n\n");
    let mut entries: Vec<Entry> = Vec::new();
    let mut section = "Options".to_owned();
    let (mut is_code, mut in_option) = (false, false);
    for line in text.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            is_code = !is_code;
            // Examples of derives are Rust; the blocks of text among them are SQL or show what is generated.
            let language = if is_code && language == "text" { "rust,ignore" } else { language };
            page.push_str(&format!("```{language}\n"));
        } else if is_code {
            page.push_str(&format!("{line}\n"));
        } else if let Some(heading) = line.strip_prefix("# ") {
            heading.clone_into(&mut section);
            in_option = false;
            page.push_str(&format!("## {heading}\n"));
        } else if let Some((form, rest)) = option(line) {
            let name: String =
                form[1..].chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            let is_new = entries.iter().all(|entry| entry.name != name || entry.section != section);
            if is_new {
                let earlier = entries.iter().filter(|entry| entry.name == name).count();
                let anchor = if earlier == 0 { name.clone() } else { format!("{name}-{earlier}") };
                let gap = if page.ends_with("\n\n") { "" } else { "\n" };
                page.push_str(&format!("{gap}### `{name}`\n\n"));
                entries.push(Entry { name, anchor, section: section.clone() });
            } else if in_option {
                page.push('\n');
            }
            in_option = true;
            page.push_str(&format!("{form}\n\n{rest}\n"));
        } else {
            let end_of_option = in_option && !line.is_empty() && !line.starts_with("  ");
            in_option &= !end_of_option;
            page.push_str(&format!("{}\n", if in_option { line.trim_start() } else { line }));
        }
    }
    (linked(&page).trim_end().to_owned() + "\n", entries)
}

/// The form of an option and what is said of it, in a line such as "- `table = articles`: the path ..".
fn option(line: &str) -> Option<(&str, String)> {
    let line = line.strip_prefix("- ").filter(|line| line.starts_with('`'))?;
    let mut is_code = false;
    let end = line.find(|letter| {
        is_code ^= letter == '`';
        letter == ':' && !is_code
    })?;
    let rest = line[end + 1..].trim_start();
    let mut letters = rest.chars();
    let capital = letters.next().map_or(String::new(), |first| first.to_uppercase().collect());
    Some((&line[..end], capital + letters.as_str()))
}

/// Links of rustdoc as links of the guide.
fn linked(page: &str) -> String {
    let pages = [("macro@Base", "base.md"), ("macro@scopes", "scopes.md"), ("macro@Model", "model.md")];
    pages.iter().fold(page.to_owned(), |page, (item, file)| page.replace(&format!("]({item})"), &format!("]({file})")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_has_a_heading_and_an_entry() {
        let text = "Makes it.\n\n# `#[model(..)]` on a field\n\n- `default`: a value.\n- `default = 7`: this\n  value.\n\nMore.";
        let (page, entries) = page("`X`", text);
        let expected = "# `X`\n\nMakes it.\n\n## `#[model(..)]` on a field\n\n### `default`\n\n`default`\n\nA value.\n\n\
                        `default = 7`\n\nThis\nvalue.\n\nMore.\n";
        assert_eq!(page, expected);
        let section = "`#[model(..)]` on a field".to_owned();
        assert_eq!(entries, [Entry { name: "default".to_owned(), anchor: "default".to_owned(), section }]);
    }

    #[test]
    fn the_documentation_of_a_function_stands_before_it() {
        let library = "/// One.\n///\n/// Two.\n#[proc_macro]\npub fn it(x: X) {}";
        assert_eq!(documentation(library, "it").as_deref(), Some("One.\n\nTwo."));
        assert_eq!(documentation(library, "other"), None);
    }
}
