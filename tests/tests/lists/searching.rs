//! Searches that look at so many rows for one page, against a list in memory.

use crate::dice::Dice;
use crate::memory::{compared, contains, filter, list, order, parameter, sample};
use model_core::list::{ListPage, Total};
use model_core::prelude::*;
use model_tests::make::me;
use model_tests::models::{NewSample, Sample};
use model_tests::{Recorder, TestConnection, on_every_backend};

fn keys(page: &ListPage<Sample>) -> Vec<i64> {
    page.rows.iter().map(|sample| sample.id).collect()
}

/// A search for a part of a text, and the part.
fn search(dice: &mut Dice) -> (&'static str, &'static str) {
    dice.one_of(&[("q=a", "a"), ("q=c!", "c!"), ("note.contains=b", "b"), ("q=nobody", "nobody")])
}

on_every_backend! {
    fn a_search_that_is_continued_finds_every_row_once_in_both_directions(db) {
        let conn = db.conn();
        let mut dice = Dice::new(23);
        let new: Vec<_> = (0..60).map(|_| sample(&mut dice)).collect();
        let samples = Sample::create_many(new).by(me()).run(conn).unwrap();
        for round in 0..120 {
            let (order, within, limit) = (order(&mut dice), 1 + dice.throw(25), 1 + dice.throw(8));
            let (text, part) = search(&mut dice);
            let served = (dice.throw(2) == 0).then(|| filter(&mut dice));
            let served = served.filter(|(text, _)| !["q=", "note"].iter().any(|start| text.starts_with(start)));
            let among: Vec<&Sample> =
                samples.iter().filter(|row| served.as_ref().is_none_or(|(_, selects)| selects(row))).collect();
            let mut expected: Vec<&Sample> = among.iter().copied().filter(|sample| contains(sample, part)).collect();
            expected.sort_by(|one, other| compared(one, other, &order));
            let expected: Vec<i64> = expected.iter().map(|sample| sample.id).collect();
            let served = served.map(|(text, _)| text).unwrap_or_default();
            let query = format!("{text}&{served}&{}&limit={limit}&count=true", parameter(&order));
            let list = list().search_within(within);
            let read = |conn: &mut Conn, cursor: &str| {
                let ask = list.parse(&format!("{query}{cursor}")).unwrap_or_else(|error| panic!("{query}: {error}"));
                Sample::objects().list(&ask).run(conn).unwrap_or_else(|error| panic!("{query}: {error}"))
            };
            let case = format!("round {round}, within {within}: {query}");
            let found = |page: &ListPage<Sample>| {
                // A page says that it stopped, or is full, or is the last one.
                let is_full = page.rows.len() == limit;
                assert!(page.stopped_after.is_none_or(|after| after == within && page.rows.len() <= limit), "{case}");
                match page.total {
                    Total::Exact(count) => assert_eq!((count, among.len() <= within), (expected.len() as i64, true)),
                    Total::AtLeast(count) => {
                        assert!(count <= expected.len() as i64 && among.len() > within, "{count}: {case}");
                    }
                    Total::Unasked => panic!("the number was asked for: {case}"),
                }
                is_full || page.stopped_after.is_some()
            };

            let mut pages = vec![read(conn, "")];
            assert_eq!(pages[0].previous, None, "{case}");
            while let Some(next) = pages.last().unwrap().next.clone() {
                assert!(found(pages.last().unwrap()), "{case}");
                pages.push(read(conn, &format!("&after={next}")));
            }
            assert_eq!(pages.last().unwrap().stopped_after, None, "{case}");
            let forwards: Vec<i64> = pages.iter().flat_map(keys).collect();
            assert_eq!(forwards, expected, "{case}");

            let mut backwards = vec![pages.last().unwrap().clone()];
            while let Some(previous) = backwards.last().unwrap().previous.clone() {
                backwards.push(read(conn, &format!("&before={previous}")));
                assert!(backwards.last().unwrap().previous.is_none() || found(backwards.last().unwrap()), "{case}");
            }
            let rows: Vec<i64> = backwards.iter().rev().flat_map(keys).collect();
            assert_eq!(rows, expected, "backwards, {case}");
        }
    }

    /// Among forty rows, the third from the beginning is found, and then the third from the end.
    fn a_search_looks_at_so_many_rows_and_says_so(db) {
        let conn = db.conn();
        let note = |number| if [3, 38].contains(&number) { "found" } else { "other" };
        let new = (1..=40).map(|number| {
            let day = chrono::NaiveDate::default();
            NewSample::builder()
                .flag(true).small(0_i16).whole(number).single(0.0_f32).ratio(0.0).day(day).clock(chrono::NaiveTime::MIN)
                .naive(chrono::NaiveDateTime::default()).moment(chrono::DateTime::UNIX_EPOCH).note(note(number).to_owned()).build()
        });
        Sample::create_many(new).by(me()).run(conn).unwrap();
        let list = list().search_within(30);
        let read = |conn: &mut Conn, query: &str| {
            Sample::objects().list(&list.parse(query).unwrap()).run(conn).unwrap()
        };
        let whole = |page: &ListPage<Sample>| page.rows.iter().map(|row| row.whole).collect::<Vec<_>>();
        let first = read(conn, "sort=whole&q=found&count=true");
        assert_eq!((whole(&first), first.stopped_after, first.total), (vec![3], Some(30), Total::AtLeast(1)));
        let second = read(conn, &format!("sort=whole&q=found&count=true&after={}", first.next.unwrap()));
        assert_eq!((whole(&second), second.stopped_after, second.next), (vec![38], None, None));
        assert_eq!(second.total, Total::AtLeast(1));
        let back = read(conn, &format!("sort=whole&q=found&before={}", second.previous.unwrap()));
        assert_eq!((whole(&back), back.stopped_after, back.total), (vec![], Some(30), Total::Unasked));
        assert!(back.next.is_some());
        let back = read(conn, &format!("sort=whole&q=found&before={}", back.previous.unwrap()));
        assert_eq!((whole(&back), back.stopped_after, back.previous), (vec![3], None, None));
        let last = read(conn, "sort=-whole&q=found");
        assert_eq!((whole(&last), last.stopped_after), (vec![38], Some(30)));

        // A filter that an index can serve is not part of it, and neither is a list without limit.
        let few = read(conn, "sort=whole&q=found&whole.from=11&count=true");
        assert_eq!((whole(&few), few.stopped_after, few.total), (vec![38], None, Total::Exact(1)));
        let all = self::list().search_within(usize::MAX).parse("sort=whole&q=found&count=true").unwrap();
        let recorder = Recorder::on(conn);
        recorder.sent();
        let all = Sample::objects().list(&all).run(conn).unwrap();
        assert_eq!((whole(&all), all.stopped_after, all.total), (vec![3, 38], None, Total::Exact(2)));
        assert_eq!(recorder.sent().len(), 1);
    }

    /// The rows without a value are a part of their own, so that both parts are ranges of an index.
    fn a_search_in_an_order_with_null_looks_at_so_many_rows_of_each_part(db) {
        let conn = db.conn();
        let mut dice = Dice::new(31);
        let new: Vec<_> = (0..40).map(|_| sample(&mut dice)).collect();
        Sample::create_many(new).by(me()).run(conn).unwrap();
        conn.sql("UPDATE samples SET guess = CASE WHEN id % 4 = 0 THEN NULL ELSE id END, note = 'x'");
        let list = list().search_within(20);
        let ask = list.parse("sort=-guess&q=nobody").unwrap();
        let page = Sample::objects().list(&ask).run(conn).unwrap();
        assert_eq!((page.rows.len(), page.stopped_after), (0, Some(20)));
        let recorder = Recorder::on(conn);
        recorder.sent();
        let ask = list.parse(&format!("sort=-guess&q=nobody&after={}", page.next.unwrap())).unwrap();
        let page = Sample::objects().list(&ask).run(conn).unwrap();
        assert_eq!((page.next, page.stopped_after), (None, None));
        assert_eq!(recorder.sent().len(), 4, "ten rows with a value, and ten without");
        let filtered = list.parse("sort=-guess&q=nobody&guess.null=true").unwrap();
        Sample::objects().list(&filtered).run(conn).unwrap();
        assert_eq!(recorder.sent().len(), 2, "no row with a value is without one");
    }
}
