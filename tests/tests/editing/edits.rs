//! Rows that are changed by assignment.

use model_core::prelude::*;
use model_tests::make::{at, me};
use model_tests::models::{NewPlan, NewQuietGauge, NewReader, Plan, QuietGauge, Reader};
use model_tests::{Recorder, TestConnection, on_every_backend, recorded};
use serde_json::json;

fn plan(conn: &mut impl TestConnection, title: &str) -> Plan {
    Plan::create(NewPlan::builder().title(title).build()).by(me()).at(at(1)).run(conn).unwrap()
}

fn reader(conn: &mut impl TestConnection) -> Reader {
    Reader::create(NewReader::builder().mail("a@example.org").handle("ann").build()).run(conn).unwrap()
}

on_every_backend! {
    fn only_what_was_changed_is_saved(db) {
        let conn = db.conn();
        let row = plan(conn, "a");
        let mut edit = row.clone().edit();
        edit.title = "b".to_owned();
        edit.notes = Some("n".to_owned());
        assert_eq!(edit.title, "b", "the guard is the row");
        assert_eq!(edit.changed(), ["title", "notes"]);
        assert_eq!(edit.before(), &row);
        edit.notes = None;
        assert_eq!(edit.changed(), ["title"], "what was changed back is not changed");
        let saved = edit.save().by(me()).at(at(2)).run(conn).unwrap();
        assert_eq!(saved, Plan { title: "b".to_owned(), version: 2, updated_at: at(2), ..row });
        let log = conn.trail().pop().unwrap();
        let changed: Vec<_> = recorded(&log).2.as_object().unwrap().keys().collect();
        assert_eq!(changed, ["title", "updated_at", "version"]);
        assert_eq!(log.changes["title"], json!({"old": "a", "new": "b"}));
    }

    fn a_change_to_null_and_from_it_is_saved(db) {
        let conn = db.conn();
        let mut edit = plan(conn, "a").edit();
        edit.notes = Some(String::new());
        let row = edit.save().by(me()).run(conn).unwrap();
        assert_eq!(row.notes.as_deref(), Some(""));
        let mut edit = row.edit();
        edit.notes = None;
        assert_eq!(edit.save().by(me()).run(conn).unwrap().notes, None);
    }

    fn nothing_is_sent_when_nothing_was_changed(db) {
        let conn = db.conn();
        let row = plan(conn, "a");
        let recorder = Recorder::on(conn);
        let mut edit = row.clone().edit();
        edit.title = "b".to_owned();
        edit.title = "a".to_owned();
        assert_eq!(edit.changed(), [""; 0]);
        assert_eq!(edit.save().by(me()).outcome(conn).unwrap(), Outcome::Unchanged(row.clone()));
        assert_eq!(row.clone().edit().save().by(me()).run(conn).unwrap(), row);
        let mut edit = row.clone().edit();
        edit.title = "b".to_owned();
        assert_eq!(edit.discard(), row);
        assert_eq!(recorder.sent(), [""; 0]);
        assert_eq!(conn.trail().len(), 1);
    }

    fn case_25_what_was_edited_in_an_old_state_is_refused(db) {
        let conn = db.conn();
        let row = plan(conn, "a");
        let mut edit = row.clone().edit();
        edit.title = "mine".to_owned();
        let theirs = row.patch().notes("theirs").by(me()).run(conn).unwrap();
        let trail = conn.trail();
        let outcome = edit.save().by(me()).outcome(conn).unwrap();
        assert_eq!(outcome, Outcome::Stale { expected: 1, found: 2 });
        assert_eq!(conn.trail(), trail);
        // The version that was loaded counts, and not one that was assigned.
        let mut edit = row.edit();
        edit.title = "mine".to_owned();
        edit.version = 2;
        assert!(matches!(edit.save().by(me()).run(conn), Err(Error::Invalid { field: "version", .. })));
        let gone = theirs.clone().delete().by(me()).run(conn).unwrap();
        let mut edit = theirs.edit();
        edit.title = "undead".to_owned();
        assert_eq!(edit.save().by(me()).outcome(conn).unwrap(), Outcome::Deleted);
        gone.hard_delete().by(me()).run(conn).unwrap();
    }

    fn case_25_edits_of_different_fields_both_survive_without_a_version(db) {
        let conn = db.conn();
        let (mut one, mut other) = { let row = reader(conn); (row.clone().edit(), row.edit()) };
        one.handle = "bob".to_owned();
        other.age = Some(3);
        one.save().run(conn).unwrap();
        let row = other.save().run(conn).unwrap();
        assert_eq!((row.handle.as_str(), row.age), ("bob", Some(3)));
    }

    fn what_no_patch_sets_is_refused_and_all_of_it_at_once(db) {
        let conn = db.conn();
        let row = plan(conn, "a");
        let recorder = Recorder::on(conn);
        let mut edit = row.clone().edit();
        edit.id += 1;
        edit.title = "x".repeat(41);
        edit.version = 7;
        edit.created_at = at(9);
        edit.deleted_at = Some(at(9));
        assert_eq!(edit.changed(), ["id", "title", "version", "created_at", "deleted_at"]);
        let Err(Error::Invalid { field, message, others }) = edit.save().by(me()).run(conn) else { panic!() };
        assert_eq!((field, message.as_str()), ("id", "is the key, which never changes"));
        let recorded: Vec<_> = others.iter().map(|other| (&*other.field, other.message.as_str())).collect();
        assert_eq!(
            recorded,
            [
                ("version", "is written only by the library"),
                ("created_at", "never changes after the row is created"),
                ("deleted_at", "is written only by the library"),
                ("title", "is 41 characters long, but at most 40 are allowed"),
            ]
        );
        assert_eq!(recorder.sent(), [""; 0]);
        let mut edit = reader(conn).edit();
        edit.joined = 2000;
        assert!(matches!(edit.save().run(conn), Err(Error::Invalid { field: "joined", .. })));
    }

    fn an_edit_without_an_audit_needs_no_actor(db) {
        let conn = db.conn();
        let row = QuietGauge::create(NewQuietGauge::builder().label("a").level(1).build()).run(conn).unwrap();
        let mut edit = row.edit();
        edit.level += 1;
        let row = edit.save().run(conn).unwrap();
        assert_eq!((row.level, row.revision), (2, 2));
    }
}
