//! The same program on a plain connection, inside an outer transaction, and over a pool.

use diesel::Connection;
use model_core::prelude::*;
use model_tests::make::{at, author, me, new_article};
use model_tests::models::{Article, Comment, NewComment, Status};
use model_tests::on_every_backend;
use model_tests::{TestConnection, actions};

/// The main verbs in a row, and one failure in their midst that must leave nothing behind.
fn program(conn: &mut impl TestConnection) {
    let writer = author(conn).id;
    let before = conn.trail().len();
    let row = Article::create(new_article(writer, "row")).by(me()).at(at(1)).run(conn).unwrap();
    let row = row.patch().title("other").status(Status::Published).by(me()).at(at(2)).run(conn).unwrap();
    let twice = Article::create_many([new_article(writer, "x"), new_article(writer, "x")]).by(me()).run(conn);
    // On PostgreSQL a failed statement ends a transaction, unless it stands in a savepoint of its own.
    assert!(matches!(twice, Err(Error::UniqueViolation { .. })), "{twice:?}");
    let gone = row.delete().by(me()).at(at(3)).run(conn).unwrap();
    let row = gone.restore().by(me()).at(at(4)).run(conn).unwrap();
    assert_eq!(conn.stored(row.id).as_ref(), Some(&row));
    let new = NewComment::builder().article_id(row.id).body("b").build();
    let comment = Comment::create(new).run(conn).unwrap();
    comment.delete().run(conn).unwrap().hard_delete().run(conn).unwrap();
    row.hard_delete().by(me()).run(conn).unwrap();
    let trail = conn.trail().split_off(before);
    assert_eq!(actions(&trail), ["create", "patch", "delete", "restore", "hard_delete"]);
}

/// The same without the failure.
fn program_that_succeeds(conn: &mut impl TestConnection) -> Article {
    let writer = author(conn).id;
    let row = Article::create(new_article(writer, "row")).by(me()).run(conn).unwrap();
    let row = row.patch().title("other").by(me()).run(conn).unwrap();
    row.delete().by(me()).run(conn).unwrap().restore().by(me()).run(conn).unwrap()
}

on_every_backend! {
    fn on_a_plain_connection(db) {
        program(db.conn());
    }

    fn on_a_pooled_connection(db) {
        let pool = db.pool(2);
        program(&mut pool.get().unwrap());
        program(&mut pool.get().unwrap());
    }

    fn inside_an_outer_transaction(db) {
        let conn = db.conn();
        let row = conn.transaction::<_, Error, _>(|conn| Ok(program_that_succeeds(conn))).unwrap();
        assert_eq!(conn.stored(row.id), Some(row));
        assert_eq!(conn.trail().len(), 5);
    }

    fn inside_a_savepoint_of_a_pooled_connection(db) {
        let pool = db.pool(1);
        let conn = &mut pool.get().unwrap();
        let row = conn
            .transaction::<_, Error, _>(|conn| conn.transaction::<_, Error, _>(|conn| Ok(program_that_succeeds(conn))))
            .unwrap();
        assert_eq!(conn.stored(row.id), Some(row));
    }
}
