//! Sets that are written some rows at a time.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{articles, at, me};
use model_tests::models::{Article, ArticleId, NewTranslation, Status, Translation};
use model_tests::schema::{articles as table, translations};
use model_tests::{Recorder, TestConnection, actions, on_every_backend};
use std::collections::HashSet;

const TITLES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

/// The keys of articles in the order in which the database compares them.
macro_rules! in_order {
    ($conn:expr) => {{
        let keys: Vec<ArticleId> =
            Article::objects().with_deleted().order(table::id).select(table::id).load($conn).unwrap();
        keys
    }};
}

/// The keys of the articles that are in review.
macro_rules! reviewed {
    ($conn:expr) => {{
        let rows = Article::objects().filter(table::status.eq(Status::InReview)).order(table::id).select(table::id);
        let keys: Vec<ArticleId> = rows.load($conn).unwrap();
        keys
    }};
}

on_every_backend! {
    fn every_row_is_patched_once_and_each_batch_is_a_transaction(db) {
        let conn = db.conn();
        let rows = articles(conn, TITLES);
        rows[2].patch().status(Status::InReview).by(me()).run(conn).unwrap();
        for size in [1, 2, 3, 7, 8] {
            Article::objects().patch().status(Status::Draft).by(me()).run(conn).unwrap();
            let before = conn.trail().len();
            let mut batches = Article::objects().write_in_batches(size);
            let (mut sizes, mut changed) = (Vec::new(), 0);
            while let Some(batch) = batches.run(conn).unwrap() {
                sizes.push(batch.rows());
                changed += batch.patch().status(Status::InReview).by(me()).at(at(70)).run(conn).unwrap();
            }
            assert_eq!((changed, sizes.iter().sum::<usize>()), (7, 7), "{size}");
            assert!(sizes.iter().all(|rows| *rows > 0 && *rows <= size), "{size}: {sizes:?}");
            assert_eq!(sizes.len(), 7_usize.div_ceil(size));
            assert!(batches.run(conn).unwrap().is_none());
            let entries = conn.trail().split_off(before);
            assert_eq!(actions(&entries), ["patch"; 7]);
            let operations: HashSet<_> = entries.iter().map(|entry| entry.batch_id).collect();
            assert_eq!(operations.len(), sizes.len());
        }
        assert_eq!(Article::verify_history(conn).unwrap(), []);
    }

    fn who_stops_continues_at_the_same_place(db) {
        let conn = db.conn();
        articles(conn, TITLES);
        let keys = in_order!(conn);
        let mut batches = Article::objects().write_in_batches(3);
        assert_eq!(batches.place(), None);
        let batch = batches.run(conn).unwrap().unwrap();
        assert_eq!(batch.patch().status(Status::InReview).by(me()).run(conn).unwrap(), 3);
        assert_eq!(batches.place(), Some(&keys[2]));
        assert_eq!(reviewed!(conn), keys[..3]);
        // A batch that fails changes nothing, and those before it stay.
        let batch = batches.run(conn).unwrap().unwrap();
        let refused = batch.patch().slug("same").status(Status::InReview).by(me()).run(conn);
        assert!(matches!(refused, Err(Error::UniqueViolation { .. })), "{refused:?}");
        assert_eq!(reviewed!(conn), keys[..3]);
        let mut batches = Article::objects().write_in_batches(10).after(keys[4]);
        let batch = batches.run(conn).unwrap().unwrap();
        assert_eq!(batch.rows(), 2);
        assert_eq!(batch.patch().status(Status::InReview).by(me()).run(conn).unwrap(), 2);
        assert_eq!(reviewed!(conn), [&keys[..3], &keys[5..]].concat());
        assert!(batches.run(conn).unwrap().is_none());
    }

    fn rows_are_deleted_restored_and_removed_in_batches_of_the_query(db) {
        let conn = db.conn();
        articles(conn, TITLES);
        let some = || Article::objects().filter(table::title.eq("b").or(table::title.ge("d")));
        let mut batches = some().write_in_batches(2);
        let mut deleted = 0;
        while let Some(batch) = batches.run(conn).unwrap() {
            deleted += batch.delete().by(me()).run(conn).unwrap();
        }
        assert_eq!(deleted, 5);
        let left: Vec<Article> = Article::objects().order(table::title).load(conn).unwrap();
        assert_eq!(left.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), ["a", "c"]);
        let mut batches = Article::objects().only_deleted().filter(table::title.ge("e")).write_in_batches(2);
        let mut restored = 0;
        while let Some(batch) = batches.run(conn).unwrap() {
            restored += batch.restore().by(me()).run(conn).unwrap();
        }
        assert_eq!(restored, 3);
        let mut batches = Article::objects().only_deleted().write_in_batches(500);
        let batch = batches.run(conn).unwrap().unwrap();
        assert_eq!(batch.hard_delete().by(me()).run(conn).unwrap(), 2);
        assert_eq!(Article::verify_history(conn).unwrap(), []);
    }

    fn what_happens_between_two_batches_is_seen_by_the_next(db) {
        let conn = db.conn();
        articles(conn, TITLES);
        let keys = in_order!(conn);
        let drafts = || Article::objects().filter(table::status.eq(Status::Draft));
        let mut batches = drafts().write_in_batches(3);
        let first = batches.run(conn).unwrap().unwrap();
        Article::patch_by_key(keys[1]).status(Status::InReview).by(me()).run(conn).unwrap();
        Article::delete_by_key(keys[4]).by(me()).run(conn).unwrap();
        // The batch was found before; the write still selects by the conditions of the query.
        assert_eq!((first.rows(), first.delete().by(me()).run(conn).unwrap()), (3, 2));
        let second = batches.run(conn).unwrap().unwrap();
        assert_eq!((second.rows(), batches.place()), (3, Some(&keys[6])));
        assert_eq!(second.delete().by(me()).run(conn).unwrap(), 3);
        assert_eq!(drafts().count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(reviewed!(conn), [keys[1]]);
    }

    fn a_composite_key_orders_the_batches_too(db) {
        let conn = db.conn();
        let new = |locale: &str, term: &str| NewTranslation::builder().locale(locale).term(term).text("x").build();
        let all = [("b", "y"), ("a", "z"), ("b", "x"), ("a", "x"), ("c", "a")];
        Translation::create_many(all.map(|(locale, term)| new(locale, term))).by(me()).run(conn).unwrap();
        let mut batches = Translation::objects().write_in_batches(2);
        let mut places = Vec::new();
        let recorder = Recorder::on(conn);
        while let Some(batch) = batches.run(conn).unwrap() {
            places.extend(batches.place().cloned());
            batch.patch().text("y").by(me()).run(conn).unwrap();
        }
        let owned = |(locale, term): (&str, &str)| (locale.to_owned(), term.to_owned());
        assert_eq!(places, [("a", "z"), ("b", "y"), ("c", "a")].map(owned));
        let reads = recorder.sent().into_iter().filter(|sql| sql.ends_with("LIMIT 2")).count();
        assert_eq!(reads, 3, "the last batch is not full, so there is no more to ask for");
        let left = Translation::objects().filter(translations::text.ne("y")).count().get_result::<i64>(conn).unwrap();
        assert_eq!(left, 0);
        assert_eq!(Translation::verify_history(conn).unwrap(), []);
    }
}
