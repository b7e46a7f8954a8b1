//! The SQL of loads as values.

use diesel::debug_query;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::{Children, Parent, Through, related};
use model_tests::backend::Backend;
use model_tests::make::{article, book, review, writer};
use model_tests::models::{Article, Book, EmptyReview, Like, Reaction, Reading, Review, Subject, Writer};
use model_tests::schema::{articles, books, reactions, readings, reviews};
use model_tests::{Recorder, on_every_backend, sql_of};
use std::fmt::Write;

type Written = Parent<Writer, books::writer_id>;
type Answers = Children<Review, reviews::parent_id>;
type Readers = Through<Writer, Reading, readings::book_id, readings::reader_id>;

/// Adds a heading and its statements.
fn add(sheet: &mut String, heading: &str, statements: &[String]) {
    let _ = writeln!(sheet, "-- {}", heading.split_whitespace().collect::<Vec<_>>().join(" "));
    for sql in statements {
        let clauses = [" FROM ", " INNER JOIN ", " WHERE ", " ORDER BY ", " GROUP BY "];
        let broken = clauses.iter().fold(sql.clone(), |sql, clause| sql.replace(clause, &format!("\n   {clause}")));
        let _ = writeln!(sheet, "{broken}");
    }
    let _ = writeln!(sheet);
}

on_every_backend! {
    fn loads(db) {
        let conn = db.conn();
        let mut sheet = String::new();
        let ann = writer(conn, "Ann");
        let row = book(conn, ann.id, "a");
        review(conn, row.id, "x");
        article(conn, "one");
        let recorder = Recorder::on(conn);
        macro_rules! loads {
            ($($row:ty: $plan:expr;)+) => {$(
                <$row>::objects().with($plan).load(conn).unwrap();
                add(&mut sheet, stringify!($plan), &recorder.sent()[1..]);
            )+};
        }
        loads! {
            Book: related::<Review>();
            Book: related::<Review>().filter(reviews::body.eq("a").or(reviews::body.eq("b"))).order(reviews::body.asc());
            Book: related::<Review>().limit_each(3);
            Book: related::<Review>().proxy::<EmptyReview>().with_deleted();
            Book: related::<Review>().with((related::<Book>().with(related::<Written>()), related::<Answers>().count()));
            Book: related::<Written>();
            Book: related::<Subject>().limit_each(2);
            Book: related::<Readers>().count();
            Book: related::<Readers>().max::<String, _>(model_tests::schema::writers::name);
            Book: related::<Review>().exists();
            Article: related::<Reaction>().limit_each(1);
            Article: related::<Reaction>().proxy::<Like>().filter(reactions::kind.ne("x")).count();
        }
        let query = Article::objects().filter(articles::views.gt(1)).annotate(articles::views * 2);
        add(&mut sheet, "annotate", &[sql_of(&debug_query::<Db, _>(&query).to_string())]);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("loads__{}", Conn::NAME), sheet);
        });
    }
}
