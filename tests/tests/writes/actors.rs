//! Who acted is what the write was told, and nothing else.

use model_core::prelude::*;
use model_tests::TestConnection;
use model_tests::make::{article, author, me, new_article};
use model_tests::models::{Article, Author, Document, EditorId, NewDocument};
use model_tests::on_every_backend;

on_every_backend! {
    fn an_audit_row_says_who_and_in_which_request(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let actor = Actor::service("importer").request("req-42").ip("203.0.113.9").user_agent("curl/8");
        row.patch().title("other").by(&actor).run(conn).unwrap();
        let log = conn.trail().pop().unwrap();
        assert_eq!((log.actor_kind.as_str(), log.actor_id.as_deref()), ("service", Some("importer")));
        assert_eq!(log.request_id.as_deref(), Some("req-42"));
        assert_eq!(log.ip.as_deref(), Some("203.0.113.9"));
        assert_eq!(log.user_agent.as_deref(), Some("curl/8"));
        assert_eq!((log.action.as_str(), log.content_type.as_str()), ("patch", "articles"));
        assert_eq!((log.object_id, log.object_repr.as_str()), (row.id.to_string(), "other"));
        row.patch().title("third").by(&Actor::system()).run(conn).unwrap();
        let log = conn.trail().pop().unwrap();
        assert_eq!((log.actor_kind.as_str(), log.actor_id, log.request_id), ("system", None, None));
    }

    fn case_18_a_pooled_connection_keeps_no_actor(db) {
        let pool = db.pool(1);
        let row = {
            let conn = &mut pool.get().unwrap();
            let row = article(conn, "row");
            // The last thing on this connection is a write that fails, in a transaction that is rolled back.
            let failed = diesel::Connection::transaction(conn, |conn| {
                row.patch().title("x").by(&Actor::user("first")).run(conn)?;
                row.patch().title("x".repeat(201)).by(&Actor::user("first")).run(conn)
            });
            assert!(matches!(failed, Err(Error::Invalid { .. })));
            row
        };
        let conn = &mut pool.get().unwrap();
        row.patch().title("y").by(&Actor::user("second")).run(conn).unwrap();
        let ids: Vec<_> = conn.trail().into_iter().filter(|log| log.action == "patch").map(|log| log.actor_id).collect();
        assert_eq!(ids, [Some("second".to_owned())]);
    }

    fn case_18_threads_do_not_share_an_actor(db) {
        let rows: Vec<_> = ["a", "b", "c", "d"].into_iter().map(|title| article(db.conn(), title)).collect();
        let conns: Vec<Conn> = rows.iter().map(|_| db.another()).collect();
        std::thread::scope(|scope| {
            for (row, mut conn) in rows.iter().zip(conns) {
                scope.spawn(move || {
                    for turn in 0..5 {
                        let actor = Actor::user(&row.title);
                        row.patch().body(format!("{turn}")).by(&actor).run(&mut conn).unwrap();
                    }
                });
            }
        });
        let trail = db.conn().trail();
        let patches: Vec<_> = trail.iter().filter(|log| log.action == "patch").collect();
        assert_eq!(patches.len(), 20);
        for log in patches {
            assert_eq!(log.actor_id.as_ref(), Some(&log.object_repr));
        }
    }

    fn case_22_the_trail_of_a_deleted_actor_is_readable(db) {
        let conn = db.conn();
        let writer = author(conn);
        let editor = author(conn);
        let row = Article::create(new_article(writer.id, "row")).by(&Actor::user(editor.id)).run(conn).unwrap();
        let id = editor.id;
        editor.delete().by(me()).run(conn).unwrap();
        let history = Article::history(row.id).run(conn).unwrap();
        assert_eq!(history[0].actor_id, Some(id.to_string()));
        assert_eq!(Author::history(id).run(conn).unwrap().len(), 2);
    }

    fn who_created_wrote_and_deleted_is_in_the_row(db) {
        let conn = db.conn();
        let (ann, bob) = (Actor::user(1), Actor::user(2));
        let document = Document::create(NewDocument::builder().title("plan").build()).by(&ann).run(conn).unwrap();
        let by = |document: &Document| (document.created_by, document.updated_by, document.deleted_by);
        let (one, two) = (EditorId::from(1), EditorId::from(2));
        assert_eq!(by(&document), (one, Some(one), None));
        assert_eq!(document.r#type, "memo");
        let document = document.patch().r#type("note").by(&bob).run(conn).unwrap();
        assert_eq!((document.r#type.as_str(), by(&document)), ("note", (one, Some(two), None)));
        let gone = document.delete().by(&ann).run(conn).unwrap();
        assert_eq!(by(gone.row()), (one, Some(one), Some(one)));
        let document = gone.restore().by(&bob).run(conn).unwrap();
        assert_eq!(by(&document), (one, Some(two), None));

        // An optional field holds users; a program leaves it empty, unless the field cannot be.
        let document = document.patch().title("plan B").by(&Actor::system()).run(conn).unwrap();
        assert_eq!(by(&document), (one, None, None));
        let refused = Document::create(NewDocument::builder().title("plan").build()).by(&Actor::system()).run(conn);
        assert!(matches!(refused, Err(Error::Invalid { field: "created_by", .. })), "{refused:?}");
        let refused = document.patch().title("plan C").by(&Actor::user("ann")).run(conn);
        assert!(matches!(refused, Err(Error::Invalid { field: "updated_by", .. })), "{refused:?}");
    }

    fn a_field_that_is_a_keyword_is_named_as_the_user_names_it(db) {
        let conn = db.conn();
        let new = NewDocument::builder().title("plan").r#type("memo").build();
        let document = Document::create(new).by(me()).run(conn).unwrap();
        document.patch().r#type("note").by(me()).run(conn).unwrap();
        let history = Document::history(document.id).run(conn).unwrap();
        assert_eq!(history[1].old::<String>("type").unwrap().as_deref(), Some("memo"));
        assert_eq!(history[1].new_value::<String>("type").unwrap().as_deref(), Some("note"));
    }
}
