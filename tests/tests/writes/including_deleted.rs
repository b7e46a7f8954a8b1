//! Patches that reach deleted rows because they say so.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{article, articles, at, me};
use model_tests::models::{Article, Comment, NewComment, NewQuietEssay, QuietEssay};
use model_tests::schema::articles as table;
use model_tests::{TestConnection, actions, on_every_backend};

on_every_backend! {
    fn a_deleted_row_is_patched_by_name(db) {
        let conn = db.conn();
        let gone = article(conn, "row").delete().by(me()).run(conn).unwrap();
        let id = gone.row().id;
        let refused = Article::patch_by_key(id).title("other").by(me()).outcome(conn).unwrap();
        assert_eq!(refused, Outcome::Deleted);
        let row = Article::patch_by_key(id).title("other").including_deleted().by(me()).at(at(9)).run(conn).unwrap();
        assert_eq!((row.title.as_str(), row.deleted_at), ("other", gone.row().deleted_at));
        assert_eq!(conn.stored(id), Some(row));
        let again = Article::patch_by_key(id).title("other").including_deleted().by(me()).outcome(conn).unwrap();
        assert!(matches!(again, Outcome::Unchanged(_)), "{again:?}");
        assert_eq!(actions(&conn.trail()).last(), Some(&"patch"));
        assert_eq!(Article::verify_history(conn).unwrap(), []);
        gone.restore().by(me()).run(conn).unwrap();
        let live = Article::patch_by_key(id).title("third").including_deleted().by(me()).run(conn).unwrap();
        assert_eq!((live.title.as_str(), live.deleted_at), ("third", None));
    }

    fn a_deleted_row_without_a_trail_too(db) {
        let conn = db.conn();
        let about = article(conn, "about").id;
        let comment = Comment::create(NewComment::builder().article_id(about).body("b").build()).run(conn).unwrap();
        let id = comment.id;
        comment.delete().run(conn).unwrap();
        let row = Comment::patch_by_key(id).body("c").including_deleted().run(conn).unwrap();
        assert_eq!(row.body, "c");
        assert_eq!(Comment::patch_by_key(id).body("d").at(at(1)).outcome(conn).unwrap(), Outcome::Deleted);
    }

    fn a_set_with_deleted_rows_is_patched_by_name(db) {
        let conn = db.conn();
        let [one, two] = articles(conn, ["one", "two"]);
        let gone = two.delete().by(me()).run(conn).unwrap();
        let all = || Article::objects().with_deleted();
        assert_eq!(all().patch_including_deleted().views(3).by(me()).run(conn).unwrap(), 2);
        let deleted = Article::objects().only_deleted().filter(table::views.eq(3));
        assert_eq!(deleted.patch_including_deleted().views(4).by(me()).run(conn).unwrap(), 1);
        assert_eq!(conn.stored(one.id).unwrap().views, 3);
        assert_eq!(conn.stored(gone.row().id).unwrap().views, 4);
        assert_eq!(all().patch_including_deleted().views(5).each().by(me()).run(conn).unwrap(), 2, "row by row");
        assert_eq!(conn.stored(gone.row().id).unwrap().deleted_at, gone.row().deleted_at);
        let rows = all().patch_including_deleted().views(6).returning().by(me()).run(conn).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(Article::verify_history(conn).unwrap(), []);
        let quiet = QuietEssay::create(NewQuietEssay::builder().title("Air").build()).run(conn).unwrap();
        quiet.delete().run(conn).unwrap();
        let all = QuietEssay::objects().with_deleted();
        assert_eq!(all.patch_including_deleted().score(2).run(conn).unwrap(), 1);
    }
}
