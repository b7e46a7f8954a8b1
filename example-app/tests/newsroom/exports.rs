//! Exports: a file is written completely, or stays as it was.

use crate::desk::Desk;
use serde_json::Value;
use std::fs;

fn actions(desk: &Desk) -> Vec<String> {
    let trail = desk.trail();
    let of_exports = trail.into_iter().filter(|entry| entry.content_type == "export");
    of_exports.map(|entry| entry.action).collect()
}

#[test]
fn published_articles_are_exported_line_by_line() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    desk.runs(&["publish", &id]);
    desk.runs(&["tag", "add", &id, "rust"]);
    assert_eq!(desk.runs(&["export", "run", "out.jsonl"]), "exported 1 article to out.jsonl\n");
    let text = fs::read_to_string(desk.path().join("out.jsonl")).unwrap();
    assert!(text.lines().count() == 1 && text.ends_with('\n'), "{text}");
    let line: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(line["title"], "The first");
    assert_eq!(line["body"], "# The first\n\nOne line.\nAnother line.\n");
    assert_eq!((&line["author"], &line["tags"][0]), (&"ada".into(), &"rust".into()));
    assert_eq!(actions(&desk), ["create", "export.started", "patch", "export.done"]);
    let listed = desk.runs(&["export", "list"]);
    assert!(
        listed.contains(" out.jsonl ") && listed.contains(" done ") && listed.ends_with("\n1 export\n"),
        "{listed}"
    );
}

#[test]
fn a_failure_is_recorded_and_leaves_nothing_half_written() {
    let desk = Desk::with_two_articles();
    fs::create_dir(desk.path().join("out")).unwrap();
    for (file, problem) in [("nowhere/out.jsonl", "No such file or directory"), ("out", "Is a directory")] {
        let run = desk.run(&["export", "run", file]);
        assert_eq!((run.code, &*run.out, run.err.lines().count()), (Some(1), "", 1), "{}", run.err);
        assert!(run.err.starts_with(&format!("newsroom: {file}: ")) && run.err.contains(problem), "{}", run.err);
        assert!(!run.err.contains(".tmp"), "the temporary file is nobody's business: {}", run.err);
    }
    assert_eq!(actions(&desk), ["create", "export.started", "patch", "export.failed"].repeat(2));
    let listed = desk.runs(&["export", "list"]);
    assert_eq!(listed.matches(" failed ").count(), 2, "{listed}");
    assert!(listed.contains("nowhere/out.jsonl: No such file"), "the reason is listed: {listed}");
    let mut names: Vec<_> = fs::read_dir(desk.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.retain(|name| !name.to_string_lossy().starts_with("desk.db"));
    names.sort();
    assert_eq!(names, ["docs", "out"], "something was left behind");
    assert_eq!(fs::read_dir(desk.path().join("out")).unwrap().count(), 0);
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn a_later_export_replaces_the_file_or_leaves_it() {
    let desk = Desk::with_two_articles();
    desk.runs(&["publish", &desk.id("The first")]);
    desk.runs(&["export", "run", "out.jsonl"]);
    desk.runs(&["publish", &desk.id("beta")]);
    assert_eq!(desk.runs(&["export", "run", "out.jsonl"]), "exported 2 articles to out.jsonl\n");
    assert_eq!(fs::read_to_string(desk.path().join("out.jsonl")).unwrap().lines().count(), 2);
}
