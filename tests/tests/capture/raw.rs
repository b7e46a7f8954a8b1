//! Each kind of write around the library, and what its entry says.

use crate::models::{self, Bin, NewBin, NewSlip, NewSpecimen, Slip, Specimen, bins, slips, specimens};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use model_core::AuditLog;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::me;
use model_tests::{TestConnection, actions, on_every_backend};
use serde_json::{Value, json};

fn new_bin(code: &str) -> NewBin {
    NewBin::builder().code(code).title("A").secret("sesame").build()
}

/// The row that somebody else inserts: all that has no default.
fn insert(code: &str) -> String {
    format!(
        "INSERT INTO bins (code, title, copies, secret, version, created_at, updated_at) \
         VALUES ('{code}', 'A', 1, 'sesame', 1, '2026-01-31 12:00:00.250000', '2026-01-31 12:00:00.250000')"
    )
}

/// The names of the fields that an entry tells.
fn fields(log: &AuditLog) -> Vec<&str> {
    log.changes.as_object().map(|changes| changes.keys().map(String::as_str).collect()).unwrap_or_default()
}

on_every_backend! {
    fn an_insert_an_update_and_a_delete_have_the_entries_of_the_library(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        if Conn::NAME == "postgres" {
            conn.sql("SET TIME ZONE 'UTC'");
        }
        conn.sql(&insert("raw"));
        conn.sql("UPDATE bins SET title = 'B' WHERE code = 'raw'");
        conn.sql("DELETE FROM bins WHERE code = 'raw'");
        let trail = conn.trail();
        assert_eq!(actions(&trail), ["create", "patch", "hard_delete"]);
        let (create, patch, gone) = (&trail[0], &trail[1], &trail[2]);
        assert_eq!((&*create.content_type, &*create.object_id, &*create.object_repr), ("bins", "raw", "A"));
        let whole = |side: &str, title: &str| json!({
            "code": {side: "raw"}, "title": {side: title}, "copies": {side: 1}, "secret": {"masked": true},
            "version": {side: 1}, "created_at": {side: "2026-01-31T12:00:00.250000Z"},
            "updated_at": {side: "2026-01-31T12:00:00.250000Z"}, "deleted_at": {side: null},
        });
        assert_eq!(create.changes, whole("new", "A"));
        assert_eq!((&*patch.object_repr, &patch.changes), ("B", &json!({"title": {"old": "A", "new": "B"}})));
        assert_eq!(gone.changes, whole("old", "B"));
        assert_eq!(trail.iter().map(|log| &*log.actor_kind).collect::<Vec<_>>(), ["database"; 3]);
        assert_eq!(trail[0].actor_id.is_some(), Conn::NAME != "sqlite", "SQLite has no users");
        assert!(trail.iter().all(|log| (Utc::now() - log.created_at).num_seconds().abs() < 60));
        assert_eq!(Bin::verify_history(conn).unwrap(), []);
    }

    fn the_deletion_marker_is_told_as_a_deletion_and_a_restoration(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        let row = Bin::create(new_bin("a")).by(me()).run(conn).unwrap();
        let before = Utc::now();
        diesel::update(bins::table).set(bins::deleted_at.eq(model_core::at(before))).execute(conn).unwrap();
        let gone: Deleted<Bin> = Bin::objects().only_deleted().first(conn).unwrap();
        gone.restore().by(me()).run(conn).unwrap().delete().by(me()).run(conn).unwrap();
        conn.sql("UPDATE bins SET deleted_at = NULL");
        assert_eq!(actions(&conn.trail()), ["create", "delete", "restore", "delete", "restore"]);
        assert_eq!(Bin::verify_history(conn).unwrap(), []);
        let then = Bin::as_of(row.code, Utc::now()).run(conn).unwrap().unwrap();
        assert!(then.row().deleted_at.is_none());
    }

    fn what_no_entry_of_the_library_would_tell_is_not_told(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        Bin::create(new_bin("a")).by(me()).run(conn).unwrap();
        conn.sql("UPDATE bins SET title = title, copies = copies + 0");
        conn.sql("UPDATE bins SET note = 'seen by nobody', version = version + 1");
        conn.sql("UPDATE bins SET title = 'B' WHERE code = 'nobody'");
        assert_eq!(actions(&conn.trail()), ["create"]);
        // What follows every write is told if no skipped column has changed with it.
        conn.sql("UPDATE bins SET version = version + 1");
        conn.sql("UPDATE bins SET note = 'again', title = 'B', version = version + 1");
        let trail = conn.trail();
        assert_eq!((fields(&trail[1]), fields(&trail[2])), (vec!["version"], vec!["title", "version"]));
        assert_eq!(Bin::verify_history(conn).unwrap(), []);
    }

    fn masked_and_skipped_values_are_nowhere(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        conn.sql(&insert("a").replace("sesame", "first sesame"));
        conn.sql("UPDATE bins SET secret = 'second sesame', note = 'a private note'");
        conn.sql("DELETE FROM bins");
        let trail = conn.trail();
        assert_eq!(actions(&trail), ["create", "patch", "hard_delete"]);
        assert_eq!(trail[1].changes, json!({"secret": {"masked": true}}));
        let text = format!("{trail:?}");
        assert!(!text.contains("sesame") && !text.contains("private"), "{text}");
    }

    fn every_type_of_column_is_told_as_the_library_tells_it(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        let day = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
        let row = Specimen::create(
            NewSpecimen::builder()
                .id(uuid::Uuid::now_v7())
                .whole(i64::MIN)
                .small(-3_i16)
                .is_open(true)
                .double(0.1 + 0.2)
                .price("12.50".parse::<bigdecimal::BigDecimal>().unwrap())
                .words("\"quoted\" \\ back\nline, ü \u{1F980} 'it'")
                .maybe(None)
                .document(json!({"b": [1, "two", null], "a": {"c": "d"}}))
                .bytes(vec![0, 1, 254, 255])
                .moment(DateTime::from_timestamp_micros(1_700_000_000_000_070).unwrap())
                .naive(day.and_hms_micro_opt(1, 2, 3, 400).unwrap())
                .day(day)
                .hour(chrono::NaiveTime::from_hms_micro_opt(23, 59, 58, 7).unwrap())
                .other(uuid::Uuid::now_v7())
                .build(),
        )
        .by(me())
        .run(conn)
        .unwrap();
        conn.sql("CREATE TABLE kept AS SELECT * FROM specimens");
        conn.sql("DELETE FROM specimens");
        conn.sql("INSERT INTO specimens SELECT * FROM kept");
        let trail = conn.trail();
        assert_eq!(actions(&trail), ["create", "hard_delete", "create"]);
        let side = |at: usize, side: &str| -> Vec<(String, Value)> {
            let changes = trail[at].changes.as_object().unwrap().iter();
            changes.map(|(field, change)| (field.clone(), change[side].clone())).collect()
        };
        assert_eq!(side(1, "old"), side(0, "new"));
        assert_eq!(side(2, "new"), side(0, "new"));
        assert!(trail.iter().all(|log| log.object_id == trail[0].object_id && log.object_repr == trail[0].object_repr));
        assert_eq!(Specimen::verify_history(conn).unwrap(), []);

        // What a document of JSON could be taken for.
        for document in [json!(null), json!({"$json": 1}), json!(["$json"]), json!("$json"), json!([1, "x"]), json!(2)] {
            let change = specimens::document.eq(model_core::value(document.clone()));
            diesel::update(specimens::table).set(change).execute(conn).unwrap();
            assert_eq!(Specimen::verify_history(conn).unwrap(), [], "{document}");
        }
        diesel::update(specimens::table)
            .set((specimens::double.eq(1e300), specimens::is_open.eq(false), specimens::maybe.eq(Some("")), specimens::whole.eq(0)))
            .execute(conn)
            .unwrap();
        diesel::update(specimens::table).set(specimens::double.eq(-2.0)).execute(conn).unwrap();
        assert_eq!(Specimen::verify_history(conn).unwrap(), []);
        let row: Specimen = Specimen::objects().filter(specimens::id.eq(model_core::value(row.id))).first(conn).unwrap();
        row.patch().double(0.25).by(me()).run(conn).unwrap();
        assert_eq!(Specimen::verify_history(conn).unwrap(), []);
    }

    fn one_statement_tells_every_row_and_another_key_is_another_row(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        let new: Vec<_> = ["a", "b", "c"].map(new_bin).into();
        Bin::create_many(new).by(me()).run(conn).unwrap();
        conn.sql("UPDATE bins SET copies = copies + 1 WHERE code <> 'b'");
        conn.sql("UPDATE bins SET code = 'z' WHERE code = 'b'");
        let trail = conn.trail();
        let mut told: Vec<_> = trail[3..].iter().map(|log| (&*log.action, &*log.object_id)).collect();
        told[..2].sort_unstable();
        assert_eq!(told, [("patch", "a"), ("patch", "c"), ("hard_delete", "b"), ("create", "z")]);
        assert_eq!(Bin::verify_history(conn).unwrap(), []);
        conn.sql("DELETE FROM bins");
        assert_eq!(conn.trail().iter().filter(|log| log.action == "hard_delete").count(), 4);
        assert_eq!(Bin::verify_history(conn).unwrap(), []);
    }

    fn what_is_rolled_back_was_not_told(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        Bin::create(new_bin("a")).by(me()).run(conn).unwrap();
        let done = conn.transaction::<(), diesel::result::Error, _>(|conn| {
            diesel::update(bins::table).set(bins::title.eq("lost")).execute(conn)?;
            diesel::delete(bins::table).execute(conn)?;
            Err(diesel::result::Error::RollbackTransaction)
        });
        assert!(done.is_err());
        assert_eq!(actions(&conn.trail()), ["create"]);
        assert_eq!(Bin::verify_history(conn).unwrap(), []);
    }

    fn the_actor_of_the_session_is_the_actor(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        let set = |actor: &str| match Conn::NAME {
            "postgres" => format!("SET audit.actor = '{actor}'"),
            _ => format!("SET @audit_actor = '{actor}'"),
        };
        if Conn::NAME == "sqlite" {
            // It has no sessions whose state a trigger could read.
            return;
        }
        conn.sql(&insert("a"));
        for (place, actor) in ["user:ann:lee", "cron", ""].iter().enumerate() {
            conn.sql(&set(actor));
            conn.sql(&format!("UPDATE bins SET copies = {}", place + 10));
        }
        let trail = conn.trail();
        let actors: Vec<_> = trail.iter().map(|log| (&*log.actor_kind, log.actor_id.as_deref())).collect();
        let user = actors[0].1;
        assert!(user.is_some_and(|user| !user.is_empty()));
        assert_eq!(actors, [("database", user), ("user", Some("ann:lee")), ("cron", None), ("database", user)]);
    }

    fn what_the_database_removes_by_itself_is_told(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        Bin::create(new_bin("a")).by(me()).run(conn).unwrap();
        let slip = NewSlip::builder().bin_code("a").line("one").build();
        let slip = Slip::create(slip).by(me()).run(conn).unwrap();
        slip.patch().line("two").by(me()).run(conn).unwrap();
        let row: Bin = Bin::objects().first(conn).unwrap();
        row.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(slips::table.count().get_result::<i64>(conn).unwrap(), 0);
        let trail = AuditLog::trail().of::<Slip>().load(conn).unwrap();
        let bins = AuditLog::trail().of::<Bin>().load(conn).unwrap();
        assert_eq!(actions(&bins), ["create", "hard_delete"]);
        if Conn::NAME == "mysql" {
            // Its foreign keys run no triggers.
            assert_eq!(actions(&trail), ["create", "patch"]);
            return;
        }
        assert_eq!(actions(&trail), ["create", "patch", "hard_delete"]);
        assert_eq!(Slip::verify_history(conn).unwrap(), []);
    }

    fn an_emptied_table_is_told(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        if Conn::NAME != "postgres" {
            // The others run no trigger, or have no such statement.
            return;
        }
        Bin::create_many(vec![new_bin("a"), new_bin("b")]).by(me()).run(conn).unwrap();
        conn.sql("TRUNCATE bins CASCADE");
        assert_eq!(actions(&conn.trail()), ["create", "create", "hard_delete", "hard_delete"]);
        assert_eq!(Bin::verify_history(conn).unwrap(), []);
    }
}
