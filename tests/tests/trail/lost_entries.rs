//! A trail from which somebody has taken entries, or in which somebody has written; and writes that left none.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::Error as DieselError;
use model_core::audit::{Discrepancy, DiscrepancyKind};
use model_core::prelude::*;
use model_core::schema::audit_logs;
use model_core::{AuditLog, Error};
use model_tests::make::{article, articles, at, me, new_article};
use model_tests::models::{Article, ArticleId, AuthorId, Status};
use model_tests::schema::articles as table;
use model_tests::{TestConnection, on_every_backend};
use serde_json::json;
use std::time::Duration;

/// An article and its trail, by a model that skips no column: no write moves `updated_at` without an entry.
#[derive(Model, Debug)]
#[model(table = table, timestamps, soft_delete, audit, content_type = "articles")]
struct Told {
    id: ArticleId,
    title: String,
    slug: String,
    #[audit(mask)]
    body: String,
    status: Status,
    author_id: AuthorId,
    views: i32,
    published_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    deleted_at: Option<DateTime<Utc>>,
}

/// The entries of a row.
fn entries(conn: &mut impl TestConnection, object_id: &str) -> Vec<AuditLog> {
    conn.trail().into_iter().filter(|log| log.object_id == object_id).collect()
}

/// An article, and one that came into being after it had, by a clock of milliseconds.
fn elder_and_younger(conn: &mut impl TestConnection) -> [Article; 2] {
    let elder = article(conn, "elder");
    std::thread::sleep(Duration::from_millis(2));
    let younger = Article::create(new_article(elder.author_id, "a")).by(me()).run(conn).unwrap();
    [elder, younger]
}

/// What is found after a change that is then undone.
fn breaks_after<C: TestConnection>(
    conn: &mut C,
    verify: impl FnOnce(&mut C) -> Result<Vec<Discrepancy>, Error>,
    change: impl FnOnce(&mut C) -> QueryResult<usize>,
) -> Vec<Discrepancy> {
    let mut breaks = Vec::new();
    let undone = conn.transaction::<(), DieselError, _>(|conn| {
        assert!(change(conn)? > 0, "nothing is changed");
        breaks = verify(conn).unwrap();
        Err(DieselError::RollbackTransaction)
    });
    assert_eq!(undone, Err(DieselError::RollbackTransaction));
    breaks
}

/// Every selection of at least one of these.
fn selections(of: &[AuditLog]) -> impl Iterator<Item = Vec<&AuditLog>> {
    let picked = |mask: u32| of.iter().enumerate().filter(move |(bit, _)| mask & (1 << bit) != 0).map(|(_, log)| log);
    (1..1 << of.len()).map(move |mask| picked(mask).collect())
}

on_every_backend! {
    fn whichever_entries_of_a_row_are_missing_is_found(db) {
        let conn = db.conn();
        let [_, row] = elder_and_younger(conn);
        // There and back again: no value tells that these two are missing.
        let row = row.patch().title("b").by(me()).run(conn).unwrap();
        let row = row.patch().title("a").by(me()).run(conn).unwrap();
        let row = row.delete().by(me()).run(conn).unwrap().restore().by(me()).run(conn).unwrap();
        let row = row.patch().status(Status::Published).by(me()).run(conn).unwrap();
        assert_eq!(Told::verify_history(conn).unwrap(), []);
        let entries = entries(conn, &row.id.to_string());
        assert_eq!(entries.len(), 6);
        for lost in selections(&entries) {
            let ids: Vec<i64> = lost.iter().map(|log| log.id).collect();
            let gone = audit_logs::table.filter(audit_logs::id.eq_any(&ids));
            let breaks = breaks_after(conn, Told::verify_history, |conn| diesel::delete(gone).execute(conn));
            let actions: Vec<&str> = lost.iter().map(|log| &*log.action).collect();
            assert!(!breaks.is_empty(), "nobody misses {actions:?}, {ids:?}");
            assert!(breaks.iter().all(|found| found.object_id == row.id.to_string()), "{breaks:?}");
        }
        assert_eq!(Told::verify_history(conn).unwrap(), []);
    }

    fn whichever_entries_of_a_removed_row_are_missing_is_found(db) {
        let conn = db.conn();
        let [_, row] = elder_and_younger(conn);
        let row = row.patch().title("b").by(me()).run(conn).unwrap();
        let object_id = row.id.to_string();
        row.hard_delete().by(me()).run(conn).unwrap();
        let entries = entries(conn, &object_id);
        // Nothing is left of a row that lost its whole history and is not there.
        for lost in selections(&entries).filter(|lost| lost.len() < entries.len()) {
            let ids: Vec<i64> = lost.iter().map(|log| log.id).collect();
            let gone = audit_logs::table.filter(audit_logs::id.eq_any(&ids));
            let breaks = breaks_after(conn, Told::verify_history, |conn| diesel::delete(gone).execute(conn));
            assert!(!breaks.is_empty(), "nobody misses {ids:?} of {entries:#?}");
            assert!(breaks.iter().all(|found| found.object_id == object_id), "{breaks:?}");
        }
    }

    fn whichever_value_of_an_entry_was_altered_is_found(db) {
        let conn = db.conn();
        let row = article(conn, "a");
        let row = row.patch().title("b").status(Status::Published).by(me()).run(conn).unwrap();
        let row = row.delete().by(me()).run(conn).unwrap().restore().by(me()).run(conn).unwrap();
        let mut altered = 0;
        for log in entries(conn, &row.id.to_string()) {
            for (field, change) in log.changes.as_object().unwrap() {
                for side in ["old", "new"].into_iter().filter(|side| change.get(side).is_some()) {
                    let mut changes = log.changes.clone();
                    changes[field][side] = json!("forged");
                    let entry = diesel::update(audit_logs::table.filter(audit_logs::id.eq(log.id)));
                    let breaks = breaks_after(conn, Told::verify_history, |conn| entry.set(audit_logs::changes.eq(value(changes))).execute(conn));
                    let [found, ..] = &breaks[..] else { panic!("nobody sees the {side} {field} of {}", log.action) };
                    assert_eq!(found.object_id, row.id.to_string());
                    altered += 1;
                }
            }
        }
        assert!(altered > 20, "{altered}");
    }

    fn a_plain_write_is_found_and_named_with_its_row_and_field(db) {
        let conn = db.conn();
        let [row, _] = articles(conn, ["row", "other"]);
        let own = || table::table.filter(table::id.eq(row.id));
        let renamed = breaks_after(conn, Told::verify_history, |conn| diesel::update(own()).set(table::title.eq("x")).execute(conn));
        let recorded = DiscrepancyKind::Differs { field: "title".into(), recorded: json!("row"), found: json!("x") };
        assert_eq!(renamed, [Discrepancy { object_id: row.id.to_string(), kind: recorded }]);
        let published = diesel::update(own()).set(table::status.eq(Status::Published));
        let published = breaks_after(conn, Told::verify_history, |conn| published.execute(conn));
        let recorded = DiscrepancyKind::Differs { field: "status".into(), recorded: json!("draft"), found: json!("live") };
        assert_eq!(published, [Discrepancy { object_id: row.id.to_string(), kind: recorded }]);
        let removed = breaks_after(conn, Told::verify_history, |conn| diesel::delete(own()).execute(conn));
        assert_eq!(removed, [Discrepancy { object_id: row.id.to_string(), kind: DiscrepancyKind::Vanished }]);
        // What the trail does not show cannot be found in it.
        let hidden = diesel::update(own()).set((table::body.eq("x"), table::views.eq(5)));
        assert_eq!(breaks_after(conn, Told::verify_history, |conn| hidden.execute(conn)), []);
    }

    fn a_row_that_was_written_plainly_is_found_after_the_library_has_written_it_too(db) {
        let conn = db.conn();
        let [_, row] = elder_and_younger(conn);
        diesel::delete(audit_logs::table.filter(audit_logs::object_id.eq(row.id.to_string()))).execute(conn).unwrap();
        let untold = Discrepancy { object_id: row.id.to_string(), kind: DiscrepancyKind::MissingHistory };
        assert_eq!(Told::verify_history(conn).unwrap(), [untold]);
        row.patch().title("other").by(me()).run(conn).unwrap();
        let first = entries(conn, &row.id.to_string())[0].id;
        let begun = Discrepancy { object_id: row.id.to_string(), kind: DiscrepancyKind::NoBeginning { entry: first } };
        assert_eq!(Told::verify_history(conn).unwrap(), [begun]);
    }

    fn rows_that_are_older_than_the_trail_need_no_beginning(db) {
        let conn = db.conn();
        let [elder, row] = elder_and_younger(conn);
        // The audit begins here.
        diesel::delete(audit_logs::table).execute(conn).unwrap();
        std::thread::sleep(Duration::from_millis(2));
        // What is imported may be older than everything, and so may its entry.
        Article::create(new_article(elder.author_id, "old")).by(me()).at(at(1)).run(conn).unwrap();
        for row in [elder, row] {
            row.patch().title("other").by(me()).run(conn).unwrap();
        }
        assert_eq!(Told::verify_history(conn).unwrap(), []);
    }
}
