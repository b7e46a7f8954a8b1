//! The trail against itself and against the table.

use diesel::prelude::*;
use model_core::audit::DiscrepancyKind;
use model_core::prelude::*;
use model_core::schema::audit_logs;
use model_tests::make::{article, articles, at, author, me};
use model_tests::models::{Article, NewSample, Sample};
use model_tests::on_every_backend;
use model_tests::schema::articles;
use serde_json::json;

on_every_backend! {
    fn a_trail_of_every_write_fits(db) {
        let conn = db.conn();
        assert_eq!(Article::verify_history(conn).unwrap(), []);
        let [first, second, third] = articles(conn, ["a", "b", "c"]);
        first.patch().title("a2").body("masked").by(me()).run(conn).unwrap();
        second.delete().by(me()).run(conn).unwrap().restore().by(me()).run(conn).unwrap();
        third.delete().by(me()).run(conn).unwrap().hard_delete().by(me()).run(conn).unwrap();
        Article::objects().patch().title("all").by(me()).run(conn).unwrap();
        Article::objects().delete().by(me()).run(conn).unwrap();
        Article::objects().only_deleted().restore().by(me()).run(conn).unwrap();
        assert_eq!(Article::verify_history(conn).unwrap(), []);
    }

    fn every_type_of_column_reads_back_as_it_was_told(db) {
        let conn = db.conn();
        let row = Sample::create(NewSample::builder().id(i64::MAX).build()).by(me()).run(conn).unwrap();
        row.patch().whole(-5).by(me()).run(conn).unwrap();
        assert_eq!(Sample::verify_history(conn).unwrap(), []);
    }

    fn a_write_that_bypassed_the_library_is_found(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        diesel::update(articles::table).set(articles::title.eq("bypassed")).execute(conn).unwrap();
        let breaks = Article::verify_history(conn).unwrap();
        let [found] = &breaks[..] else { panic!("one break: {breaks:?}") };
        assert_eq!(found.object_id, row.id.to_string());
        let differs = DiscrepancyKind::Differs { field: "title".into(), recorded: json!("row"), found: json!("bypassed") };
        assert_eq!(found.kind, differs);

        // The next write of the library starts from what it found, so the break moves into the trail.
        row.patch().title("again").by(me()).run(conn).unwrap();
        let breaks = Article::verify_history(conn).unwrap();
        let [found] = &breaks[..] else { panic!("one break: {breaks:?}") };
        assert!(matches!(&found.kind, DiscrepancyKind::Gap { field, .. } if field == "title"), "{found}");
    }

    fn a_removal_and_an_insert_that_bypassed_the_library_are_found(db) {
        let conn = db.conn();
        let [gone, stays] = articles(conn, ["gone", "stays"]);
        diesel::delete(articles::table.filter(articles::id.eq(gone.id))).execute(conn).unwrap();
        diesel::delete(audit_logs::table.filter(audit_logs::object_id.eq(stays.id.to_string()))).execute(conn).unwrap();
        let mut breaks = Article::verify_history(conn).unwrap();
        breaks.sort_by_key(|found| found.object_id.clone());
        let found: Vec<_> = breaks.into_iter().map(|found| (found.object_id, found.kind)).collect();
        assert_eq!(found, [(gone.id.to_string(), DiscrepancyKind::Vanished), (stays.id.to_string(), DiscrepancyKind::MissingHistory)]);
    }

    fn an_altered_entry_is_found(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        row.patch().title("second").by(me()).run(conn).unwrap();
        let entry = &Article::history(row.id).run(conn).unwrap()[1];
        let mut changes = entry.changes.clone();
        changes["title"]["old"] = json!("forged");
        let entries = audit_logs::table.filter(audit_logs::id.eq(entry.id));
        diesel::update(entries).set(audit_logs::changes.eq(value(changes))).execute(conn).unwrap();
        let breaks = Article::verify_history(conn).unwrap();
        assert_eq!(breaks.len(), 1, "{breaks:?}");
        assert_eq!(
            breaks[0].to_string(),
            format!(
                "{}: entry {} starts with title = \"forged\", but the entry before it left \"row\"",
                row.id, entry.id
            ),
        );
    }

    fn a_change_of_a_skipped_column_alone_is_no_break(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let row = row.patch().views(1).by(me()).at(at(50)).run(conn).unwrap();
        assert_eq!(Article::verify_history(conn).unwrap(), [], "updated_at has moved, and no entry says so");
        let row = row.patch().title("second").by(me()).run(conn).unwrap();
        let row = row.patch().views(2).by(me()).run(conn).unwrap();
        let row = row.delete().by(me()).run(conn).unwrap().restore().by(me()).run(conn).unwrap();
        assert_eq!(Article::verify_history(conn).unwrap(), [], "nor where the next entry starts");

        // What is missing is still found by everything else.
        row.patch().title("third").by(me()).run(conn).unwrap();
        let entries = Article::history(row.id).run(conn).unwrap();
        assert_eq!(entries.len(), 5);
        // That the first is missing nobody can tell: the trail may have begun after it.
        for lost in entries.into_iter().skip(1) {
            let lost_action = lost.action.clone();
            let found = conn.test_transaction::<_, diesel::result::Error, _>(|conn| {
                diesel::delete(audit_logs::table.filter(audit_logs::id.eq(lost.id))).execute(conn)?;
                Ok(Article::verify_history(conn).unwrap())
            });
            assert_ne!(found, [], "nobody misses the {lost_action}");
        }
    }

    fn other_models_do_not_matter(db) {
        let conn = db.conn();
        author(conn);
        assert_eq!(Article::verify_history(conn).unwrap(), []);
    }
}
