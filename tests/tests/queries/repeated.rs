//! The same statement from the same place.

use crate::panic_of;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::testing::{QueryLog, RepeatedQueries, assert_no_repeated_queries};
use model_tests::make::articles;
use model_tests::models::{Article, Author, AuthorId};
use model_tests::on_every_backend;
use std::backtrace::Backtrace;

/// Whether this build has line tables, so that a place has a file and a line.
fn has_lines() -> bool {
    Backtrace::force_capture().to_string().contains("queries/repeated.rs")
}

on_every_backend! {
    fn a_loop_is_found_with_its_line(db) {
        let conn = db.conn();
        let found = articles(conn, ["a", "b", "c", "d"]);
        let log = QueryLog::on(conn);
        let mut line = 0;
        for article in &found {
            let author = Author::objects().find(article.author_id);
            let (at, author) = (line!(), author.first::<Author>(conn));
            (line, _) = (at, author.unwrap());
        }
        let repeated = log.repeated();
        let all: Vec<_> = repeated.iter().collect();
        assert!(all.len() == 1 && all[0].times() == 4 && all[0].sql().contains("author"), "{repeated}");
        let place = &all[0].places()[0];
        assert!(place.function().contains("a_loop_is_found_with_its_line"), "{place}");
        assert_eq!(place.line(), has_lines().then_some(line), "{place}");
        assert_eq!(place.file().is_some_and(|file| file.ends_with("queries/repeated.rs")), has_lines(), "{place}");
    }

    fn a_loop_around_a_function_is_one_and_three_calls_of_it_are_none(db) {
        fn find(conn: &mut Conn, id: AuthorId) -> Author {
            Author::objects().find(id).first(conn).unwrap()
        }

        let conn = db.conn();
        let [a, b, c] = articles(conn, ["a", "b", "c"]);
        assert_no_repeated_queries!(conn, {
            find(conn, a.author_id);
            find(conn, b.author_id);
            find(conn, c.author_id);
        });
        let message = panic_of(|| {
            assert_no_repeated_queries!(conn, {
                for article in [&a, &b, &c] {
                    find(conn, article.author_id);
                }
            });
        });
        assert!(message.contains("  3 times: SELECT .. FROM "), "{message}");
        assert!(message.contains("find") && message.contains("    called at "), "{message}");
    }

    fn a_loop_of_patches_is_found_where_it_is_and_not_in_what_the_derive_writes(db) {
        let conn = db.conn();
        let found = articles(conn, ["a", "b", "c"]);
        let log = QueryLog::on(conn);
        for article in &found {
            article.patch().body("new").by(&model_core::Actor::system()).run(conn).unwrap();
        }
        let repeated = log.repeated();
        assert!(!repeated.is_empty(), "{log}");
        for one in &repeated {
            let place = &one.places()[0];
            assert!(place.function().contains("a_loop_of_patches"), "{place}");
        }
    }

    fn a_loop_of_an_iterator_is_one_loop(db) {
        let conn = db.conn();
        let found = articles(conn, ["a", "b", "c"]);
        let log = QueryLog::on(conn);
        let author = |article: &Article| Author::objects().find(article.author_id).first(conn).unwrap();
        let authors: Vec<Author> = found.iter().map(author).collect();
        assert_eq!(authors.len(), 3);
        assert_eq!(RepeatedQueries::of(&log, 3).iter().map(|one| one.times()).collect::<Vec<_>>(), [3], "{log}");
        assert!(RepeatedQueries::of(&log, 4).is_empty());
    }

    fn one_statement_for_all_rows_is_no_loop(db) {
        let conn = db.conn();
        articles(conn, ["a", "b", "c", "d"]);
        assert_no_repeated_queries!(conn, {
            let all: Vec<Article> = Article::objects().load(conn).unwrap();
            let ids: Vec<AuthorId> = all.iter().map(|article| article.author_id).collect();
            Author::objects().filter(model_tests::schema::authors::id.eq_any(ids)).load::<Author>(conn).unwrap()
        });
    }
}
