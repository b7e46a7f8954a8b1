//! Removing what is old from the trail.

use diesel::prelude::*;
use model_core::audit::DiscrepancyKind;
use model_core::prelude::*;
use model_core::schema::audit_logs;
use model_core::{AuditLog, Error};
use model_tests::make::{article, at, author, me, new_article};
use model_tests::models::Article;
use model_tests::on_every_backend;
use model_tests::{Recorder, TestConnection};

/// Events at these seconds.
fn events<C: TestConnection>(conn: &mut C, seconds: impl IntoIterator<Item = i64>) {
    for second in seconds {
        AuditLog::event(format!("at.{second}")).by(me()).at(at(second)).run(conn).unwrap();
    }
}

/// The seconds of what is left.
fn left(conn: &mut impl TestConnection) -> Vec<i64> {
    conn.trail()
        .iter()
        .filter(|log| log.action != "audit.prune")
        .map(|log| (log.created_at - at(0)).num_seconds())
        .collect()
}

on_every_backend! {
    fn what_is_older_goes_and_nothing_else(db) {
        let conn = db.conn();
        events(conn, [1, 2, 3, 4]);
        let almost = at(3) - chrono::TimeDelta::microseconds(1);
        AuditLog::event("just.before").by(me()).at(almost).run(conn).unwrap();
        assert_eq!(AuditLog::prune(at(3)).run(conn).unwrap(), 3);
        assert_eq!(left(conn), [3, 4], "the instant itself is not before it");
        assert_eq!(AuditLog::prune(at(3)).run(conn).unwrap(), 0, "nothing is left to remove");
        assert_eq!(AuditLog::prune(at(0)).run(conn).unwrap(), 0);
        assert_eq!(left(conn), [3, 4]);
    }

    fn a_dry_run_counts_and_removes_nothing(db) {
        let conn = db.conn();
        events(conn, 1..=5);
        let before = conn.trail();
        let recorder = Recorder::on(conn);
        let count = AuditLog::prune(at(4)).chunk(2).dry_run(true).run(conn).unwrap();
        assert_eq!((count, recorder.sent().len()), (3, 1));
        assert_eq!(conn.trail(), before);
        assert_eq!(AuditLog::prune(at(4)).dry_run(true).dry_run(false).run(conn).unwrap(), count);
    }

    fn every_chunk_is_a_statement_of_its_own(db) {
        let conn = db.conn();
        events(conn, 1..=9);
        let recorder = Recorder::on(conn);
        assert_eq!(AuditLog::prune(at(8)).chunk(3).run(conn).unwrap(), 7);
        let deletes = recorder.sent().into_iter().filter(|sql| sql.starts_with("DELETE"));
        assert_eq!(deletes.count(), 3, "of 3, 3 and 1");
        assert_eq!(left(conn), [8, 9]);
    }

    fn a_chunk_may_be_as_large_as_all_there_is_and_larger(db) {
        let conn = db.conn();
        for chunk in [1, 4, 5, 10_000, usize::MAX] {
            events(conn, 1..=4);
            assert_eq!(AuditLog::prune(at(5)).chunk(chunk).run(conn).unwrap(), 4, "chunks of {chunk}");
            assert!(left(conn).is_empty());
        }
    }

    fn entries_that_do_not_stand_in_the_order_of_time_are_told_apart(db) {
        let conn = db.conn();
        events(conn, [9, 1, 8, 2, 7, 3]);
        assert_eq!(AuditLog::prune(at(5)).chunk(2).run(conn).unwrap(), 3);
        assert_eq!(left(conn), [9, 8, 7], "new ones between old ones stay");
    }

    fn a_chunk_without_entries_is_refused(db) {
        let conn = db.conn();
        events(conn, [1]);
        for dry_run in [false, true] {
            let refused = AuditLog::prune(at(5)).chunk(0).dry_run(dry_run).run(conn);
            assert!(matches!(refused, Err(Error::Invalid { field: "chunk", .. })), "{refused:?}");
        }
        assert_eq!(left(conn), [1]);
    }

    fn a_prune_goes_with_its_transaction(db) {
        let conn = db.conn();
        events(conn, 1..=4);
        let undone = conn.transaction::<(), Error, _>(|conn| {
            assert_eq!(AuditLog::prune(at(4)).chunk(1).run(conn)?, 3);
            Err(Error::NotFound)
        });
        assert!(undone.is_err());
        assert_eq!(left(conn), [1, 2, 3, 4]);
    }

    fn the_end_of_a_history_still_fits(db) {
        let conn = db.conn();
        let writer = author(conn).id;
        let row = Article::create(new_article(writer, "a")).by(me()).at(at(1)).run(conn).unwrap();
        let row = row.patch().title("b").by(me()).at(at(2)).run(conn).unwrap();
        let row = row.patch().title("c").by(me()).at(at(3)).run(conn).unwrap();
        assert_eq!(AuditLog::prune(at(3)).run(conn).unwrap(), 2);
        assert_eq!(Article::verify_history(conn).unwrap(), []);
        assert_eq!(Article::history(row.id).run(conn).unwrap().len(), 1);

        assert_eq!(AuditLog::prune(at(4)).run(conn).unwrap(), 1);
        assert_eq!(Article::verify_history(conn).unwrap(), [], "it is older than what was pruned");
        let young = Article::create(new_article(writer, "d")).by(me()).at(at(5)).run(conn).unwrap();
        diesel::delete(audit_logs::table.filter(audit_logs::object_id.eq(young.id.to_string()))).execute(conn).unwrap();
        let breaks = Article::verify_history(conn).unwrap();
        assert!(matches!(&breaks[..], [found] if found.kind == DiscrepancyKind::MissingHistory), "{breaks:?}");
    }

    fn a_prune_says_who_removed_what(db) {
        let conn = db.conn();
        events(conn, 1..=3);
        AuditLog::prune(at(0)).run(conn).unwrap();
        AuditLog::prune(at(3)).dry_run(true).by(me()).run(conn).unwrap();
        assert_eq!(conn.trail().len(), 3, "where nothing goes, nothing is said");
        AuditLog::prune(at(3)).by(me()).chunk(1).run(conn).unwrap();
        let said = AuditLog::trail().action("audit.prune").run(conn).unwrap();
        let [said] = &said[..] else { panic!("{said:?}") };
        assert_eq!(said.actor_id.as_deref(), me().id());
        assert_eq!(said.details(), Some(&serde_json::json!({"before": "2020-09-13T12:26:43.000000Z"})));
        let forged = AuditLog::event("audit.prune").by(me()).run(conn);
        assert!(matches!(forged, Err(Error::Invalid { field: "event", .. })), "{forged:?}");
        AuditLog::prune(chrono::Utc::now() + chrono::TimeDelta::days(1)).run(conn).unwrap();
        assert_eq!(model_tests::actions(&conn.trail()), ["audit.prune"], "the last one stays, whatever it was asked");
    }

    fn two_at_once_remove_everything_once(db) {
        events(db.conn(), 1..=60);
        article(db.conn(), "stays");
        let prune = |mut conn: Conn| {
            std::thread::spawn(move || loop {
                match AuditLog::prune(at(100)).chunk(7).run(&mut conn) {
                    Ok(removed) => return removed,
                    Err(Error::Conflict) => {}
                    Err(error) => panic!("{error}"),
                }
            })
        };
        let both = [prune(db.another()), prune(db.another())];
        let removed: usize = both.map(|thread| thread.join().unwrap()).iter().sum();
        let old = db.conn().trail().iter().filter(|log| log.created_at < at(100)).count();
        assert_eq!(old, 0, "whoever returns leaves nothing behind");
        assert!(removed <= 61, "an entry was counted twice: {removed}");
        assert!(!db.conn().trail().is_empty(), "the author is from today");
    }
}
