//! `objects().with(..)`: related rows and aggregates of every kind of relation, and their scopes.

use bigdecimal::BigDecimal;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::{Children, Parent, Through, related};
use model_tests::make::{articles, author, book, me, review, subjects, writer};
use model_tests::models::{
    Agency, AgencyOwnedDefaultScope as _, Article, Blurb, Book, BookSubject, Case, EmptyReview, Like, NewAgency,
    NewBlurb, NewBookSubject, NewCase, NewPaper, NewReaction, NewReading, NewReview, Paper, Reaction, Reading, Review,
    Subject, Target, Writer,
};
use model_tests::schema::{books, reactions, readings, reviews, subjects, writers};
use model_tests::{Recorder, TestConnection, on_every_backend};

type Written = Parent<Writer, books::writer_id>;
type Edited = Parent<Writer, books::editor_id>;
type Readers = Through<Writer, Reading, readings::book_id, readings::reader_id>;
type Read = Children<Reading, readings::book_id>;

fn bodies(rows: &[Review]) -> Vec<&str> {
    rows.iter().map(|row| row.body.as_str()).collect()
}

/// `a` has everything; `b` has nothing but its writer.
fn two_books(conn: &mut impl TestConnection) -> (Book, Book) {
    let ann = writer(conn, "Ann").id;
    let (a, b) = (book(conn, ann, "a"), book(conn, ann, "b"));
    for body in ["one", "two", "three"] {
        review(conn, a.id, body);
    }
    Blurb::create(NewBlurb::builder().book_id(a.id).body("good").build()).run(conn).unwrap();
    subjects(conn, &["sea", "air", "war"]);
    let link = |code: &str| NewBookSubject::builder().book_id(a.id).subject(code).build();
    BookSubject::create_many(["sea", "air", "war"].map(link)).by(me()).run(conn).unwrap();
    (a, b)
}

fn read(conn: &mut impl TestConnection, book: &Book, by: &Writer, stars: i32) -> Reading {
    let new = NewReading::builder().book_id(book.id).reader_id(by.id).stars(stars).build();
    Reading::create(new).by(me()).run(conn).unwrap()
}

on_every_backend! {
    fn every_kind_of_relation_has_filters_and_orders(db) {
        let conn = db.conn();
        let (a, b) = two_books(conn);
        let rows = Book::objects()
            .with((
                related::<Written>().filter(writers::name.eq("Ann")),
                related::<Written>().filter(writers::name.eq("Bob")),
                related::<Edited>(),
                related::<Review>().filter(reviews::body.ne("two")).order(reviews::body.asc()),
                related::<Review>().filter(reviews::body.eq("one").or(reviews::body.eq("two"))).filter(reviews::id.gt(0)),
                related::<Blurb>(),
                related::<Subject>().order(subjects::code.desc()).filter(subjects::code.ne("air")),
                (related::<Subject>().count(), related::<Blurb>().exists(), related::<Edited>().exists()),
            ))
            .load(conn)
            .unwrap();
        let [(first, beside), (second, nothing)] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((first, second), (&a, &b));
        let (by, nobody, edited, sorted, some, blurb, about, numbers) = beside;
        assert_eq!(by.as_ref().map(|by| by.name.as_str()), Some("Ann"));
        assert_eq!((nobody, edited), (&None, &None));
        assert_eq!(bodies(sorted), ["one", "three"]);
        assert_eq!(bodies(some), ["two", "one"], "without an order, the default order");
        assert_eq!(blurb.as_ref().map(|blurb| blurb.body.as_str()), Some("good"));
        assert_eq!(about.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["war", "sea"]);
        assert_eq!(numbers, &(3, true, false));
        assert_eq!(nothing, &(by.clone(), None, None, vec![], vec![], None, vec![], (0, false, false)));
    }

    fn aggregates_are_of_the_rows_that_the_filter_leaves(db) {
        let conn = db.conn();
        let (a, _) = two_books(conn);
        let (bob, cid) = (writer(conn, "Bob"), writer(conn, "Cid"));
        read(conn, &a, &bob, 5);
        read(conn, &a, &cid, 2);
        let gone = read(conn, &a, &cid, 1);
        gone.delete().by(me()).run(conn).unwrap();
        type Numbers = (Option<i64>, Option<i64>, Option<i32>, Option<i32>, Option<BigDecimal>, i64);
        let rows: Vec<(Book, Numbers)> = Book::objects()
            .with((
                related::<Read>().sum(readings::stars),
                related::<Read>().filter(readings::stars.gt(2)).sum(readings::stars),
                related::<Read>().min(readings::stars),
                related::<Read>().with_deleted().min(readings::stars),
                related::<Read>().avg(readings::stars),
                related::<Read>().with_deleted().count(),
            ))
            .load(conn)
            .unwrap();
        assert_eq!(rows[0].1, (Some(7), Some(5), Some(2), Some(1), Some("3.5".parse().unwrap()), 3));
        assert_eq!(rows[1].1, (None, None, None, None, None, 0));
        // Over linked rows, and with the type named where nothing else says it.
        let rows = Book::objects()
            .with((related::<Readers>().max::<String, _>(writers::name), related::<Readers>().count()))
            .load(conn)
            .unwrap();
        assert_eq!(rows[0].1, (Some("Cid".to_owned()), 2));
    }

    fn levels_cost_one_query_each_and_shared_rows_are_asked_for_once(db) {
        let conn = db.conn();
        let (a, b) = two_books(conn);
        let link = NewBookSubject::builder().book_id(b.id).subject("sea").build();
        BookSubject::create(link).by(me()).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        let rows = Book::objects()
            .with((
                related::<Review>().with((related::<Book>().with(related::<Written>()), related::<Book>().count())),
                related::<Subject>().order(subjects::code.asc()).with(related::<Book>()),
                related::<Written>().with(related::<Children<Book, books::writer_id>>().count()),
            ))
            .load(conn)
            .unwrap();
        assert_eq!(recorder.sent().len(), 1 + 4 + 2 + 2);
        let (said, about, by) = &rows[0].1;
        assert_eq!(said.len(), 3);
        for (_, (of, number)) in said {
            let (of, by) = of.as_ref().unwrap();
            assert_eq!((of, by.as_ref().map(|by| by.name.as_str()), *number), (&a, Some("Ann"), 1));
        }
        let shown: Vec<_> = about.iter().map(|(row, books)| (row.code.as_str(), books.len())).collect();
        assert_eq!(shown, [("air", 1), ("sea", 2), ("war", 1)]);
        assert_eq!(rows[1].1.1[0].1, [a, b], "a row that two rows share has its own rows at both");
        assert_eq!(by.as_ref().map(|(_, books)| *books), Some(2));
    }

    fn deleted_rows_are_read_by_name_only(db) {
        let conn = db.conn();
        let (a, _) = two_books(conn);
        let bob = writer(conn, "Bob");
        a.patch().editor_id(bob.id).by(me()).run(conn).unwrap();
        Subject::delete_by_key("war".to_owned()).run(conn).unwrap();
        Review::objects().filter(reviews::body.eq("one")).delete().run(conn).unwrap();
        read(conn, &a, &bob, 3).delete().by(me()).run(conn).unwrap();
        bob.delete().by(me()).run(conn).unwrap();
        Writer::objects().filter(writers::name.eq("Ann")).delete().by(me()).run(conn).unwrap();
        let rows = Book::objects()
            .with((
                related::<Written>().exists(),
                related::<Written>().with_deleted().exists(),
                related::<Edited>().exists(),
                related::<Review>().count(),
                related::<Review>().with_deleted().count(),
                related::<Subject>().count(),
                related::<Subject>().with_deleted().count(),
                related::<Readers>().with_deleted().count(),
            ))
            .load(conn)
            .unwrap();
        assert_eq!(rows[0].1, (false, true, true, 2, 3, 2, 3, 0), "a deleted link links nothing");
    }

    fn proxies_keep_their_filter(db) {
        let conn = db.conn();
        let (a, _) = two_books(conn);
        let empty = Review::create(NewReview::builder().book_id(a.id).body("").build()).run(conn).unwrap();
        let rows = Book::objects()
            .with((
                related::<Review>().proxy::<EmptyReview>(),
                related::<Review>().proxy::<EmptyReview>().filter(reviews::id.lt(0)).count(),
                related::<Review>().proxy::<EmptyReview>().with(related::<Book>()),
            ))
            .load(conn)
            .unwrap();
        let (found, none, with) = &rows[0].1;
        assert_eq!(found.iter().map(Manager::as_model).collect::<Vec<_>>(), [&empty]);
        assert_eq!((*none, with[0].1.as_ref()), (0, Some(&a)));
        // The rows that it starts from may be those of a proxy as well.
        let rows = EmptyReview::objects().with(related::<Book>()).load(conn).unwrap();
        assert_eq!(rows[0].1, Some(a));
    }

    fn generic_references_lead_back(db) {
        let conn = db.conn();
        let [one, two] = articles(conn, ["one", "two"]);
        for kind in ["like", "love", "like"] {
            let new = NewReaction::builder().target(Target::of(&one)).kind(kind).build();
            Reaction::create(new).by(me()).run(conn).unwrap();
        }
        let rows = Article::objects()
            .filter(model_tests::schema::articles::id.eq_any([one.id, two.id]))
            .order(model_tests::schema::articles::title.asc())
            .with((
                related::<Reaction>().order(reactions::kind.desc()).limit_each(2),
                related::<Reaction>().proxy::<Like>().count(),
                related::<Reaction>().max::<String, _>(reactions::kind),
            ))
            .load(conn)
            .unwrap();
        let kinds = |rows: &[Reaction]| rows.iter().map(|row| row.kind.clone()).collect::<Vec<_>>();
        assert_eq!(kinds(&rows[0].1.0), ["love", "like"]);
        assert_eq!((rows[0].1.1, rows[0].1.2.as_deref()), (2, Some("love")));
        assert_eq!(rows[1].1, (vec![], 0, None));
    }

    fn related_rows_are_of_the_agency_of_the_rows(db) {
        let conn = db.conn();
        let [here, there] =
            ["here", "there"].map(|name| Agency::create(NewAgency::builder().name(name).build()).run(conn).unwrap().id);
        let new = NewCase::builder().agency_id(here).title("a").code("c1").number(1).build();
        let case = Case::create(new).by(me()).run(conn).unwrap();
        for body in ["mine", "theirs"] {
            let new = NewPaper::builder().agency_id(here).case_id(case.id).body(body).build();
            Paper::create(new).by(me()).run(conn).unwrap();
        }
        conn.sql(&format!("UPDATE papers SET agency_id = {there} WHERE body = 'theirs'"));
        let rows = Case::objects()
            .for_agency(here)
            .with((related::<Paper>(), related::<Paper>().limit_each(9), related::<Paper>().count()))
            .load(conn)
            .unwrap();
        let (all, limited, number) = &rows[0].1;
        assert_eq!(all.iter().map(|paper| paper.filed.body.as_str()).collect::<Vec<_>>(), ["mine"]);
        assert_eq!((limited, *number), (all, 1));
    }

    fn no_rows_ask_nothing_more(db) {
        let conn = db.conn();
        author(conn);
        let recorder = Recorder::on(conn);
        let rows = Book::objects().with((related::<Review>().with(related::<Book>()), related::<Subject>().count()));
        assert!(rows.load(conn).unwrap().is_empty());
        assert_eq!(recorder.sent().len(), 1);
    }
}
