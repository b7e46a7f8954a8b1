//! Writes that leave `updated_at` as it is: by the field, and one by one.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{article, at, me};
use model_tests::models::{Article, ArticlePatch, Essay, EssayPatch, NewEssay, NewQuietEssay, QuietEssay};
use model_tests::schema::{articles, essays};
use model_tests::{TestConnection, on_every_backend, recorded};
use serde_json::json;

macro_rules! essay {
    ($conn:expr, $title:expr) => {
        Essay::create(NewEssay::builder().title($title).build()).by(me()).at(at(1)).run($conn).unwrap()
    };
}

on_every_backend! {
    fn a_patch_of_other_columns_leaves_it(db) {
        let conn = db.conn();
        let row = essay!(conn, "Sea");
        let scored = row.patch().score(5).by(me()).at(at(2)).run(conn).unwrap();
        assert_eq!((scored.score, scored.version, scored.updated_at), (5, 2, at(1)));
        let entry = conn.trail().pop().unwrap();
        assert_eq!(recorded(&entry).2, &json!({"score": {"old": 0, "new": 5}, "version": {"old": 1, "new": 2}}));
        let counted = Essay::patch_by_key(row.id).score(essays::score + 1).by(me()).at(at(3)).run(conn).unwrap();
        assert_eq!((counted.score, counted.updated_at), (6, at(1)));
        let titled = counted.patch().title("The sea").score(7).by(me()).at(at(4)).run(conn).unwrap();
        assert_eq!(titled.updated_at, at(4));
        let mut edit = titled.edit();
        edit.score = 8;
        assert_eq!(edit.save().by(me()).at(at(5)).run(conn).unwrap().updated_at, at(4));
        assert_eq!(Essay::objects().patch().score(9).by(me()).at(at(6)).run(conn).unwrap(), 1);
        let many = [(row.id, EssayPatch::new().score(10))];
        assert_eq!(Essay::patch_many(many).by(me()).at(at(7)).run(conn).unwrap(), 1);
        let stored: Essay = Essay::objects().find(row.id).first(conn).unwrap();
        assert_eq!((stored.score, stored.version, stored.updated_at), (10, 7, at(4)));
        let new = NewEssay::builder().id(row.id).title("The sea").score(11).build();
        let done = Essay::upsert(new).on(essays::id).by(me()).at(at(8)).run(conn).unwrap();
        assert_eq!(done.row().updated_at, at(8), "the upsert sets the title too");
        assert_eq!(Essay::verify_history(conn).unwrap(), []);
    }

    fn a_deletion_moves_it_where_the_marker_is_named(db) {
        let conn = db.conn();
        let gone = essay!(conn, "Sea").delete().by(me()).at(at(2)).run(conn).unwrap();
        assert_eq!(gone.row().updated_at, at(2));
        let back = gone.restore().by(me()).at(at(3)).run(conn).unwrap();
        assert_eq!(back.updated_at, at(3));
        Essay::objects().delete().by(me()).at(at(4)).run(conn).unwrap();
        assert_eq!(Essay::objects().only_deleted().restore().by(me()).at(at(5)).run(conn).unwrap(), 1);
        let stored: Essay = Essay::objects().find(back.id).first(conn).unwrap();
        assert_eq!(stored.updated_at, at(5));

        let new = NewQuietEssay::builder().title("Air").build();
        let quiet = QuietEssay::create(new).at(at(1)).run(conn).unwrap();
        let gone = quiet.delete().at(at(2)).run(conn).unwrap();
        assert_eq!((gone.row().updated_at, gone.row().deleted_at), (at(1), Some(at(2))));
        let back = gone.restore().at(at(3)).run(conn).unwrap();
        assert_eq!((back.updated_at, back.deleted_at), (at(1), None));
        assert_eq!(back.patch().secret("s".to_owned()).at(at(4)).run(conn).unwrap().updated_at, at(4));
    }

    fn a_patch_may_leave_it_for_once(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let before = row.updated_at;
        let patch = row.patch().title("one").views(articles::views + 1).keep_updated_at();
        let patched = patch.by(me()).at(at(9)).run(conn).unwrap();
        assert_eq!((patched.title.as_str(), patched.views, patched.updated_at), ("one", 1, before));
        let entry = conn.trail().pop().unwrap();
        assert_eq!((entry.created_at, &entry.changes), (at(9), &json!({"title": {"old": "row", "new": "one"}})));
        let again = patched.patch().views(1).keep_updated_at().by(me()).outcome(conn).unwrap();
        assert!(matches!(again, Outcome::Unchanged(_)), "{again:?}");
        assert_eq!(Article::objects().patch().views(2).keep_updated_at().by(me()).run(conn).unwrap(), 1);
        let many = [(row.id, ArticlePatch::new().views(3))];
        assert_eq!(Article::patch_many(many).keep_updated_at().by(me()).run(conn).unwrap(), 1);
        let stored = conn.stored(row.id).unwrap();
        assert_eq!((stored.views, stored.updated_at), (3, before));
        let moved = stored.patch().views(4).by(me()).at(at(10)).run(conn).unwrap();
        assert_eq!(moved.updated_at, at(10));
        assert_eq!(Article::verify_history(conn).unwrap(), []);
    }
}
