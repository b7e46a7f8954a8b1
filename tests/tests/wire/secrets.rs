//! The values of columns that nobody may see are in nothing that leaves the program.

use crate::object;
use model_core::prelude::*;
use model_core::wire::{NewFromJson, Problem, ToJson, input_from_json, schema};
use model_tests::make::{article, me};
use model_tests::models::{Article, NewTokenInput, Token};
use model_tests::on_every_backend;
use serde_json::json;

const MARKER: &str = "k4-marker-value-9z";

diesel::table! {
    safes (id) {
        id -> BigInt,
        code -> Text,
    }
}

#[derive(Model, Debug)]
#[model(table = safes, audit)]
struct Safe {
    id: i64,
    #[audit(mask)]
    #[model(check = is_long, max_length = 30)]
    code: String,
}

fn is_long(code: &str) -> Result<(), String> {
    if code.len() > 20 { Ok(()) } else { Err(format!("`{code}` is too short")) }
}

fn assert_silent(text: &str) {
    assert!(!text.contains(MARKER) && !text.contains(&hex(MARKER)), "{text}");
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_check_that_quotes_a_masked_value_is_not_passed_on() {
    for code in [MARKER.to_owned(), MARKER.repeat(3)] {
        let told = Safe::new_from_json(&object(json!({ "code": code }))).unwrap_err();
        assert_eq!((told.len(), &*told[0].field), (1, "code"));
        assert_silent(&format!("{told:?}"));
        assert_silent(&serde_json::to_string(&Problem::invalid(told)).unwrap());
    }
    let typed = Safe::new_from_json(&object(json!({ "code": [MARKER] }))).unwrap_err();
    assert_silent(&format!("{typed:?}"));
    let safe = Safe { id: 1, code: MARKER.to_owned() };
    assert_silent(&serde_json::to_string(&safe.to_json().unwrap()).unwrap());
    assert_silent(&schema::row::<Safe>().to_string());
    assert!(!schema::row::<Safe>().to_string().contains("code"), "a masked column is in no schema of a row");
    assert!(schema::new::<Safe>()["properties"]["code"].is_object());
}

#[test]
fn a_column_that_is_never_read_is_not_told() {
    let sent = object(json!({ "owner": "a", "secret": MARKER, "note": [MARKER] }));
    let told = input_from_json::<Token, NewTokenInput>(&sent).map(|_| ()).unwrap_err();
    assert_eq!(told.len(), 2);
    assert_silent(&serde_json::to_string(&Problem::invalid(told)).unwrap());
    assert!(!schema::row::<Token>().to_string().contains("secret"));
}

on_every_backend! {
    fn a_masked_value_is_in_no_json(db) {
        let conn = db.conn();
        let row = article(conn, "a").patch().body(MARKER).by(me()).run(conn).unwrap();
        assert_silent(&serde_json::to_string(&row.to_json().unwrap()).unwrap());
        assert_silent(&serde_json::to_string(&Article::history(row.id).load(conn).unwrap()).unwrap());
        let taken = article(conn, "b").patch().slug("a").body(MARKER).by(me()).run(conn).unwrap_err();
        assert_silent(&serde_json::to_string(&Problem::from(&taken)).unwrap());
        let long = row.patch().title("x".repeat(300)).body(MARKER).by(me()).run(conn).unwrap_err();
        assert_silent(&serde_json::to_string(&Problem::from(&long)).unwrap());
    }
}
