//! The SQL of every relation: accessors, joins, loads, counts, and the writes to links.

use diesel::debug_query;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::{Count, IncludingDeleted, Parent, Through};
use model_tests::backend::Backend;
use model_tests::make::{book, me, review, subjects, writer};
use model_tests::models::{Blurb, Book, EmptyReview, Reading, Review, Subject, Writer};
use model_tests::schema::{books, readings, reviews};
use model_tests::{Recorder, on_every_backend, sql_of};
use std::fmt::Write;

type Written = Parent<Writer, books::writer_id>;
type Edited = Parent<Writer, books::editor_id>;
type Readers = Through<Writer, Reading, readings::book_id, readings::reader_id>;

/// Adds a heading and its statements.
fn add(sheet: &mut String, heading: &str, statements: &[String]) {
    let _ = writeln!(sheet, "-- {heading}");
    for sql in statements {
        let clauses =
            [" FROM ", " LEFT OUTER JOIN ", " INNER JOIN ", " WHERE ", " ORDER BY ", " GROUP BY ", " VALUES ", " SET "];
        let broken = clauses.iter().fold(sql.clone(), |sql, clause| sql.replace(clause, &format!("\n   {clause}")));
        let _ = writeln!(sheet, "{broken}");
    }
    let _ = writeln!(sheet);
}

on_every_backend! {
    fn relations(db) {
        let conn = db.conn();
        let mut sheet = String::new();
        let ann = writer(conn, "Ann");
        let row = book(conn, ann.id, "a").patch().editor_id(ann.id).by(me()).run(conn).unwrap();
        let said = review(conn, row.id, "x");
        subjects(conn, &["air", "sea"]);
        macro_rules! reads {
            ($($query:expr;)+) => {$(
                add(&mut sheet, stringify!($query), &[sql_of(&debug_query::<Db, _>(&$query).to_string())]);
            )+};
        }
        reads! {
            row.writer().query();
            row.editor().query();
            row.writer().with_deleted().query();
            row.reviews().query();
            row.reviews().filter(reviews::body.eq("a")).or_filter(reviews::body.eq("b")).query();
            row.reviews().count();
            row.blurb().query();
            row.subjects().query();
            row.readers().query();
            EmptyReview::objects().of(&row).query();
            Book::objects().of_by(books::editor_id, &ann).count();
            Book::objects().left_join_related::<Review>().query();
            Book::objects().left_join_related::<IncludingDeleted<Review>>().query();
            Book::objects().inner_join_related::<Written>().with_deleted().query();
            Book::objects().inner_join_related::<Edited>().count();
            Review::objects().inner_join_related::<Book>().query();
        }
        let recorder = Recorder::on(conn);
        let books = [row.clone(), row.clone()];
        macro_rules! loads {
            ($($related:ty;)+) => {$(
                books[..1].load_related::<$related>(conn).unwrap();
                add(&mut sheet, stringify!($related), &recorder.sent());
            )+};
        }
        loads! {
            Written;
            Edited;
            IncludingDeleted<Written>;
            Review;
            IncludingDeleted<Review>;
            Blurb;
            Subject;
            Readers;
            Count<Review>;
            Count<Subject>;
            Count<IncludingDeleted<Readers>>;
        }
        std::slice::from_ref(&said).load_related::<Book>(conn).unwrap();
        add(&mut sheet, "the book of a review", &recorder.sent());
        let code = |code: &str| code.to_owned();
        row.link::<Subject>().add([code("air"), code("sea")]).by(me()).run(conn).unwrap();
        add(&mut sheet, "add", &recorder.sent());
        row.link::<Subject>().add([code("air")]).by(me()).run(conn).unwrap();
        add(&mut sheet, "add what is there", &recorder.sent());
        row.link::<Subject>().remove([code("air")]).by(me()).run(conn).unwrap();
        add(&mut sheet, "remove", &recorder.sent());
        row.link::<Readers>().add([ann.id]).by(me()).run(conn).unwrap();
        recorder.sent();
        row.link::<Readers>().clear().by(me()).run(conn).unwrap();
        add(&mut sheet, "clear links with soft deletion", &recorder.sent());
        row.link::<Readers>().set([ann.id]).by(me()).run(conn).unwrap();
        add(&mut sheet, "set links that were deleted", &recorder.sent());
        conn.transaction(|conn| row.link::<Subject>().clear().by(me()).run(conn)).unwrap();
        add(&mut sheet, "clear within a transaction", &recorder.sent());
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("relations__{}", Conn::NAME), sheet);
        });
    }
}
