//! Patches that the database computes: SQL expressions beside values.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{article, at, me};
use model_tests::models::{
    Article, ArticlePatch, Gauge, NewGauge, NewQuietGauge, NewQuietPlan, NewSample, NewTag, QuietGauge, QuietPlan,
    Sample, Tag,
};
use model_tests::schema::{articles, gauges, plans, samples, tags};
use model_tests::{Recorder, TestConnection, on_every_backend, recorded};
use serde_json::json;

#[diesel::declare_sql_function]
extern "SQL" {
    fn upper(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
    fn coalesce(
        value: diesel::sql_types::Nullable<diesel::sql_types::Double>,
        other: diesel::sql_types::Double,
    ) -> diesel::sql_types::Double;
}

fn gauge(conn: &mut impl TestConnection, level: i32) -> Gauge {
    Gauge::create(NewGauge::builder().label("oil").level(level).build()).by(me()).run(conn).unwrap()
}

on_every_backend! {
    fn a_counter_is_added_to_where_it_is(db) {
        let conn = db.conn();
        let old = gauge(conn, 5);
        // Meanwhile somebody else has added to it.
        Gauge::patch_by_key(old.id).level(gauges::level + 10).by(me()).run(conn).unwrap();
        let row = Gauge::patch_by_key(old.id).level(gauges::level + 1).by(me()).run(conn).unwrap();
        assert_eq!(row, Gauge { level: 16, revision: 3, ..old });
        let changes: Vec<_> = conn.trail().into_iter().map(|log| log.changes["level"].clone()).collect();
        assert_eq!(changes, [json!({"new": 5}), json!({"old": 5, "new": 15}), json!({"old": 15, "new": 16})]);
        assert_eq!(Gauge::verify_history(conn).unwrap(), []);
        // Without a trail.
        let quiet = QuietGauge::create(NewQuietGauge::builder().label("b").level(1).build()).run(conn).unwrap();
        let row = quiet.patch().level(gauges::level * 3 - 1).run(conn).unwrap();
        assert_eq!((row.level, row.revision), (2, 2));
        let tag = Tag::create(NewTag::builder().code("a".to_owned()).name("a").build()).run(conn).unwrap();
        assert_eq!(tag.patch().uses(tags::uses + 7).name(upper(tags::name)).run(conn).unwrap(),
            Tag { uses: 7, name: "A".into(), ..tag });
    }

    fn the_scope_and_the_version_hold_as_for_a_value(db) {
        let conn = db.conn();
        let old = gauge(conn, 5);
        old.patch().level(gauges::level + 1).by(me()).run(conn).unwrap();
        let stale = old.patch().level(gauges::level + 1).by(me()).run(conn).unwrap_err();
        assert!(matches!(stale, Error::Stale { expected: 1, found: 2 }), "{stale:?}");
        assert_eq!(conn.trail().len(), 2);
        let row = article(conn, "row");
        let id = row.id;
        row.delete().by(me()).run(conn).unwrap();
        let deleted = Article::patch_by_key(id).views(articles::views + 1).by(me()).outcome(conn).unwrap();
        assert_eq!(deleted, Outcome::Deleted);
        assert_eq!(conn.stored(id).unwrap().views, 0);
    }

    fn what_does_not_change_is_not_written(db) {
        let conn = db.conn();
        let row = gauge(conn, 5);
        let trail = conn.trail();
        let same = || row.patch().level(gauges::level + 0).label(gauges::label).by(me());
        assert_eq!(same().outcome(conn).unwrap(), Outcome::Unchanged(row.clone()));
        assert_eq!(same().run(conn).unwrap(), row);
        assert_eq!(conn.trail(), trail);
    }

    fn an_expression_and_a_value_replace_each_other(db) {
        let conn = db.conn();
        let row = gauge(conn, 5);
        let row = row.patch().level(gauges::level + 1).level(40).by(me()).run(conn).unwrap();
        assert_eq!(row.level, 40);
        let row = row.patch().level(1).level(gauges::level + 1).by(me()).run(conn).unwrap();
        assert_eq!(row.level, 41);
        let article = article(conn, "row");
        let add = || ArticlePatch::new().views(articles::views + 1);
        let value = || ArticlePatch::new().views(90).body("b");
        let article = value().with(add()).on(&article).by(me()).run(conn).unwrap();
        assert_eq!((article.views, &*article.body), (1, "b"));
        let article = add().with(value()).on(&article).by(me()).run(conn).unwrap();
        assert_eq!(article.views, 90);
        let article = add().with(ArticlePatch::new().title("other")).on(&article).by(me()).run(conn).unwrap();
        assert_eq!((article.views, &*article.title), (91, "other"));
    }

    fn now_is_the_instant_of_the_write(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let row = row.patch().published_at(Now).views(articles::views + 1).by(me()).at(at(50)).run(conn).unwrap();
        assert_eq!((row.published_at, row.updated_at, row.views), (Some(at(50)), at(50), 1));
        assert_eq!(conn.stored(row.id), Some(row.clone()));
        assert_eq!(conn.trail().pop().unwrap().changes["published_at"]["new"], "2020-09-13T12:27:30.000000Z");
        let row = row.patch().published_at(Now).by(me()).run(conn).unwrap();
        assert_eq!(row.published_at, Some(row.updated_at));
        let count = Article::objects().patch().published_at(Now).by(me()).at(at(60)).run(conn).unwrap();
        assert_eq!((count, conn.stored(row.id).unwrap().published_at), (1, Some(at(60))));
    }

    fn every_kind_of_column_can_be_computed(db) {
        let conn = db.conn();
        let new = NewSample::builder().small(3_i16).whole(7).single(0.5).ratio(1.5).note("a").raw([1, 2]);
        let row = Sample::create(new.moment(at(1)).build()).by(me()).run(conn).unwrap();
        let patch = row.patch().small(samples::small * 2_i16).whole(samples::whole - 10).single(samples::single / 2.0_f32);
        let patch = patch.ratio(samples::ratio + 0.25).guess(samples::ratio.nullable()).naive(diesel::dsl::now);
        let row = patch.moment(Now).by(me()).at(at(9)).run(conn).unwrap();
        assert_eq!((row.small, row.whole, row.single), (6, -3, 0.25));
        assert_eq!((row.ratio, row.guess, row.moment), (1.75, Some(1.5), at(9)));
        assert!(row.naive > at(0).naive_utc());
        let row = row.patch().guess(samples::guess + 1.0).by(me()).run(conn).unwrap();
        assert_eq!(row.guess, Some(2.5));
        let row = row.patch().guess(None).by(me()).run(conn).unwrap();
        let row = row.patch().guess(samples::guess + 1.0).by(me()).run(conn).unwrap();
        assert_eq!(row.guess, None, "NULL + 1 is NULL");
        let row = row.patch().guess((coalesce(samples::guess, 0.0) + 1.0).nullable()).by(me()).run(conn).unwrap();
        assert_eq!(row.guess, Some(1.0));
        let turned = samples::flag.eq(false);
        let row = row.patch().flag(turned).note(upper(samples::note.assume_not_null()).nullable()).by(me()).run(conn).unwrap();
        assert_eq!((row.flag, row.note.as_deref()), (true, Some("A")));
        assert_eq!(Sample::verify_history(conn).unwrap(), []);
    }

    fn a_masked_column_stays_masked(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let row = row.patch().body(upper(articles::slug)).by(me()).run(conn).unwrap();
        assert_eq!(row.body, "ROW");
        assert_eq!(recorded(&conn.trail().pop().unwrap()).2["body"], json!({"masked": true}));
    }

    fn each_expression_sees_the_row_as_it_was(db) {
        let conn = db.conn();
        let row = QuietPlan::create(NewQuietPlan::builder().title("old").notes("kept").build()).run(conn).unwrap();
        let row = row.patch().title("new").notes(plans::title.nullable()).run(conn).unwrap();
        assert_eq!((&*row.title, row.notes.as_deref()), ("new", Some("old")));
        let row = row.patch().title(upper(plans::title)).notes(plans::title.nullable()).run(conn).unwrap();
        assert_eq!((&*row.title, row.notes.as_deref()), ("NEW", Some("new")));
        let swap = || row.patch().title(plans::notes.assume_not_null()).notes(plans::title.nullable());
        let swapped = swap().run(conn);
        if Conn::NAME == "mysql" {
            let error = swapped.unwrap_err().to_string();
            assert!(error.contains("title and notes need each other's old values"), "{error}");
            return;
        }
        let row = swapped.unwrap();
        assert_eq!((&*row.title, row.notes.as_deref()), ("new", Some("NEW")));
    }

    fn what_the_database_refuses_is_not_written(db) {
        let conn = db.conn();
        let row = gauge(conn, i32::MAX);
        let trail = conn.trail();
        let missing = diesel::dsl::sql::<diesel::sql_types::Text>("NULL");
        assert!(row.patch().label(missing).by(me()).run(conn).is_err());
        assert_eq!(Gauge::objects().find(row.id).first::<Gauge>(conn).unwrap(), row);
        assert_eq!(conn.trail(), trail);
    }

    fn two_expressions_for_one_column_are_two_statements(db) {
        let conn = db.conn();
        let mut row = gauge(conn, 1);
        for (turn, level) in [(0, 3), (1, 12), (2, 14), (3, 56)] {
            let patch = row.patch();
            let patch = if turn % 2 == 0 { patch.level(gauges::level + 2) } else { patch.level(gauges::level * 4) };
            row = patch.by(me()).run(conn).unwrap();
            assert_eq!(row.level, level);
        }
        // The same expression with another value is the same statement.
        let recorder = Recorder::on(conn);
        for add in [1, 20] {
            row = row.patch().level(gauges::level + add).by(me()).run(conn).unwrap();
        }
        assert_eq!(row.level, 77);
        let sent = recorder.sent();
        assert_eq!(sent[..sent.len() / 2], sent[sent.len() / 2..]);
    }
}
