//! `book.link::<Subject>()`: the links of a many-to-many relation, written.

use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::Through;
use model_tests::make::{book, me, subjects, writer};
use model_tests::models::{Book, BookSubject, Reading, Subject, Writer};
use model_tests::schema::readings;
use model_tests::{TestConnection, on_every_backend};
use std::sync::Barrier;
use uuid::Uuid;

type Readers = Through<Writer, Reading, readings::book_id, readings::reader_id>;

fn a_book(conn: &mut impl TestConnection) -> Book {
    let ann = writer(conn, "Ann").id;
    subjects(conn, &["air", "sea", "sun", "war"]);
    book(conn, ann, "a")
}

/// A key of a subject.
fn code(code: &str) -> String {
    code.to_owned()
}

/// The actions of the trail on links, in its order.
fn link_actions(conn: &mut impl TestConnection) -> Vec<String> {
    let links = ["book_subjects", "readings"];
    let trail = conn.trail().into_iter().filter(|log| links.contains(&log.content_type.as_str()));
    trail.map(|log| log.action).collect()
}

on_every_backend! {
    fn case_15_links_are_added_removed_and_set_and_audited_once(db) {
        let conn = db.conn();
        let row = a_book(conn);
        let about = |conn: &mut Conn| -> Vec<String> {
            row.subjects().load::<Subject>(conn).unwrap().into_iter().map(|subject| subject.code).collect()
        };
        let batch = Uuid::now_v7();
        let add = |codes: &[&str]| row.link::<Subject>().add(codes.iter().map(|it| code(it)));
        assert_eq!(add(&["sea", "air", "sea"]).by(me()).batch(batch).run(conn).unwrap(), 2);
        assert_eq!(about(conn), ["air", "sea"]);
        assert_eq!(add(&["sea", "air"]).by(me()).run(conn).unwrap(), 0, "they are there already");
        assert_eq!(add(&[]).by(me()).run(conn).unwrap(), 0);
        assert_eq!(link_actions(conn), ["create", "create"]);
        assert_eq!(conn.trail().iter().filter(|log| log.batch_id == batch).count(), 2);

        let set = row.link::<Subject>().set([code("sea"), code("war"), code("sun")]);
        assert_eq!(set.by(me()).run(conn).unwrap(), 3, "one removed, two added");
        assert_eq!(about(conn), ["sea", "sun", "war"]);
        let trail = conn.trail();
        let last = &trail[trail.len() - 3..];
        assert!(last.iter().all(|log| log.batch_id == last[0].batch_id), "one operation");
        assert_eq!(link_actions(conn), ["create", "create", "delete", "create", "create"]);

        assert_eq!(row.link::<Subject>().remove([&code("war"), &code("air")]).by(me()).run(conn).unwrap(), 1);
        assert_eq!(row.link::<Subject>().remove([code("war")]).by(me()).run(conn).unwrap(), 0);
        assert_eq!(row.link::<Subject>().clear().by(me()).run(conn).unwrap(), 2);
        assert_eq!(row.link::<Subject>().clear().by(me()).run(conn).unwrap(), 0);
        assert!(about(conn).is_empty());
        assert_eq!(link_actions(conn).len(), 8);
        assert_eq!(BookSubject::verify_history(conn).unwrap(), []);
        // From the other side.
        let sea: Subject = Subject::objects().find(code("sea")).first(conn).unwrap();
        assert_eq!(sea.link::<Book>().add([row.id]).by(me()).run(conn).unwrap(), 1);
        assert_eq!(about(conn), ["sea"]);
    }

    fn a_link_with_soft_deletion_is_marked_and_brought_back(db) {
        let conn = db.conn();
        let row = a_book(conn);
        let (bob, cid) = (writer(conn, "Bob"), writer(conn, "Cid"));
        assert_eq!(row.link::<Readers>().add([bob.id, cid.id]).by(me()).run(conn).unwrap(), 2);
        Reading::objects().patch().stars(5).by(me()).run(conn).unwrap();
        assert_eq!(row.link::<Readers>().set([cid.id]).by(me()).run(conn).unwrap(), 1);
        assert_eq!(Reading::objects().only_deleted().count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(row.link::<Readers>().set([bob.id]).by(me()).run(conn).unwrap(), 2);
        let back: Vec<Reading> = Reading::objects().load(conn).unwrap();
        assert_eq!(back.len(), 1);
        assert_eq!((back[0].reader_id, back[0].stars), (bob.id, 5), "with the values it had");
        assert_eq!(
            link_actions(conn),
            ["create", "create", "patch", "patch", "delete", "delete", "restore"]
        );
        assert_eq!(Reading::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 2);
        assert_eq!(Reading::verify_history(conn).unwrap(), []);
    }

    fn case_09_nothing_is_linked_to_what_is_deleted_or_not_there(db) {
        let conn = db.conn();
        let row = a_book(conn);
        Subject::delete_by_key(code("war")).run(conn).unwrap();
        let before = conn.trail().len();
        let add = |codes: &[&str]| row.link::<Subject>().add(codes.iter().map(|it| code(it)));
        let error = add(&["sea", "war"]).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::Deleted), "{error:?}");
        let error = add(&["sea", "none"]).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::NotFound), "{error:?}");
        assert_eq!(BookSubject::objects().count().get_result::<i64>(conn).unwrap(), 0, "nothing was written");
        assert_eq!(conn.trail().len(), before);
        add(&["sea"]).by(me()).run(conn).unwrap();
        row.clone().delete().by(me()).run(conn).unwrap();
        for write in [add(&["air"]), row.link::<Subject>().clear(), row.link::<Subject>().remove([code("sea")])] {
            let error = write.by(me()).run(conn).unwrap_err();
            assert!(matches!(error, Error::Deleted), "{error:?}");
        }
    }

    fn case_15_eight_connections_add_the_same_links_once(db) {
        let row = a_book(db.conn());
        let bob = writer(db.conn(), "Bob").id;
        let conns: Vec<Conn> = (0..8).map(|_| db.another()).collect();
        let start = Barrier::new(conns.len());
        let added: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = conns
                .into_iter()
                .map(|mut conn| {
                    let (row, start) = (&row, &start);
                    scope.spawn(move || {
                        start.wait();
                        let one = row.link::<Subject>().add(["sea", "air", "sun"].map(code)).by(me()).run(&mut conn).unwrap();
                        one + row.link::<Readers>().add([bob]).by(me()).run(&mut conn).unwrap()
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(added, 4);
        assert_eq!(link_actions(db.conn()).len(), 4);
        assert_eq!(Reading::objects().count().get_result::<i64>(db.conn()).unwrap(), 1);
    }

    fn two_sides_and_many_rows_at_once_do_not_deadlock(db) {
        let conn = db.conn();
        let first = a_book(conn);
        let books: Vec<Book> = (0..4).map(|number| book(conn, first.writer_id, &format!("b{number}"))).collect();
        let all: Vec<_> = books.iter().map(|row| row.id).collect();
        let codes = ["air", "sea", "sun", "war"];
        let subjects: Vec<Subject> = Subject::objects().load(conn).unwrap();
        let conns: Vec<Conn> = (0..8).map(|_| db.another()).collect();
        let start = Barrier::new(conns.len());
        std::thread::scope(|scope| {
            for (number, mut conn) in conns.into_iter().enumerate() {
                let (books, all, subjects, start) = (&books, &all, &subjects, &start);
                scope.spawn(move || {
                    start.wait();
                    for _ in 0..5 {
                        if number % 2 == 0 {
                            let row = &books[number / 2];
                            row.link::<Subject>().add(codes.map(code)).by(me()).run(&mut conn).unwrap();
                            row.link::<Subject>().remove([code(codes[number / 2])]).by(me()).run(&mut conn).unwrap();
                        } else {
                            let row = &subjects[number / 2];
                            row.link::<Book>().set(all).by(me()).run(&mut conn).unwrap();
                        }
                    }
                });
            }
        });
        assert_eq!(BookSubject::verify_history(db.conn()).unwrap(), []);
    }
}
