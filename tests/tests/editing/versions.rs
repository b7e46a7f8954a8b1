//! Rows that count their writes: who has an old state of one is refused.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{at, me};
use model_tests::models::{
    Gauge, GaugePatch, NewGauge, NewPlan, NewQuietGauge, NewQuietPlan, Plan, PlanPatch, QuietGauge, QuietPlan,
};
use model_tests::schema::{gauges, plans};
use model_tests::{Recorder, TestConnection, on_every_backend, recorded};
use serde_json::json;

const WRITERS: usize = 8;

fn plan(conn: &mut impl TestConnection, title: &str) -> Plan {
    Plan::create(NewPlan::builder().title(title).build()).by(me()).at(at(1)).run(conn).unwrap()
}

fn gauge(conn: &mut impl TestConnection, label: &str) -> Gauge {
    Gauge::create(NewGauge::builder().label(label).level(5).build()).by(me()).run(conn).unwrap()
}

/// Asserts that a write was refused, in both forms.
fn assert_stale<T: std::fmt::Debug>(result: Result<T, Error>, versions: (i64, i64)) {
    match result {
        Err(Error::Stale { expected, found }) => assert_eq!((expected, found), versions),
        other => panic!("{other:?}"),
    }
}

on_every_backend! {
    fn every_write_counts_and_what_changes_nothing_does_not(db) {
        let conn = db.conn();
        let row = plan(conn, "a");
        assert_eq!(row.version, 1);
        let row = row.patch().notes("n").by(me()).run(conn).unwrap();
        assert_eq!(row.version, 2);
        let trail = conn.trail();
        let same = row.patch().notes("n").title("a").by(me()).outcome(conn).unwrap();
        assert_eq!(same, Outcome::Unchanged(row.clone()), "the version alone is no change");
        assert_eq!(row.patch().by(me()).outcome(conn).unwrap(), Outcome::Unchanged(row.clone()));
        assert_eq!(conn.trail(), trail);
        let gone = row.delete().by(me()).run(conn).unwrap();
        assert_eq!(gone.row().version, 3);
        let row = gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(row.version, 4);
        let stored: i32 = plans::table.select(plans::version).first(conn).unwrap();
        assert_eq!(stored, 4);
        let shown: Vec<_> = conn.trail().iter().map(|log| log.changes["version"].clone()).collect();
        let expected = [
            json!({"new": 1}), json!({"old": 1, "new": 2}), json!({"old": 2, "new": 3}), json!({"old": 3, "new": 4}),
        ];
        assert_eq!(shown, expected);
        assert_eq!(Plan::verify_history(conn).unwrap(), []);
    }

    fn every_write_counts_without_an_audit_as_well(db) {
        let conn = db.conn();
        let row = QuietPlan::create(NewQuietPlan::builder().title("a").build()).run(conn).unwrap();
        let row = row.patch().notes("n").run(conn).unwrap();
        let same = row.patch().notes("n").into_write().outcome(conn).unwrap();
        assert_eq!(same, Outcome::Unchanged(row.clone()));
        let row = row.delete().run(conn).unwrap().restore().run(conn).unwrap();
        assert_eq!(row.version, 4);
        let row = QuietGauge::create(NewQuietGauge::builder().label("a").level(1).build()).run(conn).unwrap();
        let row = row.patch().level(2).run(conn).unwrap();
        assert_eq!((row.level, row.revision), (2, 2));
    }

    fn case_25_a_stale_patch_is_refused_with_both_versions(db) {
        let conn = db.conn();
        let old = plan(conn, "a");
        let new = old.patch().notes("mine").by(me()).run(conn).unwrap();
        let new = new.patch().notes("mine too").by(me()).run(conn).unwrap();
        let trail = conn.trail();
        assert_stale(old.patch().notes("yours").by(me()).run(conn), (1, 3));
        let outcome = old.patch().title("yours").by(me()).outcome(conn).unwrap();
        assert_eq!(outcome, Outcome::Stale { expected: 1, found: 3 });
        // Also where nothing would be written: the caller has an old row in hand.
        assert_stale(old.patch().notes("mine too").by(me()).run(conn), (1, 3));
        assert_stale(old.patch().by(me()).run(conn), (1, 3));
        let patch = PlanPatch::new().notes("yours").on(&old);
        assert_stale(patch.by(me()).run(conn), (1, 3));
        assert_stale(old.clone().delete().by(me()).run(conn), (1, 3));
        assert_stale(old.hard_delete().by(me()).run(conn), (1, 3));
        assert_eq!(conn.trail(), trail);
        assert_eq!(Plan::objects().first::<Plan>(conn).unwrap(), new, "nothing was written");
        let row = new.patch().notes("yours").by(me()).run(conn).unwrap();
        assert_eq!((row.notes.as_deref(), row.version), (Some("yours"), 4));
    }

    fn case_25_the_same_without_an_audit(db) {
        let conn = db.conn();
        let old = QuietPlan::create(NewQuietPlan::builder().title("a").build()).run(conn).unwrap();
        let new = old.patch().notes("mine").run(conn).unwrap();
        assert_stale(old.patch().notes("yours").run(conn), (1, 2));
        assert_stale(old.patch().notes("mine").run(conn), (1, 2));
        assert_stale(old.patch().run(conn), (1, 2));
        assert_stale(old.clone().delete().run(conn), (1, 2));
        assert_stale(old.hard_delete().run(conn), (1, 2));
        assert_eq!(QuietPlan::objects().first::<QuietPlan>(conn).unwrap(), new);
    }

    fn case_25_rows_that_are_removed_when_they_are_deleted(db) {
        let conn = db.conn();
        let old = gauge(conn, "a");
        let new = old.patch().level(6).by(me()).run(conn).unwrap();
        let trail = conn.trail();
        assert_stale(old.patch().level(7).by(me()).run(conn), (1, 2));
        assert_stale(old.clone().delete().by(me()).run(conn), (1, 2));
        let outcome = old.delete().by(me()).outcome(conn).unwrap();
        assert_eq!(outcome, Outcome::Stale { expected: 1, found: 2 });
        assert_eq!(conn.trail(), trail);
        assert_eq!(new.delete().by(me()).run(conn).unwrap().revision, 2, "a row comes back as it was");

        let old = QuietGauge::create(NewQuietGauge::builder().label("b").level(1).build()).run(conn).unwrap();
        let new = old.patch().level(6).run(conn).unwrap();
        assert_stale(old.patch().level(7).run(conn), (1, 2));
        assert_stale(old.clone().delete().run(conn), (1, 2));
        assert_eq!(new.delete().run(conn).unwrap().level, 6);
        assert_eq!(old.delete().outcome(conn).unwrap(), Outcome::NotFound);
    }

    fn a_row_that_is_deleted_or_live_again_says_so_first(db) {
        let conn = db.conn();
        let row = plan(conn, "a");
        let gone = row.clone().delete().by(me()).run(conn).unwrap();
        assert_eq!(row.patch().title("b").by(me()).outcome(conn).unwrap(), Outcome::Deleted);
        let back = gone.clone().restore().by(me()).run(conn).unwrap();
        assert_eq!(gone.clone().restore().by(me()).outcome(conn).unwrap(), Outcome::NotDeleted);
        // Deleted again, by somebody else: this deletion is not the one that the caller saw.
        back.delete().by(me()).run(conn).unwrap();
        assert_stale(gone.clone().restore().by(me()).run(conn), (2, 4));
        assert_stale(gone.clone().restore().with_ancestors().by(me()).run(conn), (2, 4));
        assert_stale(gone.hard_delete().by(me()).run(conn), (2, 4));
    }

    fn writes_by_key_ask_for_no_version_unless_they_are_told_to(db) {
        let conn = db.conn();
        let id = plan(conn, "a").id;
        let row = Plan::patch_by_key(id).notes("1").by(me()).run(conn).unwrap();
        let row = Plan::patch_by_key(row.id).expecting(row.version).notes("2").by(me()).run(conn).unwrap();
        assert_eq!(row.version, 3);
        assert_stale(Plan::patch_by_key(id).expecting(2).notes("3").by(me()).run(conn), (2, 3));
        assert_stale(Plan::patch_by_key(id).notes("3").by(me()).expecting(2).run(conn), (2, 3));
        assert_stale(Plan::delete_by_key(id).expecting(2).by(me()).run(conn), (2, 3));
        // What a caller was told over a network, instead of the version that was loaded.
        assert_stale(row.patch().expecting(1).notes("3").by(me()).run(conn), (1, 3));
        assert_stale(row.clone().hard_delete().expecting(1).by(me()).run(conn), (1, 3));
        let gone = Plan::delete_by_key(id).expecting(3).by(me()).run(conn).unwrap();
        assert_eq!(gone.row().version, 4);
        let gone = gauge(conn, "g");
        Gauge::delete_by_key(gone.id).by(me()).run(conn).unwrap();
    }

    fn sets_count_for_each_row_and_check_none(db) {
        let conn = db.conn();
        let [a, b] = ["a", "b"].map(|title| plan(conn, title));
        let a = a.patch().notes("n").by(me()).run(conn).unwrap();
        let versions = |conn: &mut Conn| -> Vec<i32> {
            plans::table.order(plans::id).select(plans::version).load(conn).unwrap()
        };
        assert_eq!(Plan::objects().patch().notes("n").by(me()).run(conn).unwrap(), 1, "one has it already");
        assert_eq!(versions(conn), [2, 2]);
        let trail = conn.trail().pop().unwrap();
        assert_eq!(recorded(&trail).2["version"], json!({"old": 1, "new": 2}));
        assert_eq!(Plan::objects().patch().notes("m").by(me()).run(conn).unwrap(), 2);
        assert_eq!(Plan::objects().delete().by(me()).run(conn).unwrap(), 2);
        assert_eq!(Plan::objects().only_deleted().restore().by(me()).run(conn).unwrap(), 2);
        assert_eq!(versions(conn), [5, 5]);
        assert_eq!(Plan::verify_history(conn).unwrap(), []);
        assert_stale(a.patch().notes("x").by(me()).run(conn), (2, 5));
        assert_stale(b.patch().notes("x").by(me()).run(conn), (1, 5));
        assert_eq!(QuietPlan::objects().patch().notes("q").run(conn).unwrap(), 2);
        assert_eq!(QuietPlan::objects().delete().run(conn).unwrap(), 2);
        assert_eq!(versions(conn), [7, 7]);
        assert_eq!(QuietPlan::objects().only_deleted().hard_delete().run(conn).unwrap(), 2);
    }

    fn upserts_and_reverts_count_and_do_not_check(db) {
        let conn = db.conn();
        let new = |notes: &str| NewPlan::builder().title("a").notes(notes).build();
        let upsert = |notes| Plan::upsert(new(notes)).on(plans::title).by(me());
        assert_eq!(upsert("1").run(conn).unwrap().row().version, 1);
        assert!(matches!(upsert("1").run(conn).unwrap(), Upserted::Unchanged(Plan { version: 1, .. })));
        assert!(matches!(upsert("2").run(conn).unwrap(), Upserted::Updated(Plan { version: 2, .. })));
        let row = upsert("3").run(conn).unwrap().into_row();
        assert_eq!(row.version, 3);
        let entry = Plan::history(row.id).run(conn).unwrap().pop().unwrap();
        let row = Plan::revert(row.id, &entry).by(me()).run(conn).unwrap();
        assert_eq!((row.notes.as_deref(), row.version), (Some("2"), 4), "the version goes on");
        row.delete().by(me()).run(conn).unwrap();
        let Upserted::Revived(row) = upsert("5").on_deleted(OnDeleted::Revive).run(conn).unwrap() else { panic!() };
        assert_eq!((row.notes.as_deref(), row.version), (Some("5"), 6));
        let by_key = NewPlan::builder().id(row.id).title("a").notes("6").build();
        let done = Plan::upsert(by_key).on(plans::id).by(me()).run(conn).unwrap();
        assert!(matches!(done, Upserted::Updated(Plan { version: 7, .. })), "{done:?}");
        assert_eq!(Plan::verify_history(conn).unwrap(), []);
    }

    fn a_new_row_starts_at_one_whatever_is_said(db) {
        let conn = db.conn();
        let new: NewPlan = serde_json::from_value(json!({"title": "a", "notes": null})).unwrap();
        assert_eq!(Plan::create(new).by(me()).run(conn).unwrap().version, 1);
        assert!(serde_json::from_value::<NewPlan>(json!({"title": "a", "version": 9})).is_err());
        assert!(serde_json::from_value::<PlanPatch>(json!({"version": 9})).is_err());
        assert!(serde_json::from_value::<GaugePatch>(json!({"revision": 9})).is_err());
        let new = (0..3).map(|level| NewGauge::builder().label("g").level(level).build());
        let rows = Gauge::create_many(new).by(me()).run(conn).unwrap();
        assert!(rows.iter().all(|row| row.revision == 1));
    }

    fn case_25_of_many_writers_that_start_from_one_state_one_wins(db) {
        let id = gauge(db.conn(), "busy").id;
        let increments = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|_| {
                    let mut conn = db.another();
                    scope.spawn(move || {
                        let mut done = 0;
                        while done < 5 {
                            let row: Gauge = Gauge::objects().find(id).first(&mut conn).unwrap();
                            match row.patch().level(row.level + 1).by(me()).run(&mut conn) {
                                Ok(_) => done += 1,
                                Err(Error::Stale { .. } | Error::Conflict) => {}
                                Err(other) => panic!("{other}"),
                            }
                        }
                        done
                    })
                })
                .collect();
            writers.into_iter().map(|writer| writer.join().unwrap()).sum::<i32>()
        });
        let conn = db.conn();
        let (level, revision): (i32, i64) = gauges::table.select((gauges::level, gauges::revision)).first(conn).unwrap();
        assert_eq!((level, revision), (5 + increments, i64::from(1 + increments)), "no update was lost");
        assert_eq!(Gauge::verify_history(conn).unwrap(), []);
    }

    fn a_version_costs_no_statement(db) {
        let conn = db.conn();
        let plain = model_tests::make::article(conn, "row");
        let row = plan(conn, "a");
        let recorder = Recorder::on(conn);
        let plain = plain.patch().title("b").by(me()).run(conn).unwrap();
        let without = recorder.sent().len();
        let row = row.patch().title("b").by(me()).run(conn).unwrap();
        assert_eq!(recorder.sent().len(), without);
        plain.delete().by(me()).run(conn).unwrap();
        let without = recorder.sent().len();
        row.delete().by(me()).run(conn).unwrap();
        assert_eq!(recorder.sent().len(), without);
    }
}
