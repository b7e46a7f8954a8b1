//! Counts of what is in the trail.

use model_core::AuditLog;
use model_core::audit::ActionCount;
use model_core::prelude::*;
use model_tests::make::{articles, me};
use model_tests::models::{Article, NewTag, Tag, TagCode};
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

    fn what_is_short_for_run_does_the_same(db) {
        let conn = db.conn();
        let [row] = articles(conn, ["a"]);
        row.patch().title("b").by(me()).run(conn).unwrap();
        assert_eq!(AuditLog::counts().run(conn).unwrap(), AuditLog::trail().count_by_action().run(conn).unwrap());
        let history = || Article::history(row.id);
        assert_eq!(history().counts(conn).unwrap(), history().count_by_action().run(conn).unwrap());
        let trail = || AuditLog::trail().action("patch");
        assert_eq!(trail().counts(conn).unwrap(), trail().count_by_action().run(conn).unwrap());
        assert_eq!(trail().load(conn).unwrap(), trail().run(conn).unwrap());
        assert_eq!(history().load(conn).unwrap().len(), 2);
        assert!(Article::as_of(row.id, model_core::clock::now()).load(conn).unwrap().is_some());
        let new = Tag::create_many([NewTag::builder().code(TagCode::from("a".to_owned())).name("A").build()]);
        assert_eq!(new.execute(conn).unwrap(), 1);
        let mut batches = Article::objects().write_in_batches(1);
        let batch = batches.next(conn).unwrap().unwrap();
        assert_eq!(batch.patch().title("c").by(me()).run(conn).unwrap(), 1);
        assert!(batches.next(conn).unwrap().is_none());
    }
}
