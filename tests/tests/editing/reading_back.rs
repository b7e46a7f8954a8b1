//! What comes back from a write that cannot return its row (MySQL, MariaDB) when somebody else writes before it is
//! read.

use diesel::connection::{InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::models::{NewQuietPlan, QuietPlan};
use model_tests::{Recorder, on_every_backend};

/// Runs a statement on another connection, before this one reads for the first time. It may have to wait, and fail.
fn before_reading<C: Backend>(conn: &mut C, mut other: C, statement: &'static str) {
    let mut done = false;
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        let InstrumentationEvent::StartQuery { query, .. } = event else { return };
        if !done && query.to_string().starts_with("SELECT") {
            done = true;
            let _ = other.batch_execute(statement);
        }
    });
}

fn new_plan() -> NewQuietPlan {
    NewQuietPlan::builder().title("A").build()
}

on_every_backend! {
    fn a_row_that_is_not_audited_is_written_and_read(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        let most = if Conn::NAME == "mysql" { 2 } else { 1 };
        let plan = QuietPlan::create(new_plan()).run(conn).unwrap();
        assert_eq!(recorder.sent().len(), most, "create");
        assert_eq!((plan.title.as_str(), plan.version), ("A", 1));
        let plan = plan.patch().title("B").run(conn).unwrap();
        assert_eq!(recorder.sent().len(), most, "patch");
        assert_eq!((plan.title.as_str(), plan.version), ("B", 2));
        let same = plan.patch().title("B").run(conn).unwrap();
        assert_eq!(recorder.sent().len(), 2, "a patch that changes nothing looks why");
        assert_eq!(same, plan);
    }

    fn in_a_transaction_of_the_callers_its_own_writes_are_read(db) {
        let conn = db.conn();
        let written = conn.transaction::<_, Error, _>(|conn| {
            // What others have written since is not seen by what a transaction reads.
            let _: i64 = QuietPlan::objects().count().get_result(conn)?;
            let plan = QuietPlan::create(new_plan()).run(conn)?;
            let plan = plan.patch().title("B").run(conn)?;
            assert_eq!((plan.title.as_str(), plan.version), ("B", 2));
            Err::<(), _>(Error::Conflict)
        });
        assert!(matches!(written, Err(Error::Conflict)), "{written:?}");
        assert_eq!(QuietPlan::objects().count().get_result::<i64>(conn).unwrap(), 0);
    }

    fn a_new_row_that_is_removed_at_once_is_not_found(db) {
        let other = db.another();
        let conn = db.conn();
        before_reading(conn, other, "DELETE FROM plans");
        let created = QuietPlan::create(new_plan()).run(conn);
        match Conn::NAME {
            "mysql" => assert!(matches!(created, Err(Error::NotFound)), "{created:?}"),
            _ => assert_eq!(created.unwrap().title, "A"),
        }
    }

    fn a_new_row_comes_back_as_it_stands(db) {
        let other = db.another();
        let conn = db.conn();
        before_reading(conn, other, "UPDATE plans SET title = 'C'");
        let plan = QuietPlan::create(new_plan()).run(conn).unwrap();
        assert_eq!(plan.title, if Conn::NAME == "mysql" { "C" } else { "A" });
    }

    fn the_update_decides_about_the_version_and_not_the_read(db) {
        let other = db.another();
        let conn = db.conn();
        let plan = QuietPlan::create(new_plan()).run(conn).unwrap();
        before_reading(conn, other, "UPDATE plans SET version = version + 1, notes = 'by another'");
        let Outcome::Changed(patched) = plan.patch().title("B").into_write().outcome(conn).unwrap() else { panic!("not changed") };
        let notes = (Conn::NAME == "mysql").then(|| "by another".to_owned());
        assert_eq!((patched.title.as_str(), patched.version), ("B", if notes.is_some() { 3 } else { 2 }));
        assert_eq!(patched.notes, notes, "a version belongs to what has been read with it");
        let stale = plan.patch().title("C").into_write().outcome(conn).unwrap();
        assert!(matches!(stale, Outcome::Stale { expected: 1, found: 2 | 3 }), "{stale:?}");
    }

    fn a_patched_row_that_is_removed_at_once_is_not_found(db) {
        let other = db.another();
        let conn = db.conn();
        let plan = QuietPlan::create(new_plan()).run(conn).unwrap();
        before_reading(conn, other, "DELETE FROM plans");
        let patched = plan.patch().title("B").into_write().outcome(conn).unwrap();
        match Conn::NAME {
            "mysql" => assert_eq!(patched, Outcome::NotFound),
            _ => assert!(matches!(patched, Outcome::Changed(_)), "{patched:?}"),
        }
    }

    fn what_comes_back_as_deleted_is_deleted(db) {
        let mut other = db.another();
        let conn = db.conn();
        let plan = QuietPlan::create(new_plan()).run(conn).unwrap();
        if Conn::NAME == "mysql" {
            other.batch_execute("SET SESSION innodb_lock_wait_timeout = 1").unwrap();
        }
        before_reading(conn, other, "UPDATE plans SET deleted_at = NULL");
        let gone = plan.delete().run(conn).unwrap();
        assert!(gone.row().deleted_at.is_some(), "{gone:?}");
    }
}
