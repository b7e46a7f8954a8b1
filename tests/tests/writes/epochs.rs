//! Integers as instants: each says what it counts.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use model_core::clock::{days, minutes};
use model_core::ddl::create_table;
use model_core::expressions::Now;
use model_core::prelude::*;
use model_tests::make::{at, me};
use model_tests::on_every_backend;

diesel::table! {
    use diesel::sql_types::*;

    pings (id) {
        id -> BigInt,
        host -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        deleted_at -> Nullable<BigInt>,
        seen_at -> Nullable<BigInt>,
    }
}

/// A different unit in each column.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = pings, timestamps, soft_delete, audit)]
struct Ping {
    id: i64,
    host: String,
    #[model(epoch = seconds)]
    created_at: i64,
    #[model(epoch = millis)]
    updated_at: i64,
    #[model(epoch = nanos)]
    deleted_at: Option<i64>,
    #[model(epoch = micros)]
    seen_at: Option<i64>,
}

diesel::table! {
    use diesel::sql_types::*;

    beats (id) {
        id -> BigInt,
        host -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

/// The database writes the times.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = beats, timestamps)]
struct Beat {
    id: i64,
    host: String,
    #[model(created_at(db), epoch = millis)]
    created_at: i64,
    #[model(updated_at(db), epoch = seconds)]
    updated_at: i64,
}

/// An instant with a fraction of a second.
fn moment(second: i64) -> DateTime<Utc> {
    at(second) + TimeDelta::microseconds(123_456)
}

on_every_backend! {
    fn each_column_counts_its_own_unit(db) {
        let conn = db.conn();
        conn.batch_execute(&create_table::<Ping, Db>().unwrap().join(";")).unwrap();
        let ping = Ping::create(NewPing::builder().host("a").build()).by(me()).at(moment(1)).run(conn).unwrap();
        assert_eq!((ping.created_at, ping.updated_at), (1_600_000_001, 1_600_000_001_123));
        let ping = ping.patch().seen_at(Now).by(me()).at(moment(2)).run(conn).unwrap();
        assert_eq!((ping.updated_at, ping.seen_at), (1_600_000_002_123, Some(1_600_000_002_123_456)));
        assert_eq!(Ping::objects().patch().seen_at(7).by(me()).at(moment(3)).run(conn).unwrap(), 1);
        let recent = Ping::objects().updated_since(moment(3)).count().get_result::<i64>(conn).unwrap();
        assert_eq!((recent, Ping::objects().updated_since(moment(4)).count().get_result(conn).unwrap()), (1, 0));
        let ping: Ping = Ping::objects().find(ping.id).first(conn).unwrap();
        let gone = ping.delete().by(me()).at(moment(4)).run(conn).unwrap();
        assert_eq!(gone.row().deleted_at, Some(1_600_000_004_123_456_000));
        assert_eq!(Ping::verify_history(conn).unwrap(), []);
        assert_eq!(Ping::purge().older_than(days(1)).by(me()).run(conn).unwrap().removed, 1);
    }

    fn the_database_fills_in_the_unit_too(db) {
        let conn = db.conn();
        conn.batch_execute(&create_table::<Beat, Db>().unwrap().join(";")).unwrap();
        let beat = Beat::create(NewBeat::builder().host("a").build()).run(conn).unwrap();
        let now = Utc::now();
        assert!((now.timestamp_millis() - beat.created_at).abs() < 60_000, "{beat:?}");
        assert!((now.timestamp() - beat.updated_at).abs() < 60, "{beat:?}");
        assert_eq!(Beat::objects().recent(minutes(5)).count().get_result::<i64>(conn).unwrap(), 1);
    }
}
