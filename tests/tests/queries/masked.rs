//! The values of masked columns, looked for in everything that leaves the program but the row itself.

use crate::spans::heard;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::testing::QueryLog;
use model_core::wire::{PatchFromJson, Problem, ToJson, input_from_json, schema};
use model_core::{AuditLog, Error};
use model_tests::make::me;
use model_tests::models::{Author, AuthorPatch, NewAuthor};
use model_tests::schema::authors;
use model_tests::{TestConnection, on_every_backend};
use serde_json::{Map, Value, json};
use std::error::Error as _;

const MARKER: &str = "k4-marker-value-9z";

/// An address that the table takes, with the marker in it.
fn mail(start: &str) -> String {
    format!("{start}{MARKER}@example.org")
}

/// What an error says by itself, by what is under it, and to a client.
fn told(error: &Error) -> String {
    let mut told = format!("{error} {error:?} {}", serde_json::to_string(&Problem::from(error)).unwrap());
    let mut below = error.source();
    while let Some(error) = below {
        told += &format!(" {error} {error:?}");
        below = error.source();
    }
    told
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("{other}"),
    }
}

on_every_backend! {
    fn a_masked_value_is_in_no_span_log_error_schema_or_entry(db) {
        let conn = db.conn();
        let log = QueryLog::on(conn);
        let new = |email: &str| NewAuthor::builder().name("Ann").email(email).build();
        let mut all = vec![schema::row::<Author>().to_string(), schema::new::<Author>().to_string()];
        all.push(schema::patch::<Author>().to_string());
        let (spans, events) = heard(|| {
            all.push(format!("{:?}", new(MARKER)));
            let ann = Author::create(new(&mail(""))).by(me()).run(conn).unwrap();
            all.push(serde_json::to_string(&ann.to_json().unwrap()).unwrap());
            let bob = Author::create(new(&mail("2"))).by(me()).run(conn).unwrap();
            // A unique that is taken, by one row, by several, by a patch, by a set and by an upsert.
            all.push(told(&Author::create(new(&mail(""))).by(me()).run(conn).unwrap_err()));
            let both = [new(&mail("3")), new(&mail(""))];
            all.push(told(&Author::create_many(both).by(me()).run(conn).unwrap_err()));
            all.push(told(&bob.patch().email(mail("")).by(me()).run(conn).unwrap_err()));
            all.push(format!("{:?}", Author::patch_by_key(ann.id).email(mail(""))));
            let set = Author::objects().filter(authors::email.eq(mail("2")));
            all.push(told(&set.patch().email(mail("")).by(me()).run(conn).unwrap_err()));
            let upsert = Author::upsert(new(&mail(""))).on(authors::email).by(me());
            assert!(!upsert.run(conn).unwrap().is_created());
            // What the table refuses, and what a database does not take, or takes as it is.
            all.push(told(&Author::create(new(MARKER)).by(me()).run(conn).unwrap_err()));
            for email in [mail("\0"), mail(&MARKER.repeat(40_000))] {
                if let Err(error) = bob.patch().email(email).by(me()).run(conn) {
                    all.push(told(&error));
                }
            }
            for email in [json!([MARKER]), json!({ MARKER: 1 })] {
                let sent = object(json!({ "email": email, "name": MARKER.len() }));
                let read = Author::patch_from_json(&sent).map(drop).unwrap_err();
                all.push(format!("{read:?}"));
                all.push(serde_json::to_string(&Problem::invalid(read)).unwrap());
                let read = input_from_json::<Author, NewAuthor>(&sent).map(drop).unwrap_err();
                all.push(format!("{read:?}"));
                all.push(serde_json::from_value::<AuthorPatch>(Value::Object(sent)).map(drop).unwrap_err().to_string());
            }
            bob.hard_delete().by(me()).run(conn).unwrap();
            ann.patch().email(mail("4")).by(me()).run(conn).unwrap();
            all.extend(Author::verify_history(conn).unwrap().iter().map(|found| format!("{found:?} {found}")));
        });
        log.stop(conn);
        all.push(format!("{log} {:?} {} {spans:?} {events:?}", log.statements(), log.repeated()));
        let trail = conn.trail();
        all.push(format!("{trail:?} {}", serde_json::to_string(&trail).unwrap()));
        all.push(format!("{:?}", AuditLog::trail().field("email").run(conn).unwrap()));
        let hex: String = MARKER.bytes().map(|byte| format!("{byte:02x}")).collect();
        for text in &all {
            let text = text.to_lowercase();
            assert!(!text.contains(MARKER) && !text.contains(&hex), "{text}");
        }
        assert!(spans.len() > 10 && log.count() > 10 && trail.len() > 3, "nothing was looked at");
    }
}
