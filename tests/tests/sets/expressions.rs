//! Sets of rows that the database computes, each from its own values.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{at, me};
use model_tests::models::{Gauge, NewGauge, NewTag, Tag};
use model_tests::schema::{gauges, tags};
use model_tests::{TestConnection, on_every_backend};
use serde_json::json;

fn gauges(conn: &mut impl TestConnection, levels: &[i32]) -> Vec<Gauge> {
    let new = levels.iter().map(|level| NewGauge::builder().label("g").level(*level).build());
    Gauge::create_many(new).by(me()).run(conn).unwrap()
}

on_every_backend! {
    fn each_row_gets_a_value_of_its_own_and_an_entry(db) {
        let conn = db.conn();
        let rows = gauges(conn, &[0, 10, 25, 99]);
        let trail = conn.trail().len();
        let set = Gauge::objects().filter(gauges::level.lt(50)).patch().level(gauges::level * 2);
        assert_eq!(set.by(me()).at(at(5)).run(conn).unwrap(), 2, "twice 0 is 0");
        let levels: Vec<i32> = Gauge::objects().order(gauges::id).select(gauges::level).load(conn).unwrap();
        assert_eq!(levels, [0, 20, 50, 99]);
        let told: Vec<_> = conn.trail()[trail..].iter().map(|log| (log.object_id.clone(), log.changes.clone())).collect();
        let expected = |row: &Gauge, new: i32| {
            (row.id.to_string(), json!({"level": {"old": row.level, "new": new}, "revision": {"old": 1, "new": 2}}))
        };
        assert_eq!(told, [expected(&rows[1], 20), expected(&rows[2], 50)]);
        assert_eq!(Gauge::verify_history(conn).unwrap(), []);
    }

    fn values_stand_beside_expressions(db) {
        let conn = db.conn();
        gauges(conn, &[1, 2]);
        let patch = Gauge::objects().patch().label("new").level(gauges::level + 5);
        assert_eq!(patch.by(me()).run(conn).unwrap(), 2);
        let rows: Vec<(String, i32)> =
            Gauge::objects().order(gauges::id).select((gauges::label, gauges::level)).load(conn).unwrap();
        assert_eq!(rows, [("new".to_owned(), 6), ("new".to_owned(), 7)]);
        // The filter sees the rows as they were.
        assert_eq!(Gauge::objects().filter(gauges::level.eq(6)).patch().level(gauges::level + 1).by(me()).run(conn).unwrap(), 1);
    }

    fn without_a_trail_it_is_one_update(db) {
        let conn = db.conn();
        let tag = |code: &str| NewTag::builder().code(code.to_owned()).name(code).uses(4).build();
        Tag::create_many([tag("a"), tag("b"), tag("c")]).run(conn).unwrap();
        let set = Tag::objects().filter(tags::name.ne("c")).patch().uses(tags::uses - 1);
        assert_eq!(set.run(conn).unwrap(), 2);
        let uses: Vec<i32> = Tag::objects().order(tags::name).select(tags::uses).load(conn).unwrap();
        assert_eq!(uses, [3, 3, 4]);
    }
}
