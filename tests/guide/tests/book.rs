//! The book: every page is in its summary, no link leads out of it, and the messages that it quotes are real.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_page_is_in_the_summary_and_links_stay_in_the_book() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide");
    let summary = fs::read_to_string(guide.join("SUMMARY.md")).expect("the summary");
    let mut pages = Vec::new();
    for folder in [guide.clone(), guide.join("attributes")] {
        for entry in fs::read_dir(folder).expect("a folder of pages") {
            let path = entry.expect("a readable folder").path();
            if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    for page in pages {
        let name = page.strip_prefix(&guide).expect("it is within").to_string_lossy().into_owned();
        if name != "SUMMARY.md" {
            assert!(summary.contains(&format!("]({name})")), "{name} is not in SUMMARY.md");
        }
        let text = fs::read_to_string(&page).expect("a page is text");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let leaves = link.starts_with("../") && !name.contains('/') || link.starts_with("../../");
            assert!(!leaves, "{name}: `{link}` is no page of the book: name the file in code instead");
        }
    }
}

/// The messages of the compiler that the tests of `folder` expect.
fn messages(folder: PathBuf, found: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder of tests") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            messages(path, found);
        } else if path.extension().is_some_and(|extension| extension == "stderr") {
            found.push_str(&fs::read_to_string(path).expect("messages are text"));
        }
    }
}

#[test]
fn the_messages_that_the_guide_explains_are_those_of_the_compiler() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = String::new();
    messages(root.join("tests/ui"), &mut found);
    messages(root.join("model-async/ui/cases"), &mut found);
    let page = fs::read_to_string(root.join("docs/guide/errors.md")).expect("a page of the guide");
    let quoted: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("> ")).collect();
    assert!(quoted.len() > 20);
    for message in quoted {
        assert!(found.contains(message), "no test of a mistake expects: {message}");
    }
}
