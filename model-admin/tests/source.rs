//! What no page may do, told by its source.

use std::fs;
use std::path::Path;

fn sources(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    assert!(found.len() > 3);
    found
}

#[test]
fn every_text_is_escaped() {
    for folder in ["src", "src/pages", "src/web", "src/desk"] {
        for (name, text) in sources(folder) {
            assert!(!text.contains("PreEscaped"), "{name} writes HTML that is not escaped");
        }
    }
}

#[test]
fn pages_know_a_model_by_its_guard_alone() {
    for (name, text) in sources("src/pages") {
        for word in ["desk::record", "desk::read", "desk::write", "AnyRows", "model_core::list", "sql_query"] {
            assert!(!text.contains(word), "{name} goes around the policy: {word}");
        }
    }
}
