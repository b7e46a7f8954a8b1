//! Cursors that are not those of the list.

use crate::dice::Dice;
use crate::memory::{list, sample};
use model_core::prelude::*;
use model_tests::make::{articles, me};
use model_tests::models::{Article, Comment, Sample};
use model_tests::on_every_backend;
use model_tests::schema::{articles as table, comments, samples};

on_every_backend! {
    fn a_cursor_that_was_changed_is_refused(db) {
        let conn = db.conn();
        let mut dice = Dice::new(23);
        let new: Vec<_> = (0..6).map(|_| sample(&mut dice)).collect();
        Sample::create_many(new).by(me()).run(conn).unwrap();
        let ask = list().parse("sort=-guess,small&limit=2").unwrap();
        let cursor = Sample::objects().list(&ask).run(conn).unwrap().next.unwrap().to_string();
        let code = |cursor: &str| {
            let parsed = list().parse(&format!("sort=-guess,small&limit=2&after={cursor}"));
            parsed.map(drop).map_err(|errors| errors.errors()[0].code)
        };
        assert_eq!(code(&cursor), Ok(()));
        // The last character may have bits that no byte has, so that another one is the same cursor.
        for place in 0..cursor.len() {
            for bit in 0..6 {
                let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
                let mut text = cursor.clone().into_bytes();
                let number = letters.iter().position(|letter| *letter == text[place]).unwrap();
                text[place] = letters[number ^ (1 << bit)];
                let text = String::from_utf8(text).unwrap();
                assert_eq!(code(&text), Err("cursor_malformed"), "{place}, {bit}");
            }
            assert_eq!(code(&cursor[..place]), if place == 0 { Ok(()) } else { Err("cursor_malformed") });
        }
        assert_eq!(code(&format!("{cursor}A")), Err("cursor_malformed"));
        for wrong in ["%20", "=", "a.b", "\u{fc}", &"A".repeat(5_000)] {
            assert_eq!(code(wrong), Err("cursor_malformed"), "{wrong}");
        }
    }

    fn a_cursor_belongs_to_its_list_its_order_its_direction_and_its_secret(db) {
        let conn = db.conn();
        let [article, ..] = articles(conn, ["a", "b", "c"]);
        for _ in 0..3 {
            let new = model_tests::models::NewComment::builder().article_id(article.id).body("b").build();
            Comment::create(new).run(conn).unwrap();
        }
        let plain = Article::lists().filter(table::status).sort((table::title,)).page_size(1, 9);
        let of = |secret: &str| plain.clone().signed(secret);
        let ask = of("x").parse("sort=title").unwrap();
        let cursor = Article::objects().list(&ask).run(conn).unwrap().next.unwrap();
        let code = |secret: &str, query: &str| {
            let parsed = of(secret).parse(&format!("{query}={cursor}"));
            parsed.map(drop).map_err(|errors| errors.errors()[0].code)
        };
        assert_eq!(code("x", "sort=title&after"), Ok(()));
        assert_eq!(code("x", "sort=title&limit=3&status=draft&after"), Ok(()), "filters may change");
        assert_eq!(code("y", "sort=title&after"), Err("cursor_malformed"));
        assert_eq!(code("x", "sort=-title&after"), Err("cursor_of_another_list"));
        assert_eq!(code("x", "after"), Err("cursor_of_another_list"));
        assert_eq!(code("x", "sort=title&before"), Err("cursor_direction"));
        assert_eq!(code("x", "sort=titel&after"), Err("unknown_sort"), "the order alone is wrong");

        // Without a secret, a process has its own.
        let unsigned = || Article::lists().sort((table::title,)).page_size(1, 9);
        let page = Article::objects().list(&unsigned().parse("").unwrap()).run(conn).unwrap();
        let query = format!("after={}", page.next.unwrap());
        assert!(unsigned().parse(&query).is_ok() && unsigned().signed("").parse(&query).is_err());

        // Two lists whose order has the same types.
        let samples = Sample::lists().sort((samples::id,)).page_size(1, 1).signed("x");
        let comments = Comment::lists().sort((comments::id,)).page_size(1, 1).signed("x");
        let page = Comment::objects().list(&comments.parse("sort=id").unwrap()).run(conn).unwrap();
        let errors = samples.parse(&format!("sort=id&after={}", page.next.unwrap())).unwrap_err();
        assert_eq!(errors.errors()[0].code, "cursor_of_another_list");
    }

    fn two_cursors_are_one_too_many(db) {
        let _ = db.conn();
        let errors = list().parse("after=AAAA&before=AAAA").unwrap_err();
        assert_eq!(errors.errors()[0].code, "repeated");
    }
}
