//! Conflicts with other transactions are known as such.

use model_core::prelude::*;
use model_tests::TestConnection;
use model_tests::backend::Backend;
use model_tests::make::{article, articles, me, new_article};
use model_tests::models::Article;
use model_tests::on_every_backend;

/// What makes a connection give up soon, in several languages of the server.
fn impatient(backend: &str) -> Vec<String> {
    match backend {
        "sqlite" => vec!["PRAGMA busy_timeout = 50".to_owned()],
        "postgres" => vec!["SET lock_timeout = '50ms'".to_owned()],
        _ => ["en_US", "de_DE", "fr_FR", "ja_JP", "zh_CN", "pt_PT", "ru_RU"]
            .map(|language| format!("SET innodb_lock_wait_timeout = 1; SET lc_messages = '{language}'"))
            .into(),
    }
}

on_every_backend! {
    fn fault_a5_a_lock_that_was_waited_for_too_long_is_a_conflict(db) {
        let row = article(db.conn(), "row");
        let mut holder = db.another();
        holder.sql("BEGIN; UPDATE articles SET views = views + 1");
        let conn = &mut db.another();
        for setting in impatient(Conn::NAME) {
            conn.sql(&setting);
            let result = row.patch().title("other").by(me()).run(conn);
            assert!(matches!(result, Err(Error::Conflict)), "{setting}: {result:?}");
        }
        holder.sql("ROLLBACK");
        row.patch().title("other").by(me()).run(conn).unwrap();
    }

    fn fault_a5_a_row_that_changed_since_the_first_read_is_a_conflict(db) {
        if Conn::NAME != "mysql" {
            return;
        }
        let row = article(db.conn(), "row");
        let conn = &mut db.another();
        for language in ["en_US", "de_DE", "hu_HU", "ja_JP"] {
            conn.sql(&format!("SET innodb_snapshot_isolation = ON; SET lc_messages = '{language}'"));
            let result = diesel::Connection::transaction(conn, |conn| {
                assert_eq!(conn.articles().len(), 1);
                row.patch().body(language).by(me()).run(db.conn()).unwrap();
                row.patch().title(language).by(me()).run(conn)
            });
            assert!(matches!(result, Err(Error::Conflict)), "{language}: {result:?}");
            assert_eq!(db.conn().stored(row.id).unwrap().body, language);
        }
    }

    fn fault_a5_other_errors_are_known_in_other_languages(db) {
        let [_, other] = articles(db.conn(), ["taken", "other"]);
        let conn = &mut db.another();
        let languages: &[&str] = if Conn::NAME == "mysql" { &["en_US", "de_DE", "es_ES", "ja_JP"] } else { &[""] };
        for language in languages {
            if !language.is_empty() {
                conn.sql(&format!("SET lc_messages = '{language}'"));
            }
            let error = Article::create(new_article(other.author_id, "taken")).by(me()).run(conn).unwrap_err();
            assert!(matches!(error, Error::UniqueViolation { field: Some("slug"), .. }), "{language}: {error:?}");
            let error = other.patch().views(-1).by(me()).run(conn).unwrap_err();
            assert!(matches!(error, Error::Check { .. }), "{language}: {error:?}");
        }
    }
    fn fault_c14_a_write_of_sqlite_waits_for_its_turn_where_a_timeout_is_set(db) {
        if Conn::NAME != "sqlite" {
            return;
        }
        let row = article(db.conn(), "row");
        let mut holder = db.another();
        let conn = &mut db.another();
        holder.sql("BEGIN IMMEDIATE");
        conn.sql("PRAGMA busy_timeout = 0");
        let result = row.patch().title("other").by(me()).run(conn);
        assert!(matches!(result, Err(Error::Conflict)), "{result:?}");
        // As the guide says it, and as the newsroom sets it.
        conn.sql("PRAGMA busy_timeout = 5000");
        std::thread::scope(|scope| {
            scope.spawn(move || {
                std::thread::sleep(std::time::Duration::from_millis(300));
                holder.sql("COMMIT");
            });
            row.patch().title("other").by(me()).run(conn).unwrap();
        });
        assert_eq!(db.conn().stored(row.id).unwrap().title, "other");
    }
}
