//! The trail of a table that was full before: one entry for each row, whoever stops it and whoever writes meanwhile.

use model_core::AuditLog;
use model_core::prelude::*;
use model_tests::make::{articles, at, me};
use model_tests::models::{
    Article, Gauge, GaugePatch, NewGauge, NewQuietGauge, NewTranslation, QuietGauge, Sample, Translation,
};
use model_tests::schema::gauges;
use model_tests::{Recorder, TestConnection, on_every_backend};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::Barrier;

/// Gauges that were written before there was a trail.
fn quiet(conn: &mut impl TestConnection, count: i32) -> Vec<QuietGauge> {
    let new = |level| NewQuietGauge::builder().label("old").level(level).build();
    QuietGauge::create_many((0..count).map(new)).run(conn).unwrap()
}

/// How many entries each row has that begin its trail, and whether each is the first.
fn beginnings(trail: &[AuditLog]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for log in trail {
        let first = seen.insert(log.object_id.as_str());
        if log.action == "begin" {
            assert!(first, "{} has an entry before", log.object_id);
            *counts.entry(log.object_id.as_str()).or_default() += 1;
        }
    }
    counts
}

on_every_backend! {
    fn each_row_without_history_gets_one_entry(db) {
        let conn = db.conn();
        let rows = quiet(conn, 7);
        let known = Gauge::create(NewGauge::builder().label("new").level(1).build()).by(me()).run(conn).unwrap();
        let begin = || AuditLog::begin::<Gauge>().by(me()).batch(3);
        assert_eq!(begin().at(at(10)).run(conn).unwrap(), 7);
        assert_eq!(begin().run(conn).unwrap(), 0, "all rows have a history");
        let trail = conn.trail();
        assert_eq!(beginnings(&trail).len(), 7);
        assert!(!beginnings(&trail).contains_key(known.id.to_string().as_str()));
        let entry = trail.iter().find(|log| log.object_id == rows[4].id.to_string()).unwrap();
        assert_eq!((entry.action.as_str(), entry.created_at), ("begin", at(10)));
        assert_eq!((entry.actor_kind.as_str(), entry.actor_id.as_deref()), ("user", Some("7")));
        let expected = json!({
            "id": {"new": rows[4].id}, "label": {"new": "old"}, "level": {"new": 4}, "revision": {"new": 1}
        });
        assert_eq!(entry.changes, expected);
        let batches: BTreeSet<_> = trail.iter().filter(|log| log.action == "begin").map(|log| log.batch_id).collect();
        assert_eq!(batches.len(), 1, "the whole call is one operation");
        assert_eq!(Gauge::verify_history(conn).unwrap(), []);
        Gauge::objects().patch().level(gauges::level + 1).by(me()).run(conn).unwrap();
        Gauge::patch_by_key(rows[0].id).label("x").by(me()).run(conn).unwrap();
        assert_eq!(Gauge::verify_history(conn).unwrap(), []);
        let refused = AuditLog::begin::<Gauge>().by(me()).batch(0).run(conn).unwrap_err();
        assert!(refused.to_string().contains("batch"), "{refused}");
    }

    fn the_past_before_it_is_unknown(db) {
        let conn = db.conn();
        let row = quiet(conn, 1).remove(0);
        AuditLog::begin::<Gauge>().by(me()).at(at(10)).run(conn).unwrap();
        Gauge::patch_by_key(row.id).level(50).by(me()).at(at(20)).run(conn).unwrap();
        let then = |second, conn: &mut Conn| Gauge::as_of(row.id, at(second)).run(conn).unwrap().unwrap();
        let before = then(5, conn);
        assert_eq!((before.row().level, before.unknown()), (0, &["label", "level", "revision"][..]));
        let after = then(10, conn);
        assert_eq!((after.row().level, after.unknown()), (0, &[][..]));
        assert_eq!(then(20, conn).row().level, 50);
        let history = Gauge::history(row.id).run(conn).unwrap();
        assert_eq!(history[0].changes["level"], json!({"new": 0}));
        let refused = Gauge::revert(row.id, &history[0]).by(me()).run(conn).unwrap_err();
        assert!(refused.to_string().contains("it starts the row's trail, and changed nothing"), "{refused}");
        assert_eq!(Gauge::revert(row.id, &history[1]).by(me()).run(conn).unwrap().level, 0);
    }

    fn deleted_rows_and_keys_of_several_parts_have_a_beginning_too(db) {
        let conn = db.conn();
        let [a, b] = articles(conn, ["a", "b"]);
        let gone = b.delete().by(me()).run(conn).unwrap();
        let new = |locale: &str, term: &str| NewTranslation::builder().locale(locale).term(term).text("t").build();
        let words = [("de", "a,b"), ("de", "c"), ("fr", "a"), ("fr", "b"), ("it", "\\")];
        Translation::create_many(words.map(|(locale, term)| new(locale, term))).by(me()).run(conn).unwrap();
        conn.sql("DELETE FROM audit_logs");
        assert_eq!(AuditLog::begin::<Article>().by(me()).batch(1).run(conn).unwrap(), 2);
        assert_eq!(AuditLog::begin::<Translation>().by(me()).batch(2).run(conn).unwrap(), 5);
        assert_eq!(AuditLog::begin::<Translation>().by(me()).batch(2).run(conn).unwrap(), 0);
        assert_eq!(AuditLog::begin::<Sample>().by(me()).run(conn).unwrap(), 0, "the table is empty");
        gone.restore().by(me()).run(conn).unwrap();
        a.patch().title("A").by(me()).run(conn).unwrap();
        assert_eq!(Article::verify_history(conn).unwrap(), []);
        assert_eq!(Translation::verify_history(conn).unwrap(), []);
    }

    fn it_continues_after_it_was_stopped(db) {
        let rows = quiet(db.conn(), 40);
        for stop in [2, 5, 9, 14, 20] {
            let mut conn = db.another();
            let mut left = stop;
            let _recorder = Recorder::before_each(&mut conn, move |_| {
                left -= 1;
                if left == 0 {
                    std::panic::resume_unwind(Box::new("stopped"));
                }
            });
            let run = || AuditLog::begin::<Gauge>().by(me()).batch(4).run(&mut conn);
            assert!(std::panic::catch_unwind(AssertUnwindSafe(run)).is_err());
        }
        let conn = db.conn();
        let written = conn.trail().len();
        assert!((1..40).contains(&written), "{written}");
        assert_eq!(AuditLog::begin::<Gauge>().by(me()).batch(4).run(conn).unwrap(), 40 - written);
        let trail = conn.trail();
        let counts = beginnings(&trail);
        assert_eq!(counts.len(), rows.len());
        assert!(counts.values().all(|count| *count == 1));
        assert_eq!(Gauge::verify_history(conn).unwrap(), []);
    }

    fn writers_and_a_second_run_keep_the_chain(db) {
        const ROWS: usize = 60;
        let ids: Vec<i64> = quiet(db.conn(), ROWS as i32).iter().map(|row| row.id).collect();
        let conns: Vec<Conn> = (0..4).map(|_| db.another()).collect();
        let start = Barrier::new(conns.len());
        std::thread::scope(|scope| {
            for (writer, mut conn) in conns.into_iter().enumerate() {
                let (ids, start) = (&ids, &start);
                scope.spawn(move || {
                    start.wait();
                    if writer < 2 {
                        let begin = || AuditLog::begin::<Gauge>().by(me()).batch(7);
                        while let Err(error) = begin().run(&mut conn) {
                            assert!(matches!(error, Error::Conflict), "{error:?}");
                        }
                        return;
                    }
                    for id in ids {
                        let patch = || GaugePatch::new().level(gauges::level + 1);
                        loop {
                            match Gauge::patch_by_key(id).with(patch()).by(me()).run(&mut conn) {
                                Ok(_) => break,
                                Err(error) => assert!(matches!(error, Error::Conflict), "{error:?}"),
                            }
                        }
                    }
                });
            }
        });
        let conn = db.conn();
        let trail = conn.trail();
        let counts = beginnings(&trail);
        assert!(counts.values().all(|count| *count == 1));
        // A row that was patched first has its history from then on.
        let others = trail.iter().filter(|log| log.action == "patch").count();
        assert_eq!(others, 2 * ROWS);
        assert_eq!(Gauge::verify_history(conn).unwrap(), []);
        assert_eq!(AuditLog::begin::<Gauge>().by(me()).run(conn).unwrap(), 0);
    }
}
