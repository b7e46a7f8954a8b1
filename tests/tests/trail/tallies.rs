//! Counts of what is in the trail.

use model_core::AuditLog;
use model_core::audit::ActionCount;
use model_core::prelude::*;
use model_tests::make::{articles, me};
use model_tests::on_every_backend;

/// What a count says, in short.
fn said(counts: &[ActionCount]) -> Vec<(&str, &str, i64)> {
    counts.iter().map(|kind| (&*kind.content_type, &*kind.action, kind.count)).collect()
}

on_every_backend! {
    fn an_empty_trail_has_no_kinds(db) {
        assert_eq!(AuditLog::trail().count_by_action().run(db.conn()).unwrap(), []);
    }

    fn entries_are_counted_by_model_and_action(db) {
        let conn = db.conn();
        let [first, second, third] = articles(conn, ["a", "b", "c"]);
        let first = first.patch().title("a2").by(me()).run(conn).unwrap();
        second.patch().title("b").by(me()).run(conn).unwrap();
        let first = first.patch().title("a3").by(me()).run(conn).unwrap();
        third.delete().by(me()).run(conn).unwrap().hard_delete().by(me()).run(conn).unwrap();
        AuditLog::event("Export").by(me()).run(conn).unwrap();
        AuditLog::event("export").by(me()).run(conn).unwrap();
        AuditLog::event("delete.planned").on(&first).by(me()).run(conn).unwrap();
        let counts = AuditLog::trail().count_by_action().run(conn).unwrap();
        assert_eq!(
            said(&counts),
            [
                ("", "Export", 1),
                ("", "export", 1),
                ("articles", "create", 3),
                ("articles", "delete", 1),
                ("articles", "delete.planned", 1),
                ("articles", "hard_delete", 1),
                ("articles", "patch", 2),
                ("person", "create", 1),
            ],
            "a patch to equal values is no entry, and upper case comes first on every backend",
        );
    }
}
