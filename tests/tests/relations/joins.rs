//! Joins along relations, with both sides scoped.

use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::{IncludingDeleted, Parent};
use model_tests::make::{book, me, review, writer};
use model_tests::models::{Blurb, Book, NewBlurb, Review, Writer};
use model_tests::on_every_backend;
use model_tests::schema::{books, reviews, writers};

/// A parent and its child, by their texts.
fn shown(rows: &[(Book, Option<Review>)]) -> Vec<(&str, Option<&str>)> {
    rows.iter()
        .map(|(book, review)| (book.title.as_str(), review.as_ref().map(|review| review.body.as_str())))
        .collect()
}

on_every_backend! {
    fn case_02_a_parent_whose_children_are_all_deleted_is_in_a_left_join(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann").id;
        let (a, b, _) = (book(conn, ann, "a"), book(conn, ann, "b"), book(conn, ann, "c"));
        for (book, body) in [(&a, "a1"), (&a, "a2"), (&b, "b1"), (&b, "b2")] {
            review(conn, book.id, body);
        }
        b.reviews().delete().run(conn).unwrap();
        a.reviews().filter(reviews::body.eq("a2")).delete().run(conn).unwrap();
        let all = || Book::objects().left_join_related::<Review>();
        let rows: Vec<(Book, Option<Review>)> = all().load(conn).unwrap();
        assert_eq!(shown(&rows), [("a", Some("a1")), ("b", None), ("c", None)]);
        assert_eq!(all().count().get_result::<i64>(conn).unwrap(), 3);
        assert!(all().exists().get_result::<bool>(conn).unwrap());
        let first: (Book, Option<Review>) = all().first(conn).unwrap();
        assert_eq!(first, rows[0]);

        let rows: Vec<(Book, Option<Review>)> = Book::objects()
            .left_join_related::<IncludingDeleted<Review>>()
            .filter(books::title.eq("b"))
            .order((books::title, reviews::id))
            .load(conn)
            .unwrap();
        assert_eq!(shown(&rows), [("b", Some("b1")), ("b", Some("b2"))]);
        let rows: Vec<(Book, Review)> = Book::objects().inner_join_related::<Review>().load(conn).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].1.body, "a1");
    }

    fn filters_and_orders_over_both_tables_compose(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann").id;
        let (a, b) = (book(conn, ann, "a"), book(conn, ann, "b"));
        for (book, body) in [(&a, "x"), (&a, "y"), (&b, "x"), (&b, "z")] {
            review(conn, book.id, body);
        }
        let rows: Vec<(Book, Option<Review>)> = Book::objects()
            .filter(books::title.ne("c"))
            .left_join_related::<Review>()
            .filter(reviews::body.eq("x").or(reviews::body.eq("z")))
            .order((reviews::body.desc(), books::title.asc()))
            .load(conn)
            .unwrap();
        assert_eq!(shown(&rows), [("b", Some("z")), ("a", Some("x")), ("b", Some("x"))]);
        let rows: Vec<(String, Option<String>)> = Book::objects()
            .left_join_related::<Review>()
            .filter(reviews::body.eq("y"))
            .select((books::title, reviews::body.nullable()))
            .load(conn)
            .unwrap();
        assert_eq!(rows, [("a".to_owned(), Some("y".to_owned()))]);
    }

    fn both_sides_of_a_join_are_scoped_and_may_be_lifted(db) {
        let conn = db.conn();
        let (ann, bob) = (writer(conn, "Ann"), writer(conn, "Bob"));
        let (a, _b, gone) = (book(conn, ann.id, "a"), book(conn, bob.id, "b"), book(conn, ann.id, "gone"));
        gone.delete().by(me()).run(conn).unwrap();
        bob.delete().by(me()).run(conn).unwrap();
        type Written = Parent<Writer, books::writer_id>;
        let rows: Vec<(Book, Writer)> = Book::objects().inner_join_related::<Written>().load(conn).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0], (a, ann));
        let titles = |rows: Vec<(Book, Option<Writer>)>| -> Vec<(String, Option<String>)> {
            rows.into_iter().map(|(book, writer)| (book.title, writer.map(|writer| writer.name))).collect()
        };
        let own = |title: &str, name: Option<&str>| (title.to_owned(), name.map(str::to_owned));
        let rows = Book::objects().left_join_related::<Written>().load(conn).unwrap();
        assert_eq!(titles(rows), [own("a", Some("Ann")), own("b", None)]);
        let rows = Book::objects().left_join_related::<Written>().with_deleted().load(conn).unwrap();
        assert_eq!(titles(rows), [own("a", Some("Ann")), own("b", None), own("gone", Some("Ann"))]);
        let rows = Book::objects().left_join_related::<IncludingDeleted<Written>>().load(conn).unwrap();
        assert_eq!(titles(rows), [own("a", Some("Ann")), own("b", Some("Bob"))]);
        let rows: Vec<(Deleted<Book>, Writer)> =
            Book::objects().inner_join_related::<Written>().only_deleted().load(conn).unwrap();
        assert_eq!(rows[0].0.row().title, "gone");
        let found = Book::objects()
            .left_join_related::<Written>()
            .filter(writers::name.eq("Ann"))
            .or_filter(books::title.eq("gone"));
        assert_eq!(titles(found.load(conn).unwrap()), [own("a", Some("Ann"))], "an OR leaves neither scope");
    }

    fn case_03_a_lenient_parent_is_joined_although_it_is_deleted(db) {
        let conn = db.conn();
        let (ann, bob) = (writer(conn, "Ann"), writer(conn, "Bob"));
        book(conn, ann.id, "a").patch().editor_id(bob.id).by(me()).run(conn).unwrap();
        bob.delete().by(me()).run(conn).unwrap();
        let rows: Vec<(Book, Writer)> =
            Book::objects().inner_join_related::<Parent<Writer, books::editor_id>>().load(conn).unwrap();
        assert_eq!(rows[0].1.name, "Bob");
    }

    fn several_relations_join_one_after_the_other(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann").id;
        let (a, b) = (book(conn, ann, "a"), book(conn, ann, "b"));
        review(conn, a.id, "x");
        let blurb = Blurb::create(NewBlurb::builder().book_id(b.id).body("good").build()).run(conn).unwrap();
        type Reviewed = (Book, Option<Review>);
        let rows: Vec<(Reviewed, Option<Blurb>)> =
            Book::objects().left_join_related::<Review>().left_join_related::<Blurb>().load(conn).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(shown(&[rows[0].0.clone(), rows[1].0.clone()]), [("a", Some("x")), ("b", None)]);
        assert_eq!((&rows[0].1, &rows[1].1), (&None, &Some(blurb)));
        let rows: Vec<(Review, Book)> = Review::objects().inner_join_related::<Book>().load(conn).unwrap();
        assert_eq!(rows[0].1, a);
    }
}
