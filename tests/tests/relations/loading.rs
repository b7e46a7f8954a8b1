//! `load_with`: what is related to many rows, one query for each relation.

use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::{Children, Count, IncludingDeleted, Parent};
use model_tests::backend::Backend;
use model_tests::make::{book, me, review, subjects, writer};
use model_tests::models::{
    Blurb, Book, BookSubject, EmptyReview, NewBlurb, NewBookSubject, NewReading, NewReview, Reading, Review, Subject,
    Writer,
};
use model_tests::schema::{books, reviews};
use model_tests::{Recorder, TestConnection, on_every_backend};

type Written = Parent<Writer, books::writer_id>;
type Edited = Parent<Writer, books::editor_id>;

fn bodies(rows: &[Review]) -> Vec<&str> {
    rows.iter().map(|row| row.body.as_str()).collect()
}

fn codes(rows: &[Subject]) -> Vec<&str> {
    rows.iter().map(|row| row.code.as_str()).collect()
}

/// `a` has everything, some of it deleted; `b` has nothing.
fn two_books(conn: &mut impl TestConnection) -> (Book, Book) {
    let ann = writer(conn, "Ann").id;
    let (a, b) = (book(conn, ann, "a"), book(conn, ann, "b"));
    for body in ["one", "two", "gone"] {
        review(conn, a.id, body);
    }
    Blurb::create(NewBlurb::builder().book_id(a.id).body("good").build()).run(conn).unwrap();
    subjects(conn, &["sea", "air", "war"]);
    let link = |code: &str| NewBookSubject::builder().book_id(a.id).subject(code).build();
    BookSubject::create_many(["sea", "air", "war"].map(link)).by(me()).run(conn).unwrap();
    Subject::delete_by_key("war".to_owned()).run(conn).unwrap();
    (a, b)
}

on_every_backend! {
    fn every_kind_of_relation_is_loaded_at_once(db) {
        let conn = db.conn();
        let (a, b) = two_books(conn);
        a.reviews().filter(reviews::body.eq("gone")).delete().run(conn).unwrap();
        let rows = Book::objects()
            .load_with::<(Written, Review, Blurb, Subject, Count<Review>, Count<Subject>)>(conn)
            .unwrap();
        let [(first, (by, reviews, blurb, about, reviewed, tagged)), (second, nothing)] = &rows[..] else {
            panic!("{rows:?}")
        };
        assert_eq!((first, second), (&a, &b), "the books are in their order");
        assert_eq!(by.as_ref().map(|by| by.name.as_str()), Some("Ann"));
        assert_eq!(bodies(reviews), ["two", "one"], "the reviews are in theirs");
        assert_eq!(blurb.as_ref().map(|blurb| blurb.body.as_str()), Some("good"));
        assert_eq!(codes(about), ["air", "sea"]);
        assert_eq!((reviewed, tagged), (&2, &2));
        assert_eq!(*nothing, (by.clone(), vec![], None, vec![], 0, 0));
        // Beside rows that are there already, and in the other direction.
        let one = std::slice::from_ref(&b).load_related::<Review>(conn).unwrap();
        assert_eq!(one, [vec![]]);
        let twice = [a.clone(), b.clone(), a.clone()].load_related::<(Review, Count<Subject>)>(conn).unwrap();
        assert_eq!(twice[0], (reviews.clone(), 2));
        assert_eq!(twice[2], twice[0], "a row that is given twice has its own twice");
        let back = Review::objects().filter(reviews::body.eq("one")).load_with::<Book>(conn).unwrap();
        assert_eq!(back[0].1, Some(a));
        let back = Subject::objects().load_with::<Book>(conn).unwrap();
        assert_eq!(back.iter().map(|(_, books)| books.len()).collect::<Vec<_>>(), [1, 1]);
    }

    fn a_load_of_no_rows_asks_nothing_more(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        assert!(Book::objects().load_with::<(Written, Review, Subject)>(conn).unwrap().is_empty());
        assert_eq!(recorder.sent().len(), 1);
    }

    fn case_03_a_deleted_parent_changes_no_number_of_rows(db) {
        let conn = db.conn();
        let (ann, bob) = (writer(conn, "Ann"), writer(conn, "Bob"));
        book(conn, ann.id, "a").patch().editor_id(ann.id).by(me()).run(conn).unwrap();
        book(conn, bob.id, "b");
        ann.delete().by(me()).run(conn).unwrap();
        let rows = Book::objects().load_with::<(Written, Edited, IncludingDeleted<Written>)>(conn).unwrap();
        type Found = (Option<Writer>, Option<Writer>, Option<Writer>);
        let names = |(book, (by, edited, all)): (Book, Found)| {
            let name = |writer: Option<Writer>| writer.map(|writer| writer.name);
            (book.title, name(by), name(edited), name(all))
        };
        let found: Vec<_> = rows.into_iter().map(names).collect();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(found[0], ("a".to_owned(), None, text("Ann"), text("Ann")), "strict, lenient, lifted");
        assert_eq!(found[1], ("b".to_owned(), text("Bob"), None, text("Bob")));
    }

    fn relations_to_the_own_table_and_two_to_one_table(db) {
        let conn = db.conn();
        let (ann, bob) = (writer(conn, "Ann"), writer(conn, "Bob"));
        let a = book(conn, ann.id, "a").patch().editor_id(bob.id).by(me()).run(conn).unwrap();
        let first = review(conn, a.id, "first");
        for body in ["yes", "no"] {
            let answer = NewReview::builder().book_id(a.id).body(body).parent_id(first.id).build();
            Review::create(answer).run(conn).unwrap();
        }
        type Answered = Parent<Review, reviews::parent_id>;
        type Answers = Children<Review, reviews::parent_id>;
        let rows = Review::objects().load_with::<(Answered, Answers, Count<Answers>)>(conn).unwrap();
        let shown: Vec<_> = rows
            .iter()
            .map(|(row, (up, down, count))| {
                (row.body.as_str(), up.as_ref().map(|up| up.body.as_str()), bodies(down), *count)
            })
            .collect();
        let up = Some("first");
        assert_eq!(shown, [("no", up, vec![], 0), ("yes", up, vec![], 0), ("first", None, vec!["no", "yes"], 2)]);

        type Wrote = Children<Book, books::writer_id>;
        type Edits = Children<Book, books::editor_id>;
        let rows = Writer::objects().load_with::<(Count<Wrote>, Count<Edits>)>(conn).unwrap();
        assert_eq!(rows.iter().map(|(_, counts)| *counts).collect::<Vec<_>>(), [(1, 0), (0, 1)]);
    }

    fn links_that_are_deleted_and_rows_that_are(db) {
        let conn = db.conn();
        let (a, _) = two_books(conn);
        let bob = writer(conn, "Bob");
        let read = NewReading::builder().book_id(a.id).reader_id(bob.id).build();
        let read = Reading::create(read).by(me()).run(conn).unwrap();
        type Readers = model_core::relations::Through<Writer, Reading, model_tests::schema::readings::book_id, model_tests::schema::readings::reader_id>;
        let load = |conn: &mut Conn| [a.clone()].load_related::<(Readers, Count<Readers>)>(conn).unwrap().remove(0);
        assert_eq!(load(conn), (vec![bob.clone()], 1));
        read.delete().by(me()).run(conn).unwrap();
        assert_eq!(load(conn), (vec![], 0));
        let all = [a.clone()].load_related::<(IncludingDeleted<Subject>, Count<IncludingDeleted<Subject>>)>(conn).unwrap();
        assert_eq!((codes(&all[0].0), all[0].1), (vec!["air", "sea", "war"], 3));
        let all = [a].load_related::<(IncludingDeleted<Readers>, Count<Review>)>(conn).unwrap();
        assert_eq!(all[0], (vec![], 3), "a deleted link links nothing");
    }

    fn one_query_for_each_relation_however_many_rows(db) {
        let conn = db.conn();
        let (a, _) = two_books(conn);
        let queries = |conn: &mut Conn| {
            let recorder = Recorder::on(conn);
            let rows = Book::objects()
                .load_with::<(Written, Edited, Review, Blurb, Subject, (Count<Review>, Count<Subject>))>(conn)
                .unwrap();
            (rows.len(), recorder.sent().len())
        };
        Book::objects().filter(books::title.eq("b")).delete().by(me()).run(conn).unwrap();
        // No book has an editor, so none is asked for.
        assert_eq!(queries(conn), (1, 1 + 6));
        let many: Vec<_> = (0..99)
            .map(|number| {
                model_tests::models::NewBook::builder().title(format!("{number:02}")).writer_id(a.writer_id).build()
            })
            .collect();
        let many = Book::create_many(many).by(me()).run(conn).unwrap();
        Review::create_many(many.iter().map(|row| NewReview::builder().book_id(row.id).body("x").build())).run(conn).unwrap();
        assert_eq!(queries(conn), (100, 1 + 6));
    }

    fn case_29_more_rows_than_the_bind_limit_are_loaded_in_parts(db) {
        let conn = db.conn();
        let (a, b) = two_books(conn);
        let other = |_| Book { id: model_tests::models::BookId::generate(), ..b.clone() };
        let mut many: Vec<Book> = (0..66_000).map(other).collect();
        many.push(a);
        let recorder = Recorder::on(conn);
        let found = many.load_related::<(Review, Count<Review>)>(conn).unwrap();
        let parts = if Conn::NAME == "sqlite" { 3 } else { 2 };
        assert_eq!(recorder.sent().len(), 2 * parts);
        assert_eq!((found.len(), found[0].1, found[66_000].1), (66_001, 0, 3));
        assert_eq!(bodies(&found[66_000].0), ["gone", "two", "one"]);
    }

    fn a_key_that_only_the_database_calls_equal_is_an_error_and_no_lost_row(db) {
        let conn = db.conn();
        let (a, _) = two_books(conn);
        let link = NewBookSubject::builder().book_id(a.id).subject("SEA").build();
        // The link is there already where the collation ignores case, and has no subject where it does not.
        BookSubject::create(link).by(me()).run(conn).unwrap_err();
        if Conn::NAME == "mysql" {
            conn.sql("UPDATE book_subjects SET subject = 'SEA' WHERE subject = 'sea'");
            let error = Subject::objects().load_with::<Book>(conn).unwrap_err();
            assert!(error.to_string().contains("collation"), "{error}");
            let error = BookSubject::objects().load_with::<Subject>(conn).unwrap_err();
            assert!(error.to_string().contains("collation"), "{error}");
        }
    }

    fn proxies_have_the_relations_of_their_base(db) {
        let conn = db.conn();
        let (a, _) = two_books(conn);
        review(conn, a.id, "");
        let rows = EmptyReview::objects().load_with::<Book>(conn).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].1, Some(a));
    }
}
