//! What is refused, and how: typed, and with nothing written.

use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{article, articles, author, me, new_article};
use model_tests::models::{Article, Author, AuthorId, Comment, NewArticle, NewAuthor, NewComment};
use model_tests::{Recorder, TestConnection, on_every_backend};
use uuid::Uuid;

on_every_backend! {
    fn a_duplicate_is_a_unique_violation_that_names_the_field_and_the_constraint(db) {
        let conn = db.conn();
        let [_, other] = articles(conn, ["taken", "other"]);
        let before = conn.trail();
        let create = Article::create(new_article(other.author_id, "taken")).by(me()).run(conn);
        let patch = other.patch().slug("taken").by(me()).run(conn);
        let bulk = Article::objects().patch().slug("same").by(me()).run(conn).map(|_| other.clone());
        for result in [create, patch, bulk] {
            let error = result.unwrap_err();
            let Error::UniqueViolation { field, constraint } = &error else { panic!("{error:?}") };
            assert_eq!(*field, Some("slug"));
            let name = if Conn::NAME == "sqlite" { "articles.slug" } else { "articles_live_slug" };
            assert_eq!(constraint, name);
            assert_eq!(error.to_string(), format!("slug: a row with this value already exists ({name})"));
        }
        assert_eq!(conn.trail(), before);
        assert_eq!(conn.stored(other.id), Some(other));
        assert_eq!(conn.article_count(), 2);
    }

    fn a_reference_to_nothing_is_a_foreign_key_error(db) {
        let conn = db.conn();
        let nobody = AuthorId::from(Uuid::now_v7());
        let error = Article::create(new_article(nobody, "row")).by(me()).run(conn).unwrap_err();
        let Error::ForeignKey { constraint } = error else { panic!("{error:?}") };
        assert_eq!(constraint.as_deref(), (Conn::NAME != "sqlite").then_some("articles_author"));
        assert_eq!(conn.article_count(), 0);
        assert!(conn.trail().is_empty());
    }

    fn case_13_a_row_that_is_referred_to_cannot_be_removed(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let comment = Comment::create(NewComment::builder().article_id(row.id).body("b").build()).run(conn).unwrap();
        let gone = row.clone().delete().by(me()).run(conn).unwrap();
        let before = conn.trail();
        let error = gone.clone().hard_delete().by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::ForeignKey { .. }), "{error:?}");
        let error = Article::objects().only_deleted().hard_delete().by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::ForeignKey { .. }), "{error:?}");
        let error = Author::delete_by_key(row.author_id).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::ForeignKey { .. }), "{error:?}");
        assert_eq!(conn.trail(), before);
        comment.hard_delete().run(conn).unwrap();
        gone.hard_delete().by(me()).run(conn).unwrap();
    }

    fn a_check_of_the_database_is_a_check_error(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let before = conn.trail();
        let error = row.patch().views(-1).by(me()).run(conn).unwrap_err();
        let Error::Check { constraint } = &error else { panic!("{error:?}") };
        assert_eq!(constraint.as_deref(), Some("articles_views"));
        assert_eq!(conn.trail(), before);
    }

    fn too_long_texts_are_refused_together_before_anything_is_sent(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let row = article(conn, "row");
        let recorder = Recorder::on(conn);
        let new = || NewArticle::builder().title("x".repeat(201)).slug("y".repeat(300)).body("").author_id(author).build();
        let create = Article::create(new()).by(me()).run(conn).unwrap_err();
        let many = Article::create_many([new_article(author, "fine"), new()]).by(me()).run(conn).unwrap_err();
        let patch = row.patch().title("x".repeat(201)).slug("y".repeat(300)).by(me()).run(conn).unwrap_err();
        let bulk = Article::objects().patch().title("x".repeat(201)).slug("y".repeat(300)).by(me()).run(conn);
        for error in [create, many, patch, bulk.unwrap_err()] {
            let Error::Invalid { field, message, others } = &error else { panic!("{error:?}") };
            assert_eq!((*field, message.as_str()), ("title", "is 201 characters long, but at most 200 are allowed"));
            assert_eq!((others.len(), &*others[0].field), (1, "slug"));
            assert_eq!(
                error.to_string(),
                "title: is 201 characters long, but at most 200 are allowed; \
                 slug: is 300 characters long, but at most 200 are allowed"
            );
        }
        assert!(recorder.sent().is_empty());
        // The limit counts characters, not bytes.
        let title = "ü".repeat(200);
        assert_eq!(row.patch().title(title.clone()).by(me()).run(conn).unwrap().title, title);
    }

    fn a_check_error_shows_no_value(db) {
        let conn = db.conn();
        let new = NewAuthor::builder().name("Ann").email("no secret address").build();
        let error = Author::create(new).by(me()).run(conn).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
        assert!(matches!(error, Error::Check { .. }), "{error:?}");
    }

    fn errors_of_the_library_end_a_transaction_of_diesels(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let result = diesel::Connection::transaction(conn, |conn| {
            row.patch().title("other").by(me()).run(conn)?;
            row.patch().title("x".repeat(201)).by(me()).run(conn)
        });
        assert!(matches!(result, Err(Error::Invalid { .. })));
        assert_eq!(conn.stored(row.id), Some(row));
    }
}
