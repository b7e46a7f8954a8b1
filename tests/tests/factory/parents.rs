//! The parents that rows need: made, or given.

use diesel::prelude::*;
use model_core::Error;
use model_core::prelude::*;
use model_tests::make::{book, me, writer};
use model_tests::models::{Blurb, Book, BookSubject, Office, Parcel, Review, Stamp, Writer};
use model_tests::on_every_backend;

on_every_backend! {
    fn parents_are_made_up_to_the_top(db) {
        let conn = db.conn();
        let review = Review::factory().run(conn).unwrap();
        let book: Book = review.book().first(conn).unwrap();
        let writer: Writer = book.writer().first(conn).unwrap();
        assert!(!writer.name.is_empty() && review.parent_id.is_none() && book.editor_id.is_none());
        // The review needs no actor, its parents do.
        let entry = Book::history(book.id).load(conn).unwrap().remove(0);
        assert_eq!(entry.actor_kind, "system");
        // One parent for all rows of a run.
        let reviews = Review::factory().many(5).run(conn).unwrap();
        assert!(reviews.iter().all(|review| review.book_id == reviews[0].book_id));
        assert_ne!(reviews[0].book_id, book.id);
    }

    fn parents_of_both_sides_of_a_link_are_made(db) {
        let conn = db.conn();
        let link = BookSubject::factory().by(me()).run(conn).unwrap();
        let books: Vec<Book> = Book::objects().load(conn).unwrap();
        assert_eq!(books.len(), 1);
        assert_eq!(link.book_id, books[0].id);
        // The actor of the write is that of the parents.
        let entry = Book::history(link.book_id).load(conn).unwrap().remove(0);
        assert_eq!((&*entry.actor_kind, entry.actor_id.as_deref()), ("user", Some("7")));
        let own = BookSubject::history((link.book_id, link.subject.clone())).load(conn).unwrap().remove(0);
        assert_eq!(own.batch_id, entry.batch_id);
    }

    fn a_parent_that_is_given_is_not_made(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann");
        let sea = book(conn, ann.id, "The sea");
        let reviews = Review::factory().parent(&sea).many(4).run(conn).unwrap();
        assert!(reviews.iter().all(|review| review.book_id == sea.id));
        let id = sea.id;
        Blurb::factory().with(move |new| new.book_id(id)).run(conn).unwrap();
        // A column that may be NULL leads to a row when one is given.
        let (one, other) = (sea.id, ann.id);
        let book = Book::factory().with(move |new| new.writer_id(other).editor_id(other)).by(me()).run(conn).unwrap();
        assert!(book.editor_id == Some(ann.id) && book.id != one);
        let count: i64 = Writer::objects().count().get_result(conn).unwrap();
        assert_eq!(count, 1);
    }

    fn nothing_is_left_when_a_row_cannot_be_written(db) {
        let conn = db.conn();
        let refused = Parcel::factory().with(|new| new.code("same")).many(2).by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::UniqueViolation { .. }), "{refused:?}");
        let offices: i64 = Office::objects().count().get_result(conn).unwrap();
        assert_eq!(offices, 0);
    }

    fn a_factory_runs_in_an_open_transaction(db) {
        let conn = db.conn();
        let made = conn.transaction(|conn| Stamp::factory().many(2).by(me()).run(conn)).unwrap();
        assert_eq!(made[0].parcel_id, made[1].parcel_id);
        let rolled: Result<(), Error> = conn.transaction(|conn| {
            Stamp::factory().by(me()).run(conn)?;
            Err(Error::NotFound)
        });
        assert!(rolled.is_err());
        let count: i64 = Stamp::objects().count().get_result(conn).unwrap();
        assert_eq!(count, 2);
    }
}
