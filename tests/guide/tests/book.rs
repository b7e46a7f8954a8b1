//! The book: every page is in its summary, and no link leads out of it.

use std::fs;
use std::path::Path;

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
