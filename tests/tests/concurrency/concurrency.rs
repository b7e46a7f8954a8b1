//! Several real connections at once.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::TestConnection;
use model_tests::make::{article, me, new_article};
use model_tests::models::{Article, ArticleId, Gauge, NewGauge, Status};
use model_tests::on_every_backend;
use model_tests::schema::{articles as table, gauges};
use std::sync::Barrier;

const WRITERS: usize = 8;
const ROWS: usize = 10;
const TURNS: usize = 6;
/// How often each writer adds to a counter.
const INCREMENTS: usize = 24;

/// Ten articles.
fn ten(conn: &mut impl TestConnection) -> Vec<Article> {
    let author = model_tests::make::author(conn).id;
    let new = (0..ROWS).map(|number| new_article(author, &format!("row {number}")));
    Article::create_many(new).by(me()).run(conn).unwrap()
}

/// Every title that a row ever had was the old one of exactly the next entry, and the last is the one that is stored.
fn assert_chained(conn: &mut impl TestConnection, trail: &[model_core::AuditLog], id: ArticleId, entries: usize) {
    let own: Vec<_> = trail.iter().filter(|log| log.object_id == id.to_string()).collect();
    assert_eq!(own.len(), entries, "one entry per write");
    for pair in own.windows(2) {
        assert_eq!(pair[0].changes["title"]["new"], pair[1].changes["title"]["old"], "a broken chain");
    }
    let last = own.last().unwrap().changes["title"]["new"].as_str().unwrap();
    assert_eq!(conn.stored(id).unwrap().title, last);
}

on_every_backend! {
    fn case_14_single_writes_log_true_old_values_under_load(db) {
        let rows = ten(db.conn());
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        std::thread::scope(|scope| {
            for (writer, mut conn) in conns.into_iter().enumerate() {
                let (rows, start) = (&rows, &start);
                scope.spawn(move || {
                    start.wait();
                    for turn in 0..TURNS {
                        for row in rows {
                            let title = format!("{writer}.{turn}");
                            row.patch().title(title).by(&Actor::user(writer)).run(&mut conn).unwrap();
                        }
                    }
                });
            }
        });
        let trail = db.conn().trail();
        for row in rows {
            assert_chained(db.conn(), &trail, row.id, 1 + WRITERS * TURNS);
        }
    }

    fn case_14_bulk_writes_log_true_old_values_under_load(db) {
        let rows = ten(db.conn());
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        std::thread::scope(|scope| {
            for (writer, mut conn) in conns.into_iter().enumerate() {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    for turn in 0..TURNS {
                        let patch = Article::objects().patch().title(format!("{writer}.{turn}"));
                        assert_eq!(patch.by(&Actor::user(writer)).run(&mut conn).unwrap(), ROWS);
                    }
                });
            }
        });
        let trail = db.conn().trail();
        for row in rows {
            assert_chained(db.conn(), &trail, row.id, 1 + WRITERS * TURNS);
        }
    }

    fn case_14_bulk_and_single_writes_do_not_deadlock(db) {
        let rows = ten(db.conn());
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        std::thread::scope(|scope| {
            for (writer, mut conn) in conns.into_iter().enumerate() {
                let rows = &rows;
                scope.spawn(move || {
                    for turn in 0..TURNS {
                        let title = format!("{writer}.{turn}");
                        if writer % 2 == 0 {
                            // Two sets whose order is another than that of the keys.
                            let set = Article::objects().filter(table::views.ge(0)).filter(table::slug.like("row%"));
                            set.patch().title(title).by(me()).run(&mut conn).unwrap();
                        } else {
                            for row in rows.iter().rev() {
                                row.patch().title(title.clone()).by(me()).run(&mut conn).unwrap();
                            }
                        }
                    }
                });
            }
        });
        let trail = db.conn().trail();
        for row in rows {
            assert_chained(db.conn(), &trail, row.id, 1 + WRITERS * TURNS);
        }
    }

    fn case_14_every_change_under_load_has_one_entry_and_nothing_else_has(db) {
        let rows = ten(db.conn());
        let before = db.conn().trail().len();
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        let outcomes: Vec<Outcome<Article>> = std::thread::scope(|scope| {
            let write = |(writer, mut conn): (usize, Conn)| {
                let (rows, start) = (&rows, &start);
                scope.spawn(move || {
                    start.wait();
                    let writes = (0..TURNS).flat_map(|turn| rows.iter().map(move |row| (turn, row)));
                    // All write the same in the first two turns, and wait for each other: one of them changes a row and
                    // the others find what they would write. After that each has titles of its own, each of them twice.
                    let patch = |(turn, row): (usize, &Article)| {
                        if turn == 2 && row.id == rows[0].id {
                            start.wait();
                        }
                        let number = if turn < 2 { 0 } else { (turn / 2 + writer) % 3 };
                        let status = [Status::Draft, Status::InReview, Status::Published][number];
                        let patch = row.patch().title(format!("{number}")).status(status);
                        patch.by(&Actor::user(writer)).outcome(&mut conn).unwrap()
                    };
                    writes.map(patch).collect::<Vec<_>>()
                })
            };
            let writers: Vec<_> = conns.into_iter().enumerate().map(write).collect();
            writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
        });
        let changed = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Changed(_))).count();
        let unchanged = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Unchanged(_))).count();
        assert_eq!(changed + unchanged, WRITERS * TURNS * ROWS);
        assert!(changed >= 2 * ROWS && unchanged >= (2 * WRITERS - 1) * ROWS, "{changed} and {unchanged}");
        assert_eq!(db.conn().trail().len() - before, changed);
        assert_eq!(Article::verify_history(db.conn()).unwrap(), []);
    }

    fn no_increment_is_lost_and_the_trail_tells_each(db) {
        let row = Gauge::create(NewGauge::builder().label("turns").level(0).build()).by(me()).run(db.conn()).unwrap();
        let quiet = article(db.conn(), "row");
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        std::thread::scope(|scope| {
            for (writer, mut conn) in conns.into_iter().enumerate() {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    for turn in 0..INCREMENTS {
                        let actor = Actor::user(writer);
                        let row = match turn % 2 {
                            0 => Gauge::patch_by_key(row.id).level(gauges::level + 1).by(&actor).run(&mut conn).map(|_| 1),
                            _ => Gauge::objects().patch().level(gauges::level + 1).by(&actor).run(&mut conn),
                        };
                        assert_eq!(row.unwrap(), 1);
                        Article::patch_by_key(quiet.id).views(table::views + 1).by(&actor).run(&mut conn).unwrap();
                    }
                });
            }
        });
        let total = i32::try_from(WRITERS * INCREMENTS).unwrap();
        let conn = db.conn();
        let (level, revision): (i32, i64) = gauges::table.select((gauges::level, gauges::revision)).first(conn).unwrap();
        assert_eq!((level, revision), (total, i64::from(total) + 1));
        assert_eq!(conn.stored(quiet.id).unwrap().views, total);
        let steps = Gauge::history(row.id).run(conn).unwrap();
        let value = |side: &str, entry: &model_core::AuditLog| entry.changes["level"][side].as_i64();
        let all: Vec<_> = steps.iter().map(|entry| (value("old", entry), value("new", entry))).collect();
        let expected = (0..=i64::from(total)).map(|level| ((level > 0).then_some(level - 1), Some(level)));
        assert_eq!(all, expected.collect::<Vec<_>>());
        assert_eq!(Gauge::verify_history(conn).unwrap(), []);
    }

    fn case_25_patches_of_different_columns_both_survive(db) {
        let row = article(db.conn(), "row");
        let (mut first, mut second) = (db.another(), db.another());
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for turn in 0..20 {
                    row.patch().title(format!("t{turn}")).by(me()).run(&mut first).unwrap();
                }
            });
            scope.spawn(|| {
                for turn in 0..20 {
                    row.patch().slug(format!("s{turn}")).by(me()).run(&mut second).unwrap();
                }
            });
        });
        let stored = db.conn().stored(row.id).unwrap();
        assert_eq!((stored.title.as_str(), stored.slug.as_str()), ("t19", "s19"));
        for log in db.conn().trail().iter().filter(|log| log.action == "patch") {
            let fields = log.changes.as_object().unwrap();
            assert!(fields.contains_key("title") != fields.contains_key("slug"), "{fields:?}");
        }
    }

    fn a_set_written_in_a_transaction_that_has_read_before_logs_what_it_changed(db) {
        let conn = &mut db.another();
        let [same, other] = model_tests::make::articles(db.conn(), ["same", "other"]);
        let mut elsewhere = db.another();
        let result = conn.transaction::<usize, Error, _>(|conn| {
            // Where a transaction reads from a snapshot, this is when it is taken.
            let seen: i64 = Article::objects().count().get_result(conn)?;
            assert_eq!(seen, 2);
            same.patch().title("new").by(me()).run(&mut elsewhere)?;
            let before = conn.trail().len();
            let count = Article::objects().patch().title("new").by(me()).run(conn)?;
            assert!(conn.trail().len() - before <= count, "{:#?}", conn.trail());
            Ok(count)
        });
        // SQLite refuses to write over a snapshot that is not true any more.
        if let Ok(count) = result {
            assert_eq!(count, 1, "the other row has the value already");
            let mut of = |id: ArticleId| Article::history(id).run(db.conn()).unwrap().len();
            assert_eq!((of(same.id), of(other.id)), (2, 2));
        }
    }

    fn one_of_two_deletions_at_once_wins(db) {
        let rows = ten(db.conn());
        let mut conns = [db.another(), db.another(), db.another(), db.another()];
        let counted = std::thread::scope(|scope| {
            let delete = |conn| scope.spawn(|| Article::objects().delete().by(me()).run(conn).unwrap());
            conns.each_mut().map(delete).map(|handle| handle.join().unwrap())
        });
        assert_eq!(counted.iter().sum::<usize>(), ROWS, "every row is deleted once");
        let trail = db.conn().trail();
        for row in rows {
            let deletions = trail.iter().filter(|log| log.action == "delete" && log.object_id == row.id.to_string());
            assert_eq!(deletions.count(), 1);
        }
    }
}
