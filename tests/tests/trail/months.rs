//! The trail of PostgreSQL in one table for each month.
#![cfg(feature = "postgres")]

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_migrations::MigrationHarness;
use model_core::prelude::*;
use model_core::{AuditLog, Error};
use model_tests::backend::Database;
use model_tests::connections::PgConnection;
use model_tests::make::{author, me, new_article};
use model_tests::models::Article;

/// A database whose trail has partitions.
fn database() -> Database<PgConnection> {
    let mut db = Database::<PgConnection>::fresh();
    let conn = db.conn();
    conn.batch_execute("CREATE SCHEMA by_month; SET search_path TO by_month").unwrap();
    conn.run_pending_migrations(model_core::migrations::POSTGRES_BY_MONTH).unwrap();
    conn.batch_execute("SET search_path TO by_month, public").unwrap();
    db
}

fn day(text: &str) -> DateTime<Utc> {
    format!("{text}T12:00:00Z").parse().unwrap()
}

/// The tables that hold entries, in the order of the entries.
fn places(conn: &mut PgConnection) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Place {
        #[diesel(sql_type = diesel::sql_types::Text)]
        place: String,
    }
    let places = diesel::sql_query("SELECT tableoid::regclass::text AS place FROM audit_logs ORDER BY id");
    places.load::<Place>(conn).unwrap().into_iter().map(|row| row.place).collect()
}

#[test]
fn entries_go_to_their_month_and_to_the_default_where_there_is_none() {
    let mut db = database();
    let conn = db.conn();
    assert_eq!(AuditLog::add_month(day("2026-01-31")).run(conn).unwrap(), "audit_logs_2026_01");
    assert_eq!(AuditLog::add_month(day("2026-01-01")).run(conn).unwrap(), "audit_logs_2026_01", "it is there");
    for instant in ["2026-01-01", "2026-02-28", "2026-03-01"] {
        AuditLog::event("noted").by(me()).at(day(instant)).run(conn).unwrap();
    }
    assert_eq!(places(conn), ["audit_logs_2026_01", "audit_logs_default", "audit_logs_default"]);
    AuditLog::add_month(day("2026-02-10")).run(conn).unwrap();
    assert_eq!(places(conn), ["audit_logs_2026_01", "audit_logs_2026_02", "audit_logs_default"]);
}

#[test]
fn reads_and_writes_stay_the_same() {
    let mut db = database();
    let conn = db.conn();
    AuditLog::add_month(day("2026-01-01")).run(conn).unwrap();
    AuditLog::add_month(day("2026-02-01")).run(conn).unwrap();
    let writer = author(conn).id;
    let row = Article::create(new_article(writer, "a")).by(me()).at(day("2026-01-05")).run(conn).unwrap();
    let row = row.patch().title("b").by(me()).at(day("2026-02-05")).run(conn).unwrap();
    let count = Article::objects().patch().title("c").by(me()).at(day("2026-03-05")).run(conn).unwrap();
    let titles: Vec<String> = Article::history(row.id)
        .run(conn)
        .unwrap()
        .iter()
        .map(|entry| entry.new_value("title").unwrap().unwrap())
        .collect();
    assert_eq!((count, titles), (1, vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]));
    assert_eq!(Article::verify_history(conn).unwrap(), []);
    let past = Article::as_of(row.id, day("2026-01-20")).run(conn).unwrap().unwrap();
    assert_eq!(past.row().title, "a");
}

#[test]
fn months_that_are_over_are_dropped_and_what_is_left_verifies() {
    let mut db = database();
    let conn = db.conn();
    for month in ["2026-01-01", "2026-02-01", "2026-03-01"] {
        AuditLog::add_month(day(month)).run(conn).unwrap();
    }
    let writer = author(conn).id;
    let row = Article::create(new_article(writer, "a")).by(me()).at(day("2026-01-05")).run(conn).unwrap();
    row.patch().title("b").by(me()).at(day("2026-03-05")).run(conn).unwrap();
    Article::create(new_article(writer, "old")).by(me()).at(day("2026-02-05")).run(conn).unwrap();
    assert_eq!(AuditLog::drop_months(day("2026-01-31")).by(me()).run(conn).unwrap(), Vec::<String>::new());
    let dropped = AuditLog::drop_months(day("2026-03-01")).by(me()).run(conn).unwrap();
    assert_eq!(dropped, ["audit_logs_2026_01", "audit_logs_2026_02"]);
    assert_eq!(Article::history(row.id).run(conn).unwrap().len(), 1);
    assert_eq!(Article::verify_history(conn).unwrap(), [], "the months that are gone are known");
    let said = AuditLog::trail().action("audit.prune").run(conn).unwrap();
    assert_eq!(said[0].details(), Some(&serde_json::json!({"before": "2026-03-01T00:00:00.000000Z"})));
}

#[test]
fn a_trail_without_partitions_says_so() {
    let mut db = Database::<PgConnection>::fresh();
    let refused = AuditLog::add_month(day("2026-01-01")).run(db.conn()).unwrap_err();
    assert!(matches!(refused, Error::Database(_)), "{refused}");
}
