//! How many statements a piece of code sends.

use crate::panic_of;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::testing::{QueryLog, assert_queries};
use model_tests::make::articles;
use model_tests::models::Article;
use model_tests::schema::articles::title;
use model_tests::{Recorder, on_every_backend};

on_every_backend! {
    fn the_statements_of_a_block_are_counted_and_its_value_is_kept(db) {
        let conn = db.conn();
        articles(conn, ["a", "b"]);
        let (count, all) = assert_queries!(conn, 2, {
            let count: i64 = Article::objects().count().get_result(conn).unwrap();
            (count, Article::objects().load::<Article>(conn).unwrap())
        });
        assert_eq!((count, all.len()), (2, 2));
    }

    fn what_opens_and_ends_transactions_does_not_count(db) {
        let conn = db.conn();
        let log = QueryLog::on(conn);
        assert_queries!(conn, 1, {
            model_core::transaction(conn, |conn, unit| {
                unit.savepoint(conn, |conn| Article::objects().load::<Article>(conn).map_err(Error::from))
            })
            .unwrap();
        });
        let shown = log.to_string();
        assert!(shown.starts_with("1 statement in ") && shown.contains("COMMIT"), "{shown}");
    }

    fn a_wrong_count_lists_the_statements_and_no_value(db) {
        let conn = db.conn();
        let message = panic_of(|| {
            assert_queries!(conn, 3, {
                let secret = Article::objects().filter(title.eq("Sesame -- binds: open"));
                assert_eq!(secret.load::<Article>(conn).unwrap().len(), 0);
            });
        });
        assert!(message.starts_with("expected 3 statements, but 1 were sent: 1 statement in "), "{message}");
        assert!(message.contains("SELECT .. FROM ") && message.contains("title"), "{message}");
        assert!(!message.contains("Sesame") && !message.contains("open"), "{message}");
    }

    fn a_failed_statement_is_marked(db) {
        let conn = db.conn();
        let log = QueryLog::on(conn);
        diesel::sql_query("SELECT nothing FROM nowhere").execute(conn).unwrap_err();
        assert!(log.to_string().contains("  failed: SELECT nothing FROM nowhere"), "{log}");
    }

    fn counts_are_nested_and_the_log_around_them_hears_everything(db) {
        let conn = db.conn();
        let log = QueryLog::on(conn);
        assert_queries!(conn, 2, {
            assert_queries!(conn, 0, {});
            assert_queries!(conn, 1, { Article::objects().load::<Article>(conn).unwrap() });
            diesel::sql_query("SELECT 2").execute(conn).unwrap();
        });
        assert_eq!(log.count(), 2);
        diesel::sql_query("SELECT 3").execute(conn).unwrap();
        assert_eq!(log.statements().last().map(String::as_str), Some("SELECT 3"), "it is put back");
        log.stop(conn);
        diesel::sql_query("SELECT 4").execute(conn).unwrap();
        assert_eq!(log.count(), 3);
    }

    fn a_listener_that_is_no_log_hears_nothing_any_more(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        assert_queries!(conn, 1, { Article::objects().load::<Article>(conn).unwrap() });
        Article::objects().load::<Article>(conn).unwrap();
        assert_eq!(recorder.sent(), [""; 0]);
    }
}
