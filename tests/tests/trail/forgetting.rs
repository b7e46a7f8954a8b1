//! The values of one row, taken out of its history.

use model_core::audit::Shown;
use model_core::prelude::*;
use model_core::{AuditLog, Error};
use model_tests::make::{at, me};
use model_tests::models::{Author, Essay, NewAuthor, NewEssay};
use model_tests::{TestConnection, actions, on_every_backend};

on_every_backend! {
    fn the_entries_stay_and_the_values_go(db) {
        let conn = db.conn();
        let new = |name: &str| NewAuthor::builder().name(name).email(format!("{name}@example.org")).build();
        let zoe = Author::create(new("Zoe")).by(me()).at(at(1)).run(conn).unwrap();
        let bob = Author::create(new("Bob")).by(me()).at(at(1)).run(conn).unwrap();
        let zoe = zoe.patch().name("Zoe Lee").by(me()).at(at(2)).run(conn).unwrap();
        let id = zoe.id;
        let before = conn.trail();
        assert_eq!(AuditLog::forget::<Author>(id).run(conn).unwrap(), 2);
        let text = serde_json::to_string(&conn.trail()).unwrap();
        assert!(!text.contains("Zoe") && text.contains("Bob"), "{text}");
        for entry in Author::history(id).run(conn).unwrap() {
            assert_eq!(entry.change("name").unwrap().value, Shown::Masked);
        }
        let kept = |log: &AuditLog| (log.id, log.action.clone(), log.actor_id.clone(), log.created_at, log.batch_id);
        assert_eq!(before.iter().map(kept).collect::<Vec<_>>(), conn.trail().iter().map(kept).collect::<Vec<_>>());
        assert_eq!(Author::verify_history(conn).unwrap(), [], "no break");
        let past = Author::as_of(id, at(1) + chrono::TimeDelta::milliseconds(500)).run(conn).unwrap().unwrap();
        assert!(past.unknown().contains(&"name"), "{past:?}");
        assert_eq!(AuditLog::forget::<Author>(id).run(conn).unwrap(), 0, "there is nothing left to forget");
        // What is written later is recorded as ever, and so is a removal.
        let zoe = zoe.patch().name("Z").by(me()).run(conn).unwrap();
        assert_eq!(Author::verify_history(conn).unwrap(), []);
        zoe.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(AuditLog::forget::<Author>(&id).run(conn).unwrap(), 2);
        assert_eq!(Author::verify_history(conn).unwrap(), []);
        assert!(!serde_json::to_string(&conn.trail()).unwrap().contains("Zoe"));
        bob.patch().name("Rob").by(me()).run(conn).unwrap();
        assert_eq!(Author::verify_history(conn).unwrap(), []);
    }

    fn only_some_fields_may_go(db) {
        let conn = db.conn();
        let essay = Essay::create(NewEssay::builder().title("Zoe").build()).by(me()).run(conn).unwrap();
        let essay = essay.patch().title("Zoe Lee").score(3).by(me()).run(conn).unwrap();
        let refused = AuditLog::forget::<Essay>(essay.id).only(["id"]).run(conn).unwrap_err();
        assert!(matches!(refused, Error::Invalid { field: "fields", .. }), "{refused:?}");
        assert_eq!(AuditLog::forget::<Essay>(essay.id).only(["title"]).run(conn).unwrap(), 2);
        let trail = conn.trail();
        assert!(!serde_json::to_string(&trail).unwrap().contains("Zoe"), "nor in the name of the row");
        assert_eq!(trail[1].changes["score"], serde_json::json!({"old": 0, "new": 3}));
        essay.delete().by(me()).run(conn).unwrap();
        assert_eq!(actions(&conn.trail()), ["create", "patch", "delete"]);
        assert_eq!(Essay::verify_history(conn).unwrap(), []);
    }
}
