//! Transactions that are lost stay lost: nothing that follows is written, and nothing of them is told.

use crate::deadlock::{PATIENT, deadlock, ready, ten};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use model_core::commit::IsConflict;
use model_core::prelude::*;
use model_core::transaction;
use model_tests::TestConnection;
use model_tests::backend::Backend;
use model_tests::make::{article, articles, at, me, new_article};
use model_tests::models::{Article, Letter, NewLetter, NewTag, Tag, TagCode};
use model_tests::on_every_backend;
use model_tests::schema::articles as table;
use std::fmt::Debug;

fn lost<T: Debug>(result: Result<T, Error>) {
    assert!(matches!(result, Err(Error::TransactionLost)), "{result:?}");
}

fn letter(slot: &str) -> NewLetter {
    NewLetter::builder().slot(slot).body("a").build()
}

/// The write of a new tag.
macro_rules! tag_of {
    ($code:expr) => {
        Tag::create(NewTag::builder().code(TagCode::from($code.to_owned())).name($code).build())
    };
}

/// A name of a slot that no other test has.
macro_rules! slot {
    () => {
        &format!("{}:{}", module_path!(), line!())
    };
}

/// Each kind of write in a transaction that is lost: all are refused.
macro_rules! refused {
    ($conn:expr, $rows:expr) => {{
        let (conn, rows): (&mut Conn, &[Article]) = ($conn, $rows);
        let author = rows[0].author_id;
        lost(Article::create(new_article(author, "new")).by(me()).run(conn));
        lost(Article::create_many([new_article(author, "two"), new_article(author, "three")]).by(me()).run(conn));
        lost(rows[2].patch().title("lost").by(me()).run(conn));
        lost(rows[3].clone().delete().by(me()).run(conn));
        lost(rows[4].clone().hard_delete().by(me()).run(conn));
        lost(Article::objects().patch().title("lost").by(me()).run(conn));
        lost(tag_of!("t").run(conn));
        lost(Tag::patch_by_key(TagCode::from("known".to_owned())).name("other").run(conn));
        lost(Article::upsert(new_article(author, "four")).on(table::slug).by(me()).run(conn));
        lost(Letter::create(letter(slot!())).by(me()).run(conn).or_else(seen));
        assert!(conn.batch_execute("UPDATE articles SET title = 'lost'").is_err());
    }};
}

/// A model with `after_commit` is refused before, where the unit is not named.
fn seen(error: Error) -> Result<Letter, Error> {
    match error {
        Error::CommitUnseen { .. } => Err(Error::TransactionLost),
        other => Err(other),
    }
}

on_every_backend! {
    fn fault_a1_an_error_that_was_ignored_is_not_a_commit(db) {
        let taken = article(db.conn(), "taken");
        let told = Letter::heard;
        let slot = slot!();
        for plain in [false, true] {
            let before = db.conn().trail();
            let conn = db.conn();
            let result = transaction(conn, |conn, unit| {
                Letter::create(letter(&format!("{slot}/{plain}"))).by(me()).within(unit).run(conn)?;
                if plain {
                    assert!(conn.batch_execute("INSERT INTO articles (id) VALUES (NULL)").is_err());
                } else {
                    let twin = Article::create(new_article(taken.author_id, "taken")).by(me()).run(conn);
                    assert!(matches!(twin, Err(Error::UniqueViolation { .. })), "{twin:?}");
                }
                Ok::<_, Error>(())
            });
            if Conn::NAME == "postgres" {
                lost(result);
                assert_eq!(db.conn().trail(), before);
                assert_eq!(told(slot), [""; 0]);
            } else {
                result.unwrap();
                assert_eq!(db.conn().trail().len(), before.len() + 1);
                assert_eq!(told(slot), ["created a by 7"]);
            }
            // The connection is as good as before.
            Letter::create(letter(&format!("{slot}/{plain}/after"))).by(me()).run(db.conn()).unwrap();
            assert_eq!(told(slot), ["created a by 7"]);
        }
    }

    fn fault_a1_an_error_that_was_ignored_undoes_its_savepoint(db) {
        let taken = article(db.conn(), "taken");
        let conn = db.conn();
        let slot = slot!();
        let result = transaction(conn, |conn, unit| {
            let inner = unit.savepoint(conn, |conn| {
                Letter::create(letter(&format!("{slot}/inner"))).by(me()).within(unit).run(conn)?;
                let twin = Article::create(new_article(taken.author_id, "taken")).by(me()).run(conn);
                assert!(matches!(twin, Err(Error::UniqueViolation { .. })), "{twin:?}");
                Ok::<_, Error>(())
            });
            assert_eq!(inner.is_err(), Conn::NAME == "postgres", "{inner:?}");
            if let Err(error) = inner {
                assert!(matches!(error, Error::TransactionLost), "{error:?}");
            }
            Letter::create(letter(&format!("{slot}/outer"))).by(me()).within(unit).run(conn)
        });
        result.unwrap();
        let heard = Letter::heard(slot).len();
        assert_eq!(heard, if Conn::NAME == "postgres" { 1 } else { 2 });
    }

    fn fault_a3_what_fails_in_a_savepoint_lets_the_transaction_go_on(db) {
        let [taken, other] = articles(db.conn(), ["taken", "other"]);
        let conn = db.conn();
        transaction(conn, |conn, unit| {
            let new = || new_article(taken.author_id, "taken");
            let twin = |conn: &mut Conn| Article::create(new()).by(me()).run(conn).map(drop);
            let many = |conn: &mut Conn| {
                Article::create_many([new()]).by(me()).run(conn).map(drop)
            };
            let patch = |conn: &mut Conn| other.patch().slug("taken").by(me()).run(conn).map(drop);
            for verb in [&twin as &dyn Fn(&mut Conn) -> Result<(), Error>, &many, &patch] {
                let result = unit.savepoint(conn, |conn| verb(conn));
                assert!(matches!(result, Err(Error::UniqueViolation { .. })), "{result:?}");
                let result = diesel::Connection::transaction(conn, |conn| verb(conn));
                assert!(matches!(result, Err(Error::UniqueViolation { .. })), "{result:?}");
            }
            Article::create(new_article(taken.author_id, "third")).by(me()).run(conn)
        })
        .unwrap();
        assert_eq!(db.conn().article_count(), 3);
        assert_eq!(db.conn().article_breaks(), []);
    }

    fn fault_a3_what_follows_an_error_is_refused_by_name(db) {
        if Conn::NAME != "postgres" {
            return;
        }
        let rows = ten(db.conn());
        let conn = db.conn();
        let result = diesel::Connection::transaction(conn, |conn| {
            let twin = Article::create(new_article(rows[0].author_id, "row 1")).by(me()).run(conn);
            assert!(matches!(twin, Err(Error::UniqueViolation { .. })), "{twin:?}");
            refused!(conn, &rows);
            Article::create(new_article(rows[0].author_id, "row 99")).by(me()).run(conn)
        });
        lost(result);
    }

    fn fault_a2_nothing_that_follows_a_deadlock_is_written(db) {
        if Conn::NAME == "sqlite" {
            return;
        }
        let rows = ten(db.conn());
        tag_of!("known").run(db.conn()).unwrap();
        let slot = slot!();
        for nested in [false, true] {
            // On PostgreSQL the savepoint alone is lost.
            if nested && Conn::NAME == "postgres" {
                continue;
            }
            let (trail, before) = (db.conn().trail(), db.conn().articles());
            let conn = &mut ready(&db);
            let rival = db.another();
            let result = transaction(conn, |conn, unit| {
                Letter::create(letter(&format!("{slot}/{nested}"))).by(me()).within(unit).run(conn)?;
                rows[0].patch().title("lost").by(me()).run(conn)?;
                let patch = |conn: &mut Conn| rows[1].patch().title("lost").by(me()).run(conn);
                let result = deadlock(rival, &rows[0], || match nested {
                    true => unit.savepoint(conn, patch),
                    false => patch(conn),
                });
                assert!(matches!(result, Err(Error::Conflict)), "{result:?}");
                refused!(conn, &rows);
                let inner = unit.savepoint(conn, |conn| rows[5].patch().title("lost").by(me()).run(conn));
                lost(inner);
                Ok::<_, Error>(())
            });
            lost(result);
            assert_eq!(Letter::heard(slot), [""; 0]);
            assert_eq!((db.conn().trail(), db.conn().articles()), (trail, before), "nested: {nested}");
            // The connection is as good as before.
            Letter::create(letter(&format!("{slot}/{nested}/after"))).by(me()).run(conn).unwrap();
            assert_eq!(Letter::heard(slot).len(), 1);
        }
        let tags: i64 = Tag::objects().count().get_result(db.conn()).unwrap();
        assert_eq!(tags, 1);
    }

    fn fault_a2_nothing_stays_in_a_transaction_of_plain_diesel(db) {
        if Conn::NAME == "sqlite" {
            return;
        }
        let rows = ten(db.conn());
        let (trail, before) = (db.conn().trail(), db.conn().articles());
        let conn = &mut ready(&db);
        let rival = db.another();
        let _ = diesel::Connection::transaction(conn, |conn| {
            rows[0].patch().title("lost").by(me()).run(conn)?;
            let patch = |conn: &mut Conn| rows[1].patch().title("lost").by(me()).run(conn);
            let result = deadlock(rival, &rows[0], || match Conn::NAME {
                "mysql" => diesel::Connection::transaction(conn, patch),
                _ => patch(conn),
            });
            assert!(matches!(result, Err(Error::Conflict)), "{result:?}");
            refused!(conn, &rows);
            Ok::<_, Error>(())
        });
        assert_eq!((db.conn().trail(), db.conn().articles()), (trail, before));
        // Who returns the error sees it, and the connection is as good as before.
        let rival = db.another();
        let result = diesel::Connection::transaction(conn, |conn| {
            rows[0].patch().title("lost").by(me()).run(conn)?;
            deadlock(rival, &rows[0], || rows[1].patch().title("lost").by(me()).run(conn))
        });
        assert!(matches!(result, Err(Error::Conflict)), "{result:?}");
        rows[0].patch().title("kept").by(me()).run(conn).unwrap();
        assert_eq!(db.conn().stored(rows[0].id).unwrap().title, "kept");
    }

    fn fault_a2_a_deadlock_of_the_application_is_known_too(db) {
        if Conn::NAME == "sqlite" {
            return;
        }
        let rows = ten(db.conn());
        tag_of!("known").run(db.conn()).unwrap();
        let (trail, before) = (db.conn().trail(), db.conn().articles());
        let conn = &mut ready(&db);
        let rival = db.another();
        let result = transaction(conn, |conn, unit| {
            unit.on_commit(|| panic!("nobody is told"))?;
            rows[0].patch().title("lost").by(me()).run(conn)?;
            let update = diesel::update(table::table.filter(table::slug.eq("row-1"))).set(table::title.eq("lost"));
            assert!(deadlock(rival, &rows[0], || update.execute(conn)).is_err());
            refused!(conn, &rows);
            Ok::<_, Error>(())
        });
        lost(result);
        assert_eq!((db.conn().trail(), db.conn().articles()), (trail, before));
    }

    fn fault_a2_a_lock_that_was_waited_for_too_long_costs_only_the_write(db) {
        if Conn::NAME != "mysql" {
            return;
        }
        let [held, free] = articles(db.conn(), ["held", "free"]);
        let mut holder = db.another();
        holder.sql(PATIENT);
        holder.sql("BEGIN; UPDATE articles SET views = views + 1 WHERE slug = 'held'");
        let conn = &mut db.another();
        conn.sql("SET innodb_lock_wait_timeout = 1");
        let result = transaction(conn, |conn, _| {
            free.patch().title("first").by(me()).run(conn)?;
            let result = held.patch().title("never").by(me()).run(conn);
            assert!(matches!(result, Err(Error::Conflict)), "{result:?}");
            free.patch().title("second").by(me()).run(conn)
        });
        result.unwrap();
        holder.sql("ROLLBACK");
        assert_eq!(db.conn().stored(free.id).unwrap().title, "second");
        assert_eq!(db.conn().article_breaks(), []);
    }

    fn fault_a2_a_row_that_has_changed_costs_the_whole_transaction(db) {
        if Conn::NAME != "mysql" {
            return;
        }
        let rows = ten(db.conn());
        tag_of!("known").run(db.conn()).unwrap();
        let conn = &mut db.another();
        conn.sql("SET innodb_snapshot_isolation = ON");
        let result = transaction(conn, |conn, _| {
            rows[0].patch().title("lost").by(me()).run(conn)?;
            assert_eq!(conn.articles().len(), rows.len());
            rows[1].patch().title("by another").by(me()).run(db.conn())?;
            let result = rows[1].patch().title("lost").by(me()).run(conn);
            assert!(matches!(result, Err(Error::Conflict)), "{result:?}");
            refused!(conn, &rows);
            Ok::<_, Error>(())
        });
        lost(result);
        assert!(db.conn().articles().iter().all(|row| row.title != "lost"));
        assert_eq!(db.conn().article_breaks(), []);
    }

    fn a_transaction_is_run_again_after_a_conflict(db) {
        if Conn::NAME == "sqlite" {
            return;
        }
        let rows = ten(db.conn());
        let slot = slot!();
        let conn = &mut ready(&db);
        let (mut tries, mut rival) = (0, Some(db.another()));
        let result = model_core::retry(3).transaction(conn, |conn, unit| {
            tries += 1;
            Letter::create(letter(&format!("{slot}/{tries}"))).by(me()).within(unit).run(conn)?;
            rows[0].patch().title("kept").by(me()).run(conn)?;
            let patch = |conn: &mut Conn| rows[1].patch().title("kept").by(me()).run(conn);
            match rival.take() {
                Some(rival) => deadlock(rival, &rows[0], || patch(conn)),
                None => patch(conn),
            }
        });
        result.unwrap();
        assert_eq!((tries, Letter::heard(slot).len()), (2, 1));
        assert_eq!(db.conn().articles().iter().filter(|row| row.title == "kept").count(), 2);
        assert_eq!(db.conn().article_breaks(), []);
    }

    fn other_errors_are_not_tried_again(db) {
        let conn = db.conn();
        let mut tries = 0;
        let result = model_core::retry(3).transaction(conn, |_, _| {
            tries += 1;
            Err::<(), Error>(Error::refused("test", "no"))
        });
        assert!(matches!(result, Err(Error::Refused { .. })) && tries == 1, "{result:?} {tries}");
        let result = model_core::retry(3).transaction(conn, |_, unit| {
            tries += 1;
            unit.on_commit(|| panic!("this is told of nothing"))?;
            Err::<(), Box<dyn std::error::Error + Send + Sync>>(Error::Conflict.into())
        });
        assert!(result.unwrap_err().is_conflict() && tries == 5, "{tries}");
    }

    fn a_single_write_is_run_again_after_a_deadlock(db) {
        if Conn::NAME == "sqlite" {
            return;
        }
        let rows = ten(db.conn());
        let mut conn = db.another();
        let mut rival = db.another();
        // The rival holds what the write wants last, and then wants what the write holds.
        match Conn::NAME {
            "mysql" => rival.sql(
                "BEGIN; SET @first = (SELECT MIN(id) FROM articles);
                 UPDATE articles FORCE INDEX (PRIMARY) SET views = views + 1 WHERE id > @first;
                 UPDATE audit_logs SET ip = ip",
            ),
            _ => rival.sql(
                "SET deadlock_timeout = '20s'; BEGIN; UPDATE articles SET views = views + 1 WHERE slug <> 'row-0'",
            ),
        }
        std::thread::scope(|scope| {
            let write = scope.spawn(|| match Conn::NAME {
                "mysql" => rows[0].patch().title("kept").by(me()).at(at(9)).run(&mut conn).map(|_| 1),
                _ => {
                    conn.sql("SET deadlock_timeout = '2s'");
                    tag_of!("t").run(&mut conn)?;
                    Article::objects().filter(table::title.like("row%")).patch().title("kept").by(me()).run(&mut conn)
                }
            });
            std::thread::sleep(std::time::Duration::from_millis(600));
            rival.sql("UPDATE articles SET views = views + 1 WHERE slug = 'row-0'");
            rival.sql("ROLLBACK");
            let written = write.join().unwrap().unwrap();
            assert_eq!(written, if Conn::NAME == "mysql" { 1 } else { rows.len() });
        });
        assert_eq!(db.conn().article_breaks(), []);
    }

    fn fault_a1_a_transaction_that_sqlite_has_rolled_back_is_lost(db) {
        if Conn::NAME != "sqlite" {
            return;
        }
        let row = article(db.conn(), "row");
        let conn = db.conn();
        conn.sql(
            "CREATE TRIGGER closed BEFORE UPDATE ON articles WHEN NEW.title = 'closed'
             BEGIN SELECT RAISE(ROLLBACK, 'closed'); END",
        );
        let slot = slot!();
        let result = transaction(conn, |conn, unit| {
            Letter::create(letter(slot)).by(me()).within(unit).run(conn)?;
            assert!(row.patch().title("closed").by(me()).run(conn).is_err());
            Ok::<_, Error>(())
        });
        lost(result);
        assert_eq!(Letter::heard(slot), [""; 0]);
        let close = |conn: &mut Conn| row.patch().title("closed").by(me()).run(conn);
        let result: Result<Article, Error> = transaction(conn, |conn, _| close(conn));
        assert!(matches!(result, Err(Error::Database(_))), "{result:?}");
        let Err(Error::Database(error)) = close(conn) else { panic!("it is closed") };
        assert_eq!(error.to_string(), "closed");
        Letter::create(letter(slot)).by(me()).run(conn).unwrap();
    }
}
