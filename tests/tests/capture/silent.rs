//! The library's own writes are told once, and leave the triggers on behind them.

use crate::models::{self, Bin, NewBin, NewSlip, Slip, bins};
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::{AuditLog, Error};
use model_tests::backend::Backend;
use model_tests::make::me;
use model_tests::{TestConnection, actions, on_every_backend};

fn new_bin(code: &str) -> NewBin {
    NewBin::builder().code(code).title("A").build()
}

/// The row as it is now.
macro_rules! now {
    ($conn:ident) => {
        Bin::objects().first::<Bin>($conn).unwrap()
    };
}

/// Writes around the library, and makes sure that it is told.
macro_rules! raw_is_told {
    ($conn:ident, $after:expr) => {
        let before = $conn.trail().len();
        diesel::update(bins::table).set(bins::copies.eq(bins::copies + 1)).execute($conn).unwrap();
        let trail = $conn.trail();
        let rows: i64 = bins::table.count().get_result($conn).unwrap();
        assert_eq!(trail.len() - before, usize::try_from(rows).unwrap(), "after {}", $after);
        assert!(trail[before..].iter().all(|log| log.actor_kind == "database" && log.action == "patch"));
        assert_eq!(Bin::verify_history($conn).unwrap(), [], "after {}", $after);
    };
}

on_every_backend! {
    fn each_verb_is_told_once(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        let row = Bin::create(new_bin("a")).by(me()).run(conn).unwrap();
        let row = row.patch().title("B").by(me()).run(conn).unwrap();
        let row = row.delete().by(me()).run(conn).unwrap().restore().by(me()).run(conn).unwrap();
        row.hard_delete().by(me()).run(conn).unwrap();
        let expected = ["create", "patch", "delete", "restore", "hard_delete"];
        assert_eq!(actions(&conn.trail()), expected);

        Bin::create_many(Vec::from(["b", "c", "d"].map(new_bin))).by(me()).run(conn).unwrap();
        Bin::objects().patch().title("C").by(me()).run(conn).unwrap();
        Bin::objects().delete().by(me()).run(conn).unwrap();
        Bin::objects().only_deleted().restore().by(me()).run(conn).unwrap();
        Bin::objects().hard_delete().by(me()).run(conn).unwrap();
        let trail = conn.trail();
        let many: Vec<_> = expected.iter().flat_map(|action| [*action; 3]).collect();
        assert_eq!(actions(&trail[5..]), many);
        assert!(trail.iter().all(|log| log.actor_kind == "user"));
        assert_eq!(Bin::verify_history(conn).unwrap(), []);
        Bin::create(new_bin("e")).by(me()).run(conn).unwrap();
        raw_is_told!(conn, "each verb");
    }

    fn a_write_that_changes_nothing_leaves_the_triggers_on(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        Bin::create(new_bin("a")).by(me()).run(conn).unwrap();
        raw_is_told!(conn, "a new row");
        now!(conn).patch().title("A").by(me()).run(conn).unwrap();
        raw_is_told!(conn, "equal values");
        let row = now!(conn).patch().note("a note that nobody sees".to_owned()).by(me()).run(conn).unwrap();
        raw_is_told!(conn, "a skipped column");
        Bin::objects().filter(bins::code.eq("z")).patch().title("Z").by(me()).run(conn).unwrap();
        raw_is_told!(conn, "a set without rows");
        Bin::objects().patch().title("A").by(me()).run(conn).unwrap();
        raw_is_told!(conn, "a set that is as it should be");
        assert_eq!(Bin::objects().patch().title("A").returning().by(me()).run(conn).unwrap(), []);
        raw_is_told!(conn, "a set that returns none");
        assert_eq!(Bin::objects().patch().title("B").returning().by(me()).run(conn).unwrap().len(), 1);
        raw_is_told!(conn, "a set that returns its rows");
        Bin::objects().patch().title("A").by(me()).run(conn).unwrap();
        Bin::objects().filter(bins::code.eq("z")).hard_delete().by(me()).run(conn).unwrap();
        raw_is_told!(conn, "no removal");
        conn.sql("UPDATE bins SET version = version + 1");
        let stale = row.patch().title("B").by(me()).run(conn);
        assert!(matches!(stale, Err(Error::Stale { .. })), "{stale:?}");
        raw_is_told!(conn, "a stale row");
        now!(conn).delete().by(me()).run(conn).unwrap();
        raw_is_told!(conn, "a deletion");
        let gone: Deleted<Bin> = Bin::objects().only_deleted().first(conn).unwrap();
        gone.hard_delete().by(me()).run(conn).unwrap();
        raw_is_told!(conn, "a removal");
    }

    fn a_write_that_fails_leaves_the_triggers_on(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        Bin::create(new_bin("a")).by(me()).run(conn).unwrap();
        let twice = Bin::create(new_bin("a")).by(me()).run(conn);
        assert!(matches!(twice, Err(Error::UniqueViolation { .. })), "{twice:?}");
        raw_is_told!(conn, "a duplicate");
        let orphan = Slip::create(NewSlip::builder().bin_code("z").line("x").build()).by(me()).run(conn);
        assert!(orphan.is_err());
        raw_is_told!(conn, "an orphan");
        // In a transaction that goes on.
        conn.transaction::<(), Error, _>(|conn| {
            // PostgreSQL takes no statement after one that has failed.
            if Conn::NAME != "postgres" {
                let twice = Bin::create(new_bin("a")).by(me()).run(conn);
                assert!(twice.is_err());
                raw_is_told!(conn, "a duplicate in a transaction");
            }
            Bin::create(new_bin("b")).by(me()).run(conn)?;
            raw_is_told!(conn, "a new row in a transaction");
            Ok(())
        })
        .unwrap();
        raw_is_told!(conn, "the transaction");
    }

    fn a_model_that_extends_none_of_this_is_as_before(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        let row = model_tests::make::article(conn, "row");
        row.patch().title("other").by(me()).run(conn).unwrap();
        let told = AuditLog::trail().of::<model_tests::models::Article>().load(conn).unwrap();
        assert_eq!(actions(&told), ["create", "patch"]);
        Bin::create(new_bin("a")).by(me()).run(conn).unwrap();
        raw_is_told!(conn, "a write to another table");
    }
}
