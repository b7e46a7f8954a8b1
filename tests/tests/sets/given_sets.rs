//! Audited writes to sets whose new values are known, so that no row is read back where the write could return them.

use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{author, me, new_article};
use model_tests::models::{Article, NewArticle};
use model_tests::{Recorder, TestConnection, on_every_backend};

/// Whether one of the statements gives rows back.
fn returns(recorder: &Recorder) -> bool {
    recorder.sent().iter().any(|sql| sql.contains(" RETURNING "))
}

/// Makes a trigger that leaves the row with a title as it is, in silence.
fn leave_alone(conn: &mut impl TestConnection, title: &str) {
    conn.sql(&format!(
        "CREATE TRIGGER leave BEFORE UPDATE ON articles WHEN old.title = '{title}' BEGIN SELECT RAISE(IGNORE); END"
    ));
}

on_every_backend! {
    fn a_set_that_gets_known_values_is_told_as_it_is_stored(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let row = Article::create(new_article(author, "a\"b")).by(me()).run(conn).unwrap();
        Article::create(new_article(author, "c")).by(me()).run(conn).unwrap();
        let seen = conn.trail().len();
        let recorder = Recorder::on(conn);
        let instant = row.created_at;
        let patch = Article::objects().patch().title("c").body("secret").published_at(Some(instant));
        assert_eq!(patch.by(me()).run(conn).unwrap(), 2);
        assert_eq!(Article::objects().delete().by(me()).run(conn).unwrap(), 2);
        assert_eq!(Article::objects().only_deleted().restore().by(me()).run(conn).unwrap(), 2);
        assert!(Conn::NAME != "sqlite" || !returns(&recorder), "nothing is read back");
        let trail = conn.trail().split_off(seen);
        let recorded: Vec<(&str, &str)> = trail.iter().map(|log| (log.action.as_str(), log.object_repr.as_str())).collect();
        assert_eq!(recorded, [("patch", "c"), ("patch", "c"), ("delete", "c"), ("delete", "c"), ("restore", "c"), ("restore", "c")]);
        assert_eq!(trail[0].changes["title"], serde_json::json!({"old": "a\"b", "new": "c"}));
        assert!(trail[1].changes.get("title").is_none(), "what has the value already is not told");
        assert_eq!(trail[0].changes["body"], serde_json::json!({"masked": true}));
        assert_eq!(trail[0].changes["published_at"]["old"], serde_json::Value::Null);
        assert_eq!(conn.article_breaks(), []);
    }

    fn a_set_that_gets_what_a_column_may_change_is_read_back(db) {
        let conn = db.conn();
        let author = author(conn).id;
        Article::create(new_article(author, "a")).by(me()).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        assert_eq!(Article::objects().patch().title("007").by(me()).run(conn).unwrap(), 1);
        assert!(Conn::NAME == "mysql" || returns(&recorder));
        assert_eq!(conn.trail().last().unwrap().changes["title"]["new"], "007");
        assert_eq!(conn.article_breaks(), []);
    }

    fn a_row_that_a_trigger_leaves_alone_is_not_in_the_trail(db) {
        let conn = db.conn();
        if Conn::NAME != "sqlite" {
            return;
        }
        let author = author(conn).id;
        for (slug, title) in [("a", "a"), ("b", "b"), ("c", "c"), ("d", "u")] {
            let new = NewArticle::builder().title(title).slug(slug).body("").author_id(author).build();
            Article::create(new).by(me()).run(conn).unwrap();
        }
        leave_alone(conn, "b");
        let seen = conn.trail().len();
        assert_eq!(Article::objects().patch().title("u").by(me()).run(conn).unwrap(), 2);
        assert_eq!(Article::objects().delete().by(me()).run(conn).unwrap(), 3);
        let trail = conn.trail().split_off(seen);
        let recorded: Vec<&str> = trail.iter().map(|log| log.action.as_str()).collect();
        assert_eq!(recorded, ["patch", "patch", "delete", "delete", "delete"]);
        let live: Vec<Article> = conn.articles().into_iter().filter(|row| row.deleted_at.is_none()).collect();
        assert_eq!(live.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), ["b"]);
        let left = live[0].id.to_string();
        assert!(trail.iter().all(|log| log.object_id != left), "{trail:#?}");
        assert_eq!(conn.article_breaks(), []);
    }
}
