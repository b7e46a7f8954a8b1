//! Rows that SQLite need not give back, because their values are known; and those that it has to.
#![cfg(feature = "sqlite")]

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use model_core::Error;
use model_core::prelude::*;
use model_tests::connections::SqliteConnection;
use model_tests::make::{at, me};
use model_tests::{Database, Recorder, TestConnection};
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    oddities (id) {
        id -> Uuid,
        text -> Text,
        number -> BigInt,
        small -> Nullable<SmallInt>,
        truth -> Bool,
        seen_at -> Instant,
        naive -> Timestamp,
        day -> Nullable<Date>,
        owner -> Nullable<Uuid>,
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = oddities, audit)]
struct Oddity {
    id: Uuid,
    text: String,
    number: i64,
    small: Option<i16>,
    truth: bool,
    seen_at: DateTime<Utc>,
    naive: NaiveDateTime,
    day: Option<NaiveDate>,
    owner: Option<Uuid>,
}

/// A table whose columns are declared with this type.
fn declared(as_type: &str) -> Database<SqliteConnection> {
    let mut db = Database::<SqliteConnection>::fresh();
    let columns =
        ["text", "number", "small", "truth", "seen_at", "naive", "day", "owner"].join(&format!(" {as_type}, "));
    db.conn().batch_execute(&format!("CREATE TABLE oddities (id BLOB PRIMARY KEY, {columns} {as_type})")).unwrap();
    db
}

fn new(text: &str, number: i64, seen_at: DateTime<Utc>) -> NewOddity {
    let day = NaiveDate::from_ymd_opt(2026, 1, 31);
    let new = NewOddity::builder().text(text).number(number).truth(true).seen_at(seen_at).naive(at(2).naive_utc());
    new.small(7).day(day).owner(Uuid::now_v7()).build()
}

/// The row that comes back, which is what is stored and what the trail says; and whether it was read back.
fn created(conn: &mut SqliteConnection, new: NewOddity) -> (Oddity, bool) {
    let recorder = Recorder::on(conn);
    let row = Oddity::create(new).by(me()).run(conn).unwrap();
    let sent = recorder.sent();
    let insert = sent.iter().find(|sql| sql.starts_with("INSERT INTO `oddities`")).unwrap();
    let read = insert.contains("RETURNING");
    assert_eq!(Oddity::objects().find(row.id).first(conn), Ok(row.clone()));
    let log = Oddity::history(row.id).run(conn).unwrap().pop().unwrap();
    assert_eq!(log.changes["text"]["new"], row.text.as_str());
    assert_eq!(log.changes["number"]["new"], row.number);
    assert_eq!(Oddity::verify_history(conn).unwrap(), []);
    (row, read)
}

#[test]
fn what_comes_back_is_what_is_stored_whatever_the_columns_are_declared_as() {
    let texts =
        ["", "x", "007", " 1.50 ", "-1e3", "1e999", "2026-01-31", "10 ways", "nan", "\u{fc}\u{1F980}", "a\\\"\n"];
    for as_type in ["TEXT", "INTEGER", "NUMERIC", "REAL", "BLOB", "STRING", "DATETIME", ""] {
        let mut db = declared(as_type);
        for text in texts {
            let (_, read) = created(db.conn(), new(text, 5, at(1)));
            assert_eq!(read, ["007", " 1.50 ", "-1e3", "1e999"].contains(&text), "{as_type}, {text:?}");
        }
        for (number, may_change) in [(0, false), (-1, false), (1 << 53, false), ((1 << 53) + 1, true), (i64::MIN, true)]
        {
            let (_, read) = created(db.conn(), new("x", number, at(1)));
            assert_eq!(read, may_change, "{as_type}, {number}");
        }
    }
}

#[test]
fn a_column_that_makes_a_number_of_a_text_shows_it_at_once() {
    let mut db = declared("NUMERIC");
    let (row, _) = created(db.conn(), new("007", 5, at(1)));
    assert_eq!(row.text, "7");
    let mut db = declared("TEXT");
    let (row, _) = created(db.conn(), new("007", 5, at(1)));
    assert_eq!(row.text, "007");
}

#[test]
fn an_instant_that_is_cut_comes_back_cut() {
    let mut db = declared("TEXT");
    let (row, read) = created(db.conn(), new("x", 5, at(1) + TimeDelta::nanoseconds(1_999)));
    assert_eq!((row.seen_at, read), (at(1) + TimeDelta::microseconds(1), true));
}

#[test]
fn a_row_that_a_trigger_leaves_out_is_not_there() {
    let mut db = declared("TEXT");
    let conn = db.conn();
    let ignore = "CREATE TRIGGER ignored BEFORE INSERT ON oddities BEGIN SELECT RAISE(IGNORE); END";
    conn.batch_execute(ignore).unwrap();
    let refused = Oddity::create(new("x", 5, at(1))).by(me()).run(conn);
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    assert_eq!(Oddity::objects().count().get_result::<i64>(conn), Ok(0));
    assert!(conn.trail().is_empty(), "nothing happened");
}

#[test]
fn a_text_with_a_nul_is_refused_by_the_trail_and_not_written() {
    let mut db = declared("TEXT");
    let conn = db.conn();
    let refused = Oddity::create(new("a\0b", 5, at(1))).by(me()).run(conn);
    assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    assert_eq!(Oddity::objects().count().get_result::<i64>(conn), Ok(0));
}

#[test]
fn a_database_in_utf_16_has_the_same_instants() {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    conn.batch_execute(
        "PRAGMA encoding = 'UTF-16'; CREATE TABLE oddities (id BLOB, text, number, small, truth, seen_at, naive, day, owner);
         INSERT INTO oddities VALUES (zeroblob(16), 'x', 1, 2, 1, '2026-01-31 12:00:00.000000', '2026-01-31', NULL, NULL),
                                     (zeroblob(16), 'y', 1, 2, 1, 'noon', '2026-01-31', NULL, NULL)",
    )
    .unwrap();
    let seen = oddities::table.select(oddities::seen_at);
    let at: DateTime<Utc> = seen.filter(oddities::text.eq("x")).first(&mut conn).unwrap();
    assert_eq!(at.to_rfc3339(), "2026-01-31T12:00:00+00:00");
    let refused = seen.filter(oddities::text.eq("y")).first::<DateTime<Utc>>(&mut conn).unwrap_err();
    assert!(format!("{refused:?}").contains("`noon` is not an instant"), "{refused:?}");
}
