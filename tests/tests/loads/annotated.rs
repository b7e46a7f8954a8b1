//! `objects().annotate(..)`: an expression beside each row.

use diesel::dsl::count_star;
use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{articles, book, me, review, writer};
use model_tests::models::{Article, Book, Review};
use model_tests::schema::{articles as table, books, reviews};
use model_tests::{Recorder, on_every_backend};

on_every_backend! {
    fn an_expression_stands_beside_each_row(db) {
        let conn = db.conn();
        let [one, two, three] = articles(conn, ["one", "two", "three"]);
        let two = two.patch().views(21).by(me()).run(conn).unwrap();
        let rows = Article::objects().order(table::title.asc()).annotate(table::views * 2);
        assert_eq!(rows.load::<(Article, i32)>(conn).unwrap(), [(one.clone(), 0), (three, 0), (two.clone(), 42)]);
        let first: (Article, (i32, bool)) = Article::objects()
            .filter(table::views.gt(0))
            .annotate((table::views + 1, table::title.eq("two")))
            .first(conn)
            .unwrap();
        assert_eq!(first, (two.clone(), (22, true)));
        two.delete().by(me()).run(conn).unwrap();
        let live: Vec<(Article, i32)> = Article::objects().annotate(table::views).load(conn).unwrap();
        assert_eq!(live.len(), 2, "the scope stays");
        let gone: Vec<(Deleted<Article>, i32)> =
            Article::objects().only_deleted().annotate(table::views * 3).load(conn).unwrap();
        assert_eq!(gone[0].1, 63);
    }

    fn a_subquery_about_the_row_keeps_its_scope(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann").id;
        let (a, b) = (book(conn, ann, "a"), book(conn, ann, "b"));
        for body in ["one", "two", "gone"] {
            review(conn, a.id, body);
        }
        Review::objects().filter(reviews::body.eq("gone")).delete().run(conn).unwrap();
        let said = || Review::objects().filter(reviews::book_id.eq(books::id));
        let recorder = Recorder::on(conn);
        let rows: Vec<(Book, Option<i64>)> =
            Book::objects().annotate(said().select(count_star()).single_value()).load(conn).unwrap();
        assert_eq!(rows, [(a.clone(), Some(2)), (b, Some(0))], "in the default order");
        assert_eq!(recorder.sent().len(), 1);
        let rows: Vec<(Book, bool)> =
            Book::objects().limit(1).annotate(diesel::dsl::exists(said().select(reviews::id))).load(conn).unwrap();
        assert_eq!(rows, [(a, true)]);
    }
}
