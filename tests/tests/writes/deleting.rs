//! Deletion, restoration and removal of one row and of sets, for every kind of marker.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{article, articles, at, author, me};
use model_tests::models::{Article, Author, Comment, NewComment, NewVisit, Visit};
use model_tests::on_every_backend;
use model_tests::schema::comments;
use model_tests::{TestConnection, actions, recorded};
use serde_json::json;

on_every_backend! {
    fn a_deletion_by_timestamp_marks_and_a_restoration_unmarks(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let gone = row.clone().delete().by(me()).at(at(50)).run(conn).unwrap();
        assert_eq!((gone.row().deleted_at, gone.row().updated_at), (Some(at(50)), at(50)));
        assert_eq!(conn.stored(row.id).as_ref(), Some(gone.row()));
        let back = gone.restore().by(me()).at(at(60)).run(conn).unwrap();
        assert_eq!(back, Article { updated_at: at(60), ..row });
        let trail = conn.trail();
        let [.., deletion, restoration] = &trail[..] else { panic!("two entries") };
        let changes = json!({
            "deleted_at": {"old": null, "new": "2020-09-13T12:27:30.000000Z"},
            "updated_at": {"old": "2020-09-13T12:26:41.000000Z", "new": "2020-09-13T12:27:30.000000Z"},
        });
        assert_eq!(recorded(deletion), ("delete", "row", &changes));
        let changes = json!({
            "deleted_at": {"old": "2020-09-13T12:27:30.000000Z", "new": null},
            "updated_at": {"old": "2020-09-13T12:27:30.000000Z", "new": "2020-09-13T12:27:40.000000Z"},
        });
        assert_eq!(recorded(restoration), ("restore", "row", &changes));
    }

    fn a_removed_row_leaves_its_last_values_in_the_trail(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let removed = row.clone().hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(removed, row);
        assert_eq!(conn.stored(row.id), None);
        let log = conn.trail().pop().unwrap();
        assert_eq!((log.action.as_str(), &log.changes["title"]), ("hard_delete", &json!({"old": "row"})));
        assert_eq!(log.changes["body"], json!({"masked": true}));
        assert_eq!(log.changes.get("views"), None);

        let writer = author(conn);
        assert_eq!(writer.clone().delete().by(me()).run(conn).unwrap(), writer);
        let log = conn.trail().pop().unwrap();
        assert_eq!((log.action.as_str(), log.content_type.as_str()), ("delete", "person"));
        assert_eq!(log.changes["name"], json!({"old": "Ann"}));
        assert_eq!(Author::objects().find(writer.id).first::<Author>(conn).optional().unwrap(), None);
    }

    fn a_set_of_removed_rows_is_audited_row_by_row(db) {
        let conn = db.conn();
        articles(conn, ["a", "b"]);
        let before = conn.trail().len();
        assert_eq!(Article::objects().hard_delete().by(me()).run(conn).unwrap(), 2);
        let trail = conn.trail().split_off(before);
        assert_eq!(actions(&trail), ["hard_delete", "hard_delete"]);
        assert_eq!(trail[0].batch_id, trail[1].batch_id);
    }

    fn a_flag_marks_a_row_as_well_as_a_timestamp(db) {
        let conn = db.conn();
        let about = article(conn, "about").id;
        let new = |body: &str| NewComment::builder().article_id(about).body(body).build();
        let [a, b] = ["a", "b"].map(|body| Comment::create(new(body)).at(at(1)).run(conn).unwrap());
        let gone = a.clone().delete().at(at(2)).run(conn).unwrap();
        assert!(gone.row().is_deleted);
        assert_eq!(gone.row().updated_at, at(2).naive_utc());
        assert_eq!(Comment::objects().load::<Comment>(conn).unwrap(), std::slice::from_ref(&b));
        assert_eq!(Comment::objects().only_deleted().count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(Comment::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 2);
        let found = Comment::objects().filter(comments::body.eq("b")).or_filter(comments::body.eq("a"));
        assert_eq!(found.load::<Comment>(conn).unwrap(), [b]);
        let back = gone.restore().at(at(3)).run(conn).unwrap();
        assert_eq!(back, Comment { updated_at: at(3).naive_utc(), ..a });
        assert_eq!(Comment::objects().delete().run(conn).unwrap(), 2);
        assert_eq!(Comment::objects().delete().run(conn).unwrap(), 0);
        assert_eq!(Comment::objects().only_deleted().restore().run(conn).unwrap(), 2);
        assert_eq!(Comment::objects().filter(comments::body.eq("a")).hard_delete().run(conn).unwrap(), 1);
        let last: Comment = Comment::objects().first(conn).unwrap();
        last.delete().run(conn).unwrap().hard_delete().run(conn).unwrap();
        assert_eq!(comments::table.count().get_result::<i64>(conn).unwrap(), 0);
    }

    fn unix_seconds_mark_a_row_as_well(db) {
        let conn = db.conn();
        let visit = Visit::create(NewVisit::builder().path("/").build()).at(at(1)).run(conn).unwrap();
        let second = at(0).timestamp();
        assert_eq!((visit.created_at, visit.updated_at, visit.deleted_at), (second + 1, second + 1, None));
        let visit = visit.patch().path("/a").at(at(2)).run(conn).unwrap();
        assert_eq!((visit.created_at, visit.updated_at), (second + 1, second + 2));
        let gone = visit.clone().delete().at(at(3)).run(conn).unwrap();
        assert_eq!(gone.row().deleted_at, Some(second + 3));
        assert_eq!(Visit::objects().count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(Visit::objects().only_deleted().load::<Deleted<Visit>>(conn).unwrap(), std::slice::from_ref(&gone));
        let back = gone.restore().at(at(4)).run(conn).unwrap();
        assert_eq!(back, Visit { updated_at: second + 4, ..visit });
        assert_eq!(Visit::objects().recent(days(1)).count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(Visit::objects().older_than(days(1)).count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(Visit::objects().updated_since(at(4)).count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(Visit::objects().updated_since(at(5)).count().get_result::<i64>(conn).unwrap(), 0);
    }
}
