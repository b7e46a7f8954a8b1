//! New rows: what the caller leaves out, and what comes back.

use model_core::prelude::*;
use model_tests::make::{at, author, me, new_article};
use model_tests::models::{
    Article, ArticleId, Counter, NewArticle, NewCounter, NewDocument, NewTag, NewVisit, Status, Tag, TagCode, Visit,
};
use model_tests::on_every_backend;
use model_tests::{TestConnection, recorded};
use serde_json::json;

on_every_backend! {
    fn what_comes_back_is_what_is_stored(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let row = Article::create(new_article(author, "Hello")).by(me()).run(conn).unwrap();
        assert_eq!(conn.stored(row.id), Some(row.clone()));
        assert_eq!((row.status, row.views, row.published_at, row.deleted_at), (Status::Draft, 0, None, None));
        assert_eq!(row.created_at, row.updated_at);
        let log = conn.trail().pop().unwrap();
        assert_eq!(log.created_at, row.created_at, "one instant");
        let stamp = row.created_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        let changes = json!({
            "id": {"new": row.id.to_string()},
            "title": {"new": "Hello"},
            "slug": {"new": "hello"},
            "body": {"masked": true},
            "status": {"new": "draft"},
            "author_id": {"new": author.to_string()},
            "published_at": {"new": null},
            "created_at": {"new": stamp},
            "updated_at": {"new": stamp},
            "deleted_at": {"new": null},
        });
        assert_eq!(recorded(&log), ("create", "Hello", &changes));
    }

    fn values_of_the_caller_win_over_defaults(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let id = ArticleId::generate();
        let new = NewArticle::builder().id(id).title("a").slug("a").body("").author_id(author);
        let new = new.status(Status::Published).published_at(at(5)).created_at(at(1)).updated_at(at(2)).views(9);
        let row = Article::create(new.build()).by(me()).at(at(3)).run(conn).unwrap();
        assert_eq!((row.id, row.status, row.views), (id, Status::Published, 9));
        assert_eq!((row.published_at, row.created_at, row.updated_at), (Some(at(5)), at(1), at(2)));
        assert_eq!(conn.trail().pop().unwrap().created_at, at(3), "the trail says when it was written");
    }

    fn a_new_row_can_be_deserialized(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let text = json!({"title": "a", "slug": "a", "body": "b", "author_id": author, "published_at": null});
        let new: NewArticle = serde_json::from_value(text).unwrap();
        let row = Article::create(new).by(me()).run(conn).unwrap();
        assert_eq!((row.title.as_str(), row.status), ("a", Status::Draft));
        let error = serde_json::from_value::<NewArticle>(json!({"title": "a"})).unwrap_err().to_string();
        assert!(error.contains("slug"), "it names what is missing: {error}");
        let unknown = json!({"title": "a", "slug": "a", "body": "b", "author_id": author, "stauts": "live"});
        let error = serde_json::from_value::<NewArticle>(unknown).unwrap_err().to_string();
        assert!(error.contains("stauts"), "{error}");
        let managed = json!({"title": "a", "slug": "a", "body": "b", "author_id": author, "deleted_at": null});
        assert!(serde_json::from_value::<NewArticle>(managed).is_err(), "nobody is born deleted");
    }

    fn columns_of_the_database_are_read_and_never_written(db) {
        let conn = db.conn();
        let before = chrono::Utc::now() - chrono::TimeDelta::seconds(5);
        let counter = Counter::create(NewCounter::builder().label("hits").build()).by(me()).at(at(0)).run(conn).unwrap();
        assert!(counter.born > before, "the clock is the database's, not `.at`: {}", counter.born);
        assert!(counter.born < before + chrono::TimeDelta::minutes(1));
        assert_eq!((counter.label.as_str(), counter.value), ("hits", 1));
        let second = Counter::create(NewCounter::builder().label("more").value(4).build()).by(me()).run(conn).unwrap();
        assert!(second.number > counter.number);
        let changed = counter.patch().label("visits").value(2).by(me()).run(conn).unwrap();
        assert_eq!((changed.number, changed.born), (counter.number, counter.born));
        let log = conn.trail().pop().unwrap();
        let changes = json!({"label": {"old": "hits", "new": "visits"}, "value": {"old": 1, "new": 2}});
        assert_eq!(recorded(&log), ("patch", "visits", &changes), "fields have the names of the struct");
        let many = ["a", "b", "c"].map(|label| NewCounter::builder().label(label).build());
        let many = Counter::create_many(many).by(me()).run(conn).unwrap();
        assert_eq!(many.iter().map(|row| row.label.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert!(many.is_sorted_by_key(|row| row.number));
        assert_eq!(Counter::objects().delete().by(me()).run(conn).unwrap(), 5);
    }

    fn a_key_of_text_is_the_callers(db) {
        let conn = db.conn();
        let code = TagCode::from("rust, \\ 'and' \"more\"".to_owned());
        let tag = Tag::create(NewTag::builder().code(&code).name("Rust").build()).run(conn).unwrap();
        assert_eq!((&tag.code, tag.uses), (&code, 0));
        let again = Tag::create(NewTag::builder().code(code).name("Rust").build()).run(conn).unwrap_err();
        assert!(matches!(again, Error::UniqueViolation { field: Some("code"), .. }), "{again:?}");
        assert!(conn.trail().is_empty(), "the model is not audited");
    }

    fn a_key_of_32_bits_is_the_databases(db) {
        let conn = db.conn();
        let first = Visit::create(NewVisit::builder().path("/").build()).run(conn).unwrap();
        let second = Visit::create(NewVisit::builder().path("/").build()).run(conn).unwrap();
        assert!(second.id > first.id);
        let third = Visit::create(NewVisit::builder().path("/").id(90).build()).run(conn).unwrap();
        assert_eq!(third.id, 90);
    }

    fn debug_output_of_a_new_row_names_its_fields(db) {
        let _ = db.conn();
        let shown = format!("{:?}", NewDocument::builder().title("plan").build());
        assert!(shown.starts_with("NewDocument") && shown.contains("title"), "{shown}");
    }
}
