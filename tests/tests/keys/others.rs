//! Instants of `time` and `jiff`, and decimal numbers of `rust_decimal`.

use diesel::Connection;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::verbs::Dialect;
use model_core::{ddl, value};
use model_tests::make::{at, me};
use model_tests::{TestConnection, on_every_backend};
use rust_decimal::Decimal;
use time::OffsetDateTime;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Decimal, Instant};

    tolls (id) {
        id -> BigInt,
        price -> Decimal,
        paid_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    passages (id) {
        id -> BigInt,
        gate -> Text,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = tolls, audit, timestamps, soft_delete)]
pub struct Toll {
    pub id: i64,
    pub price: Decimal,
    pub paid_at: Option<OffsetDateTime>,
    pub created_at: OffsetDateTime,
    pub updated_at: OffsetDateTime,
    pub deleted_at: Option<OffsetDateTime>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = passages, audit, timestamps, soft_delete)]
pub struct Passage {
    pub id: i64,
    pub gate: String,
    pub created_at: jiff::Timestamp,
    pub updated_at: jiff::Timestamp,
    pub deleted_at: Option<jiff::Timestamp>,
}

fn tables<C: TestConnection + Connection<Backend: Dialect>>(conn: &mut C) {
    let tables = [
        ddl::create_table::<Toll, <C as Connection>::Backend>(),
        ddl::create_table::<Passage, <C as Connection>::Backend>(),
    ];
    for statement in tables.into_iter().flat_map(Result::unwrap) {
        conn.sql(&statement);
    }
}

on_every_backend! {
    fn values_of_time_and_rust_decimal(db) {
        let conn = db.conn();
        tables(conn);
        let paid = OffsetDateTime::from_unix_timestamp_nanos(1_772_323_445_000_120_000).unwrap();
        let east = paid.to_offset(time::UtcOffset::from_hms(9, 0, 0).unwrap());
        let new = NewToll::builder().price("19.99".parse::<Decimal>().unwrap()).paid_at(east).build();
        let toll = Toll::create(new).by(me()).at(at(1)).run(conn).unwrap();
        assert_eq!((toll.paid_at, toll.created_at.unix_timestamp()), (Some(paid), at(1).timestamp()));
        let toll = toll.patch().price("20.5".parse::<Decimal>().unwrap()).by(me()).at(at(2)).run(conn).unwrap();
        let found: Toll = Toll::objects().filter(tolls::price.eq(value(toll.price))).first(conn).unwrap();
        assert_eq!(found, toll);
        let paid: Vec<Toll> = Toll::objects().filter(tolls::paid_at.eq(value(paid))).load(conn).unwrap();
        assert_eq!(paid, [found]);
        let gone = toll.delete().by(me()).at(at(3)).run(conn).unwrap();
        assert_eq!(gone.row().deleted_at.map(OffsetDateTime::unix_timestamp), Some(at(3).timestamp()));
        let history = Toll::history(gone.row().id).run(conn).unwrap();
        assert_eq!(history[1].old::<String>("price").unwrap().as_deref(), Some("19.99"));
        assert_eq!(history[0].new_value::<String>("paid_at").unwrap().as_deref(), Some("2026-03-01T00:04:05.000120Z"));
        assert!(Toll::verify_history(conn).unwrap().is_empty());
    }

    fn instants_of_jiff(db) {
        let conn = db.conn();
        tables(conn);
        let passage = NewPassage::builder().gate("north").build();
        let passage = Passage::create(passage).by(me()).at(at(1)).run(conn).unwrap();
        assert_eq!(passage.created_at.as_microsecond(), at(1).timestamp_micros());
        let all = Passage::objects().filter(passages::created_at.eq(value(passage.created_at)));
        assert_eq!(all.first::<Passage>(conn).unwrap(), passage);
        let moved = Passage::objects().patch().gate("south").by(me()).at(at(2)).run(conn).unwrap();
        assert_eq!(moved, 1);
        let gone = passage.delete().by(me()).at(at(3)).run(conn).unwrap();
        assert_eq!(gone.row().deleted_at.map(|at| at.as_microsecond()), Some(at(3).timestamp_micros()));
        assert_eq!(gone.row().updated_at.as_microsecond(), at(3).timestamp_micros());
        assert!(Passage::verify_history(conn).unwrap().is_empty());
    }
}
