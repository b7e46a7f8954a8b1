//! `newsroom audit`: the trail listed, checked, made shorter and counted.

use crate::desk::Desk;
use diesel::prelude::*;
use newsroom::schema::articles;

/// A desk where ada imported two articles and bob published one of them.
fn desk() -> Desk {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    desk.runs(&["publish", &id, "--as", "bob"]);
    desk
}

/// How many entries a list ends with.
fn count(out: &str) -> usize {
    let last = out.lines().last().and_then(|line| line.split_whitespace().next());
    last.and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("no count at the end of\n{out}"))
}

#[test]
fn a_list_has_a_line_for_each_entry() {
    let desk = desk();
    let [.., logs] = desk.rows().unwrap();
    let out = desk.runs(&["audit", "list"]);
    assert_eq!((count(&out) as i64, out.lines().count() as i64), (logs, logs + 3), "{out}");
    for words in ["create article", "patch article", "published_at, status", "ada", "bob", "The first", "cli-"] {
        assert!(out.contains(words), "no `{words}` in\n{out}");
    }
    assert!(out.lines().all(|line| line.chars().count() <= 132), "{out}");
}

#[test]
fn a_list_is_of_what_was_asked_for() {
    let desk = desk();
    let by = |arguments: &[&str]| desk.runs(&[&["audit", "list"], arguments].concat());
    let (all, ada, bob) = (count(&by(&[])), count(&by(&["--actor", "ada"])), count(&by(&["--actor", "bob"])));
    let system = count(&by(&["--actor", "system"]));
    assert_eq!((bob, ada + bob + system), (1, all), "nobody else was there");
    assert_eq!(by(&["--actor", "bob", "--action", "create"]), "  (none)\n0 entries\n");

    let patches = by(&["--action", "patch"]);
    assert_eq!(count(&patches), 1);
    let line = patches.lines().find(|line| line.contains("patch")).unwrap();
    let request = line.split_whitespace().last().unwrap();
    let of_request = by(&["--request", request]);
    assert_eq!(count(&of_request), 2, "bob signed in and published:\n{of_request}");
    assert!(of_request.contains("create author") && of_request.contains("patch article"), "{of_request}");

    assert_eq!(count(&by(&["--since", "2020-01-01"])), all);
    assert_eq!(count(&by(&["--since", "9999-12-31"])), 0);
}

#[test]
fn a_wrong_filter_is_refused() {
    let desk = desk();
    desk.refuses(&["audit", "list", "--actor", "nobody"], "the trail knows nobody called `nobody`");
    for arguments in [&["audit", "list", "--since", "soon"][..], &["audit", "prune"], &["audit"]] {
        assert_eq!(desk.run(arguments).code, Some(2), "{arguments:?}");
    }
}

#[test]
fn a_trail_that_fits_is_said_to() {
    let desk = desk();
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail fits"));
}

#[test]
fn a_write_that_bypassed_the_library_fails_the_verification() {
    let desk = desk();
    let conn = &mut desk.connect();
    let first = articles::table.filter(articles::title.eq("The first"));
    diesel::update(first).set(articles::title.eq("Forged")).execute(conn).unwrap();
    let run = desk.run(&["audit", "verify"]);
    assert_eq!(run.code, Some(1), "{}", run.out);
    assert_eq!(run.err, "newsroom: the audit trail has 1 break\n");
    assert!(run.out.starts_with("article ") && run.out.contains("title is \"Forged\""), "{}", run.out);
    assert_eq!(run.out.lines().count(), 1);
}

#[test]
fn a_prune_takes_what_is_old_enough_and_says_so_in_the_trail() {
    let desk = desk();
    let before = desk.rows();
    let [.., logs] = before.unwrap();
    let dry = desk.runs(&["audit", "prune", "--before", "9999-12-31", "--dry-run"]);
    assert_eq!(dry, format!("would remove {logs} entries from before 9999-12-31 00:00\n"));
    let none = desk.runs(&["audit", "prune", "--before", "2020-01-01", "--as", "bob"]);
    assert_eq!(none, "removed 0 entries from before 2020-01-01 00:00\n");
    assert_eq!(desk.rows(), before, "a dry run is one, and nothing is that old");

    let done = desk.runs(&["audit", "prune", "--before", "9999-12-31", "--as", "bob"]);
    assert_eq!(done, dry.replace("would remove", "removed"));
    let list = desk.runs(&["audit", "list", "--action", "trail.pruned"]);
    assert!(count(&list) == 1 && list.contains("bob"), "{list}");
    let [articles, authors, comments, tags, links, left] = desk.rows().unwrap();
    assert_eq!(before, Some([articles, authors, comments, tags, links, logs]), "only the trail is shorter");
    assert_eq!(left, 1);
}

#[test]
fn what_is_in_the_trail_is_counted() {
    let desk = desk();
    let [.., logs] = desk.rows().unwrap();
    let out = desk.runs(&["audit", "stats"]);
    let kinds: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(kinds.contains(&vec!["article", "create", "2"]), "{out}");
    assert!(kinds.contains(&vec!["article", "patch", "1"]), "{out}");
    assert!(kinds.contains(&vec!["author", "create", "2"]), "{out}");
    assert_eq!(count(&out) as i64, logs);
    let empty = Desk::new();
    empty.runs(&["migrate"]);
    assert_eq!(empty.runs(&["audit", "stats"]), "  (none)\n0 entries\n");
}
