//! A row as JSON has the encoding of the trail, with a trail and without one, and is taken back as it is shown.

use crate::object;
use bigdecimal::BigDecimal;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use diesel::prelude::*;
use model_core::audit::Shown;
use model_core::prelude::*;
use model_core::wire::{NewFromJson, PatchFromJson, ToJson};
use model_tests::make::{article, at, me};
use model_tests::models::{
    Article, NewOffer, NewSample, NewTranslation, Offer, Sample, SamplePatch, Status, Translation,
};
use model_tests::{TestConnection, on_every_backend};
use serde_json::{Map, Value, json};

/// The samples without a trail.
mod quiet {
    use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
    use model_core::prelude::*;
    use model_tests::schema::samples;
    use serde_json::Value;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = samples)]
    pub(super) struct QuietSample {
        pub(super) id: i64,
        pub(super) flag: bool,
        pub(super) small: i16,
        pub(super) whole: i32,
        pub(super) single: f32,
        pub(super) ratio: f64,
        pub(super) guess: Option<f64>,
        pub(super) note: Option<String>,
        pub(super) payload: Option<Value>,
        pub(super) raw: Vec<u8>,
        pub(super) day: NaiveDate,
        pub(super) clock: NaiveTime,
        pub(super) naive: NaiveDateTime,
        pub(super) moment: DateTime<Utc>,
    }
}

use quiet::QuietSample;

/// Everything that a row of samples can hold, in unlikely values.
fn sample() -> NewSample {
    let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let clock = NaiveTime::from_hms_micro_opt(23, 59, 58, 120_000).unwrap();
    NewSample::builder()
        .flag(true)
        .small(-7_i16)
        .whole(i32::MIN)
        .single(0.1)
        .ratio(-1234.5)
        .guess(3.0)
        .note("ä'\"\\{}, 東京 ")
        .payload(json!({"a": [1, null, "x"], "b": 1.5}))
        .raw(vec![0_u8, 255, 39])
        .day(day)
        .clock(clock)
        .naive(day.and_time(clock))
        .moment(at(5) + TimeDelta::microseconds(7))
        .build()
}

/// What the trail says of the values of a new row.
fn told<M: Model>(conn: &mut impl TestConnection) -> Map<String, Value> {
    let log = conn.trail().pop().expect("there is an entry");
    let told = log.changes().filter_map(|change| match change.value {
        Shown::Values { new: Some(new), .. } => Some((change.field.to_owned(), new.clone())),
        _ => None,
    });
    let told: Map<_, _> = told.collect();
    assert!(told.keys().all(|name| M::META.field(name).is_some()));
    told
}

fn without(mut row: Map<String, Value>, names: &[&str]) -> Map<String, Value> {
    names.iter().for_each(|name| drop(row.remove(*name)));
    row
}

on_every_backend! {
    fn a_row_of_every_kind_is_shown_as_the_trail_shows_it(db) {
        let conn = db.conn();
        let row = Sample::create(sample()).by(me()).run(conn).unwrap();
        let shown = row.to_json().unwrap();
        assert_eq!(shown, told::<Sample>(conn));
        assert_eq!((&shown["raw"], &shown["single"], &shown["guess"]), (&json!("00ff27"), &json!(0.1), &json!(3)));
        assert_eq!(shown["moment"], json!("2020-09-13T12:26:45.000007Z"));
        let quiet: QuietSample = QuietSample::objects().find(row.id).first(conn).unwrap();
        assert_eq!(quiet.to_json().unwrap(), shown, "without a trail it is the same");
    }

    fn what_is_shown_makes_the_same_row(db) {
        let conn = db.conn();
        let row = Sample::create(sample()).by(me()).run(conn).unwrap();
        let shown = without(row.to_json().unwrap(), &["id"]);
        let new = Sample::new_from_json(&shown).unwrap();
        let copy = Sample::create(new).by(me()).run(conn).unwrap();
        assert_eq!(copy, Sample { id: copy.id, ..row.clone() });
        assert_eq!(without(copy.to_json().unwrap(), &["id"]), shown);
        let new: NewSample = serde_json::from_value(Value::Object(shown.clone())).unwrap();
        let copy = Sample::create(new).by(me()).run(conn).unwrap();
        assert_eq!(copy, Sample { id: copy.id, ..row.clone() }, "serde alone reads the same");
        let same = Sample::patch_from_json(&shown).unwrap();
        assert_eq!(same.on(&row).by(me()).outcome(conn).unwrap(), Outcome::Unchanged(row.clone()));
        let nothing = object(json!({ "guess": null, "note": null, "payload": null, "raw": "" }));
        let row: Sample = Sample::patch_from_json(&nothing).unwrap().on(&row).by(me()).run(conn).unwrap();
        assert_eq!((row.guess, row.note, row.payload, row.raw.len()), (None, None, None, 0));
        let bytes: SamplePatch = serde_json::from_value(json!({ "raw": [1, 2] })).unwrap();
        let row = Sample::patch_by_key(row.id).with(bytes).by(me()).run(conn).unwrap();
        assert_eq!(row.raw, [1, 2], "a list of numbers is read as before");
    }

    fn a_decimal_a_uuid_and_a_choice_are_texts(db) {
        let conn = db.conn();
        let price: BigDecimal = "1234567890.12500".parse().unwrap();
        let token = "0198c0de-0000-7000-8000-0000000000ab".parse::<uuid::Uuid>().unwrap();
        let new = NewOffer::builder().price(price).token(token).status(Status::InReview).build();
        let row = Offer::create(new).by(me()).run(conn).unwrap();
        let shown = row.to_json().unwrap();
        assert_eq!(shown, told::<Offer>(conn));
        assert_eq!(shown["price"], json!("1234567890.125"));
        let copy = Offer::new_from_json(&without(shown, &["id"])).unwrap();
        let copy = Offer::create(copy).by(me()).run(conn).unwrap();
        assert_eq!(copy, Offer { id: copy.id, ..row });
        let empty = Offer::create(NewOffer::builder().build()).by(me()).run(conn).unwrap();
        let expected = json!({ "id": empty.id, "price": null, "token": null, "status": null });
        assert_eq!(Value::Object(empty.to_json().unwrap()), expected);
    }

    fn a_masked_column_is_shown_when_it_is_asked_for(db) {
        let conn = db.conn();
        let row = article(conn, "a");
        let shown = row.to_json().unwrap();
        assert!(!shown.contains_key("body") && shown["views"] == json!(0), "masked, and not in the trail");
        let all = row.to_json_with_masked().unwrap();
        assert_eq!(all["body"], json!("text"));
        assert_eq!(all.len(), Article::META.fields.len());
        let seen = without(shown, &["views"]);
        assert_eq!(seen, told::<Article>(conn));
    }

    fn a_key_of_two_texts_is_two_members(db) {
        let conn = db.conn();
        let new = NewTranslation::builder().locale("de").term("a,b").text("c").build();
        let row = Translation::create(new).by(me()).run(conn).unwrap();
        let shown = row.to_json().unwrap();
        assert_eq!(Value::Object(shown.clone()), json!({ "locale": "de", "term": "a,b", "text": "c" }));
        assert!(Translation::new_from_json(&shown).is_ok());
    }
}

/// What serde renames, hides and writes by functions of its own.
mod renamed {
    use super::*;

    diesel::table! {
        parts (id) {
            id -> BigInt,
            part_name -> Text,
            hash -> Binary,
            seconds -> BigInt,
        }
    }

    mod minutes {
        use serde::{Deserialize as _, Deserializer, Serializer};

        pub(super) fn serialize<S: Serializer>(seconds: &i64, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_i64(seconds / 60)
        }

        pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
            i64::deserialize(deserializer).map(|minutes| minutes * 60)
        }
    }

    #[derive(Model, Debug)]
    #[model(table = parts)]
    #[serde(rename_all = "camelCase")]
    struct Part {
        id: i64,
        part_name: String,
        #[serde(skip_serializing)]
        hash: Vec<u8>,
        #[serde(rename = "minutes", alias = "min", with = "minutes")]
        seconds: i64,
    }

    #[test]
    fn names_and_functions_are_those_of_serde() {
        let part = Part { id: 1, part_name: "a".to_owned(), hash: vec![7], seconds: 120 };
        let shown = json!({ "id": 1, "partName": "a", "minutes": 2 });
        assert_eq!(Value::Object(part.to_json_with_masked().unwrap()), shown);
        let sent = object(json!({ "partName": "b", "hash": "07", "minutes": 3 }));
        assert!(Part::new_from_json(&sent).is_ok());
        let sent = object(json!({ "part_name": "b", "min": 1, "minutes": 3 }));
        let told = Part::new_from_json(&sent).unwrap_err();
        let told: Vec<_> = told.iter().map(|one| (&*one.field, one.code)).collect();
        let expected =
            [("partName", "missing"), ("hash", "missing"), ("minutes", "duplicate"), ("part_name", "unknown")];
        assert_eq!(told, expected);
    }
}
