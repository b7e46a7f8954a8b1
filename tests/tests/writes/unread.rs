//! Columns that are written and never read.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{at, me};
use model_tests::models::{NewQuietToken, NewToken, NewTokenInput, QuietToken, QuietTokenPatch, Token, TokenPatch};
use model_tests::schema::tokens;
use model_tests::{Recorder, TestConnection, actions, on_every_backend, recorded};
use serde_json::json;

fn new(owner: &str, secret: &[u8]) -> NewToken {
    NewToken::builder().owner(owner).secret(secret.to_vec()).build()
}

fn quiet(owner: &str, secret: &[u8]) -> NewQuietToken {
    NewQuietToken::builder().owner(owner).secret(secret.to_vec()).note("n").build()
}

/// What is stored, read without the library.
macro_rules! stored {
    ($conn:expr) => {
        tokens::table
            .select((tokens::hash, tokens::note))
            .order(tokens::id)
            .load::<(Vec<u8>, Option<String>)>($conn)
            .unwrap()
    };
}

fn row(secret: &[u8], note: Option<&str>) -> (Vec<u8>, Option<String>) {
    (secret.to_vec(), note.map(str::to_owned))
}

/// A statement names the columns in an INSERT and after SET, and nowhere that it reads.
fn reads_nothing(sent: &[String]) {
    for sql in sent {
        let read =
            sql.split("RETURNING").skip(1).chain(sql.split("SELECT").skip(1).filter(|_| sql.starts_with("SELECT")));
        for part in read {
            let part = part.split("INSERT INTO audit_logs").next().unwrap_or_default();
            assert!(!part.contains("hash") && !part.contains("note"), "{sql}");
        }
    }
}

on_every_backend! {
    fn a_new_row_has_the_value_and_no_one_reads_it(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        let token = Token::create(new("ann", b"s1")).by(me()).run(conn).unwrap();
        let many = [new("bo", b"s2"), NewToken::builder().owner("cy").secret(b"s3".to_vec()).note("n").build()];
        Token::create_many(many).by(me()).run(conn).unwrap();
        let found: Token = Token::objects().filter(tokens::owner.eq("ann")).first(conn).unwrap();
        reads_nothing(&recorder.sent());
        assert_eq!((found, token.uses), (token, 0));
        assert_eq!(stored!(conn), [row(b"s1", None), row(b"s2", None), row(b"s3", Some("n"))]);
        let trail = conn.trail();
        assert_eq!(actions(&trail), ["create", "create", "create"]);
        assert!(trail.iter().all(|entry| !entry.changes.to_string().contains("secret")), "a new row is not a change");
        assert_eq!(Token::verify_history(conn).unwrap(), []);
    }

    fn a_patch_sets_it_and_the_trail_says_only_that(db) {
        let conn = db.conn();
        let token = Token::create(new("ann", b"s1")).by(me()).at(at(1)).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        let token = token.patch().secret(b"s2".to_vec()).by(me()).at(at(2)).run(conn).unwrap();
        reads_nothing(&recorder.sent());
        assert_eq!(token.updated_at, at(2));
        assert_eq!(stored!(conn), [row(b"s2", None)]);
        let trail = conn.trail();
        assert_eq!(actions(&trail), ["create", "patch"]);
        assert_eq!(recorded(&trail[1]).2["secret"], json!({ "masked": true }));
        assert!(recorded(&trail[1]).2.get("note").is_none());
        // No one compares it, so a write that sets it is a change.
        let token = token.patch().secret(b"s2".to_vec()).owner("ann").note("n").by(me()).at(at(3)).run(conn).unwrap();
        let trail = conn.trail();
        let changes = recorded(&trail[2]).2;
        assert_eq!((&changes["secret"], &changes["note"]), (&json!({ "masked": true }), &json!({ "masked": true })));
        assert!(changes.get("owner").is_none(), "{changes}");
        assert_eq!(stored!(conn), [row(b"s2", Some("n"))]);
        // What does not set it says nothing of it, and is left out if nothing changes.
        let token = token.patch().uses(2).by(me()).run(conn).unwrap();
        assert!(recorded(&conn.trail()[3]).2.get("secret").is_none());
        let outcome = token.patch().uses(2).by(me()).outcome(conn).unwrap();
        assert!(matches!(outcome, Outcome::Unchanged(_)), "{outcome:?}");
        assert_eq!(conn.trail().len(), 4);
        let token = token.delete().by(me()).run(conn).unwrap().restore().by(me()).run(conn).unwrap();
        assert_eq!(stored!(conn), [row(b"s2", Some("n"))]);
        let history = Token::history(token.id).run(conn).unwrap();
        assert_eq!(history.len(), 6);
        let old = Token::as_of(token.id, at(1)).run(conn).unwrap().unwrap().into_row();
        assert_eq!((old.owner.as_str(), old.uses), ("ann", 0));
        let token = Token::revert(token.id, &history[3]).by(me()).run(conn).unwrap();
        assert_eq!((token.uses, stored!(conn)), (0, vec![row(b"s2", Some("n"))]));
        token.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(Token::verify_history(conn).unwrap(), []);
    }

    fn a_set_is_patched(db) {
        let conn = db.conn();
        Token::create_many([new("ann", b"a"), new("bo", b"b"), new("cy", b"c")]).by(me()).run(conn).unwrap();
        let set = Token::objects().filter(tokens::owner.ne("cy"));
        let recorder = Recorder::on(conn);
        assert_eq!(set.patch().secret(b"x".to_vec()).by(me()).run(conn).unwrap(), 2);
        reads_nothing(&recorder.sent());
        assert_eq!(stored!(conn), [row(b"x", None), row(b"x", None), row(b"c", None)]);
        let trail = conn.trail();
        assert_eq!(actions(&trail[3..]), ["patch", "patch"]);
        assert!(trail[3..].iter().all(|entry| entry.changes["secret"] == json!({ "masked": true })));
        let set = Token::objects().filter(tokens::owner.ne("cy"));
        assert_eq!(set.patch().secret(b"x".to_vec()).uses(4).by(me()).run(conn).unwrap(), 2, "no value is compared");
        assert_eq!(Token::verify_history(conn).unwrap(), []);
    }

    fn an_upsert_sets_it(db) {
        let conn = db.conn();
        let upsert = |secret: &[u8]| Token::upsert(new("ann", secret)).on(tokens::owner).by(me());
        let token = upsert(b"s1").run(conn).unwrap();
        assert!(token.is_created());
        assert!(matches!(upsert(b"s2").run(conn).unwrap(), Upserted::Updated(_)));
        assert_eq!(stored!(conn), [row(b"s2", None)]);
        token.into_row().delete().by(me()).run(conn).unwrap();
        let revived = upsert(b"s3").on_deleted(OnDeleted::Revive).run(conn).unwrap();
        assert!(matches!(revived, Upserted::Revived(_)), "{revived:?}");
        assert_eq!(stored!(conn), [row(b"s3", None)]);
        assert_eq!(Token::verify_history(conn).unwrap(), []);
    }

    fn without_a_trail(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        let token = QuietToken::create(quiet("ann", b"s1")).run(conn).unwrap();
        QuietToken::create_many([quiet("bo", b"s2"), quiet("cy", b"s3")]).run(conn).unwrap();
        let token = token.patch().note(None::<String>).run(conn).unwrap();
        let outcome = token.patch().note(None::<String>).at(at(9)).outcome(conn).unwrap();
        assert!(matches!(&outcome, Outcome::Changed(token) if token.updated_at == at(9)), "{outcome:?}");
        let outcome = token.patch().uses(0).at(at(9)).outcome(conn).unwrap();
        assert!(matches!(outcome, Outcome::Unchanged(_)), "{outcome:?}");
        assert_eq!(QuietToken::objects().filter(tokens::owner.eq("bo")).patch().note("m").run(conn).unwrap(), 1);
        reads_nothing(&recorder.sent());
        assert_eq!(stored!(conn), [row(b"s1", None), row(b"s2", Some("m")), row(b"s3", Some("n"))]);
        assert_eq!(QuietTokenPatch::new().with(QuietTokenPatch::new().note("a")).on(&token).run(conn).unwrap().uses, 0);
        assert_eq!(stored!(conn)[0], row(b"s1", Some("a")));
    }

    fn what_is_refused_is_named(db) {
        let conn = db.conn();
        let token = Token::create(new("ann", b"s1")).by(me()).run(conn).unwrap();
        let before = conn.trail();
        for (note, why) in [("x".repeat(21), "21 characters"), ("a\0b".to_owned(), "NUL")] {
            let error = token.patch().note(note).by(me()).run(conn).unwrap_err();
            assert!(matches!(error, Error::Invalid { field: "note", .. }) && error.to_string().contains(why), "{error}");
        }
        assert_eq!(conn.trail(), before);
    }

    fn a_client_sends_what_is_open(db) {
        let conn = db.conn();
        let input: NewTokenInput = serde_json::from_value(json!({ "owner": "ann", "note": "n" })).unwrap();
        Token::create(input.secret(b"s1".to_vec()).build()).by(me()).run(conn).unwrap();
        assert_eq!(stored!(conn), [row(b"s1", Some("n"))]);
        let error = serde_json::from_value::<TokenPatch>(json!({ "secret": [1] })).unwrap_err();
        assert!(error.to_string().contains("`secret` cannot be set by a client"), "{error}");
        assert!(serde_json::from_value::<NewTokenInput>(json!({ "owner": "a", "secret": [1] })).is_err());
        let patch: TokenPatch = serde_json::from_value(json!({ "note": "sesame" })).unwrap();
        let shown = format!("{patch:?} {:?}", new("ann", b"sesame"));
        assert!(shown.contains("note") && shown.contains("secret"), "{shown}");
        assert!(!shown.contains("sesame") && !shown.contains("115"), "{shown}");
    }
}
