//! Taking an actor out of the trail.

use model_core::prelude::*;
use model_core::{AuditLog, Error};
use model_tests::make::{article, author, me, new_article};
use model_tests::models::Article;
use model_tests::on_every_backend;
use model_tests::{Recorder, TestConnection};

/// Somebody of whom the trail keeps all it can.
fn zoe() -> Actor {
    Actor::user("zoe").request("r-1").ip("192.0.2.7").user_agent("curl/8")
}

on_every_backend! {
    fn what_was_done_stays_and_who_did_it_goes(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let row = row.patch().title("second").by(&zoe()).run(conn).unwrap();
        AuditLog::event("article.read").on(&row).by(&Actor::user("zoe").ip("192.0.2.8")).run(conn).unwrap();
        row.patch().title("third").by(me()).run(conn).unwrap();
        let before = conn.trail();

        let recorder = Recorder::on(conn);
        assert_eq!(AuditLog::erase_actor(&zoe()).run(conn).unwrap(), 2);
        assert_eq!(recorder.sent().len(), 1);

        let after = conn.trail();
        assert_eq!(before.len(), after.len());
        for (old, new) in before.into_iter().zip(&after) {
            let expected = match old.actor_id.as_deref() {
                Some("zoe") => AuditLog {
                    actor_id: new.actor_id.clone(),
                    request_id: None,
                    ip: None,
                    user_agent: None,
                    ..old
                },
                _ => old,
            };
            assert_eq!(*new, expected, "nothing else of an entry changes, and nothing of those of others");
        }
        let recorded = format!("{after:?}");
        for word in ["zoe", "r-1", "192.0.2", "curl"] {
            assert!(!recorded.contains(word), "`{word}` is left in {recorded}");
        }
    }

    fn the_pseudonym_is_one_for_all_entries_and_new_each_time(db) {
        let conn = db.conn();
        let mut pseudonyms = Vec::new();
        for _ in 0..2 {
            for name in ["first", "second"] {
                AuditLog::event(name).by(&zoe()).run(conn).unwrap();
            }
            assert_eq!(AuditLog::erase_actor(&zoe()).run(conn).unwrap(), 2, "what is erased is not erased again");
            let trail = conn.trail();
            let [.., one, other] = &trail[..] else { panic!("two entries: {trail:?}") };
            assert_eq!(one.actor_id, other.actor_id);
            let id = one.actor_id.clone().unwrap();
            let uuid = id.strip_prefix("erased-").and_then(|uuid| uuid.parse::<uuid::Uuid>().ok());
            assert!(uuid.is_some(), "{id}");
            pseudonyms.push(id);
        }
        assert_ne!(pseudonyms[0], pseudonyms[1]);
        assert_eq!(AuditLog::erase_actor(&zoe()).run(conn).unwrap(), 0);
    }

    fn the_trail_verifies_and_histories_are_readable(db) {
        let conn = db.conn();
        let writer = author(conn).id;
        let row = Article::create(new_article(writer, "row")).by(&zoe()).run(conn).unwrap();
        let row = row.patch().title("second").body("masked").by(&zoe()).run(conn).unwrap();
        let row = row.delete().by(&zoe()).run(conn).unwrap().restore().by(me()).run(conn).unwrap();
        AuditLog::erase_actor(&zoe()).run(conn).unwrap();
        assert_eq!(Article::verify_history(conn).unwrap(), []);

        let history = Article::history(row.id).run(conn).unwrap();
        let recorded: Vec<_> = history.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(recorded, ["create", "patch", "delete", "restore"]);
        assert_eq!(history[1].old::<String>("title").unwrap(), Some("row".to_owned()));
        let pseudonym = Actor::user(history[0].actor_id.as_deref().unwrap());
        assert_eq!(Article::history(row.id).by(&pseudonym).run(conn).unwrap().len(), 3);
        assert!(Article::history(row.id).by(&zoe()).run(conn).unwrap().is_empty());
        row.patch().title("third").by(me()).run(conn).unwrap();
        assert_eq!(Article::verify_history(conn).unwrap(), []);
    }

    fn nobody_else_is_taken_for_the_actor(db) {
        let conn = db.conn();
        let others = [
            Actor::service("zoe"),
            Actor::new("user ", "zoe"),
            Actor::new("User", "zoe"),
            Actor::user("Zoe"),
            Actor::user("zoe "),
            Actor::user("zo%"),
            Actor::user("zo"),
            Actor::user("zoë"),
            Actor::user(""),
            Actor::new("user", "zoe\u{308}"),
            Actor::system(),
            Actor::anonymous(),
        ];
        for other in &others {
            AuditLog::event("seen").by(&other.clone().ip("::1")).run(conn).unwrap();
        }
        let before = conn.trail();
        assert_eq!(AuditLog::erase_actor(&zoe()).run(conn).unwrap(), 0);
        assert_eq!(conn.trail(), before);
        assert_eq!(AuditLog::erase_actor(&Actor::user("zoe ")).run(conn).unwrap(), 1);
        assert_eq!(AuditLog::erase_actor(&Actor::user("")).run(conn).unwrap(), 1);
    }

    fn nobody_in_particular_cannot_be_erased(db) {
        let conn = db.conn();
        for actor in [Actor::system(), Actor::anonymous().ip("192.0.2.9")] {
            AuditLog::event("seen").by(&actor).run(conn).unwrap();
            let refused = AuditLog::erase_actor(&actor).run(conn);
            assert!(matches!(refused, Err(Error::Invalid { field: "actor", .. })), "{refused:?}");
        }
        assert_eq!(conn.trail()[1].ip.as_deref(), Some("192.0.2.9"));
    }
}
