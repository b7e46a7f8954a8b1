//! A masked column appears nowhere.

use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{article, author, me};
use model_tests::models::{Article, ArticlePatch, Author, NewArticle, NewAuthor};
use model_tests::{TestConnection, on_every_backend};
use serde_json::json;

const SECRET: &str = "s3cr3t";

/// The whole trail as text.
fn trail(conn: &mut impl TestConnection) -> String {
    format!("{:?}", conn.trail())
}

on_every_backend! {
    fn case_19_the_trail_says_that_a_masked_column_changed_and_nothing_else(db) {
        let conn = db.conn();
        let writer = author(conn).id;
        let secret = |more: &str| format!("{SECRET} {more}");
        let new = NewArticle::builder().title("row").slug("row").body(secret("1")).author_id(writer).build();
        let row = Article::create(new).by(me()).run(conn).unwrap();
        let row = row.patch().body(secret("2")).title("other").by(me()).run(conn).unwrap();
        let log = conn.trail().pop().unwrap();
        assert_eq!(log.changes["body"], json!({"masked": true}));
        let row = row.patch().body(secret("3")).by(me()).run(conn).unwrap();
        let log = conn.trail().pop().unwrap();
        assert_eq!(log.changes.as_object().unwrap().keys().collect::<Vec<_>>(), ["body", "updated_at"]);
        assert_eq!(Article::objects().patch().body(secret("4")).by(me()).run(conn).unwrap(), 1);
        row.delete().by(me()).run(conn).unwrap().hard_delete().by(me()).run(conn).unwrap();
        let new = NewArticle::builder().title("row").slug("row").body(secret("5")).author_id(writer).build();
        let many = Article::create_many([new]).by(me()).run(conn).unwrap();
        assert_eq!(many[0].body, secret("5"), "the row itself has it");
        assert_eq!(Article::objects().hard_delete().by(me()).run(conn).unwrap(), 1);
        assert_eq!(conn.trail().iter().filter(|log| log.content_type == "articles").count(), 8);
        assert!(!trail(conn).contains(SECRET));
    }

    fn case_19_debug_output_shows_no_masked_value(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let patch = row.patch().body(SECRET).title("other");
        let shown = format!("{patch:?} {patch:#?}");
        assert!(!shown.contains(SECRET), "{shown}");
        assert!(shown.contains("body") && shown.contains("title"), "{shown}");
        let patch: ArticlePatch = serde_json::from_value(json!({"body": SECRET})).unwrap();
        assert!(!format!("{patch:?}").contains(SECRET));
        let new = NewArticle::builder().title("t").slug("s").body(SECRET).author_id(row.author_id).build();
        let shown = format!("{new:?} {new:#?}");
        assert!(!shown.contains(SECRET) && shown.contains("body"), "{shown}");
    }

    fn case_19_error_texts_show_no_value(db) {
        let conn = db.conn();
        let address = || format!("{SECRET}@example.org");
        let new = || NewAuthor::builder().name("Ann").email(address()).build();
        let ann = Author::create(new()).by(me()).run(conn).unwrap();
        let other = author(conn);
        let mut errors = vec![
            Author::create(new()).by(me()).run(conn).unwrap_err(),
            Author::create_many([new()]).by(me()).run(conn).unwrap_err(),
            other.patch().email(address()).by(me()).run(conn).unwrap_err(),
            Author::objects().patch().email(address()).by(me()).run(conn).unwrap_err(),
            // No value at all, and one that is too long for the column where it has a length.
            other.patch().email(SECRET).by(me()).run(conn).unwrap_err(),
        ];
        for error in &errors[..4] {
            let Error::UniqueViolation { field: Some("email"), constraint } = error else { panic!("{error:?}") };
            assert_eq!(constraint, if Conn::NAME == "sqlite" { "authors.email" } else { "authors_email" });
        }
        if Conn::NAME == "mysql" {
            errors.push(other.patch().email(format!("{}@", SECRET.repeat(50))).by(me()).run(conn).unwrap_err());
        }
        for error in errors {
            let mut shown = format!("{error} {error:?} {error:#?}");
            let mut source = std::error::Error::source(&error);
            while let Some(inner) = source {
                shown.push_str(&format!("{inner} {inner:?}"));
                source = inner.source();
            }
            assert!(!shown.contains(SECRET), "{shown}");
        }
        assert!(!trail(conn).contains(SECRET));
        assert_eq!(Author::history(ann.id).run(conn).unwrap().len(), 1);
    }

    fn a_text_of_too_many_characters_is_not_quoted(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let error = row.patch().title(SECRET.repeat(100)).by(me()).run(conn).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
    }
}
