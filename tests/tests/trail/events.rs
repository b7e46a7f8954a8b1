//! Events: what stands in the trail and is not the change of a row.

use diesel::prelude::*;
use model_core::prelude::*;
use model_core::{AuditLog, Error};
use model_tests::make::{article, at, me};
use model_tests::models::{Article, NewVisit, Visit};
use model_tests::on_every_backend;
use model_tests::{Recorder, TestConnection};
use serde_json::json;

on_every_backend! {
    fn an_event_stands_in_the_history_of_its_row(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        AuditLog::event("article.read").on(&row).details(json!({ "seconds": 12 })).by(me()).run(conn).unwrap();
        row.patch().title("other").by(me()).run(conn).unwrap();

        let history = Article::history(row.id).run(conn).unwrap();
        let recorded: Vec<_> = history.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(recorded, ["create", "article.read", "patch"]);
        assert_eq!(history[1].details(), Some(&json!({ "seconds": 12 })));
        assert_eq!(history[1].changes().count(), 0);
        assert_eq!(history[2].details(), None);
        assert_eq!(Article::verify_history(conn).unwrap(), []);
    }

    fn an_event_names_its_row_as_other_entries_do(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let long = format!("é{}", "x".repeat(199));
        for title in ["other", "", "a \"word\"", "\u{1F980}", &long] {
            let row = row.patch().title(title).by(me()).run(conn).unwrap();
            let recorder = Recorder::on(conn);
            AuditLog::event("article.read").on(&row).by(me()).run(conn).unwrap();
            assert_eq!(recorder.sent().len(), 2);
            let [.., entry, event] = &conn.trail()[..] else { panic!("two entries") };
            assert_eq!((&*event.object_repr, &event.object_id), (title, &entry.object_id));
            assert_eq!(event.object_repr, entry.object_repr);
        }
        // Under the name that it has now, deleted or not; what is gone has none.
        row.patch().title("now").by(me()).run(conn).unwrap();
        let gone = row.clone().delete().by(me()).run(conn).unwrap();
        AuditLog::event("article.read").on(&row).by(me()).run(conn).unwrap();
        assert_eq!(conn.trail().pop().unwrap().object_repr, "now");
        gone.hard_delete().by(me()).run(conn).unwrap();
        AuditLog::event("article.missed").on(&row).by(me()).run(conn).unwrap();
        assert_eq!(conn.trail().pop().unwrap().object_repr, "");

        // A model without a field that names its rows is not asked.
        let visit = Visit::create(NewVisit::builder().path("/").build()).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        AuditLog::event("visit.counted").on(&visit).by(me()).run(conn).unwrap();
        assert_eq!(recorder.sent().len(), 1);
        let event = conn.trail().pop().unwrap();
        assert_eq!((&*event.object_repr, event.object_id), ("", visit.id.to_string()));
    }

    fn an_event_needs_no_row_and_keeps_what_its_actor_says(db) {
        let conn = db.conn();
        let actor = Actor::service("export").request("r-1").ip("::1").user_agent("cron");
        let batch = uuid::Uuid::now_v7();
        AuditLog::event("export.failed").by(&actor).at(at(5)).batch(batch).run(conn).unwrap();

        let trail = conn.trail();
        let [log] = &trail[..] else { panic!("one row: {trail:?}") };
        assert_eq!((log.actor_kind.as_str(), log.actor_id.as_deref()), ("service", Some("export")));
        assert_eq!((log.request_id.as_deref(), log.ip.as_deref()), (Some("r-1"), Some("::1")));
        assert_eq!((log.created_at, log.batch_id), (at(5), batch));
        assert_eq!((log.content_type.as_str(), log.object_id.as_str()), ("", ""));
    }

    fn the_name_of_a_write_is_no_event(db) {
        let conn = db.conn();
        for name in ["create", "patch", "delete", "restore", "hard_delete", ""] {
            let refused = AuditLog::event(name).by(me()).run(conn);
            assert!(matches!(refused, Err(Error::Invalid { field: "event", .. })), "{name}: {refused:?}");
        }
        assert!(conn.trail().is_empty());
    }

    fn case_23_details_with_a_nul_character_are_refused(db) {
        let conn = db.conn();
        let refused = AuditLog::event("task.exported").details(json!({"file": "a\0b"})).by(me()).run(conn);
        assert!(matches!(refused, Err(Error::Invalid { field: "details", .. })), "{refused:?}");
        assert!(conn.trail().is_empty());
    }

    fn an_event_goes_with_its_transaction(db) {
        let conn = db.conn();
        let undone = conn.transaction::<(), Error, _>(|conn| {
            AuditLog::event("export.started").by(me()).run(conn)?;
            Err(Error::NotFound)
        });
        assert!(undone.is_err());
        assert!(conn.trail().is_empty());
    }

    fn a_history_can_be_asked_in_part(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let other = Actor::user(8);
        row.patch().title("second").by(&other).at(at(100)).run(conn).unwrap();
        row.patch().slug("third").by(me()).at(at(200)).run(conn).unwrap();
        row.patch().body("secret").by(me()).at(at(300)).run(conn).unwrap();
        row.delete().by(me()).at(at(400)).run(conn).unwrap();

        let id = conn.trail()[1].object_id.parse().unwrap();
        let history = || Article::history(model_tests::models::ArticleId::from_inner(id));
        let instants = |history: model_core::audit::History<Article>, conn: &mut Conn| {
            history.run(conn).unwrap().iter().map(|entry| entry.created_at).collect::<Vec<_>>()
        };
        assert_eq!(instants(history().action("delete"), conn), [at(400)]);
        assert_eq!(instants(history().by(&other), conn), [at(100)]);
        assert_eq!(instants(history().field("slug").since(at(100)), conn), [at(200)]);
        assert_eq!(instants(history().field("body").action("patch"), conn), [at(300)]);
        assert_eq!(instants(history().since(at(200)).until(at(400)), conn), [at(200), at(300)]);
        assert!(instants(history().field("no\"such"), conn).is_empty());
    }
}
