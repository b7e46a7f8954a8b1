//! A deadlock, of which it is known who is the victim.

use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{author, me, new_article};
use model_tests::models::Article;
use model_tests::{Database, TestConnection};
use std::thread;
use std::time::Duration;

/// Articles, more than a victim writes to: MySQL and MariaDB choose the transaction that has done less.
pub(crate) fn ten(conn: &mut impl TestConnection) -> Vec<Article> {
    let author = author(conn).id;
    let new = (0..30).map(|number| new_article(author, &format!("row {number}")));
    Article::create_many(new).by(me()).run(conn).unwrap()
}

/// A connection that becomes the victim: PostgreSQL chooses the one that is the first to wonder.
pub(crate) fn ready<C: Backend + TestConnection>(db: &Database<C>) -> C {
    let mut conn = db.another();
    if C::NAME == "postgres" {
        conn.sql("SET deadlock_timeout = '50ms'");
    }
    conn
}

/// With this a statement of MariaDB waits for the rows that it writes, and not for those that it reads in passing.
pub(crate) const PATIENT: &str = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; \
                                  SET SESSION innodb_snapshot_isolation = OFF";

/// Runs a write, of a transaction that holds the row `mine`, while another one holds all other articles and waits for
/// that one.
pub(crate) fn deadlock<C, T>(mut rival: C, mine: &Article, write: impl FnOnce() -> T) -> T
where
    C: Backend + TestConnection + Send,
{
    rival.sql(match C::NAME {
        "postgres" => "SET deadlock_timeout = '20s'",
        _ => PATIENT,
    });
    rival.sql(&format!("BEGIN; UPDATE articles SET views = views + 1 WHERE slug <> '{}'", mine.slug));
    thread::scope(|scope| {
        let waits = scope.spawn(|| {
            rival.sql(&format!("UPDATE articles SET views = views + 1 WHERE slug = '{}'", mine.slug));
            rival.sql("ROLLBACK");
        });
        thread::sleep(Duration::from_millis(400));
        let done = write();
        waits.join().unwrap();
        done
    })
}
