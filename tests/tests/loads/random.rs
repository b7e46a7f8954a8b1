//! Random rows and plans, against the same worked out in Rust from all rows.

use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::{Children, Through, related};
use model_tests::make::{book, me, subjects, writer};
use model_tests::models::{Book, BookSubject, NewBookSubject, NewReading, NewReview, Reading, Review, Subject, Writer};
use model_tests::on_every_backend;
use model_tests::schema::{readings, reviews};

type Read = Children<Reading, readings::book_id>;
type Readers = Through<Writer, Reading, readings::book_id, readings::reader_id>;
type Answers = Children<Review, reviews::parent_id>;

/// Numbers that are the same on every machine.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// How many seeds there are, or the one that was asked for.
fn seeds() -> Vec<u64> {
    match std::env::var("MODEL_TEST_SEED") {
        Ok(seed) => vec![seed.parse().expect("a seed is a number")],
        Err(_) => (1..=if std::env::var_os("MODEL_TEST_LONG").is_some() { 40 } else { 4 }).collect(),
    }
}

on_every_backend! {
    fn what_stands_beside_rows_is_what_rust_finds_among_all_rows(db) {
        for seed in seeds() {
            let conn = db.conn();
            let mut dice = Dice(seed);
            let code = |number: usize| format!("s{seed}-{number}");
            subjects(conn, &(0..5).map(code).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>());
            let people: Vec<Writer> = (0..4).map(|number| writer(conn, &format!("w{seed}-{number}"))).collect();
            let mine: Vec<Book> =
                (0..9).map(|number| book(conn, people[dice.throw(4)].id, &format!("{seed}-{number}"))).collect();
            let mut said: Vec<Review> = Vec::new();
            for _ in 0..40 {
                let body = ["x", "y", "z"][dice.throw(3)];
                let new = NewReview::builder().book_id(mine[dice.throw(8)].id).body(body);
                let above = if said.is_empty() || dice.throw(2) == 0 { None } else { Some(said[dice.throw(said.len())].id) };
                said.push(Review::create(new.parent_id(above).build()).run(conn).unwrap());
                let new = NewReading::builder().book_id(mine[dice.throw(8)].id).reader_id(people[dice.throw(4)].id);
                Reading::create(new.stars(dice.throw(6) as i32).build()).by(me()).run(conn).unwrap();
                let (of, about) = (mine[dice.throw(8)].id, code(dice.throw(5)));
                if BookSubject::objects().find((of, about.clone())).first::<BookSubject>(conn).optional().unwrap().is_none() {
                    let new = NewBookSubject::builder().book_id(of).subject(about).build();
                    BookSubject::create(new).by(me()).run(conn).unwrap();
                }
            }
            for row in said.into_iter().filter(|_| dice.throw(4) == 0).collect::<Vec<_>>() {
                row.delete().run(conn).unwrap();
            }
            for row in Reading::objects().load::<Reading>(conn).unwrap() {
                if dice.throw(4) == 0 {
                    row.delete().by(me()).run(conn).unwrap();
                }
            }
            people[dice.throw(4)].clone().delete().by(me()).run(conn).unwrap();
            Subject::delete_by_key(code(dice.throw(5))).run(conn).unwrap();
            let (limit, least) = (dice.throw(4) as u32, dice.throw(5) as i32);

            let every: Vec<Review> = Review::objects().with_deleted().load(conn).unwrap();
            let readings: Vec<Reading> = Reading::objects().load(conn).unwrap();
            let live: Vec<Writer> = Writer::objects().load(conn).unwrap();
            let about: Vec<Subject> = Subject::objects().load(conn).unwrap();
            let links: Vec<BookSubject> = BookSubject::objects().load(conn).unwrap();
            let rows = Book::objects()
                .with((
                    related::<Review>().filter(reviews::body.ne("y")).order((reviews::body.desc(), reviews::id.desc())).limit_each(limit)
                        .with((related::<Answers>(), related::<Answers>().with_deleted().count())),
                    related::<Read>().filter(readings::stars.ge(least)).sum::<i64, _>(readings::stars),
                    related::<Read>().min::<i32, _>(readings::stars),
                    related::<Read>().with_deleted().exists(),
                    related::<Readers>().with(related::<Children<Book, model_tests::schema::books::writer_id>>().count()),
                    related::<Subject>().limit_each(2),
                ))
                .load(conn)
                .unwrap();
            let books: Vec<Book> = rows.iter().map(|(row, _)| row.clone()).collect();
            assert_eq!(books, Book::objects().load::<Book>(conn).unwrap());
            for (row, (found, sum, min, any, readers, subjects)) in rows {
                let context = format!("MODEL_TEST_SEED={seed}, book {}", row.title);
                let answers = |to: &Review, all: bool| {
                    let of = |row: &&Review| row.parent_id == Some(to.id) && (all || !row.is_deleted);
                    every.iter().filter(of).cloned().collect::<Vec<_>>()
                };
                let mut expected: Vec<_> = every
                    .iter()
                    .filter(|said| said.book_id == row.id && !said.is_deleted && said.body != "y")
                    .map(|said| (said.clone(), (answers(said, false), answers(said, true).len() as i64)))
                    .collect();
                expected.sort_by(|(a, _), (b, _)| (&b.body, *b.id.inner()).cmp(&(&a.body, *a.id.inner())));
                expected.truncate(limit as usize);
                assert_eq!(found, expected, "{context}");
                let stars: Vec<i32> = readings.iter().filter(|read| read.book_id == row.id).map(|read| read.stars).collect();
                let high: Vec<i64> = stars.iter().filter(|stars| **stars >= least).map(|stars| i64::from(*stars)).collect();
                assert_eq!(sum, if high.is_empty() { None } else { Some(high.iter().sum()) }, "{context}");
                assert_eq!(min, stars.iter().min().copied(), "{context}");
                assert!(any >= !stars.is_empty(), "{context}");
                let mut names: Vec<_> = readers.iter().map(|(by, wrote)| (by.name.clone(), *wrote)).collect();
                names.sort();
                let mut wanted: Vec<_> = readings
                    .iter()
                    .filter(|read| read.book_id == row.id)
                    .filter_map(|read| live.iter().find(|by| by.id == read.reader_id))
                    .map(|by| (by.name.clone(), books.iter().filter(|book| book.writer_id == by.id).count() as i64))
                    .collect();
                wanted.sort();
                assert_eq!(names, wanted, "{context}");
                let linked = |subject: &&Subject| links.iter().any(|link| link.book_id == row.id && link.subject == subject.code);
                let wanted: Vec<Subject> = about.iter().filter(linked).take(2).cloned().collect();
                assert_eq!(subjects, wanted, "{context}");
            }
        }
    }
}
