//! `newsroom audit`: listing, verifying, pruning and counting the entries of the trail.

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
fn a_list_is_filtered() {
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
    assert_eq!(count(&by(&["--until", "2020-01-01"])), 0);
    let published = desk.trail().last().unwrap().created_at.format("%Y-%m-%d %H:%M:%S%.6f").to_string();
    assert_eq!(count(&by(&["--since", &published])), 1, "from that instant on");
    assert_eq!(count(&by(&["--until", &published])), all - 1, "and before it");

    assert_eq!(count(&by(&["--field", "status", "--action", "patch"])), 1);
    assert_eq!(count(&by(&["--field", "handle"])), 2, "ada and bob");
    assert_eq!(count(&by(&["--model", "author"])), 2);
    assert_eq!(by(&["--model", "comment"]), "  (none)\n0 entries\n");
    assert_eq!(count(&by(&["--model", "tagging"])), 1);

    let last = by(&["--limit", "2"]);
    assert!(last.ends_with(&format!("\nthe latest 2 of {all} entries\n")), "{last}");
    let numbers: Vec<i64> =
        last.lines().filter_map(|line| line.split_whitespace().next()?.parse().ok()).take(2).collect();
    let trail = desk.trail();
    assert_eq!(numbers, [trail[trail.len() - 2].id, trail[trail.len() - 1].id], "the latest ones in their order");
    assert_eq!(by(&["--limit", "500"]), by(&[]));
}

#[test]
fn an_actor_is_named_by_handle_id_or_kind() {
    use model_core::prelude::*;
    let desk = desk();
    let conn = &mut desk.connect();
    let robots = [Actor::service("nightly"), Actor::service("seven"), Actor::user("seven")];
    for actor in robots.iter().chain([&Actor::anonymous()]) {
        model_core::AuditLog::event("robot.ran").by(actor).run(conn).unwrap();
    }
    for name in ["nightly", "service:nightly", "service:seven", "user:seven", "anonymous"] {
        assert_eq!(count(&desk.runs(&["audit", "list", "--actor", name])), 1, "{name}");
    }
    desk.refuses(&["audit", "list", "--actor", "seven"], "`seven` is ambiguous: use service:seven or user:seven");
    desk.refuses(&["audit", "list", "--actor", "service"], "the audit trail has no actor called `service`");
}

#[test]
fn a_wrong_filter_is_refused() {
    let desk = desk();
    desk.refuses(&["audit", "list", "--actor", "nobody"], "the audit trail has no actor called `nobody`");
    desk.refuses(&["audit", "list", "--actor", ""], "the audit trail has no actor called ``");
    desk.refuses(&["audit", "list", "--field", "colour"], "there is no field `colour`: expected one of account_id, ");
    desk.refuses(&["audit", "list", "--field", "handle", "--model", "tag"], "expected one of created_at, id, name");
    desk.refuses(&["audit", "list", "--field", "words"], "the audit trail does not record the field `words`");
    for wrong in [["--since", "soon"], ["--until", "31.12."], ["--model", "reader"], ["--limit", "0"], ["--limit", "x"]]
    {
        let arguments = [&["audit", "list"], &wrong[..]].concat();
        assert_eq!(desk.run(&arguments).code, Some(2), "{arguments:?}");
    }
    for arguments in [&["audit", "prune"][..], &["audit"], &["audit", "prune", "--before", "soon"]] {
        assert_eq!(desk.run(arguments).code, Some(2), "{arguments:?}");
    }
}

#[test]
fn a_consistent_trail_is_verified() {
    let desk = desk();
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn a_write_that_bypassed_the_library_fails_the_verification() {
    let desk = desk();
    let conn = &mut desk.connect();
    let first = articles::table.filter(articles::title.eq("The first"));
    diesel::update(first).set(articles::title.eq("Forged")).execute(conn).unwrap();
    let run = desk.run(&["audit", "verify"]);
    assert_eq!(run.code, Some(1), "{}", run.out);
    assert_eq!(run.err, "newsroom: the audit trail has 1 discrepancy\n");
    assert!(run.out.starts_with("article ") && run.out.contains(": title is `Forged` in the table, "), "{}", run.out);
    assert!(run.out.ends_with("but `The first` in the trail\n"), "{}", run.out);
    assert_eq!(run.out.lines().count(), 1);
}

#[test]
fn every_discrepancy_is_listed_with_its_row() {
    use model_core::schema::audit_logs;
    use newsroom::schema::article_tags;
    let desk = desk();
    let conn = &mut desk.connect();
    let first = articles::table.filter(articles::title.eq("The first"));
    diesel::update(first).set(articles::body.eq("forged ".repeat(90))).execute(conn).unwrap();
    diesel::delete(article_tags::table).execute(conn).unwrap();
    diesel::delete(audit_logs::table.filter(audit_logs::content_type.eq("tag"))).execute(conn).unwrap();
    let run = desk.run(&["audit", "verify"]);
    assert_eq!((run.code, &*run.err), (Some(1), "newsroom: the audit trail has 3 discrepancies\n"), "{}", run.out);
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines.len() == 3 && lines.iter().all(|line| line.chars().count() <= 200), "{}", run.out);
    assert!(lines[0].starts_with("article ") && lines[0].contains(": body is `forged forged "), "{}", run.out);
    assert!(lines[0].ends_with(" in the table, but `# The first One line. Another line.` in the trail"), "{}", run.out);
    assert_eq!(lines[1], "tag 1: the table has this row, but the trail does not");
    assert!(lines[2].starts_with("tagging ") && lines[2].ends_with(": the trail has this row, but the table does not"));
}

#[test]
fn a_prune_removes_old_entries_and_is_recorded() {
    let desk = desk();
    let before = desk.rows();
    let [.., logs] = before.unwrap();
    let dry = desk.runs(&["audit", "prune", "--before", "9999-12-31", "--dry-run"]);
    assert_eq!(dry, format!("would remove {logs} entries from before 9999-12-31 00:00\n"));
    let none = desk.runs(&["audit", "prune", "--before", "2020-01-01", "--as", "new"]);
    assert_eq!(none, "removed 0 entries from before 2020-01-01 00:00\n");
    assert_eq!(desk.rows(), before, "a dry run is one, and nothing is that old");

    let done = desk.runs(&["audit", "prune", "--before", "9999-12-31", "--as", "bob"]);
    assert_eq!(done, dry.replace("would remove", "removed"));
    let list = desk.runs(&["audit", "list", "--action", "audit.prune"]);
    assert!(count(&list) == 1 && list.contains(" bob "), "{list}");
    let [articles, authors, comments, reactions, tags, links, left] = desk.rows().unwrap();
    assert_eq!(before, Some([articles, authors, comments, reactions, tags, links, logs]), "only the trail is shorter");
    assert_eq!(left, 1);
}

#[test]
fn entries_are_counted_by_kind_and_actor() {
    let desk = desk();
    let [.., logs] = desk.rows().unwrap();
    let out = desk.runs(&["audit", "stats"]);
    let kinds: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(kinds.contains(&vec!["article", "create", "2"]), "{out}");
    assert!(kinds.contains(&vec!["article", "patch", "1"]), "{out}");
    assert!(kinds.contains(&vec!["author", "create", "2"]), "{out}");
    for who in [["system", "2"], ["ada", "4"], ["bob", "1"]] {
        assert!(kinds.contains(&who.to_vec()), "no {who:?} in\n{out}");
    }
    assert_eq!(count(&out) as i64, logs);
    let empty = Desk::new();
    empty.runs(&["migrate"]);
    assert_eq!(empty.runs(&["audit", "stats"]), "  (none)\n\n  (none)\n0 entries\n");
}
