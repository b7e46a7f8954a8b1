//! SQL types that the library does not know.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{at, me};
use model_tests::models::{Cat, Mood, NewCat, NewQuietCat, QuietCat};
use model_tests::schema::cats;
use model_tests::{TestConnection, actions, on_every_backend, recorded};
use serde_json::json;

on_every_backend! {
    fn a_model_without_a_trail_has_them_as_they_are(db) {
        let conn = db.conn();
        let new = || NewQuietCat::builder().mood(Mood::Calm).build();
        let cat = QuietCat::create(new()).run(conn).unwrap();
        QuietCat::create_many([new(), new()]).run(conn).unwrap();
        let wild = cat.patch().mood(Mood::Wild).last_mood(Mood::Calm).run(conn).unwrap();
        assert_eq!((wild.mood, wild.last_mood), (Mood::Wild, Some(Mood::Calm)));
        let again = wild.patch().mood(Mood::Wild).at(at(1)).outcome(conn).unwrap();
        assert!(matches!(again, Outcome::Unchanged(_)), "{again:?}");
        assert_eq!(QuietCat::objects().filter(cats::mood.eq(Mood::Calm)).patch().last_mood(None).run(conn).unwrap(), 0);
        assert_eq!(QuietCat::objects().patch().mood(Mood::Wild).run(conn).unwrap(), 2);
        let done = QuietCat::upsert(NewQuietCat::builder().id(cat.id).mood(Mood::Calm).build()).on(cats::id).run(conn);
        assert!(matches!(done.unwrap(), Upserted::Updated(QuietCat { mood: Mood::Calm, .. })));
    }

    fn a_trail_writes_them_in_the_encoding_that_the_field_names(db) {
        let conn = db.conn();
        let cat = Cat::create(NewCat::builder().mood(Mood::Calm).build()).by(me()).at(at(1)).run(conn).unwrap();
        let wild = cat.patch().mood(Mood::Wild).last_mood(Mood::Calm).by(me()).at(at(2)).run(conn).unwrap();
        let trail = conn.trail();
        assert_eq!(actions(&trail), ["create", "patch"]);
        assert_eq!(recorded(&trail[0]).2["mood"], json!({ "new": "calm" }));
        let changes = json!({ "mood": { "old": "calm", "new": "wild" }, "last_mood": { "masked": true } });
        assert_eq!(recorded(&trail[1]).2, &changes);
        let again = wild.patch().mood(Mood::Wild).by(me()).outcome(conn).unwrap();
        assert!(matches!(again, Outcome::Unchanged(_)), "{again:?}");
        assert_eq!(Cat::verify_history(conn).unwrap(), []);
        Cat::objects().patch().mood(Mood::Calm).by(me()).run(conn).unwrap();
        Cat::objects().hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(conn.trail().len(), 4);
    }
}
