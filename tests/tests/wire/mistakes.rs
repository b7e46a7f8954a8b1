//! What a client sends is judged as a whole: all mistakes at once, each with its field, a code and parameters.

use crate::object;
use model_core::prelude::*;
use model_core::wire::{FieldError, NewFromJson, PatchFromJson, codes, input_from_json};
use model_tests::make::{article, me};
use model_tests::models::{Article, NewReader, NewTokenInput, Offer, Page, Reader, Sample, Token};
use model_tests::{Recorder, on_every_backend};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

fn codes_of(told: &[FieldError]) -> Vec<(&str, &str)> {
    told.iter().map(|one| (&*one.field, one.code)).collect()
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_fields() {
    let sent = object(json!({
        "zoo": 1,
        "id": "0198c0de-0000-7000-8000-0000000000ab",
        "deleted_at": null,
        "title": "x".repeat(201),
        "slug": 7,
        "status": "gone",
        "author_id": "nobody",
        "views": 3_000_000_000_i64,
        "published_at": "today",
    }));
    let told = Article::new_from_json(&sent).unwrap_err();
    let expected = [
        ("id", codes::CLOSED),
        ("title", codes::TOO_LONG),
        ("slug", codes::TYPE),
        ("body", codes::MISSING),
        ("status", codes::CHOICE),
        ("author_id", codes::TYPE),
        ("views", codes::OUT_OF_RANGE),
        ("published_at", codes::TYPE),
        ("deleted_at", codes::CLOSED),
        ("zoo", codes::UNKNOWN),
    ];
    assert_eq!(codes_of(&told), expected);
    let told = Article::patch_from_json(&sent).unwrap_err();
    let of_a_patch: Vec<_> = expected.into_iter().filter(|(_, code)| *code != codes::MISSING).collect();
    assert_eq!(codes_of(&told), of_a_patch, "a patch needs nothing");
}

#[test]
fn the_words_are_made_from_the_column() {
    let wrong = json!({
        "flag": 1,
        "small": 70_000,
        "whole": 1.5,
        "single": "0.1",
        "ratio": true,
        "guess": "?",
        "note": 7,
        "raw": "0g",
        "day": "2026-02-30",
        "clock": "noon",
        "naive": "2026-01-31",
        "moment": "2026-01-31T12:00:00",
    });
    let told = Sample::new_from_json(&object(wrong)).unwrap_err();
    let offers = Offer::patch_from_json(&object(json!({ "price": "dear", "token": 7, "status": 1 }))).unwrap_err();
    let nulls = Sample::patch_from_json(&object(json!({ "flag": null, "raw": null }))).unwrap_err();
    let all: Vec<_> = told.iter().chain(&offers).chain(&nulls).map(|one| serde_json::to_string(one).unwrap()).collect();
    insta::assert_snapshot!(all.join("\n"));
}

diesel::table! {
    lamps (id) {
        id -> BigInt,
        color -> Text,
    }
}

/// Serde has other names for the variants than the database.
#[derive(Choices, Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq)]
enum Color {
    Red,
    DeepBlue,
}

#[derive(Model, Debug)]
#[model(table = lamps)]
struct Lamp {
    id: i64,
    color: Color,
}

#[test]
fn a_choice_that_serde_calls_otherwise_is_not_a_mistake_of_the_client() {
    let told = Lamp::new_from_json(&object(json!({ "color": "deep_blue" }))).unwrap_err();
    assert_eq!(codes_of(&told), [("color", codes::CHOICE)]);
    assert!(told[0].message.contains("rename_all"), "{}", told[0].message);
    let told = Lamp::new_from_json(&object(json!({ "color": "green" }))).unwrap_err();
    assert_eq!(told[0].message, "must be one of red, deep_blue");
}

#[test]
fn the_rules_of_the_model_are_judged_together_with_types() {
    let sent = object(json!({
        "mail": "nobody",
        "site": "ä",
        "handle": "admin",
        "age": -1,
        "joined": "long ago",
    }));
    let told = Reader::new_from_json(&sent).unwrap_err();
    let all: Vec<_> = told.iter().map(|one| serde_json::to_string(one).unwrap()).collect();
    insta::assert_snapshot!(all.join("\n"));
    assert!(Reader::patch_from_json(&object(json!({}))).is_ok());
}

#[test]
fn what_no_database_could_give_back_is_refused() {
    let sent = object(json!({ "note": "a\0", "payload": { "a": ["\0"] }, "moment": "+10000-01-01T00:00:00Z" }));
    let told = Sample::patch_from_json(&sent).unwrap_err();
    let expected = [("note", codes::NOT_STORABLE), ("payload", codes::NOT_STORABLE), ("moment", codes::NOT_STORABLE)];
    assert_eq!(codes_of(&told), expected);
}

#[test]
fn what_the_library_makes_is_not_missing() {
    let told = Page::new_from_json(&object(json!({}))).unwrap_err();
    assert!(told.iter().all(|one| one.code == codes::MISSING && one.field != "slug" && one.field != "id"), "{told:?}");
    let told = input_from_json::<Token, NewTokenInput>(&object(json!({ "secret": "00", "note": "x".repeat(21) })));
    let told = told.map(|_| ()).unwrap_err();
    assert_eq!(codes_of(&told), [("owner", codes::MISSING), ("secret", codes::CLOSED), ("note", codes::TOO_LONG)]);
    let input = input_from_json::<Token, NewTokenInput>(&object(json!({ "owner": "a", "note": "b" })));
    let _ = input.unwrap().secret(vec![1]).build();
}

#[test]
fn a_name_that_no_field_has_is_told_and_cut() {
    let name = format!("a/b~{}", "c".repeat(200));
    let told = Reader::patch_from_json(&object(json!({ name: 1 }))).unwrap_err();
    assert_eq!(told[0].field.chars().count(), 100);
    assert!(told[0].pointer().starts_with("#/a~1b~0ccc"), "{}", told[0].pointer());
    assert_eq!(told[0].params["known"], json!(["mail", "site", "handle", "age"]));
}

on_every_backend! {
    fn judging_sends_nothing_and_agrees_with_the_write(db) {
        let conn = db.conn();
        let row = article(conn, "a");
        let log = Recorder::on(conn);
        let sent = object(json!({ "title": "x".repeat(201), "body": "b" }));
        let told = Article::patch_from_json(&sent).unwrap_err();
        assert_eq!(log.sent(), [""; 0]);
        let error = row.patch().title("x".repeat(201)).body("b").by(me()).run(conn).unwrap_err();
        assert_eq!(error.fields(), told, "the same code and the same parameters");
        assert_eq!(Error::of_fields(told).unwrap().to_string(), error.to_string());
        let new = NewReader::builder().mail("nobody").site("ä").handle("admin").age(-1).joined(0).build();
        let error = Reader::create(new).run(conn).unwrap_err();
        let sent = json!({ "mail": "nobody", "site": "ä", "handle": "admin", "age": -1, "joined": 0 });
        assert_eq!(error.fields(), Reader::new_from_json(&object(sent)).unwrap_err());
    }

    fn an_error_of_the_database_is_one_of_a_field(db) {
        let conn = db.conn();
        let row = article(conn, "a");
        let other = article(conn, "b");
        let taken = other.patch().slug(&*row.slug).by(me()).run(conn).unwrap_err();
        assert_eq!(codes_of(&taken.fields()), [("slug", codes::TAKEN)]);
        assert_eq!(taken.fields()[0].params, serde_json::Map::<String, Value>::new());
        let hook = Error::invalid("title", "is not right");
        assert_eq!(codes_of(&hook.fields()), [("title", codes::CHECK)]);
        assert_eq!(Error::NotFound.fields(), []);
    }
}
