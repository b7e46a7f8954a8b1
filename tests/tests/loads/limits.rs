//! A limit for each row.

use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::{Children, related};
use model_tests::make::{book, me, review, subjects, writer};
use model_tests::models::{Book, BookSubject, NewBookSubject, Review, Subject};
use model_tests::schema::{reviews, subjects};
use model_tests::{Recorder, on_every_backend};

type Answers = Children<Review, reviews::parent_id>;

fn bodies(rows: &[Review]) -> Vec<&str> {
    rows.iter().map(|row| row.body.as_str()).collect()
}

on_every_backend! {
    fn each_row_has_the_first_of_its_own(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann").id;
        for title in ["a", "b", "c"] {
            let row = book(conn, ann, title);
            let number = if title == "c" { 1 } else { 4 };
            for place in 0..number {
                review(conn, row.id, &format!("{title}{place}"));
            }
        }
        Review::objects().filter(reviews::body.eq("a3")).delete().run(conn).unwrap();
        let rows = Book::objects()
            .with((
                related::<Review>().limit_each(2),
                related::<Review>().order(reviews::body.asc()).limit_each(3).filter(reviews::body.ne("b1")),
                related::<Review>().limit_each(0),
                related::<Review>().order(reviews::body.asc()).limit_each(1).with(related::<Book>()),
            ))
            .load(conn)
            .unwrap();
        let shown: Vec<_> = rows.iter().map(|(_, (last, first, _, _))| (bodies(last), bodies(first))).collect();
        let expected = [
            (vec!["a2", "a1"], vec!["a0", "a1", "a2"]),
            (vec!["b3", "b2"], vec!["b0", "b2", "b3"]),
            (vec!["c0"], vec!["c0"]),
        ];
        assert_eq!(shown, expected);
        for (row, (_, _, none, with)) in &rows {
            assert!(none.is_empty());
            assert_eq!(with[0].1.as_ref(), Some(row));
        }
    }

    fn rows_that_are_equal_in_the_order_come_by_their_key(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann").id;
        let row = book(conn, ann, "a");
        let keys: Vec<_> = (0..5).map(|_| review(conn, row.id, "same").id).collect();
        let rows = Book::objects()
            .with((related::<Review>().order(reviews::body.asc()).limit_each(3), related::<Review>().order(reviews::body)))
            .load(conn)
            .unwrap();
        let ids = |rows: &[Review]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(ids(&rows[0].1.0), keys[..3]);
        assert_eq!(ids(&rows[0].1.1), keys);
    }

    fn linked_rows_are_counted_for_each_row(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann").id;
        subjects(conn, &["air", "sea", "war"]);
        for title in ["a", "b"] {
            let row = book(conn, ann, title);
            let link = |code: &str| NewBookSubject::builder().book_id(row.id).subject(code).build();
            BookSubject::create_many(["war", "air", "sea"].map(link)).by(me()).run(conn).unwrap();
        }
        let rows = Book::objects()
            .with((related::<Subject>().limit_each(2), related::<Subject>().order(subjects::code.desc()).limit_each(1)))
            .load(conn)
            .unwrap();
        for (_, (first, last)) in &rows {
            assert_eq!(first.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["air", "sea"]);
            assert_eq!(last.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["war"]);
        }
        assert_eq!(rows.len(), 2);
    }

    fn any_number_of_rows_costs_the_same_number_of_queries(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann").id;
        let queries = |conn: &mut Conn, books: usize| {
            let recorder = Recorder::on(conn);
            let rows = Book::objects()
                .with((
                    related::<Review>().limit_each(2).with((related::<Book>(), related::<Answers>().exists())),
                    related::<Review>().count(),
                    related::<Subject>(),
                ))
                .load(conn)
                .unwrap();
            assert_eq!(rows.len(), books);
            recorder.sent().len()
        };
        for number in 0..40 {
            let row = book(conn, ann, &format!("book {number}"));
            review(conn, row.id, "x");
            if number == 0 {
                assert_eq!(queries(conn, 1), 6);
            }
        }
        assert_eq!(queries(conn, 40), 6);
    }
}
