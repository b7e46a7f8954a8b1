//! Lists of articles.

use crate::desk::Desk;
use diesel::Connection;
use diesel::connection::InstrumentationEvent;
use newsroom::db::Conn;
use newsroom::services::articles::{self, StatusFilter};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many queries something sends.
fn queries(conn: &mut Conn, act: impl FnOnce(&mut Conn)) -> usize {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            counted.fetch_add(1, Ordering::Relaxed);
        }
    });
    act(conn);
    count.load(Ordering::Relaxed)
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
