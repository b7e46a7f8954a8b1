//! Numbers, texts and documents survive the way into the trail.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use model_core::prelude::*;
use model_tests::make::{article, me};
use model_tests::models::{NewSample, NewTranslation, Sample, Translation};
use model_tests::{TestConnection, on_every_backend};
use serde_json::{Value, json};

/// One value of every kind.
fn everything() -> NewSample {
    NewSample::builder()
        .id(9_007_199_254_740_993_i64)
        .flag(true)
        .small(i16::MIN)
        .whole(i32::MAX)
        .single(0.1)
        .ratio(0.1 + 0.2)
        .note("")
        .payload(json!({"b": [1, 2.5, null], "a": "ü\u{1F980}"}))
        .raw(vec![0, 255, 16])
        .day(NaiveDate::from_ymd_opt(2026, 2, 28).unwrap())
        .clock(NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999).unwrap())
        .naive("2026-01-31T12:00:00.000001".parse::<NaiveDateTime>().unwrap())
        .moment("2026-01-31T12:00:00.120000Z".parse::<DateTime<chrono::Utc>>().unwrap())
        .build()
}

on_every_backend! {
    fn case_23_every_kind_of_value_has_the_same_json_on_every_backend(db) {
        let conn = db.conn();
        let row = Sample::create(everything()).by(me()).run(conn).unwrap();
        let changes = conn.trail().pop().unwrap().changes;
        let expected = json!({
            "id": {"new": 9_007_199_254_740_993_i64},
            "flag": {"new": true},
            "small": {"new": -32_768},
            "whole": {"new": 2_147_483_647},
            "single": {"new": 0.1},
            "ratio": {"new": 0.300_000_000_000_000_04},
            "guess": {"new": null},
            "note": {"new": ""},
            "payload": {"new": {"b": [1, 2.5, null], "a": "ü\u{1F980}"}},
            "raw": {"new": "00ff10"},
            "day": {"new": "2026-02-28"},
            "clock": {"new": "23:59:59.999999"},
            "naive": {"new": "2026-01-31T12:00:00.000001"},
            "moment": {"new": "2026-01-31T12:00:00.120000Z"},
        });
        assert_eq!(changes, expected);
        let removed = row.clone().delete().by(me()).run(conn).unwrap();
        assert_eq!(removed, row);
        let old = conn.trail().pop().unwrap().changes;
        for (field, change) in expected.as_object().unwrap() {
            assert_eq!(old[field]["old"], change["new"], "{field}");
        }
    }

    fn case_23_null_is_not_the_empty_text(db) {
        let conn = db.conn();
        let row = Sample::create(NewSample::builder().build()).by(me()).run(conn).unwrap();
        let mut old = Value::Null;
        for note in [Some(""), None, Some("null"), Some("007"), Some("1e5"), Some("{\"a\":1}"), Some("a\\\"b\n\t'`$1?")] {
            let row = row.patch().note(note.map(str::to_owned)).by(me()).run(conn).unwrap();
            assert_eq!(row.note.as_deref(), note);
            let log = conn.trail().pop().unwrap();
            assert_eq!(log.changes["note"], json!({"old": old, "new": note}));
            let entry = Sample::history(row.id).run(conn).unwrap().pop().unwrap();
            assert_eq!(entry.new_value::<Option<String>>("note").unwrap(), Some(note.map(str::to_owned)));
            old = json!(note);
        }
    }

    fn case_23_numbers_keep_all_their_digits(db) {
        let conn = db.conn();
        let row = Sample::create(NewSample::builder().build()).by(me()).run(conn).unwrap();
        for ratio in [1.0, -1.5, 1e300, 5e-324, 1.0 / 3.0, 123_456_789.123_456_79, 1e21, f64::MAX] {
            let after = row.patch().ratio(ratio).by(me()).run(conn).unwrap();
            assert_eq!(after.ratio, ratio);
            let entry = Sample::history(row.id).run(conn).unwrap().pop().unwrap();
            assert_eq!(entry.new_value::<f64>("ratio").unwrap(), Some(ratio), "{ratio}");
        }
        for single in [0.1_f32, 16_777_216.0, 3.4e38, 1.0e-10] {
            row.patch().single(single).by(me()).run(conn).unwrap();
            let entry = Sample::history(row.id).run(conn).unwrap().pop().unwrap();
            assert_eq!(entry.new_value::<f32>("single").unwrap(), Some(single), "{single}");
        }
    }

    fn case_23_a_value_that_json_cannot_hold_is_refused_and_nothing_is_written(db) {
        let conn = db.conn();
        let row = Sample::create(NewSample::builder().build()).by(me()).run(conn).unwrap();
        let trail = conn.trail();
        for ratio in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let result = row.patch().ratio(ratio).by(me()).run(conn);
            assert!(result.is_err(), "{ratio}: {result:?}");
            let result = Sample::create(NewSample::builder().ratio(ratio).build()).by(me()).run(conn);
            assert!(result.is_err(), "{ratio}: {result:?}");
        }
        assert_eq!(conn.trail(), trail);
        let stored = row.patch().by(me()).run(conn).unwrap();
        assert_eq!(stored, row);
    }

    fn case_23_a_number_that_is_none_does_not_become_null(db) {
        let conn = db.conn();
        let row = Sample::create(NewSample::builder().guess(1.5).build()).by(me()).run(conn).unwrap();
        let result = row.patch().guess(f64::NAN).by(me()).run(conn);
        assert!(result.is_err(), "{result:?}");
        assert_eq!(Sample::history(row.id).run(conn).unwrap().len(), 1);
    }

    fn documents_are_compared_by_what_they_say(db) {
        let conn = db.conn();
        let row = Sample::create(everything()).by(me()).run(conn).unwrap();
        let before = conn.trail().len();
        let same = json!({"a": "ü\u{1F980}", "b": [1, 2.5, null]});
        let outcome = row.patch().payload(same).by(me()).outcome(conn).unwrap();
        assert_eq!(outcome, Outcome::Unchanged(row.clone()), "the order of the names says nothing");
        assert_eq!(conn.trail().len(), before);
        let other = row.patch().payload(json!({"a": "A"})).by(me()).run(conn).unwrap();
        let other = other.patch().payload(json!({"a": "a"})).by(me()).run(conn).unwrap();
        assert_eq!(conn.trail().len(), before + 2);
        let other = other.patch().payload(None).by(me()).run(conn).unwrap();
        assert_eq!(other.payload, None);
    }

    fn texts_are_stored_as_they_are(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        for title in ["'; DROP TABLE articles; --", "ü\u{1F980}\u{202E}", "a\\b", "%_", " lead and trail ", "line\nbreak"] {
            let after = row.patch().title(title).by(me()).run(conn).unwrap();
            assert_eq!(after.title, title);
            let log = conn.trail().pop().unwrap();
            assert_eq!((&log.changes["title"]["new"], log.object_repr.as_str()), (&json!(title), title));
        }
        let new = NewTranslation::builder().locale("ü").term("\u{1F980}").text("").build();
        let row = Translation::create(new).by(me()).run(conn).unwrap();
        assert_eq!(Translation::history(row.key()).run(conn).unwrap().len(), 1);
    }
}
