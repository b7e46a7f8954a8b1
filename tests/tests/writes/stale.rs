//! Writes through a handle that is not true any more.

use model_core::prelude::*;
use model_tests::TestConnection;
use model_tests::make::{article, me};
use model_tests::models::{Article, Comment, NewComment, NewTag, Tag};
use model_tests::on_every_backend;

on_every_backend! {
    fn case_12_a_patch_of_a_deleted_row_is_refused(db) {
        let conn = db.conn();
        let stale = article(conn, "stale");
        stale.clone().delete().by(me()).run(conn).unwrap();
        let (before, trail) = (conn.stored(stale.id), conn.trail());

        let error = stale.patch().title("undead").by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::Deleted), "{error:?}");
        assert_eq!(stale.patch().title("undead").by(me()).outcome(conn).unwrap(), Outcome::Deleted);
        // A patch that would change nothing, and one that sets nothing, find the same.
        assert_eq!(stale.patch().title("stale").by(me()).outcome(conn).unwrap(), Outcome::Deleted);
        assert_eq!(stale.patch().by(me()).outcome(conn).unwrap(), Outcome::Deleted);
        assert_eq!(conn.stored(stale.id), before, "saving never undeletes");
        assert_eq!(conn.trail(), trail);
    }

    fn case_12_a_second_deletion_finds_the_row_deleted(db) {
        let conn = db.conn();
        let stale = article(conn, "stale");
        stale.clone().delete().by(me()).run(conn).unwrap();
        let (before, trail) = (conn.stored(stale.id), conn.trail());
        assert_eq!(stale.clone().delete().by(me()).outcome(conn).unwrap(), Outcome::Deleted);
        let error = stale.clone().hard_delete().by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::Deleted), "a live handle removes live rows only: {error:?}");
        assert_eq!(conn.stored(stale.id), before);
        assert_eq!(conn.trail(), trail);
    }

    fn case_12_a_second_restoration_finds_the_row_live(db) {
        let conn = db.conn();
        let gone = article(conn, "gone").delete().by(me()).run(conn).unwrap();
        let back = gone.clone().restore().by(me()).run(conn).unwrap();
        let trail = conn.trail();
        assert_eq!(gone.clone().restore().by(me()).outcome(conn).unwrap(), Outcome::NotDeleted);
        let error = gone.hard_delete().by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::NotDeleted), "a purge spares a row that came back: {error:?}");
        assert_eq!(conn.stored(back.id), Some(back));
        assert_eq!(conn.trail(), trail);
    }

    fn case_12_a_row_that_is_not_there_is_not_found(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let gone = row.clone().delete().by(me()).run(conn).unwrap();
        let removed = gone.clone().hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(removed.id, row.id, "the row comes back as it was");
        let trail = conn.trail();
        assert_eq!(row.patch().title("x").by(me()).outcome(conn).unwrap(), Outcome::NotFound);
        assert_eq!(row.patch().by(me()).outcome(conn).unwrap(), Outcome::NotFound);
        assert_eq!(row.clone().delete().by(me()).outcome(conn).unwrap(), Outcome::NotFound);
        assert_eq!(row.hard_delete().by(me()).outcome(conn).unwrap(), Outcome::NotFound);
        assert_eq!(gone.clone().restore().by(me()).outcome(conn).unwrap(), Outcome::NotFound);
        let error = gone.hard_delete().by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::NotFound), "{error:?}");
        assert_eq!(conn.trail(), trail);
    }

    fn case_12_the_same_holds_without_an_audit(db) {
        let conn = db.conn();
        let about = article(conn, "about").id;
        let new = NewComment::builder().article_id(about).body("first").build();
        let stale = Comment::create(new).run(conn).unwrap();
        let gone = stale.clone().delete().run(conn).unwrap();
        assert!(gone.row().is_deleted);
        assert!(matches!(stale.patch().body("again").run(conn), Err(Error::Deleted)));
        assert!(matches!(stale.patch().body("first").run(conn), Err(Error::Deleted)));
        assert!(matches!(stale.patch().run(conn), Err(Error::Deleted)));
        assert_eq!(stale.clone().delete().outcome(conn).unwrap(), Outcome::Deleted);
        assert_eq!(stale.clone().hard_delete().outcome(conn).unwrap(), Outcome::Deleted);
        let back = gone.clone().restore().run(conn).unwrap();
        assert_eq!(back.body, "first");
        assert_eq!(gone.clone().restore().outcome(conn).unwrap(), Outcome::NotDeleted);
        assert_eq!(gone.clone().hard_delete().outcome(conn).unwrap(), Outcome::NotDeleted);
        back.hard_delete().run(conn).unwrap();
        assert_eq!(gone.restore().outcome(conn).unwrap(), Outcome::NotFound);

        let tag = Tag::create(NewTag::builder().code("a".to_owned()).name("A").build()).run(conn).unwrap();
        assert_eq!(tag.clone().delete().run(conn).unwrap(), tag, "a removed row comes back as it was");
        assert_eq!(tag.clone().delete().outcome(conn).unwrap(), Outcome::NotFound);
        assert!(matches!(tag.patch().name("B").run(conn), Err(Error::NotFound)));
        assert!(matches!(tag.patch().run(conn), Err(Error::NotFound)));
    }

    fn rows_are_written_by_key_without_loading_them(db) {
        let conn = db.conn();
        let id = article(conn, "first").id;
        let patched = Article::patch_by_key(id).title("second").by(me()).run(conn).unwrap();
        assert_eq!(patched.title, "second");
        let gone = Article::delete_by_key(id).by(me()).run(conn).unwrap();
        assert_eq!(gone.row().title, "second");
        assert!(gone.row().deleted_at.is_some());
    }
}
