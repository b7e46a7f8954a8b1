//! `book.writer()`, `book.reviews()`, `book.subjects()`: scoped queries from one row to the others.

use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::BelongsTo;
use model_tests::make::{book, me, review, subjects, writer};
use model_tests::models::{
    Blurb, Book, BookId, BookSubject, EmptyReview, NewBlurb, NewBookSubject, NewReading, NewReview, Reading, Review,
    Subject, Writer, WriterId,
};
use model_tests::on_every_backend;
use model_tests::schema::{books, readings, reviews, subjects as subject_table};

/// A model of this crate, over a table of another, that belongs to models of another.
#[derive(Model, Debug)]
#[model(table = readings)]
struct Borrowed {
    id: i64,
    #[model(belongs_to = Book)]
    book_id: BookId,
    #[model(belongs_to(Writer, with_deleted))]
    reader_id: WriterId,
}

fn bodies(rows: &[Review]) -> Vec<&str> {
    rows.iter().map(|row| row.body.as_str()).collect()
}

on_every_backend! {
    fn a_parent_is_found_by_the_foreign_key(db) {
        let conn = db.conn();
        let (ann, bob) = (writer(conn, "Ann"), writer(conn, "Bob"));
        let row = book(conn, ann.id, "row");
        assert_eq!(row.writer().first::<Writer>(conn).unwrap(), ann);
        assert_eq!(row.editor().first::<Writer>(conn).optional().unwrap(), None, "the column is NULL");
        let row = row.patch().editor_id(bob.id).by(me()).run(conn).unwrap();
        assert_eq!(row.editor().first::<Writer>(conn).unwrap(), bob);
        assert_eq!(row.writer().count().get_result::<i64>(conn).unwrap(), 1);
        let first = review(conn, row.id, "first");
        let answer = NewReview::builder().book_id(row.id).body("answer").parent_id(first.id).build();
        let answer = Review::create(answer).run(conn).unwrap();
        assert_eq!(answer.answered().first::<Review>(conn).unwrap(), first);
        assert_eq!(first.answers().load::<Review>(conn).unwrap(), [answer]);
    }

    fn case_03_a_strict_relation_has_no_deleted_parent_and_a_lenient_one_has(db) {
        let conn = db.conn();
        let (ann, bob) = (writer(conn, "Ann"), writer(conn, "Bob"));
        let row = book(conn, ann.id, "row").patch().editor_id(bob.id).by(me()).run(conn).unwrap();
        Writer::objects().delete().by(me()).run(conn).unwrap();
        assert_eq!(row.writer().first::<Writer>(conn).optional().unwrap(), None);
        assert_eq!(row.writer().with_deleted().first::<Writer>(conn).unwrap().id, ann.id);
        assert_eq!(row.editor().first::<Writer>(conn).unwrap().id, bob.id);
        let gone: Deleted<Writer> = row.writer().only_deleted().first(conn).unwrap();
        assert_eq!(gone.row().id, ann.id);
    }

    fn children_are_live_in_their_order_and_compose(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann").id;
        let (row, other) = (book(conn, ann, "row"), book(conn, ann, "other"));
        for body in ["a", "b", "gone", ""] {
            review(conn, row.id, body);
        }
        review(conn, other.id, "else");
        row.reviews().filter(reviews::body.eq("gone")).delete().run(conn).unwrap();
        assert_eq!(bodies(&row.reviews().load(conn).unwrap()), ["", "b", "a"]);
        assert_eq!(row.reviews().count().get_result::<i64>(conn).unwrap(), 3);
        assert_eq!(row.reviews().with_deleted().count().get_result::<i64>(conn).unwrap(), 4);
        let found = row.reviews().filter(reviews::body.eq("a")).or_filter(reviews::body.eq("else"));
        assert_eq!(bodies(&found.load(conn).unwrap()), ["a"], "an OR does not leave the book");
        assert_eq!(EmptyReview::objects().of(&row).count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(EmptyReview::objects().of(&other).count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(row.reviews().patch().body("x").run(conn).unwrap(), 3, "the same set can be written");
        assert_eq!(bodies(&other.reviews().load(conn).unwrap()), ["else"]);
    }

    fn two_foreign_keys_to_one_table_are_two_relations(db) {
        let conn = db.conn();
        let (ann, bob) = (writer(conn, "Ann"), writer(conn, "Bob"));
        let (one, two) = (book(conn, ann.id, "one"), book(conn, bob.id, "two"));
        one.patch().editor_id(bob.id).by(me()).run(conn).unwrap();
        let titles = |rows: Vec<Book>| rows.into_iter().map(|row| row.title).collect::<Vec<_>>();
        assert_eq!(titles(bob.books().load(conn).unwrap()), ["two"]);
        assert_eq!(titles(bob.edited().load(conn).unwrap()), ["one"]);
        assert_eq!(titles(Book::objects().of_by(books::editor_id, &bob).load(conn).unwrap()), ["one"]);
        assert_eq!(<Book as BelongsTo<Writer, books::writer_id>>::foreign_key(&two).as_deref(), Some(&bob.id));
        assert_eq!(<Book as BelongsTo<Writer, books::editor_id>>::foreign_key(&two), None);
    }

    fn schema_parent_and_child_may_be_in_different_crates(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann");
        let row = book(conn, ann.id, "row");
        let read = NewReading::builder().book_id(row.id).reader_id(ann.id).build();
        Reading::create(read).by(me()).run(conn).unwrap();
        let found = Borrowed::objects().of(&row).load_with::<(Book, Writer)>(conn).unwrap();
        assert_eq!(found[0].1, (Some(row), Some(ann.clone())));
        assert_eq!(found[0].0.reader().first::<Writer>(conn).unwrap(), ann);
    }

    fn the_one_child_is_found(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann").id;
        let row = book(conn, ann, "row");
        assert_eq!(row.blurb().first::<Blurb>(conn).optional().unwrap(), None);
        let blurb = Blurb::create(NewBlurb::builder().book_id(row.id).body("good").build()).run(conn).unwrap();
        assert_eq!(row.blurb().first::<Blurb>(conn).unwrap(), blurb);
        assert_eq!(blurb.book().first::<Book>(conn).unwrap(), row);
    }

    fn linked_rows_are_live_and_their_links_are(db) {
        let conn = db.conn();
        let (ann, bob) = (writer(conn, "Ann"), writer(conn, "Bob"));
        let (row, other) = (book(conn, ann.id, "row"), book(conn, ann.id, "other"));
        subjects(conn, &["sea", "air", "war"]);
        let link = |book: &Book, code: &str| NewBookSubject::builder().book_id(book.id).subject(code).build();
        let links = [link(&row, "sea"), link(&row, "air"), link(&row, "war"), link(&other, "sea")];
        BookSubject::create_many(links).by(me()).run(conn).unwrap();
        Subject::delete_by_key("war".to_owned()).run(conn).unwrap();
        let codes: Vec<String> = row.subjects().select(subject_table::code).order(subject_table::code).load(conn).unwrap();
        assert_eq!(codes, ["air", "sea"]);
        let rows: Vec<Subject> = row.subjects().load(conn).unwrap();
        assert_eq!(rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), codes);
        let back: Vec<Book> = rows[1].books().load(conn).unwrap();
        assert_eq!(back, [other, row.clone()]);

        let read = |who: &Writer| NewReading::builder().book_id(row.id).reader_id(who.id).build();
        Reading::create_many([read(&ann), read(&bob)]).by(me()).run(conn).unwrap();
        Reading::objects().filter(readings::reader_id.eq(bob.id)).delete().by(me()).run(conn).unwrap();
        assert_eq!(row.readers().load::<Writer>(conn).unwrap(), [ann], "a link that is deleted links nothing");
        assert_eq!(bob.read().count().get_result::<i64>(conn).unwrap(), 0);
    }
}
