//! Writes to many rows: audited row by row, chunked by the bind limit, in the order of the input.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{article, articles, at, author, me, new_article};
use model_tests::models::{
    Article, ArticleId, Comment, NewArticle, NewComment, NewTag, NewTranslation, Status, Tag, Translation,
};
use model_tests::on_every_backend;
use model_tests::schema::articles as table;
use model_tests::{Recorder, TestConnection, actions, recorded};
use serde_json::json;
use std::collections::HashSet;
use uuid::Uuid;

/// Enough articles for two statements, given the eleven columns of one, or that PostgreSQL takes ten thousand rows as
/// arrays: their keys are made in another order than that of the rows.
fn too_many_for_one_statement<C: Backend>(conn: &mut C) -> Vec<NewArticle> {
    let count = match C::NAME {
        "sqlite" => 4_000,
        "mysql" => 6_500,
        _ => 10_500,
    };
    let author = author(conn).id;
    let keys: Vec<ArticleId> = (0..count).map(|_| ArticleId::generate()).collect();
    let row = |(number, key): (usize, &ArticleId)| {
        let new = NewArticle::builder().id(key).title(format!("t{number}")).slug(format!("s{number}"));
        new.body("").author_id(author).build()
    };
    keys.iter().rev().enumerate().map(row).collect()
}

on_every_backend! {
    fn case_15_bulk_writes_are_audited_row_by_row(db) {
        let conn = db.conn();
        let rows = articles(conn, ["a", "b", "c"]);
        rows[1].patch().status(Status::InReview).by(me()).run(conn).unwrap();
        let before = conn.trail().len();
        let batch = Uuid::now_v7();
        let patch = Article::objects().patch().status(Status::InReview).by(me()).at(at(70)).batch(batch);
        assert_eq!(patch.run(conn).unwrap(), 2, "one row has the value already");
        let trail = conn.trail().split_off(before);
        let changed: HashSet<_> = trail.iter().map(|log| log.object_repr.as_str()).collect();
        assert_eq!(changed, HashSet::from(["a", "c"]));
        for log in &trail {
            assert_eq!(log.batch_id, batch);
            assert_eq!(log.created_at, at(70));
            assert_eq!(log.changes["status"], json!({"old": "draft", "new": "in_review"}));
        }

        let before = conn.trail().len();
        assert_eq!(Article::objects().delete().by(me()).run(conn).unwrap(), 3);
        assert_eq!(Article::objects().only_deleted().restore().by(me()).run(conn).unwrap(), 3);
        let trail = conn.trail().split_off(before);
        assert_eq!(actions(&trail), ["delete", "delete", "delete", "restore", "restore", "restore"]);
        let batches: Vec<_> = trail.iter().map(|log| log.batch_id).collect();
        assert!(batches[0] == batches[1] && batches[1] == batches[2] && batches[2] != batches[3]);
        for log in &trail[..3] {
            assert_eq!(log.changes["deleted_at"]["old"], json!(null));
            assert_eq!(log.changes["deleted_at"]["new"], log.changes["updated_at"]["new"], "one instant");
        }
    }

    fn case_15_created_rows_are_audited_in_their_order(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let before = conn.trail().len();
        let new = ["c", "a", "b"].map(|title| new_article(author, title));
        let rows = Article::create_many(new).by(me()).run(conn).unwrap();
        let titles: Vec<_> = rows.iter().map(|row| row.title.as_str()).collect();
        assert_eq!(titles, ["c", "a", "b"]);
        let trail = conn.trail().split_off(before);
        assert_eq!(trail.iter().map(recorded).map(|(action, ..)| action).collect::<Vec<_>>(), ["create"; 3]);
        let logged: HashSet<_> = trail.iter().map(|log| log.object_id.clone()).collect();
        assert_eq!(logged, rows.iter().map(|row| row.id.to_string()).collect());
        assert_eq!(trail.iter().map(|log| log.batch_id).collect::<HashSet<_>>().len(), 1);
        for (row, other) in rows.iter().zip(&rows[1..]) {
            assert_eq!(row.created_at, other.created_at, "one instant");
        }
    }

    fn case_29_rows_beyond_the_bind_limit_are_chunked_in_order(db) {
        let conn = db.conn();
        let new = too_many_for_one_statement(conn);
        let count = new.len();
        let recorder = Recorder::on(conn);
        let rows = Article::create_many(new).by(me()).run(conn).unwrap();
        let sent = recorder.sent();
        let inserts = sent.iter().filter(|sql| sql.contains("INTO \"articles\"") || sql.contains("INTO `articles`")).count();
        assert_eq!(inserts, 2, "as few statements as the limit allows");
        assert!(sent.len() < 12, "{} statements", sent.len());
        assert_eq!(sent.iter().filter(|sql| sql.as_str() == "COMMIT").count(), 1, "one transaction");
        assert_eq!(rows.len(), count);
        for (number, row) in rows.iter().enumerate() {
            assert_eq!(row.title, format!("t{number}"), "the order of the input");
        }
        assert_eq!(conn.article_count(), count as i64);
        assert_eq!(conn.trail().iter().filter(|log| log.content_type == "articles").count(), count);
    }

    fn case_29_a_refusal_in_the_last_chunk_writes_nothing(db) {
        let conn = db.conn();
        let mut new = too_many_for_one_statement(conn);
        let author = author(conn).id;
        let before = conn.trail().len();
        new.push(NewArticle::builder().title("again").slug("s0").body("").author_id(author).build());
        let error = Article::create_many(new).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { .. }), "{error:?}");
        assert_eq!(conn.article_count(), 0);
        assert_eq!(conn.trail().len(), before);
    }

    fn case_29_sets_beyond_the_bind_limit_are_written_whole(db) {
        let conn = db.conn();
        let new = too_many_for_one_statement(conn);
        let count = new.len();
        Article::create_many(new).by(me()).run(conn).unwrap();
        let before = conn.trail().len();
        assert_eq!(Article::objects().patch().status(Status::InReview).by(me()).run(conn).unwrap(), count);
        assert_eq!(Article::objects().delete().by(me()).run(conn).unwrap(), count);
        assert_eq!(conn.trail().len(), before + 2 * count);
        assert_eq!(Article::objects().count().get_result::<i64>(conn).unwrap(), 0);
    }

    fn numbered_rows_come_back_in_the_order_of_the_input(db) {
        let conn = db.conn();
        let about = article(conn, "about").id;
        let new = (0..300).map(|number| NewComment::builder().article_id(about).body(format!("c{number}")).build());
        let rows = Comment::create_many(new).run(conn).unwrap();
        let bodies: Vec<_> = rows.iter().map(|row| row.body.clone()).collect();
        assert_eq!(bodies, (0..300).map(|number| format!("c{number}")).collect::<Vec<_>>());
        assert!(rows.is_sorted_by_key(|row| row.id.inner().to_owned()));
        let stored: Vec<Comment> = Comment::objects().load(conn).unwrap();
        assert_eq!(stored, rows);
    }

    fn rows_with_and_without_a_key_of_their_own_mix(db) {
        let conn = db.conn();
        let about = article(conn, "about").id;
        let new = |body: &str| NewComment::builder().article_id(about).body(body);
        let rows = vec![new("a").id(1000).build(), new("b").build(), new("c").id(2000).build()];
        let rows = Comment::create_many(rows).run(conn).unwrap();
        let recorded: Vec<_> = rows.iter().map(|row| row.body.as_str()).collect();
        assert_eq!(recorded, ["a", "b", "c"]);
        assert_eq!((*rows[0].id.inner(), *rows[2].id.inner()), (1000, 2000));
        assert!(![1000, 2000].contains(rows[1].id.inner()));
    }

    fn text_and_composite_keys_are_created_in_bulk(db) {
        let conn = db.conn();
        let tags = ["z", "a", "m"].map(|code| NewTag::builder().code(code.to_owned()).name(code).build());
        let tags = Tag::create_many(tags).run(conn).unwrap();
        assert_eq!(tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["z", "a", "m"]);
        let new = |locale: &str, term: &str| NewTranslation::builder().locale(locale).term(term).text("x").build();
        let rows = Translation::create_many([new("b", "y"), new("a", "z"), new("b", "x")]).by(me()).run(conn).unwrap();
        let keys: Vec<_> = rows.iter().map(|row| (row.locale.as_str(), row.term.as_str())).collect();
        assert_eq!(keys, [("b", "y"), ("a", "z"), ("b", "x")]);
        assert_eq!(Translation::objects().patch().text("y").by(me()).run(conn).unwrap(), 3);
        assert_eq!(Translation::objects().delete().by(me()).run(conn).unwrap(), 3);
        assert_eq!(Tag::objects().patch().uses(4).run(conn).unwrap(), 3);
        assert_eq!(Tag::objects().delete().run(conn).unwrap(), 3);
    }

    fn no_rows_are_no_write(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        assert_eq!(Article::create_many([]).by(me()).run(conn).unwrap(), []);
        assert!(recorder.sent().is_empty());
        assert_eq!(Article::objects().patch().title("x").by(me()).run(conn).unwrap(), 0);
        assert_eq!(Article::objects().delete().by(me()).run(conn).unwrap(), 0);
        assert_eq!(Article::objects().only_deleted().restore().by(me()).run(conn).unwrap(), 0);
        assert_eq!(Article::objects().hard_delete().by(me()).run(conn).unwrap(), 0);
        assert!(conn.trail().is_empty());
    }

    fn a_set_is_what_the_filter_finds_when_it_is_written(db) {
        let conn = db.conn();
        articles(conn, ["a", "b"]);
        // The column that is written is the one that is filtered by: the rows must be found again for the trail.
        let set = Article::objects().filter(table::title.eq("a"));
        assert_eq!(set.patch().title("z").by(me()).run(conn).unwrap(), 1);
        let log = conn.trail().pop().unwrap();
        assert_eq!(log.changes["title"], json!({"old": "a", "new": "z"}));
    }
}
