//! The trail says the same on every backend: one sheet for all of them, compared byte by byte.
//!
//! What is compared is the JSON of each change with the names of its fields in alphabetical order and without spaces,
//! as `serde_json` writes it. The databases keep it in forms of their own: PostgreSQL as `jsonb`, the others as text.

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use diesel::RunQueryDsl;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{article, me};
use model_tests::models::{NewOffer, NewSample, Offer, OfferPatch, Sample, SamplePatch, Status};
use model_tests::{TestConnection, on_every_backend};
use serde_json::{Value, json};
use std::fmt::{Debug, Write};
use std::str::FromStr;
use uuid::Uuid;

fn parsed<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// Patches of one field each, beside its name.
macro_rules! patches {
    ($patch:ident: $($field:ident: [$($value:expr),+];)+) => {
        vec![$($((stringify!($field), $patch::new().$field($value)),)+)+]
    };
}

/// Values of every kind that a sample has; those of a field follow each other, so that each is old once.
fn samples() -> Vec<(&'static str, SamplePatch)> {
    patches! { SamplePatch:
        flag: [true, false];
        small: [i16::MIN, i16::MAX];
        whole: [i32::MIN, i32::MAX];
        single: [0.1, 1.0, -0.5, 16_777_216.0, 3.4e38, 1e-10, -0.0];
        ratio: [0.1 + 0.2, 1.0, -1.5, 1e18, 1e21, 1e300, 5e-324, 1.0 / 3.0, f64::MAX, -0.0];
        guess: [0.0, None, 2.5];
        note: ["", "null", "007", "1e5", " lead and trail ", "ü\u{1F980}\u{202E}", "e\u{301}", "\u{1}\u{7f}"];
        note: ["\\\"\n\t'`$1?", "{\"a\":1}", None];
        payload: [json!({"b": [1, 2.5, null], "a": "ü\u{1F980}"}), json!("text"), json!(9_007_199_254_740_993_i64)];
        payload: [json!(u64::MAX), json!([]), json!({"": {"x": [[]]}}), json!(0.1), json!(1.0), json!(1e300)];
        payload: [Value::Null, json!({}), None];
        raw: [vec![0, 255, 16], vec![], b"text".to_vec()];
        day: [parsed::<NaiveDate>("2026-02-28"), parsed::<NaiveDate>("0001-01-01"), parsed::<NaiveDate>("9999-12-31")];
        clock: [parsed::<NaiveTime>("23:59:59.999999"), parsed::<NaiveTime>("12:00:00.5"), parsed::<NaiveTime>("00:00:00")];
        naive: [parsed::<NaiveDateTime>("2026-01-31T12:00:00.000001"), parsed::<NaiveDateTime>("2026-01-31T00:00:00")];
        moment: [parsed::<DateTime<Utc>>("2026-01-31T12:00:00.12Z"), parsed::<DateTime<Utc>>("2026-03-29T02:30:00+02:00")];
        moment: [parsed::<DateTime<Utc>>("1969-12-31T23:59:59.999999Z"), parsed::<DateTime<Utc>>("9999-12-31T23:59:59Z")];
    }
}

/// Values of every other kind.
fn offers() -> Vec<(&'static str, OfferPatch)> {
    let decimal = parsed::<BigDecimal>;
    patches! { OfferPatch:
        token: [Uuid::nil(), parsed::<Uuid>("FFFFFFFF-ABCD-7000-8000-0123456789AB"), None];
        status: [Status::Published, Status::InReview, None];
        price: [decimal("19.99"), decimal("0.1"), decimal("100"), decimal("1.50"), decimal("-0.005"), decimal("0.000")];
        price: [decimal("1e5"), decimal("0.0000001"), decimal("12345678901.25"), decimal("1e20"), decimal("-1e-12")];
        price: [decimal("123456789012345"), None];
    }
}

/// Compares with the one stored sheet.
macro_rules! assert_contract {
    ($sheet:expr) => {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("contract", $sheet);
        });
    };
}

on_every_backend! {
    fn case_23_every_kind_of_value_has_the_same_bytes_on_every_backend(db) {
        let conn = db.conn();
        let mut sheet = String::new();
        let mut recorded = |conn: &mut Conn, heading: &str, field: Option<&str>| {
            let changes = conn.trail().pop().unwrap().changes;
            writeln!(sheet, "{heading} {}", field.map_or(&changes, |field| &changes[field])).unwrap();
        };

        let row = Sample::create(NewSample::builder().id(i64::MAX - 1).build()).by(me()).run(conn).unwrap();
        recorded(conn, "create", None);
        for (field, patch) in samples() {
            let outcome = row.patch().with(patch).by(me()).outcome(conn).unwrap();
            assert!(matches!(outcome, Outcome::Changed(_)), "{field}: {outcome:?}");
            recorded(conn, field, Some(field));
        }
        row.hard_delete().by(me()).run(conn).unwrap();
        recorded(conn, "hard_delete", None);

        let row = Offer::create(NewOffer::builder().id(9_007_199_254_740_993_i64).build()).by(me()).run(conn).unwrap();
        recorded(conn, "create", None);
        for (field, patch) in offers() {
            let outcome = row.patch().with(patch).by(me()).outcome(conn).unwrap();
            assert!(matches!(outcome, Outcome::Changed(_)), "{field}: {outcome:?}");
            recorded(conn, field, Some(field));
            assert_eq!(Offer::verify_history(conn).unwrap(), [], "{field}");
        }
        row.hard_delete().by(me()).run(conn).unwrap();
        recorded(conn, "hard_delete", None);
        assert_contract!(sheet);
    }

    fn case_23_every_kind_of_value_is_read_back_as_it_was_told(db) {
        let conn = db.conn();
        let row = Sample::create(NewSample::builder().build()).by(me()).run(conn).unwrap();
        for (field, patch) in samples() {
            row.patch().with(patch).by(me()).run(conn).unwrap();
            assert_eq!(Sample::verify_history(conn).unwrap(), [], "{field}");
        }
    }

    /// Diesel keeps a `Numeric` as a double on SQLite; the trail says what was kept, in digits.
    fn case_23_a_decimal_has_the_digits_that_the_database_kept(db) {
        let conn = db.conn();
        let price = "12345678901234567890.123456789012";
        let row = Offer::create(NewOffer::builder().price(parsed::<BigDecimal>(price)).build()).by(me()).run(conn).unwrap();
        let kept = if Conn::NAME == "sqlite" { "12345678901234567000" } else { price };
        assert_eq!(conn.trail().pop().unwrap().changes["price"], json!({"new": kept}));
        let entry = Offer::history(row.id).run(conn).unwrap().pop().unwrap();
        assert_eq!(entry.new_value::<BigDecimal>("price").unwrap(), Some(parsed(kept)));
        assert_eq!(Offer::verify_history(conn).unwrap(), []);
    }

    fn case_23_a_nul_character_is_refused_and_nothing_is_written(db) {
        let conn = db.conn();
        let sample = Sample::create(NewSample::builder().note("old").build()).by(me()).run(conn).unwrap();
        let row = article(conn, "row");
        let trail = conn.trail();
        let refused = [
            sample.patch().note("a\0b").by(me()).run(conn).unwrap_err(),
            sample.patch().payload(json!({"a": ["\0"]})).by(me()).run(conn).unwrap_err(),
            sample.patch().payload(json!({"\0": 1})).by(me()).run(conn).unwrap_err(),
            Sample::objects().patch().note("\0").by(me()).run(conn).unwrap_err(),
            Sample::create(NewSample::builder().note("\0").build()).by(me()).run(conn).unwrap_err(),
            // Masked: the trail does not show it, and PostgreSQL would not have it either.
            row.patch().body("\0").by(me()).run(conn).unwrap_err(),
        ];
        for (error, field) in refused.iter().zip(["note", "payload", "payload", "note", "note", "body"]) {
            // PostgreSQL refuses it by itself, and does not say where.
            match error {
                Error::Invalid { field: named, .. } => assert_eq!(*named, field),
                error => assert!(Conn::NAME == "postgres" && matches!(error, Error::Database(_)), "{error:?}"),
            }
        }
        assert_eq!(conn.trail(), trail);
        assert_eq!(conn.stored(row.id), Some(row));
        assert_eq!(Sample::objects().load::<Sample>(conn).unwrap(), [sample]);
    }
}
