//! Patches: what is set is written, what is equal is not.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{article, articles, at, me};
use model_tests::models::{Article, ArticlePatch, Comment, CommentPatch, NewComment, NewTag, Status, Tag};
use model_tests::schema::articles as table;
use model_tests::{TestConnection, on_every_backend, recorded};
use serde_json::json;

on_every_backend! {
    fn only_what_is_set_is_written(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        // Meanwhile somebody else changes another column.
        Article::patch_by_key(row.id).slug("elsewhere").by(me()).run(conn).unwrap();
        let after = row.patch().title("other").by(me()).at(at(50)).run(conn).unwrap();
        assert_eq!(after, Article { title: "other".into(), slug: "elsewhere".into(), updated_at: at(50), ..row });
        assert_eq!(conn.stored(after.id), Some(after));
        let changes = json!({
            "title": {"old": "row", "new": "other"},
            "updated_at": {"old": conn.trail().pop().unwrap().changes["updated_at"]["old"],
                           "new": "2020-09-13T12:27:30.000000Z"},
        });
        assert_eq!(recorded(&conn.trail().pop().unwrap()), ("patch", "other", &changes));
    }

    fn case_16_equal_values_write_nothing(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let trail = conn.trail();
        let patch = || row.patch().title("row").published_at(None).status(Status::Draft).by(me());
        assert_eq!(patch().outcome(conn).unwrap(), Outcome::Unchanged(row.clone()));
        assert_eq!(patch().run(conn).unwrap(), row, "updated_at did not move");
        assert_eq!(row.patch().by(me()).outcome(conn).unwrap(), Outcome::Unchanged(row.clone()));
        assert_eq!(row.patch().by(me()).run(conn).unwrap(), row, "an empty patch is no error");
        let set = Article::objects().patch().title("row").by(me());
        assert_eq!(set.run(conn).unwrap(), 0);
        assert_eq!(Article::objects().patch().by(me()).run(conn).unwrap(), 0);
        assert_eq!(conn.stored(row.id), Some(row));
        assert_eq!(conn.trail(), trail);
    }

    fn case_16_a_change_of_skipped_columns_alone_is_written_and_not_logged(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let trail = conn.trail();
        let Outcome::Changed(after) = row.patch().views(4).by(me()).at(at(50)).outcome(conn).unwrap() else {
            panic!("it is a change");
        };
        assert_eq!(after, Article { views: 4, updated_at: at(50), ..row });
        assert_eq!(Article::objects().patch().views(5).by(me()).run(conn).unwrap(), 1);
        assert_eq!(conn.trail(), trail);
        // Beside another column it is not mentioned.
        after.patch().views(6).title("other").by(me()).run(conn).unwrap();
        let log = conn.trail().pop().unwrap();
        assert_eq!(log.changes.as_object().unwrap().keys().collect::<Vec<_>>(), ["title", "updated_at"]);
    }

    fn case_16_the_same_without_an_audit(db) {
        let conn = db.conn();
        let about = article(conn, "about").id;
        let new = NewComment::builder().article_id(about).body("b").build();
        let comment = Comment::create(new).at(at(1)).run(conn).unwrap();
        assert_eq!(comment.patch().body("b").into_write().outcome(conn).unwrap(), Outcome::Unchanged(comment.clone()));
        assert_eq!(comment.patch().run(conn).unwrap(), comment);
        assert_eq!(Comment::objects().patch().body("b").run(conn).unwrap(), 0);
        let changed = comment.patch().body("c").at(at(2)).run(conn).unwrap();
        assert_eq!(changed, Comment { body: "c".into(), updated_at: at(2).naive_utc(), ..comment });
        let tag = Tag::create(NewTag::builder().code("a".to_owned()).name("A").build()).run(conn).unwrap();
        assert_eq!(tag.patch().name("A").run(conn).unwrap(), tag);
        assert_eq!(tag.patch().uses(3).run(conn).unwrap().uses, 3);
    }

    fn a_change_of_case_or_of_an_accent_or_of_a_trailing_space_is_a_change(db) {
        let conn = db.conn();
        let mut row = article(conn, "hello");
        for title in ["Hello", "Hèllo", "Hèllo ", "Hèllo"] {
            let Outcome::Changed(after) = row.patch().title(title).by(me()).outcome(conn).unwrap() else {
                panic!("`{title}` is another text");
            };
            assert_eq!(after.title, title);
            let log = conn.trail().pop().unwrap();
            assert_eq!(log.changes["title"], json!({"old": row.title, "new": title}));
            row = after;
        }
        assert_eq!(Article::objects().patch().title("hÈllo").by(me()).run(conn).unwrap(), 1);
        let tag = Tag::create(NewTag::builder().code("a".to_owned()).name("a").build()).run(conn).unwrap();
        assert_eq!(tag.patch().name("A").run(conn).unwrap().name, "A");
    }

    fn case_25_unset_is_not_null(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let row = row.patch().published_at(at(3)).by(me()).run(conn).unwrap();
        let row = row.patch().title("other").by(me()).run(conn).unwrap();
        assert_eq!(row.published_at, Some(at(3)));
        let row = row.patch().published_at(Some(at(4))).by(me()).run(conn).unwrap();
        assert_eq!(row.published_at, Some(at(4)));
        let row = row.patch().published_at(None).by(me()).run(conn).unwrap();
        assert_eq!(row.published_at, None);
        let log = conn.trail().pop().unwrap();
        assert_eq!(log.changes["published_at"]["new"], json!(null));
    }

    fn case_25_a_deserialized_patch_tells_absent_from_null(db) {
        let conn = db.conn();
        let row = article(conn, "row").patch().published_at(at(3)).by(me()).run(conn).unwrap();
        let patch: ArticlePatch = serde_json::from_str(r#"{"title": "other"}"#).unwrap();
        let row = patch.on(&row).by(me()).run(conn).unwrap();
        assert_eq!((row.title.as_str(), row.published_at), ("other", Some(at(3))));
        let patch: ArticlePatch = serde_json::from_str(r#"{"published_at": null, "status": "live"}"#).unwrap();
        let row = patch.on(&row).by(me()).run(conn).unwrap();
        assert_eq!((row.title.as_str(), row.published_at, row.status), ("other", None, Status::Published));
        let empty: ArticlePatch = serde_json::from_str("{}").unwrap();
        assert_eq!(empty.on(&row).by(me()).outcome(conn).unwrap(), Outcome::Unchanged(row.clone()));
        let set: ArticlePatch = serde_json::from_str(r#"{"status": "draft"}"#).unwrap();
        assert_eq!(Article::objects().patch().with(set).by(me()).run(conn).unwrap(), 1);
    }

    fn case_25_a_patch_refuses_what_it_does_not_know(db) {
        let _ = db.conn();
        for (text, word) in [
            (r#"{"titel": "x"}"#, "titel"),
            (r#"{"deleted_at": null}"#, "deleted_at"),
            (r#"{"updated_at": "2020-01-01T00:00:00Z"}"#, "updated_at"),
            (r#"{"id": "0192b3c4-0000-7000-8000-000000000000"}"#, "id"),
            (r#"{"title": "x", "title": "y"}"#, "title"),
            (r#"{"title": null}"#, "null"),
            (r#"{"status": "gone"}"#, "gone"),
        ] {
            let error = serde_json::from_str::<ArticlePatch>(text).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(word), "{text}: {error}");
        }
        let error = serde_json::from_str::<CommentPatch>(r#"{"article_id": 1}"#).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("article_id"), "it never changes after creation: {error}");
    }

    fn a_later_value_wins(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let more = ArticlePatch::new().title("third").views(2);
        let row = row.patch().title("first").title("second").with(more).by(me()).run(conn).unwrap();
        assert_eq!((row.title.as_str(), row.views), ("third", 2));
    }

    fn a_filtered_set_is_patched(db) {
        let conn = db.conn();
        let [a, b, c] = articles(conn, ["a", "b", "c"]);
        let set = Article::objects().filter(table::title.ne("b"));
        assert_eq!(set.patch().status(Status::InReview).published_at(at(1)).by(me()).run(conn).unwrap(), 2);
        let status = |conn: &mut Conn, row: &Article| conn.stored(row.id).unwrap().status;
        assert_eq!(status(conn, &a), Status::InReview);
        assert_eq!(status(conn, &b), Status::Draft);
        assert_eq!(status(conn, &c), Status::InReview);
        let one = Article::objects().find(b.id).patch().title("d").by(me()).run(conn).unwrap();
        assert_eq!(one, 1);
    }
}
