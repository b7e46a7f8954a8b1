//! Long histories: read by pages, and rows as they were without reading all of them.

use model_core::AuditLog;
use model_core::prelude::*;
use model_tests::make::{article, at, me};
use model_tests::models::{Article, Gauge, NewGauge, NewPlan, NewQuietPlan, Plan, QuietPlan};
use model_tests::{Recorder, on_every_backend};

/// Reads a trail to its end, page by page.
macro_rules! pages {
    ($query:expr, $conn:expr, $turn:ident) => {{
        let (mut ids, mut last) = (Vec::new(), None);
        loop {
            let query = $query.limit(3);
            let page = match last {
                Some(id) => query.$turn(id).run($conn).unwrap(),
                None => query.run($conn).unwrap(),
            };
            let Some(entry) = page.last() else { break ids };
            last = Some(entry.id);
            ids.extend(page.iter().map(|entry| entry.id));
        }
    }};
}

on_every_backend! {
    fn pages_go_through_a_history_both_ways(db) {
        let conn = db.conn();
        let row = article(conn, "t0");
        for turn in 1..8 {
            row.patch().title(format!("t{turn}")).by(me()).run(conn).unwrap();
        }
        let mut ids: Vec<i64> = Article::history(row.id).run(conn).unwrap().iter().map(|entry| entry.id).collect();
        assert_eq!(ids.len(), 8);
        assert_eq!(pages!(Article::history(row.id), conn, after), ids);
        assert_eq!(pages!(AuditLog::trail().of::<Article>(), conn, after), ids);
        ids.reverse();
        assert_eq!(pages!(Article::history(row.id).newest_first(), conn, before), ids);
        assert_eq!(pages!(AuditLog::trail().of::<Article>().newest_first(), conn, before), ids);
        let newest = Article::history(row.id).field("title").newest_first().after(ids[3]).limit(9).run(conn).unwrap();
        assert_eq!(newest.iter().map(|entry| entry.id).collect::<Vec<_>>(), ids[..3]);
        assert_eq!(Article::history(row.id).limit(1).count_by_action().run(conn).unwrap()[1].count, 7);
    }

    fn the_first_entry_beyond_so_many_limits_what_a_filter_reads(db) {
        let conn = db.conn();
        let row = article(conn, "t0");
        row.patch().slug("other").by(me()).run(conn).unwrap();
        for turn in 1..6 {
            row.patch().title(format!("t{turn}")).by(me()).run(conn).unwrap();
        }
        let ids: Vec<i64> = AuditLog::trail().run(conn).unwrap().iter().map(|entry| entry.id).collect();
        assert_eq!(ids.len(), 8, "the author, the article, its slug, and five titles");
        let (oldest, newest) = (AuditLog::trail(), AuditLog::trail().newest_first());
        for entries in 0..9 {
            assert_eq!(oldest.clone().first_beyond(entries).run(conn).unwrap(), ids.get(entries).copied());
            let beyond = ids.iter().rev().nth(entries).copied();
            assert_eq!(newest.clone().first_beyond(entries).run(conn).unwrap(), beyond, "{entries}");
            let reached = newest.clone().after(beyond.unwrap_or(0)).field("slug").run(conn).unwrap();
            assert_eq!(reached.len(), usize::from(entries >= 6) + usize::from(entries >= 7), "{entries}");
        }
        assert_eq!(newest.clone().before(ids[3]).first_beyond(2).run(conn).unwrap(), Some(ids[0]));
        assert_eq!(newest.action("patch").first_beyond(6).run(conn).unwrap(), None);
        let recorder = Recorder::on(conn);
        recorder.sent();
        AuditLog::trail().newest_first().first_beyond(20).run(conn).unwrap();
        let expected = "SELECT MIN(id) FROM (SELECT id FROM audit_logs ORDER BY id DESC LIMIT 21) AS looked \
            HAVING COUNT(*) > 20";
        assert_eq!(recorder.sent(), [expected]);
    }

    fn a_row_is_what_it_was_at_every_version(db) {
        let conn = db.conn();
        let plan = Plan::create(NewPlan::builder().title("one").build()).by(me()).run(conn).unwrap();
        let mut states = vec![plan.clone()];
        for title in ["two", "three"] {
            states.push(states.last().unwrap().patch().title(title).by(me()).run(conn).unwrap());
        }
        let gone = states.last().unwrap().clone().delete().by(me()).run(conn).unwrap();
        states.push(gone.row().clone());
        states.push(gone.restore().by(me()).run(conn).unwrap());
        let versions = |conn: &mut Conn, states: &[Plan]| {
            for state in states {
                let past = Plan::at_version(state.id, state.version).run(conn).unwrap().unwrap();
                assert_eq!((past.row(), past.unknown()), (state, &[][..]));
            }
        };
        versions(conn, &states);
        assert_eq!(Plan::at_version(plan.id, 99).run(conn).unwrap(), None);
        assert_eq!(Plan::at_version_of_row(&states[4], 0).run(conn).unwrap(), None);
        assert_eq!(Plan::at_version(plan.id + 1, 1).run(conn).unwrap(), None);
        // What was pruned is told by the entry that follows, and the last version by the row itself.
        AuditLog::prune(chrono::Utc::now() + chrono::TimeDelta::seconds(5)).run(conn).unwrap();
        let past = Plan::at_version(plan.id, states[4].version).run(conn).unwrap().unwrap();
        assert_eq!(past.row(), &states[4]);
        assert_eq!(Plan::at_version(plan.id, states[1].version).run(conn).unwrap(), None);
        let last = states[4].patch().title("last").by(me()).run(conn).unwrap();
        let past = Plan::at_version(plan.id, states[4].version).run(conn).unwrap().unwrap();
        assert_eq!(past.row().title, "three");
        last.hard_delete().by(me()).run(conn).unwrap();
        let past = Plan::at_version(plan.id, states[4].version).run(conn).unwrap().unwrap();
        assert_eq!(past.row().title, "three", "the row is gone, but its removal has every value");
    }

    fn of_two_lives_the_later_one_has_the_version(db) {
        let conn = db.conn();
        let new = |label: &str| NewGauge::builder().id(7).label(label).level(1).build();
        for label in ["first", "second"] {
            let gauge = Gauge::create(new(label)).by(me()).run(conn).unwrap();
            gauge.patch().level(2).by(me()).run(conn).unwrap();
            Gauge::objects().find(7).delete().by(me()).run(conn).unwrap();
        }
        let past = Gauge::at_version(7, 1).run(conn).unwrap().unwrap();
        assert_eq!((past.row().label.as_str(), past.row().level), ("second", 1));
    }

    fn a_version_of_a_row_without_a_trail_is_the_row(db) {
        let conn = db.conn();
        let plan = QuietPlan::create(NewQuietPlan::builder().title("one").build()).run(conn).unwrap();
        assert_eq!(QuietPlan::at_version(plan.id, plan.version).run(conn).unwrap().unwrap().row(), &plan);
        assert_eq!(QuietPlan::at_version(plan.id, plan.version + 1).run(conn).unwrap(), None);
    }

    fn a_row_of_the_past_costs_the_entries_that_matter(db) {
        let conn = db.conn();
        let long = |writes: i32, conn: &mut Conn| {
            let new = NewGauge::builder().id(i64::from(writes)).label("still").level(0).build();
            Gauge::create(new).by(me()).at(at(1)).run(conn).unwrap();
            for level in 1..=writes {
                let patch = Gauge::objects().find(i64::from(writes)).patch().level(level);
                assert_eq!(patch.by(me()).at(at(i64::from(level) + 1)).run(conn).unwrap(), 1);
            }
            let recorder = Recorder::on(conn);
            for level in [writes, writes / 2] {
                let past = Gauge::as_of(i64::from(writes), at(i64::from(level) + 1)).run(conn).unwrap().unwrap();
                assert_eq!((past.row().level, past.row().label.as_str()), (level, "still"));
                let past = Gauge::at_version(i64::from(writes), level + 1).run(conn).unwrap().unwrap();
                assert_eq!((past.row().level, past.row().label.as_str()), (level, "still"));
            }
            // The other statements turn old values into a row: some backends have them in the text.
            recorder.sent().into_iter().filter(|sql| sql.contains(" FROM audit_logs ")).collect::<Vec<_>>()
        };
        let (some, many) = (long(120, conn), long(360, conn));
        assert_eq!(some, many, "three times as many entries, and the same statements");
        assert!(many.iter().all(|sql| sql.ends_with("LIMIT 50") || sql.ends_with("LIMIT 1")));
        assert_eq!(many.len(), 4 * 3 + 2, "{many:#?}");
    }
}

/// A page of a history and of each kind of trail is found by one of the four indexes.
#[cfg(feature = "sqlite")]
#[test]
fn every_page_has_an_index() {
    use diesel::prelude::*;
    use diesel::sql_types::Text;
    use model_tests::Database;

    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = Text)]
        detail: String,
    }

    let mut db = Database::<model_tests::connections::SqliteConnection>::fresh();
    let row = article(db.conn(), "one");
    let recorder = Recorder::on(db.conn());
    let trail = || AuditLog::trail().newest_first().limit(50).before(9_000);
    Article::history(row.id).newest_first().limit(50).before(9_000).run(db.conn()).unwrap();
    trail().by(me()).run(db.conn()).unwrap();
    trail().action("patch").run(db.conn()).unwrap();
    trail().run(db.conn()).unwrap();
    let by = ["audit_logs_by_object", "audit_logs_by_actor", "audit_logs_by_action", "INTEGER PRIMARY KEY"];
    for (sql, index) in recorder.sent().iter().zip(by) {
        // The plan does not depend on the values, as nothing has analyzed the tables.
        let explained = format!("EXPLAIN QUERY PLAN {}", sql.replace('?', "'9000'"));
        let plan: Vec<Step> = diesel::sql_query(explained).load(db.conn()).unwrap();
        let plan: Vec<String> = plan.into_iter().map(|step| step.detail).collect();
        assert!(plan.len() == 1 && plan[0].contains(index), "{sql}: {plan:?}");
    }
}
