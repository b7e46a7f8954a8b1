//! Lists of articles.

use crate::desk::Desk;
use model_core::testing::QueryLog;
use newsroom::db::Conn;
use newsroom::services::articles::{self, StatusFilter};

/// How many queries something sends.
fn queries(conn: &mut Conn, act: impl FnOnce(&mut Conn)) -> usize {
    let log = QueryLog::on(conn);
    act(conn);
    log.stop(conn);
    log.count()
}

#[test]
fn the_queries_of_a_command_are_printed_and_no_loop_is_among_them() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    for number in 0..4 {
        desk.write(&format!("docs/{number}.md"), format!("# Number {number}\n"));
        desk.runs(&["comment", &id, &format!("comment {number}"), "--reader", "Grace"]);
    }
    desk.runs(&["import", "docs", "--as", "ada"]);
    for command in [&["articles"][..], &["articles", "--with-counts"], &["show", &id], &["history", &id]] {
        let run = desk.run(&[command, &["--debug-queries"]].concat());
        assert_eq!((run.code, &run.out), (Some(0), &desk.runs(command)), "{command:?}");
        let (first, rest) = run.err.split_once('\n').unwrap();
        assert!(first.contains(" statements in ") && first.ends_with(" ms"), "{first}");
        assert!(rest.contains("SELECT .. FROM ") && !run.err.contains("the same statement"), "{}", run.err);
        assert!(!run.err.contains(&id) && !run.err.contains("The first"), "{}", run.err);
    }
}

#[test]
fn a_list_is_three_queries_for_any_number_of_articles() {
    let desk = Desk::with_two_articles();
    let conn = &mut desk.connect();
    for more in [0, 60] {
        for number in 0..more {
            desk.write(&format!("docs/{number}/a.md"), format!("# Number {number}\n"));
        }
        desk.runs(&["import", "docs", "--as", "ada"]);
        for (status, deleted) in [(StatusFilter::All, false), (StatusFilter::Draft, false), (StatusFilter::All, true)] {
            if deleted {
                desk.runs(&["delete", "author", "ada"]);
            }
            let sent = queries(conn, |conn| {
                let listed = articles::list(conn, status, deleted).unwrap();
                assert_eq!(articles::counts(conn, &listed).unwrap().len(), 2 + more);
            });
            assert_eq!(sent, 3, "{} articles with counts", 2 + more);
            let sent = queries(conn, |conn| {
                let listed = articles::list(conn, status, deleted).unwrap();
                assert!(articles::credits(conn, &listed).unwrap().iter().all(|(author, _)| author.is_some()));
            });
            assert_eq!(sent, 3, "{} articles with authors and tags", 2 + more);
        }
        desk.runs(&["restore", "author", "ada"]);
    }
}

#[test]
fn comments_and_reactions_are_counted() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    for text in ["one", "two", "three"] {
        desk.runs(&["comment", &id, text, "--reader", "Grace"]);
    }
    desk.runs(&["react", &id, "wow", "--reader", "Grace"]);
    desk.runs(&["delete", "comment", "2"]);
    let listed = desk.runs(&["articles", "--with-counts"]);
    let line = |title: &str| {
        let line = listed.lines().find(|line| line.contains(title)).unwrap();
        line.split(title).nth(1).unwrap().split_whitespace().take(4).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("The first"), "Draft 7 2 1", "{listed}");
    assert_eq!(line("beta"), "Draft 3 0 0", "{listed}");
    assert!(listed.contains("comments  reactions") && !listed.contains("author"), "{listed}");
    let empty = desk.runs(&["articles", "--with-counts", "--proxy", "published"]);
    assert_eq!(empty, "  (none)\n0 articles\n");
    assert!(desk.runs(&["articles", "--with-counts", "--deleted"]).ends_with("\n0 articles\n"));
}
