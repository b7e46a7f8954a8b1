//! Rows with a log of their changes.

use bigdecimal::BigDecimal;
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use diesel::prelude::*;
use model_core::ChangeLog;
use model_core::audit::Shown;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{at, me};
use model_tests::models::{
    Binder, Memo, MemoPatch, NewBinder, NewMemo, NewQuietMemo, NewSheet, NewSlot, QuietMemo, QuietMemoPatch, Sheet,
    SheetPatch, Slot,
};
use model_tests::schema::{memos, slots};
use model_tests::{Recorder, TestConnection, on_every_backend};
use serde_json::{Value, json};
use std::sync::Barrier;

const WRITERS: usize = 8;
const TURNS: usize = 5;

/// A memo, with a trail.
macro_rules! memo {
    ($conn:expr, $title:expr) => {
        Memo::create(NewMemo::builder().title($title).build()).by(me()).at(at(1)).run($conn).unwrap()
    };
}

/// A memo without one.
macro_rules! quiet {
    ($conn:expr, $title:expr) => {
        QuietMemo::create(NewQuietMemo::builder().title($title).build()).run($conn).unwrap()
    };
}

/// All memos, in the order of their keys.
macro_rules! rows {
    ($conn:expr) => {
        Memo::objects().with_deleted().order(memos::id).load::<Memo>($conn).unwrap()
    };
}

/// The log of each memo, in the order of their keys.
macro_rules! logs {
    ($conn:expr) => {
        rows!($conn).into_iter().map(|row| row.changes).collect::<Vec<ChangeLog>>()
    };
}

/// A log as it is stored.
fn stored(log: &ChangeLog) -> Value {
    serde_json::to_value(log).unwrap()
}

/// What the last entry says, without what moves with every write.
fn recorded(log: &ChangeLog) -> (&str, Value) {
    let last = log.last().unwrap();
    let mut changes = serde_json::to_value(last).unwrap()["changes"].clone();
    ["updated_at", "version", "deletion_batch"].iter().for_each(|name| {
        changes.as_object_mut().unwrap().remove(*name);
    });
    (&last.action, changes)
}

on_every_backend! {
    fn a_log_tells_what_the_database_computed(db) {
        let conn = db.conn();
        let (first, second) = (memo!(conn, "c"), memo!(conn, "d"));
        let patch = Memo::objects().patch().title(memos::title.concat("!")).pin(memos::title.nullable());
        assert_eq!(patch.by(me()).run(conn).unwrap(), 2);
        for (old, log) in [first, second].into_iter().zip(logs!(conn)) {
            let title = json!({"old": old.title, "new": format!("{}!", old.title)});
            assert_eq!(recorded(&log), ("patch", json!({"title": title, "pin": {"masked": true}})));
        }
        assert_eq!(Memo::verify_history(conn).unwrap(), []);
        let row = quiet!(conn, "b").patch().pin(memos::title.nullable()).run(conn).unwrap();
        assert_eq!(recorded(&row.changes), ("patch", json!({"pin": {"old": null, "new": "b"}})));
    }

    fn a_new_row_has_an_empty_log_and_each_write_appends_to_it(db) {
        let conn = db.conn();
        let row = memo!(conn, "a");
        assert!(row.changes.is_empty());
        let row = row.patch().title("b").by(me()).at(at(2)).run(conn).unwrap();
        let first = json!({
            "at": "2020-09-13T12:26:42Z", "action": "patch", "actor_kind": "user", "actor_id": "7",
            "changes": {
                "title": {"old": "a", "new": "b"},
                "version": {"old": 1, "new": 2},
                "updated_at": {"old": "2020-09-13T12:26:41.000000Z", "new": "2020-09-13T12:26:42.000000Z"},
            },
        });
        assert_eq!(stored(&row.changes), json!([first]));
        let gone = row.delete().by(&Actor::system()).at(at(3)).run(conn).unwrap();
        let marked = json!({"deleted_at": {"old": null, "new": "2020-09-13T12:26:43.000000Z"}});
        assert_eq!(recorded(&gone.row().changes), ("delete", marked));
        let row = gone.restore().by(me()).run(conn).unwrap();
        let back = json!({"deleted_at": {"old": "2020-09-13T12:26:43.000000Z", "new": null}});
        assert_eq!(recorded(&row.changes), ("restore", back));
        assert_eq!(stored(&row.changes)[0], first, "what was there stays");
        let who: Vec<_> = row.changes.iter().map(|one| (&*one.actor_kind, one.actor_id.as_deref())).collect();
        assert_eq!(who, [("user", Some("7")), ("system", None), ("user", Some("7"))]);
        let read: Memo = Memo::objects().find(row.id).first(conn).unwrap();
        assert_eq!(read, row, "what comes back is what is stored");
    }

    fn the_values_are_read_as_those_of_the_trail(db) {
        let conn = db.conn();
        let row = memo!(conn, "a").patch().title("b").by(me()).at(at(2)).run(conn).unwrap();
        let change = row.changes.last().unwrap();
        assert_eq!((change.at, &*change.action), (at(2), "patch"));
        assert_eq!(change.old::<String>("title").unwrap().as_deref(), Some("a"));
        assert_eq!(change.new_value::<String>("title").unwrap().as_deref(), Some("b"));
        assert_eq!(change.old::<String>("pin").unwrap(), None);
        assert!(change.old::<i32>("title").is_err());
        let fields: Vec<_> = change.changes().map(|change| change.field).collect();
        assert_eq!(fields, ["title", "updated_at", "version"]);
    }

    fn masked_columns_say_that_they_changed_and_skipped_ones_nothing(db) {
        let conn = db.conn();
        let row = memo!(conn, "a").patch().pin("1234").by(me()).run(conn).unwrap();
        assert_eq!(recorded(&row.changes), ("patch", json!({"pin": {"masked": true}})));
        let change = row.changes.last().unwrap();
        assert_eq!(change.change("pin").unwrap().value, Shown::Masked);
        assert_eq!(change.new_value::<String>("pin").unwrap(), None);
        let row = row.patch().draft("d").by(me()).run(conn).unwrap();
        assert_eq!((row.draft.as_deref(), row.version, row.changes.len()), (Some("d"), 3, 1));
        let row = row.patch().draft("e").title("b").by(me()).run(conn).unwrap();
        assert_eq!(recorded(&row.changes), ("patch", json!({"title": {"old": "a", "new": "b"}})));
    }

    fn what_changes_nothing_appends_nothing(db) {
        let conn = db.conn();
        let row = memo!(conn, "a").patch().title("b").by(me()).run(conn).unwrap();
        assert_eq!(row.patch().title("b").by(me()).outcome(conn).unwrap(), Outcome::Unchanged(row.clone()));
        assert_eq!(row.patch().by(me()).outcome(conn).unwrap(), Outcome::Unchanged(row.clone()));
        assert_eq!(Memo::objects().patch().title("b").by(me()).run(conn).unwrap(), 0);
        let edit = row.clone().edit();
        assert_eq!(edit.save().by(me()).run(conn).unwrap(), row);
        assert_eq!(rows!(conn), [row]);
    }

    fn the_column_is_in_no_trail_and_the_trail_stays_right(db) {
        let conn = db.conn();
        let row = memo!(conn, "a").patch().title("b").by(me()).run(conn).unwrap();
        Memo::objects().patch().pin("1").by(me()).run(conn).unwrap();
        row.patch().expecting(3).title("c").by(me()).run(conn).unwrap().delete().by(me()).run(conn).unwrap();
        let trail = conn.trail();
        assert_eq!(trail.len(), 5);
        assert!(trail.iter().all(|log| log.changes.get("changes").is_none()));
        assert_eq!(Memo::verify_history(conn).unwrap(), []);
    }

    fn the_log_says_what_the_trail_says(db) {
        let conn = db.conn();
        let row = Sheet::create(NewSheet::builder().build()).by(me()).run(conn).unwrap();
        let patch = SheetPatch::new()
            .price("12.50".parse::<BigDecimal>().unwrap())
            .ratio(0.1)
            .flag(true)
            .raw(vec![0, 255])
            .day("2026-01-31".parse::<NaiveDate>().unwrap())
            .clock("01:02:03.5".parse::<NaiveTime>().unwrap())
            .naive("2026-01-31T01:02:03".parse::<NaiveDateTime>().unwrap())
            .moment(at(1) + Duration::milliseconds(250))
            .payload(json!({"a": [1, "two", null]}))
            .token(uuid::uuid!("67e55044-10b1-426f-9247-bb680e5fe0c8"))
            .note("it's \"new\" \\ ü");
        let row = row.patch().with(patch).by(me()).run(conn).unwrap();
        let row = row.patch().payload(None::<Value>).note("x").by(me()).run(conn).unwrap();
        let trail: Vec<_> = conn.trail().into_iter().skip(1).map(|log| log.changes).collect();
        assert_eq!(trail[0].as_object().unwrap().len(), 11);
        let log = stored(&row.log);
        let log: Vec<_> = log.as_array().unwrap().iter().map(|entry| entry["changes"].clone()).collect();
        assert_eq!(log, trail);
    }

    fn a_value_that_its_column_rounds_is_logged_as_it_is_stored(db) {
        let conn = db.conn();
        let row = Sheet::create(NewSheet::builder().build()).by(me()).run(conn).unwrap();
        let moment = at(1) + Duration::microseconds(1_499);
        let price: BigDecimal = "9.994".parse().unwrap();
        let row = row.patch().price(price).moment(moment).by(me()).run(conn).unwrap();
        let trail = conn.trail().pop().unwrap().changes;
        assert_eq!(stored(&row.log)[0]["changes"], trail);
        let row = row.patch().moment(row.moment).by(me()).run(conn).unwrap();
        assert_eq!(row.log.len(), 1);
        assert_eq!(Sheet::verify_history(conn).unwrap(), []);
    }

    fn a_set_appends_to_each_row_what_changed_in_it(db) {
        let conn = db.conn();
        for title in ["a", "b", "c"] {
            memo!(conn, title);
        }
        Memo::objects().filter(memos::title.eq("b")).patch().pin("1").by(me()).run(conn).unwrap();
        assert_eq!(Memo::objects().patch().pin("1").by(me()).at(at(5)).run(conn).unwrap(), 2, "one has it already");
        assert_eq!(logs!(conn).iter().map(ChangeLog::len).collect::<Vec<_>>(), [1, 1, 1]);
        let two = Memo::objects().filter(memos::title.ne("c"));
        assert_eq!(two.delete().by(me()).at(at(6)).run(conn).unwrap(), 2);
        let marked = json!({"deleted_at": {"old": null, "new": "2020-09-13T12:26:46.000000Z"}});
        let after = logs!(conn);
        assert_eq!((recorded(&after[0]), recorded(&after[1])), (("delete", marked.clone()), ("delete", marked)));
        assert_eq!(after[2].len(), 1);
        assert_eq!(Memo::objects().only_deleted().restore().by(me()).run(conn).unwrap(), 2);
        assert_eq!(logs!(conn).iter().map(|log| recorded(log).0.to_owned()).collect::<Vec<_>>(), ["restore", "restore", "patch"]);
        assert_eq!(Memo::verify_history(conn).unwrap(), []);
        assert_eq!(Memo::objects().patch().draft("d").by(me()).run(conn).unwrap(), 3);
        assert_eq!(logs!(conn).iter().map(ChangeLog::len).collect::<Vec<_>>(), [3, 3, 1], "what is skipped is no change");
    }

    fn what_a_cascade_takes_is_logged_as_well(db) {
        let conn = db.conn();
        let binder = Binder::create(NewBinder::builder().label("b").build()).by(me()).run(conn).unwrap();
        let new = ["a", "b"].map(|title| NewMemo::builder().title(title).binder_id(binder.id).build());
        Memo::create_many(new).by(me()).run(conn).unwrap();
        let gone = binder.delete().by(me()).at(at(9)).run(conn).unwrap();
        let marked = json!({"deleted_at": {"old": null, "new": "2020-09-13T12:26:49.000000Z"}});
        assert_eq!(recorded(&gone.row().changes), ("delete", marked.clone()));
        assert!(logs!(conn).iter().all(|log| log.len() == 1 && recorded(log) == ("delete", marked.clone())));
        let binder = gone.restore().by(me()).run(conn).unwrap();
        assert_eq!((binder.changes.len(), recorded(&binder.changes).0), (2, "restore"));
        assert!(logs!(conn).iter().all(|log| log.len() == 2 && recorded(log).0 == "restore"));
    }

    fn edits_upserts_and_reverts_append_as_well(db) {
        let conn = db.conn();
        let mut edit = memo!(conn, "a").edit();
        edit.title = "b".into();
        let row = edit.save().by(me()).run(conn).unwrap();
        assert_eq!(recorded(&row.changes), ("patch", json!({"title": {"old": "a", "new": "b"}})));
        let upsert = |pin: &str| {
            let new = NewMemo::builder().title("b").pin(pin).build();
            Memo::upsert(new).on(memos::title).on_deleted(OnDeleted::Revive).by(me())
        };
        let Upserted::Updated(row) = upsert("1").run(conn).unwrap() else { panic!() };
        assert_eq!(recorded(&row.changes), ("patch", json!({"pin": {"masked": true}})));
        assert!(matches!(upsert("1").run(conn).unwrap(), Upserted::Unchanged(same) if same == row));
        let entry = Memo::history(row.id).run(conn).unwrap().into_iter().nth(1).unwrap();
        let row = Memo::revert(row.id, &entry).by(me()).run(conn).unwrap();
        assert_eq!(recorded(&row.changes), ("patch", json!({"title": {"old": "b", "new": "a"}})));
        let row = row.patch().title("b").by(me()).run(conn).unwrap();
        row.delete().by(me()).run(conn).unwrap();
        let Upserted::Revived(row) = upsert("2").run(conn).unwrap() else { panic!() };
        assert_eq!(row.changes.iter().map(|one| &*one.action).collect::<Vec<_>>(), [
            "patch", "patch", "patch", "patch", "delete", "restore",
        ]);
        assert!(recorded(&row.changes).1.get("pin").is_some());
        let Upserted::Created(row) =
            Memo::upsert(NewMemo::builder().title("new").build()).on(memos::title).by(me()).run(conn).unwrap()
        else {
            panic!()
        };
        assert!(row.changes.is_empty());
    }

    fn the_same_without_a_trail(db) {
        let conn = db.conn();
        let row = quiet!(conn, "a");
        assert!(row.changes.is_empty());
        let row = row.patch().title("b").run(conn).unwrap();
        assert_eq!(recorded(&row.changes), ("patch", json!({"title": {"old": "a", "new": "b"}})));
        assert_eq!((&*row.changes.last().unwrap().actor_kind, &row.changes.last().unwrap().actor_id), ("unknown", &None));
        let row = row.patch().pin("1").by(me()).run(conn).unwrap();
        assert_eq!(recorded(&row.changes), ("patch", json!({"pin": {"old": null, "new": "1"}})));
        assert_eq!(row.changes.last().unwrap().actor_id.as_deref(), Some("7"));
        assert_eq!(row.patch().pin("1").into_write().outcome(conn).unwrap(), Outcome::Unchanged(row.clone()));
        quiet!(conn, "c");
        assert_eq!(QuietMemo::objects().patch().pin("1").run(conn).unwrap(), 1);
        assert_eq!(logs!(conn).iter().map(ChangeLog::len).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(conn.trail(), []);
        assert_eq!(row.clone().delete().run(conn).unwrap(), row, "a row that is removed comes back as it was");
        assert_eq!(row.patch().pin("2").into_write().outcome(conn).unwrap(), Outcome::NotFound);
    }

    fn it_needs_no_table_of_the_librarys_own(db) {
        let conn = db.conn();
        conn.sql("DROP TABLE audit_logs");
        let row = quiet!(conn, "a").patch().title("b").run(conn).unwrap();
        assert_eq!(row.changes.len(), 1);
        assert_eq!(QuietMemo::objects().patch().pin("1").run(conn).unwrap(), 1);
        assert_eq!(logs!(conn)[0].len(), 2);
    }

    fn keys_of_several_parts_and_names_of_every_kind(db) {
        let conn = db.conn();
        let new = [("a", 1), ("a", 2), ("b,", 1)]
            .map(|(shelf, place)| NewSlot::builder().shelf(shelf).place(place).content("x").build());
        let rows = Slot::create_many(new).run(conn).unwrap();
        let row = rows[0].patch().content("y").run(conn).unwrap();
        let changed = |old: &str, new: &str| json!({"content": {"old": old, "new": new}});
        assert_eq!(recorded(&row.log), ("patch", changed("x", "y")));
        assert_eq!(Slot::objects().patch().content("z").run(conn).unwrap(), 3);
        let rows: Vec<Slot> = slots::table.order((slots::shelf, slots::place)).load(conn).unwrap();
        assert_eq!(rows.iter().map(|row| row.log.len()).collect::<Vec<_>>(), [2, 1, 1]);
        assert_eq!(rows.iter().map(|row| recorded(&row.log).1).collect::<Vec<_>>(), [
            changed("y", "z"), changed("x", "z"), changed("x", "z"),
        ]);
    }

    fn nobody_sets_it(db) {
        let conn = db.conn();
        assert!(serde_json::from_value::<NewMemo>(json!({"title": "a", "changes": []})).is_err());
        assert!(serde_json::from_value::<MemoPatch>(json!({"changes": []})).is_err());
        assert!(serde_json::from_value::<QuietMemoPatch>(json!({"changes": []})).is_err());
        let row = memo!(conn, "a").patch().title("b").by(me()).run(conn).unwrap();
        let mut edit = row.clone().edit();
        edit.changes = ChangeLog::default();
        assert_eq!(edit.changed(), ["changes"]);
        match edit.save().by(me()).run(conn) {
            Err(Error::Invalid { field, message, .. }) => {
                assert_eq!((field, &*message), ("changes", "is written only by the library"));
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(rows!(conn), [row]);
    }

    fn what_is_rolled_back_is_in_no_log(db) {
        let conn = db.conn();
        let row = memo!(conn, "a");
        let other = memo!(conn, "b");
        let result = conn.transaction::<(), Error, _>(|conn| {
            row.patch().pin("1").by(me()).run(conn)?;
            Memo::objects().patch().pin("2").by(me()).run(conn)?;
            Err(Error::Conflict)
        });
        assert!(result.is_err());
        assert!(matches!(row.patch().title("b").by(me()).run(conn), Err(Error::UniqueViolation { .. })));
        assert_eq!(rows!(conn), [row, other]);
    }

    fn a_text_that_a_document_cannot_hold_is_refused(db) {
        let conn = db.conn();
        let row = quiet!(conn, "a");
        assert!(row.patch().title("a\0b").run(conn).is_err());
        assert!(QuietMemo::objects().patch().title("a\0b").run(conn).is_err());
        let stored: Vec<QuietMemo> = QuietMemo::objects().load(conn).unwrap();
        assert_eq!(stored, [row]);
    }

    fn a_stale_write_appends_nothing(db) {
        let conn = db.conn();
        let old = memo!(conn, "a");
        let new = old.patch().pin("1").by(me()).run(conn).unwrap();
        assert!(matches!(old.patch().title("b").by(me()).run(conn), Err(Error::Stale { expected: 1, found: 2 })));
        assert_eq!((new.version, new.changes.len()), (2, 1));
        assert_eq!(rows!(conn), [new]);
    }

    fn case_14_no_entry_is_lost_under_load(db) {
        let rows: Vec<QuietMemo> = ["a", "b", "c"].map(|title| quiet!(db.conn(), title)).into();
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        std::thread::scope(|scope| {
            for (writer, mut conn) in conns.into_iter().enumerate() {
                let (rows, start) = (&rows, &start);
                scope.spawn(move || {
                    start.wait();
                    for turn in 0..TURNS {
                        let pin = format!("{writer}.{turn}");
                        if writer % 2 == 0 {
                            assert_eq!(QuietMemo::objects().patch().pin(pin).run(&mut conn).unwrap(), rows.len());
                        } else {
                            for row in rows {
                                let row = row.patch().pin(pin.clone()).run(&mut conn).unwrap();
                                let last = row.changes.last().unwrap().new_value::<String>("pin").unwrap();
                                assert_eq!(last.as_ref(), Some(&pin), "the row comes back with its own entry");
                            }
                        }
                    }
                });
            }
        });
        for row in QuietMemo::objects().load::<QuietMemo>(db.conn()).unwrap() {
            assert_eq!(row.changes.len(), WRITERS * TURNS);
            let side = |side: fn(&model_core::change_log::LoggedChange) -> Option<Option<String>>| {
                row.changes.iter().map(|change| side(change).unwrap()).collect::<Vec<_>>()
            };
            let old = side(|change| change.old("pin").unwrap());
            let new = side(|change| change.new_value("pin").unwrap());
            assert_eq!(old[1..], new[..new.len() - 1], "a broken chain");
            assert_eq!(new.last().unwrap(), &row.pin);
        }
    }

    fn it_costs_what_is_documented(db) {
        let conn = db.conn();
        let row = quiet!(conn, "a");
        let audited = memo!(conn, "m");
        quiet!(conn, "b");
        let recorder = Recorder::on(conn);
        row.patch().title("c").run(conn).unwrap();
        let one = recorder.sent();
        audited.patch().title("n").by(me()).run(conn).unwrap();
        let beside = recorder.sent();
        QuietMemo::objects().filter(memos::title.eq_any(["b", "c"])).patch().pin("1").run(conn).unwrap();
        let set = recorder.sent();
        let counts = (one.len(), beside.len(), set.len());
        let expected = match Conn::NAME {
            "postgres" => (1, 1, 1),
            // The transaction and the lock.
            "sqlite" => (6, 7, 8),
            // The transaction, and the row as it is then.
            _ => (7, 8, 7),
        };
        assert_eq!(counts, expected, "{one:#?} {beside:#?} {set:#?}");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("change_logs__{}", Conn::NAME), [one, set].concat().join("\n"));
        });
    }
}
