//! What runs after the commit: once, in order, and never too early, after a rollback, or not at all in silence.

use diesel::Connection as _;
use model_core::commit::Unit;
use model_core::prelude::*;
use model_core::transaction;
use model_tests::make::me;
use model_tests::models::{Letter, NewLetter};
use model_tests::schema::letters;
use model_tests::{TestConnection, on_every_backend};
use std::sync::{Arc, Mutex};

fn new(slot: impl Into<String>, body: &str) -> NewLetter {
    NewLetter::builder().slot(slot.into()).body(body).build()
}

/// A door of its own for each test on each backend.
macro_rules! door {
    () => {
        &format!("{}:{}", module_path!(), line!())
    };
}

fn unseen<T>(result: Result<T, Error>, why: &str) {
    match result {
        Err(Error::CommitUnseen { why: said }) => assert!(said.contains(why), "{said}"),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was not refused: {why}"),
    }
}

/// How many letters there are.
macro_rules! count {
    ($conn:expr) => {{
        use diesel::RunQueryDsl as _;
        let count: i64 = Letter::objects().count().get_result($conn).unwrap();
        count
    }};
}

on_every_backend! {
    fn a_write_by_itself_is_heard_of_after_its_own_commit(db) {
        let (door, conn) = (door!(), db.conn());
        let row = Letter::create(new(door, "a")).by(me()).run(conn).unwrap();
        assert_eq!(Letter::heard(door), ["created a by 7"]);
        let row = row.patch().body("b").by(me()).run(conn).unwrap();
        let row = row.patch().body("b").by(me()).run(conn).unwrap();
        assert_eq!(Letter::heard(door), ["patched a b by 7"], "what changes nothing is not told");
        assert!(Letter::create(new(format!("{door}/2"), "fail")).by(me()).run(conn).is_err());
        assert!(Letter::create(new(door, "twin")).by(me()).run(conn).is_err());
        row.clone().delete().by(me()).preview(conn).unwrap();
        assert_eq!(Letter::heard(door), [""; 0]);
        let done = Letter::upsert(new(door, "c")).on(letters::slot).by(me()).run(conn).unwrap();
        assert_eq!(Letter::heard(door), ["patched b c by 7"]);
        done.into_row().hard_delete().by(me()).run(conn).unwrap();
        let _ = Letter::upsert(new(door, "d")).on(letters::slot).by(me()).run(conn).unwrap();
        Letter::objects().delete().each().by(me()).run(conn).unwrap();
        assert_eq!(Letter::heard(door), ["hard_deleted c by 7", "created d by 7", "deleted d by 7"]);
    }

    fn several_writes_are_heard_of_after_the_outermost_commit(db) {
        let (door, conn) = (door!(), db.conn());
        let row = transaction(conn, |conn, unit| {
            let row = Letter::create(new(door, "twice")).by(me()).within(unit).run(conn)?;
            let row = row.patch().body("b").within(unit).by(me()).run(conn)?;
            unit.savepoint(conn, |conn| row.patch().body("c").by(me()).within(unit).run(conn))?;
            Letter::create_many([new(format!("{door}/2"), "d")]).each().by(me()).within(unit).run(conn)?;
            assert_eq!(Letter::heard(door), [""; 0], "not before the commit");
            Ok::<_, Error>(row)
        });
        row.unwrap();
        let all = ["and again", "created twice by 7", "patched twice b by 7", "patched b c by 7", "created d by 7"];
        assert_eq!(Letter::heard(door), all);
        assert_eq!(Letter::heard(door), [""; 0]);
    }

    fn a_rollback_is_never_heard_of(db) {
        let (door, conn) = (door!(), db.conn());
        let undone = transaction(conn, |conn, unit| {
            Letter::create(new(door, "a")).by(me()).within(unit).run(conn)?;
            Err::<(), _>(Error::refused("test", "not so"))
        });
        assert!(undone.is_err());
        assert_eq!((Letter::heard(door).len(), count!(conn)), (0, 0));
        let door_2 = &format!("{door}/2");
        transaction(conn, |conn, unit| {
            let undone = unit.savepoint(conn, |conn| {
                Letter::create(new(door, "a")).by(me()).within(unit).run(conn)?;
                unit.savepoint(conn, |conn| Letter::create(new(door_2, "b")).by(me()).within(unit).run(conn))?;
                Err::<(), _>(Error::refused("test", "not so"))
            });
            assert!(undone.is_err());
            // A write that fails is a savepoint as well.
            assert!(Letter::create(new(door, "fail")).by(me()).within(unit).run(conn).is_err());
            Letter::create(new(door, "c")).by(me()).within(unit).run(conn)
        })
        .unwrap();
        assert_eq!((Letter::heard(door), count!(conn)), (vec!["created c by 7".to_owned()], 1));
    }

    fn what_cannot_be_seen_is_refused_before_anything_is_written(db) {
        let (door, mut other) = (door!(), db.another());
        let conn = db.conn();
        let letter = || Letter::create(new(door, "a")).by(me());
        let plain = conn.transaction::<_, Error, _>(|conn| {
            unseen(letter().run(conn), "model_core::transaction");
            unseen(transaction(conn, |_, _| Ok::<_, Error>(())), "outermost");
            Ok(count!(conn))
        });
        assert_eq!(plain.unwrap(), 0);
        let kept = transaction(conn, |conn, unit| {
            unseen(letter().run(conn), ".within(unit)");
            conn.transaction::<_, Error, _>(|conn| {
                unseen(letter().within(unit).run(conn), "unit.savepoint");
                unseen(unit.savepoint(conn, |_| Ok::<_, Error>(())), "unit.savepoint");
                Ok(())
            })?;
            unseen(letter().within(unit).run(&mut other), "another connection");
            Ok::<Unit, Error>(unit.clone())
        });
        let unit = kept.unwrap();
        unseen(letter().within(&unit).run(conn), "already ended");
        unseen(unit.on_commit(|| ()), "already ended");
        assert_eq!((Letter::heard(door).len(), count!(conn), conn.trail().len()), (0, 0, 0));
    }

    fn anything_can_run_after_the_commit(db) {
        let conn = db.conn();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hear = |what: &'static str| {
            let heard = Arc::clone(&heard);
            move || heard.lock().unwrap().push(what)
        };
        transaction(conn, |conn, unit| {
            unit.on_commit(hear("first"))?;
            let undone = unit.savepoint(conn, |_| {
                unit.on_commit(hear("never"))?;
                Err::<(), _>(Error::NotFound)
            });
            assert!(undone.is_err());
            unit.on_commit(hear("second"))?;
            assert!(heard.lock().unwrap().is_empty());
            Ok::<_, Error>(())
        })
        .unwrap();
        assert_eq!(*heard.lock().unwrap(), ["first", "second"]);
    }

    fn it_works_over_a_pool(db) {
        let door = door!();
        let pool = db.pool(1);
        let conn = &mut pool.get().unwrap();
        Letter::create(new(door, "a")).by(me()).run(conn).unwrap();
        transaction(conn, |conn, unit| Letter::create(new(format!("{door}/2"), "b")).by(me()).within(unit).run(conn))
            .unwrap();
        assert_eq!(Letter::heard(door), ["created a by 7", "created b by 7"]);
    }
}
