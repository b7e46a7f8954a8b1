//! What could not be read back is refused before it is written, on every backend.

use chrono::{NaiveDate, TimeZone, Utc};
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::{AuditLog, Error};
use model_tests::backend::Backend;
use model_tests::make::{article, me};
use model_tests::models::{
    Article, Comment, NewComment, NewSample, NewTag, NewTranslation, Sample, Tag, TagCode, Translation,
};
use model_tests::{Recorder, TestConnection, on_every_backend};
use serde_json::{Value, json};

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Json;

    leaflets (id) {
        id -> BigInt,
        extra -> Nullable<Json>,
    }
}

/// Without a trail.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = leaflets)]
pub struct Leaflet {
    pub id: i64,
    pub extra: Option<Value>,
}

diesel::table! {
    slips (id) {
        id -> BigInt,
        title -> Text,
        slug -> Text,
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = slips)]
pub struct Slip {
    pub id: i64,
    pub title: String,
    #[model(slug = title, max_length = 2, unique)]
    pub slug: String,
}

fn nested(levels: usize) -> Value {
    (1..levels).fold(json!([]), |inner, level| if level % 2 == 0 { json!([inner]) } else { json!({ "a": inner }) })
}

/// The write was refused, by the value of this field.
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, name: &str) {
    match result {
        Err(Error::Invalid { field, .. }) => assert_eq!(field, name),
        other => panic!("{name}: {other:?}"),
    }
}

on_every_backend! {
    fn fault_b5_a_document_that_could_not_be_read_back_is_refused(db) {
        let conn = db.conn();
        conn.sql(&crate::ddl::<Conn>("CREATE TABLE leaflets (id {id}, extra {json})"));
        let row = Sample::create(NewSample::builder().build()).by(me()).run(conn).unwrap();
        let leaflet = Leaflet::create(NewLeaflet::builder().build()).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        for levels in [121, 125, 126, 127, 128, 1_000] {
            refused(row.patch().payload(nested(levels)).by(me()).run(conn), "payload");
            let new = || NewSample::builder().payload(nested(levels)).build();
            refused(Sample::create(new()).by(me()).run(conn), "payload");
            refused(Sample::create_many([new(), new()]).by(me()).run(conn), "payload");
            refused(leaflet.patch().extra(nested(levels)).run(conn), "extra");
            refused(AuditLog::event("import.done").details(nested(levels)).by(me()).run(conn), "details");
        }
        assert!(recorder.sent().is_empty());
        // MariaDB's JSON has 31 levels.
        let deepest = if Conn::NAME == "mysql" { 31 } else { 120 };
        row.patch().payload(nested(deepest)).by(me()).run(conn).unwrap();
        leaflet.patch().extra(nested(120)).run(conn).unwrap();
        assert_eq!(Sample::history(row.id).run(conn).unwrap().len(), 2);
        assert_eq!(Sample::verify_history(conn).unwrap(), []);
    }

    fn fault_b4_a_year_that_could_not_be_read_back_is_refused(db) {
        let conn = db.conn();
        let row = Sample::create(NewSample::builder().build()).by(me()).run(conn).unwrap();
        let article = article(conn, "row");
        let trail = conn.trail();
        for year in [-44, 0, 10_000, 200_000] {
            let day = NaiveDate::from_ymd_opt(year, 3, 15).unwrap();
            let naive = day.and_hms_opt(12, 0, 0).unwrap();
            refused(row.patch().day(day).by(me()).run(conn), "day");
            refused(row.patch().naive(naive).by(me()).run(conn), "naive");
            refused(row.patch().moment(naive.and_utc()).by(me()).run(conn), "moment");
            refused(Sample::create(NewSample::builder().day(day).build()).by(me()).run(conn), "day");
            refused(article.patch().title("other").by(me()).at(naive.and_utc()).run(conn), "updated_at");
        }
        assert_eq!(conn.trail(), trail);
        for year in [1, 999, 9999] {
            let moment = Utc.with_ymd_and_hms(year, 12, 31, 23, 59, 59).unwrap();
            let written = row.patch().moment(moment).by(me()).run(conn).unwrap();
            assert_eq!(written.moment, moment);
            let entry = Sample::history(row.id).run(conn).unwrap().pop().unwrap();
            assert_eq!(entry.new_value::<chrono::DateTime<Utc>>("moment").unwrap(), Some(moment));
        }
    }

    fn fault_c13_a_nul_character_is_refused_with_or_without_a_trail(db) {
        let conn = db.conn();
        conn.sql(&crate::ddl::<Conn>("CREATE TABLE leaflets (id {id}, extra {json})"));
        let row = article(conn, "row");
        let comment = Comment::create(NewComment::builder().article_id(row.id).body("b").build()).run(conn).unwrap();
        let leaflet = Leaflet::create(NewLeaflet::builder().build()).run(conn).unwrap();
        let before = conn.trail();
        refused(row.patch().title("a\0b").by(me()).run(conn), "title");
        refused(Article::objects().patch().title("a\0b").by(me()).run(conn), "title");
        refused(comment.patch().body("a\0b").run(conn), "body");
        refused(Comment::create(NewComment::builder().article_id(row.id).body("\0").build()).run(conn), "body");
        let tag = NewTag::builder().code(TagCode::from("a\0".to_owned())).name("b").build();
        refused(Tag::create(tag).run(conn), "code");
        refused(leaflet.patch().extra(json!({ "a": ["\0"] })).run(conn), "extra");
        refused(leaflet.patch().extra(json!({ "\0": 1 })).run(conn), "extra");
        refused(AuditLog::event("a\0b").by(me()).run(conn), "event");
        let long = NewTranslation::builder().locale("x".repeat(600)).term("t").text("").build();
        refused(Translation::create(long).by(me()).run(conn), "locale");
        assert_eq!(conn.trail(), before);
    }

    fn fault_c13_an_actor_that_the_trail_could_not_hold_is_refused(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let gone = article(conn, "gone").delete().by(me()).run(conn).unwrap();
        let comment = Comment::create(NewComment::builder().article_id(row.id).body("b").build()).run(conn).unwrap();
        let before = conn.trail();
        let wrong = [
            (Actor::user("a\0b"), "actor_id"),
            (Actor::user("x".repeat(201)), "actor_id"),
            (Actor::new("a\0b", 7), "actor_kind"),
            (Actor::new("x".repeat(51), 7), "actor_kind"),
            (Actor::user(7).request("a\0b"), "request_id"),
            (Actor::user(7).ip("\0"), "ip"),
            (Actor::user(7).user_agent("x".repeat(70_000)), "user_agent"),
        ];
        for (actor, field) in &wrong {
            refused(row.patch().title("other").by(actor).run(conn), field);
            refused(Article::objects().patch().title("other").by(actor).run(conn), field);
            refused(row.clone().delete().by(actor).run(conn), field);
            refused(gone.clone().restore().by(actor).run(conn), field);
            refused(gone.clone().hard_delete().by(actor).run(conn), field);
            refused(comment.patch().body("other").by(actor).run(conn), field);
            refused(AuditLog::event("import.done").by(actor).run(conn), field);
        }
        assert_eq!(conn.trail(), before);
        let longest = Actor::user("ü".repeat(200));
        row.patch().title("other").by(&longest).run(conn).unwrap();
        assert_eq!(Article::history(row.id).by(&longest).run(conn).unwrap().len(), 1);
    }

    fn fault_c12_a_slug_never_grows_over_its_limit(db) {
        let conn = db.conn();
        let text = if Conn::NAME == "sqlite" { "TEXT" } else { "VARCHAR(300)" };
        conn.sql(&crate::ddl::<Conn>(&format!(
            "CREATE TABLE slips (id {{id}}, title {text} NOT NULL, slug {text} NOT NULL, \
             CONSTRAINT slips_slug UNIQUE (slug))"
        )));
        let new = || NewSlip::builder().title("Hello").build();
        assert_eq!(Slip::create(new()).run(conn).unwrap().slug, "he");
        refused(Slip::create(new()).run(conn), "slug");
        refused(Slip::create_many([new(), new()]).run(conn), "slug");
        assert_eq!(Slip::objects().count().get_result::<i64>(conn).unwrap(), 1);
    }
}
