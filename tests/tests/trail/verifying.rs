//! The trail against itself and against the table.

use diesel::prelude::*;
use model_core::audit::DiscrepancyKind;
use model_core::prelude::*;
use model_core::schema::audit_logs;
use model_tests::make::{article, articles, at, author, me, new_article};
use model_tests::models::{Article, ArticleId, NewSample, NewTranslation, Sample, Translation};
use model_tests::schema::{articles, translations};
use model_tests::{TestConnection, on_every_backend};
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

    fn a_table_of_several_parts_is_compared_whole(db) {
        let conn = db.conn();
        let author = author(conn);
        let new: Vec<_> = (0..520).map(|number| new_article(author.id, &format!("{number:03}"))).collect();
        let rows = Article::create_many(new).by(me()).run(conn).unwrap();
        // More entries of the first 500 rows than are read at a time.
        for round in 0..10 {
            Article::objects().patch().title(format!("round {round}")).by(me()).run(conn).unwrap();
        }
        let gone: Vec<_> = rows[5..8].iter().map(|row| row.id).collect();
        Article::objects().filter(articles::id.eq_any(gone)).hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(Article::verify_history(conn).unwrap(), []);

        let of = |ids: Vec<ArticleId>| articles::table.filter(articles::id.eq_any(ids));
        let (first, last) = (&rows[1], &rows[518]);
        diesel::update(of(vec![first.id, last.id])).set(articles::title.eq("bypassed")).execute(conn).unwrap();
        let vanished = [&rows[2], &rows[517]];
        diesel::delete(of(vanished.iter().map(|row| row.id).collect())).execute(conn).unwrap();
        let entries = |row: &Article| audit_logs::table.filter(audit_logs::object_id.eq(row.id.to_string()));
        for row in [&rows[3], &rows[516]] {
            diesel::delete(entries(row)).execute(conn).unwrap();
        }
        let mut expected = Vec::new();
        for row in [first, last] {
            let (recorded, found) = (json!("round 9"), json!("bypassed"));
            expected.push((row.id, DiscrepancyKind::Differs { field: "title".into(), recorded, found }));
        }
        expected.extend([&rows[3], &rows[516]].map(|row| (row.id, DiscrepancyKind::MissingHistory)));
        expected.extend(vanished.map(|row| (row.id, DiscrepancyKind::Vanished)));
        let mut expected: Vec<_> = expected.into_iter().map(|(id, kind)| (id.to_string(), kind)).collect();
        expected.sort_by(|one, other| one.0.cmp(&other.0));
        let mut found: Vec<_> = Article::verify_history(conn).unwrap().into_iter().map(|found| (found.object_id, found.kind)).collect();
        found.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(found, expected);
    }

    fn a_row_that_is_none_of_the_model_ends_no_part(db) {
        let conn = db.conn();
        let author = author(conn);
        let new: Vec<_> = (0..501).map(|number| new_article(author.id, &format!("{number:03}"))).collect();
        let rows = Article::create_many(new).by(me()).run(conn).unwrap();
        let mut ids: Vec<_> = rows.iter().map(|row| row.id.to_string()).collect();
        ids.sort();
        let last = rows.iter().find(|row| row.id.to_string() == ids[499]).unwrap();
        let title = &last.title;
        conn.sql(&format!("UPDATE articles SET status = 'unheard of' WHERE title = '{title}'"));
        let found = Article::verify_history(conn).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(matches!(&found[0].kind, DiscrepancyKind::Differs { field, .. } if field == "status"), "{found:?}");
    }

    fn keys_of_several_parts_are_compared_exactly(db) {
        let conn = db.conn();
        let new = |term: &str| NewTranslation::builder().locale("de").term(term).text("t").build();
        let terms = ["a,b", "a\\,b", "\\", "%", "'", "plain"];
        Translation::create_many(terms.map(new)).by(me()).run(conn).unwrap();
        assert_eq!(Translation::verify_history(conn).unwrap(), []);
        Translation::objects().filter(translations::term.ne("plain")).hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(Translation::verify_history(conn).unwrap(), []);
        Translation::create_many(terms.map(new).into_iter().take(2)).by(me()).run(conn).unwrap();
        diesel::delete(translations::table).execute(conn).unwrap();
        let mut gone: Vec<_> = Translation::verify_history(conn).unwrap().into_iter().map(|found| (found.object_id, found.kind)).collect();
        gone.sort_by(|one, other| one.0.cmp(&other.0));
        let vanished = [r"de,a\,b", r"de,a\\\,b", "de,plain"].map(|id| (id.to_owned(), DiscrepancyKind::Vanished));
        assert_eq!(gone, vanished);
    }

    fn other_models_do_not_matter(db) {
        let conn = db.conn();
        author(conn);
        assert_eq!(Article::verify_history(conn).unwrap(), []);
    }
}
