//! All statements of the library have one type for Diesel, which reads the identity of a prepared statement from a
//! type. Each statement still has its own.

use diesel::Connection;
use diesel::connection::TransactionManager;
use model_core::Error;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{author, me, new_article};
use model_tests::models::{Article, AuthorId, Comment, NewComment};
use model_tests::{Database, Recorder, TestConnection, on_every_backend};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Every verb on a row of two models, in turns.
fn round(conn: &mut impl TestConnection, author: AuthorId, name: &str) {
    let article = Article::create(new_article(author, name)).by(me()).run(conn).unwrap();
    let comment = Comment::create(NewComment::builder().article_id(article.id).body(name).build()).run(conn).unwrap();
    assert_eq!((&*article.title, &*comment.body), (name, name));
    let article = article.patch().title("patched").by(me()).run(conn).unwrap();
    let comment = comment.patch().body("patched").run(conn).unwrap();
    assert_eq!((&*article.title, &*comment.body), ("patched", "patched"));
    let comment = comment.delete().run(conn).unwrap();
    let article = article.delete().by(me()).run(conn).unwrap();
    assert!(comment.row().is_deleted && article.row().deleted_at.is_some());
    let article = article.restore().by(me()).run(conn).unwrap();
    let comment = comment.restore().run(conn).unwrap();
    assert!(!comment.is_deleted && article.deleted_at.is_none());
    assert_eq!(comment.hard_delete().run(conn).unwrap().body, "patched");
    assert_eq!(article.hard_delete().by(me()).run(conn).unwrap().title, "patched");
}

/// What a round prepares to keep, in alphabetical order.
fn prepared_by_round(conn: &mut impl TestConnection, author: AuthorId) -> Vec<String> {
    let recorder = Recorder::on(conn);
    round(conn, author, "alone");
    sorted(recorder.prepared())
}

fn sorted(mut statements: Vec<String>) -> Vec<String> {
    statements.sort();
    statements
}

on_every_backend! {
    fn every_verb_has_prepared_statements_of_its_own_and_keeps_them(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let recorder = Recorder::on(conn);
        round(conn, author, "first");
        let (prepared, sent) = (recorder.prepared(), recorder.sent());
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("prepared_{}", Conn::NAME), prepared.join("\n"));
        });
        round(conn, author, "again");
        assert_eq!(recorder.prepared(), [""; 0]);
        assert_eq!(recorder.sent(), sent);
    }

    fn a_statement_within_the_call_of_another_takes_nothing_from_it(db) {
        let mut inner = Database::<Conn>::fresh();
        let inner_author = author(inner.conn()).id;
        let expected = prepared_by_round(inner.conn(), inner_author);

        let conn = db.conn();
        let outer_author = author(conn).id;
        let mut rounds = 0;
        let recorder = Recorder::before_each(conn, move |_| {
            rounds += 1;
            round(inner.conn(), inner_author, &format!("round {rounds}"));
        });
        round(conn, outer_author, "outer");
        assert_eq!(sorted(recorder.prepared()), expected);
    }

    fn a_panic_within_the_call_of_another_takes_nothing_from_it(db) {
        let mut inner = Database::<Conn>::fresh();
        let inner_author = author(inner.conn()).id;
        let expected = prepared_by_round(inner.conn(), inner_author);
        Recorder::before_each(inner.conn(), |sql| {
            if sql.contains("INSERT INTO") {
                resume_unwind(Box::new("refused"));
            }
        });

        let conn = db.conn();
        let outer_author = author(conn).id;
        let recorder = Recorder::before_each(conn, move |_| {
            let conn = inner.conn();
            let new = new_article(inner_author, "never written");
            catch_unwind(AssertUnwindSafe(|| Article::create(new).by(me()).run(conn))).unwrap_err();
            roll_back(conn);
        });
        round(conn, outer_author, "outer");
        assert_eq!(sorted(recorder.prepared()), expected);
    }

    fn an_error_or_a_panic_between_two_statements_leaves_nothing_to_the_next(db) {
        let mut usual = Database::<Conn>::fresh();
        let usual_author = author(usual.conn()).id;
        let expected = prepared_by_round(usual.conn(), usual_author);

        let conn = db.conn();
        let author = author(conn).id;
        let mut is_refused = true;
        let recorder = Recorder::before_each(conn, move |sql| {
            if is_refused && sql.contains("audit_logs") {
                is_refused = false;
                resume_unwind(Box::new("refused"));
            }
        });
        let create = |conn: &mut Conn| Article::create(new_article(author, "taken")).by(me()).run(conn);
        catch_unwind(AssertUnwindSafe(|| create(conn))).unwrap_err();
        roll_back(conn);
        create(conn).unwrap();
        let refused = create(conn).unwrap_err();
        assert!(matches!(refused, Error::UniqueViolation { .. }), "{refused}");
        round(conn, author, "after it");
        assert_eq!(sorted(recorder.prepared()), expected);
    }

    fn each_connection_of_a_pool_has_its_own_and_keeps_them_for_who_comes_next(db) {
        let author = author(db.conn()).id;
        let pool = db.pool(2);
        let recorders = {
            let (mut one, mut other) = (pool.get().unwrap(), pool.get().unwrap());
            let recorders = [Recorder::on(&mut one), Recorder::on(&mut other)];
            round(&mut one, author, "one");
            round(&mut other, author, "other");
            recorders
        };
        let [one, other] = recorders.each_ref().map(|recorder| sorted(recorder.prepared()));
        assert!(!one.is_empty());
        assert_eq!(one, other);
        for name in ["next", "next but one", "and another"] {
            round(&mut pool.get().unwrap(), author, name);
        }
        for recorder in &recorders {
            assert_eq!(recorder.prepared(), [""; 0]);
        }
    }
}

/// Ends the transaction that a panic has left open, if it has.
fn roll_back<C: Connection>(conn: &mut C) {
    match C::TransactionManager::rollback_transaction(conn) {
        Ok(()) | Err(diesel::result::Error::NotInTransaction) => {}
        Err(error) => panic!("{error}"),
    }
}
