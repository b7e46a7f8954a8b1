//! Pages, against a list in memory.

use crate::dice::Dice;
use crate::memory::{compared, filter, list, order, parameter, sample};
use diesel::prelude::*;
use model_core::list::{ListPage, Total};
use model_core::prelude::*;
use model_tests::make::me;
use model_tests::models::{NewOffer, Offer, Sample, Status};
use model_tests::on_every_backend;
use model_tests::schema::{offers, samples};
use std::collections::HashSet;

/// The keys of the rows.
fn keys(page: &ListPage<Sample>) -> Vec<i64> {
    page.rows.iter().map(|sample| sample.id).collect()
}

on_every_backend! {
    fn every_filter_and_order_is_that_of_the_list_in_memory_in_both_directions(db) {
        let conn = db.conn();
        let mut dice = Dice::new(17);
        let new: Vec<_> = (0..60).map(|_| sample(&mut dice)).collect();
        let samples = Sample::create_many(new).by(me()).run(conn).unwrap();
        for round in 0..150 {
            let order = order(&mut dice);
            let filters: Vec<_> = (0..dice.throw(3)).map(|_| filter(&mut dice)).collect();
            let mut seen = HashSet::new();
            let parts: Vec<_> = filters.iter().filter(|(text, _)| seen.insert(text.split(['=', '&']).next())).collect();
            let mut expected: Vec<&Sample> =
                samples.iter().filter(|sample| parts.iter().all(|(_, selects)| selects(sample))).collect();
            expected.sort_by(|one, other| compared(one, other, &order));
            let expected: Vec<i64> = expected.iter().map(|sample| sample.id).collect();
            let limit = 1 + dice.throw(expected.len().max(6));
            let query: Vec<String> = parts.iter().map(|(text, _)| text.clone()).collect();
            let query = format!("{}&{}&limit={}&count=true", query.join("&"), parameter(&order), limit.min(50));
            let read = |conn: &mut Conn, cursor: &str| {
                let ask = list().parse(&format!("{query}{cursor}")).unwrap_or_else(|error| panic!("{query}: {error}"));
                Sample::objects().list(&ask).run(conn).unwrap_or_else(|error| panic!("{query}: {error}"))
            };

            let mut pages = vec![read(conn, "")];
            assert_eq!(pages[0].previous, None);
            while let Some(next) = pages.last().unwrap().next.clone() {
                pages.push(read(conn, &format!("&after={next}")));
            }
            let forwards: Vec<i64> = pages.iter().flat_map(keys).collect();
            assert_eq!(forwards, expected, "round {round}: {query}");
            let total = Total::Exact(i64::try_from(expected.len()).unwrap());
            assert!(pages.iter().all(|page| page.total == total), "round {round}: {query}");

            let mut backwards = vec![pages.last().unwrap().clone()];
            while let Some(previous) = backwards.last().unwrap().previous.clone() {
                backwards.push(read(conn, &format!("&before={previous}")));
            }
            let rows: Vec<i64> = backwards.iter().rev().flat_map(keys).collect();
            assert_eq!(rows, expected, "round {round}, backwards: {query}");
            assert!(backwards[1..].iter().all(|page| page.next.is_some()), "round {round}: {query}");
        }
    }

    fn rows_that_stay_are_seen_once_whatever_comes_and_goes(db) {
        let conn = db.conn();
        let mut dice = Dice::new(3);
        let new: Vec<_> = (0..50).map(|_| sample(&mut dice)).collect();
        Sample::create_many(new).by(me()).run(conn).unwrap();
        for round in 0..40 {
            let (order, limit, back) = (order(&mut dice), 1 + dice.throw(7), dice.throw(2) == 0);
            let query = format!("{}&limit={limit}", parameter(&order));
            let stored = |conn: &mut Conn| Sample::objects().load::<Sample>(conn).unwrap();
            let before: HashSet<i64> = stored(conn).iter().map(|sample| sample.id).collect();
            let read = |conn: &mut Conn, cursor: &str| {
                Sample::objects().list(&list().parse(&format!("{query}{cursor}")).unwrap()).run(conn).unwrap()
            };
            let mut page = read(conn, "");
            if back {
                while let Some(next) = &page.next {
                    page = read(conn, &format!("&after={next}"));
                }
            }
            let (mut seen, mut gone) = (Vec::new(), HashSet::new());
            loop {
                let mut rows = keys(&page);
                if back {
                    rows.reverse();
                }
                seen.extend(rows);
                let cursor = if back { &page.previous } else { &page.next };
                let Some(cursor) = cursor.clone() else { break };
                for _ in 0..dice.throw(3) {
                    Sample::create(sample(&mut dice)).by(me()).run(conn).unwrap();
                }
                for _ in 0..dice.throw(3) {
                    let rows = stored(conn);
                    let row = rows[dice.throw(rows.len())].id;
                    gone.insert(row);
                    Sample::delete_by_key(row).by(me()).run(conn).unwrap();
                }
                page = read(conn, &format!("&{}={cursor}", if back { "before" } else { "after" }));
            }
            let once: HashSet<i64> = seen.iter().copied().collect();
            assert_eq!(once.len(), seen.len(), "round {round}: a row was seen twice: {query}");
            let missed: Vec<_> = before.difference(&gone).filter(|row| !once.contains(row)).collect();
            assert!(missed.is_empty(), "round {round}: {missed:?} were missed: {query}, back: {back}");
        }
    }

    /// A page that has become empty says how to come back, and the row that it followed is not lost.
    fn an_empty_page_leads_back(db) {
        let conn = db.conn();
        let mut dice = Dice::new(5);
        let new: Vec<_> = (0..4).map(|_| sample(&mut dice)).collect();
        let rows = Sample::create_many(new).by(me()).run(conn).unwrap();
        let read = |conn: &mut Conn, query: &str| {
            Sample::objects().list(&list().parse(query).unwrap()).run(conn).unwrap()
        };
        let page = read(conn, "sort=id&limit=2");
        for row in &rows[2..] {
            row.clone().delete().by(me()).run(conn).unwrap();
        }
        let empty = read(conn, &format!("sort=id&limit=2&after={}", page.next.unwrap()));
        assert_eq!((keys(&empty), &empty.next), (vec![], &None));
        let back = read(conn, &format!("sort=id&limit=2&before={}", empty.previous.unwrap()));
        assert_eq!(keys(&back), [rows[0].id, rows[1].id]);
        assert_eq!(back.previous, None);
        assert!(back.next.is_some());
    }

    fn decimals_uuids_and_choices_that_may_be_null_are_compared_and_ordered(db) {
        let conn = db.conn();
        let price = |text: &str| (!text.is_empty()).then(|| text.parse::<bigdecimal::BigDecimal>().unwrap());
        let token = |number| Some(uuid::Uuid::from_u128(number));
        let prices = ["", "10.5", "-9", "9.25", "", "100", "9.25", "10.50"];
        let new = prices.iter().zip(0_u128..).map(|(text, number)| {
            let (token, status) = (token(number % 3), (number % 2 == 0).then_some(Status::InReview));
            NewOffer::builder().price(price(text)).token(token).status(status).build()
        });
        let offers = Offer::create_many(new).by(me()).run(conn).unwrap();
        let list = Offer::lists()
            .filter_range(offers::price).filter(offers::token).filter(offers::status)
            .sort((offers::price, offers::token, offers::status)).page_size(3, 3);
        let all = |conn: &mut Conn, query: &str| {
            let (mut found, mut cursor) = (Vec::new(), String::new());
            loop {
                let ask = list.parse(&format!("{query}{cursor}")).unwrap();
                let page = Offer::objects().list(&ask).run(conn).unwrap();
                found.extend(page.rows.iter().map(|row| offers.iter().position(|offer| offer.id == row.id).unwrap()));
                let Some(next) = page.next else { return found };
                cursor = format!("&after={next}");
            }
        };
        assert_eq!(all(conn, "sort=price"), [0, 4, 2, 3, 6, 1, 7, 5]);
        assert_eq!(all(conn, "sort=-price"), [5, 7, 1, 6, 3, 2, 4, 0]);
        assert_eq!(all(conn, "sort=-price,token"), [5, 1, 7, 3, 6, 2, 0, 4]);
        assert_eq!(all(conn, "price=9.250"), [3, 6]);
        assert_eq!(all(conn, "price.from=9.25&price.before=10.5"), [3, 6]);
        assert_eq!(all(conn, "price.null=true"), [0, 4]);
        assert_eq!(all(conn, "price.not=100"), [0, 1, 2, 3, 4, 6, 7]);
        assert_eq!(all(conn, "token=00000000-0000-0000-0000-000000000002"), [2, 5]);
        assert_eq!(all(conn, "status.null=true"), [1, 3, 5, 7]);
        assert_eq!(all(conn, "status=in_review"), [0, 2, 4, 6]);
    }

    fn batches_read_every_row_once_in_the_order_of_the_key(db) {
        let conn = db.conn();
        let mut dice = Dice::new(9);
        let new: Vec<_> = (0..25).map(|_| sample(&mut dice)).collect();
        let all: Vec<i64> = Sample::create_many(new).by(me()).run(conn).unwrap().iter().map(|row| row.id).collect();
        for size in [0, 1, 7, 25, 26] {
            let mut parts = Vec::new();
            let mut batches = Sample::objects().in_batches(size);
            while let Some(rows) = batches.run(conn).unwrap() {
                parts.push(rows.iter().map(|row| row.id).collect::<Vec<_>>());
            }
            assert_eq!(parts.concat(), all);
            assert!(parts.iter().all(|part| !part.is_empty() && part.len() <= size.max(1)), "{size}: {parts:?}");
        }
        let mut batches = Sample::objects().filter(samples::id.gt(all[22])).in_batches(5);
        assert_eq!(batches.run(conn).unwrap().unwrap().len(), 2);
        assert_eq!(batches.run(conn).unwrap(), None);
        assert_eq!(batches.run(conn).unwrap(), None);
    }

    fn next_and_each_read_batches_until_the_caller_stops(db) {
        let conn = db.conn();
        let mut dice = Dice::new(10);
        let new: Vec<_> = (0..7).map(|_| sample(&mut dice)).collect();
        let all: Vec<i64> = Sample::create_many(new).by(me()).run(conn).unwrap().iter().map(|row| row.id).collect();
        let mut seen = Vec::new();
        let each = Sample::objects().in_batches(3).each(conn, |rows| {
            seen.extend(rows.iter().map(|row| row.id));
            Ok::<(), Error>(())
        });
        each.unwrap();
        assert_eq!(seen, all);
        let stop = Sample::objects().in_batches(5).each(conn, |_| Err(Error::refused("test", "stop")));
        assert!(matches!(stop, Err(Error::Refused { .. })));
        let mut batches = Sample::objects().in_batches(4);
        assert_eq!(batches.next(conn).unwrap().unwrap().len(), 4);
        assert_eq!(batches.next(conn).unwrap().unwrap().len(), 3);
        assert_eq!(batches.next(conn).unwrap(), None);
    }
}
