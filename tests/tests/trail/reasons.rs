//! Why something was done, and what else belongs to it.

use diesel::prelude::*;
use model_core::prelude::*;
use model_core::{AuditLog, Error};
use model_tests::make::{article, articles, me};
use model_tests::models::{Article, ArticleId, NewPost, NewPoster, Post, Poster};
use model_tests::schema::articles;
use model_tests::{Recorder, TestConnection, on_every_backend};
use serde_json::json;

fn why(log: &AuditLog) -> (Option<&str>, Option<&serde_json::Value>) {
    (log.reason.as_deref(), log.context.as_ref())
}

on_every_backend! {
    fn every_verb_keeps_the_reason_and_the_context(db) {
        let conn = db.conn();
        let [row, other] = articles(conn, ["one", "two"]);
        let context = json!({"ticket": 7, "ä'\"": [null, 1.5]});
        let desk = me().because("it's \"spam\", 東京").context(context.clone());
        let before = conn.trail().len();
        let row = row.patch().title("three").by(&desk).run(conn).unwrap();
        let row = row.delete().by(&desk).run(conn).unwrap().restore().by(&desk).run(conn).unwrap();
        row.hard_delete().by(&desk).run(conn).unwrap();
        Article::objects().patch().title("four").by(&desk).run(conn).unwrap();
        let new = |title: &str| model_tests::make::new_article(other.author_id, title);
        Article::create(new("five")).by(&desk).run(conn).unwrap();
        Article::create_many([new("six"), new("seven")]).by(&desk).run(conn).unwrap();
        let history = Article::history(other.id).run(conn).unwrap();
        Article::revert(other.id, history.last().unwrap()).by(&desk).run(conn).unwrap();
        AuditLog::event("looked.at").on(&other).by(&desk).run(conn).unwrap();
        let trail = conn.trail();
        assert_eq!(trail[before..].len(), 10);
        for log in &trail[before..] {
            assert_eq!(why(log), (Some("it's \"spam\", 東京"), Some(&context)), "{}", log.action);
        }
        assert!(trail[..before].iter().all(|log| why(log) == (None, None)));
        assert_eq!(Article::verify_history(conn).unwrap(), []);
    }

    fn one_without_the_other_and_then_none(db) {
        let conn = db.conn();
        let row = article(conn, "one");
        let row = row.patch().title("two").by(&me().because("typo")).run(conn).unwrap();
        let row = row.patch().title("three").by(&me().context(json!("free"))).run(conn).unwrap();
        let row = row.patch().title("four").by(me()).run(conn).unwrap();
        let history = Article::history(row.id).run(conn).unwrap();
        let found: Vec<_> = history.iter().map(|entry| why(entry)).collect();
        assert_eq!(found, [(None, None), (Some("typo"), None), (None, Some(&json!("free"))), (None, None)]);
    }

    fn a_cascade_has_one_reason_and_is_found_by_it(db) {
        let conn = db.conn();
        let ann = Poster::create(NewPoster::builder().name("Ann").build()).by(me()).run(conn).unwrap();
        let root = Post::create(NewPost::builder().poster_id(ann.id).body("a").build()).by(me()).run(conn).unwrap();
        Post::create(NewPost::builder().parent_id(root.id).body("b").build()).by(me()).run(conn).unwrap();
        let why = me().because("closed").context(json!({"case": 3}));
        root.clone().delete().by(&why).run(conn).unwrap().restore().by(&me().because("reopened")).run(conn).unwrap();
        let count = |trail: model_core::audit::Trail, conn: &mut _| trail.run(conn).unwrap().len();
        assert_eq!(count(AuditLog::trail().because("closed"), conn), 2);
        assert_eq!(count(AuditLog::trail().with_context("case").action("delete"), conn), 2);
        assert_eq!(count(AuditLog::trail().with_context("other"), conn), 0);
        assert_eq!(Post::history(root.id).because("reopened").run(conn).unwrap().len(), 1);
        assert_eq!(AuditLog::erase_actor(&why).run(conn).unwrap(), 7);
        assert_eq!(count(AuditLog::trail().because("closed"), conn), 2, "why it was done stays");
    }

    fn what_the_trail_could_not_keep_is_refused(db) {
        let conn = db.conn();
        let row = article(conn, "one");
        let mut deep = json!(1);
        for _ in 0..200 {
            deep = json!([deep]);
        }
        for (field, actor) in [
            ("reason", me().because("a\0b")),
            ("reason", me().because("x".repeat(16_384))),
            ("context", me().context(json!({"a": "b\0"}))),
            ("context", me().context(deep)),
        ] {
            let refused = row.patch().title("two").by(&actor).run(conn).unwrap_err();
            assert!(matches!(refused, Error::Invalid { field: found, .. } if found == field), "{refused}");
        }
        assert_eq!(conn.stored(row.id).unwrap().title, "one");
    }

    fn whoever_gives_no_reason_sends_what_was_sent_before(db) {
        let conn = db.conn();
        let row = article(conn, "one");
        let mut sent = |actor: &Actor, title: &str| {
            let recorder = Recorder::on(conn);
            Article::objects().find(row.id).patch().title(title).by(actor).run(conn).unwrap();
            recorder.sent().join("\n")
        };
        let (plain, explained, again) = (sent(me(), "a"), sent(&me().because("why"), "b"), sent(me(), "c"));
        assert_eq!(plain, again);
        assert!(!plain.contains("reason") && explained.contains(", batch_id, reason, context)"), "{explained}");
        let many: Vec<ArticleId> = articles(conn, ["x", "y", "z"]).iter().map(|row| row.id).collect();
        let set = Article::objects().filter(articles::id.eq_any(many));
        assert_eq!(set.delete().by(&me().because("all")).run(conn).unwrap(), 3);
        assert_eq!(AuditLog::trail().because("all").run(conn).unwrap().len(), 3);
    }
}
