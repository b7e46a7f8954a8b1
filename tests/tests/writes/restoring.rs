//! Restorations with other values.

use model_core::prelude::*;
use model_tests::make::{article, at, author, me, new_article};
use model_tests::models::{Article, ArticlePatch, NewQuietEssay, QuietEssay, QuietEssayPatch};
use model_tests::{TestConnection, actions, on_every_backend, recorded};
use serde_json::json;

on_every_backend! {
    fn a_row_comes_back_beside_the_one_that_has_its_unique_value(db) {
        let conn = db.conn();
        let gone = article(conn, "row").delete().by(me()).run(conn).unwrap();
        let id = gone.row().id;
        let writer = author(conn).id;
        Article::create(new_article(writer, "row")).by(me()).run(conn).unwrap();
        let taken = gone.clone().restore().by(me()).run(conn).unwrap_err();
        assert!(matches!(taken, Error::UniqueViolation { field: Some("slug"), .. }), "{taken:?}");
        let back = gone.restore().with(ArticlePatch::new().slug("row-2")).by(me()).at(at(9)).run(conn).unwrap();
        assert_eq!((back.slug.as_str(), back.deleted_at, back.updated_at), ("row-2", None, at(9)));
        assert_eq!(conn.stored(id), Some(back));
        let trail = conn.trail();
        assert_eq!(actions(&trail).last(), Some(&"restore"));
        let changes = recorded(trail.last().unwrap()).2;
        assert_eq!(changes["slug"], json!({"old": "row", "new": "row-2"}));
        assert_eq!(changes["deleted_at"]["new"], json!(null));
        assert_eq!(Article::verify_history(conn).unwrap(), []);
    }

    fn what_is_wrong_is_told_and_nothing_is_written(db) {
        let conn = db.conn();
        let gone = article(conn, "row").delete().by(me()).run(conn).unwrap();
        let long = ArticlePatch::new().title("x".repeat(300));
        let refused = gone.clone().restore().with(long).by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::Invalid { field: "title", .. }), "{refused:?}");
        assert!(conn.stored(gone.row().id).unwrap().deleted_at.is_some());
        let id = gone.row().id;
        gone.clone().restore().by(me()).run(conn).unwrap();
        let late = gone.restore().with(ArticlePatch::new().title("late")).by(me()).outcome(conn).unwrap();
        assert_eq!(late, Outcome::NotDeleted);
        assert_eq!(conn.stored(id).unwrap().title, "row");
    }

    fn a_row_without_a_trail_too(db) {
        let conn = db.conn();
        let quiet = QuietEssay::create(NewQuietEssay::builder().title("Air").build()).run(conn).unwrap();
        let gone = quiet.delete().run(conn).unwrap();
        let back = gone.restore().with(QuietEssayPatch::new().title("The air")).at(at(7)).run(conn).unwrap();
        assert_eq!((back.title.as_str(), back.updated_at, back.deleted_at), ("The air", at(7), None));
    }
}
