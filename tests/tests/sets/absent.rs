//! `create_many(..).on_conflict_do_nothing(..)`: only the rows that are not there yet.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{articles, author, me, new_article};
use model_tests::models::{Article, Author, NewAuthor, NewTag, Tag};
use model_tests::schema::{articles as table, authors, tags};
use model_tests::{Recorder, TestConnection, actions, on_every_backend};

fn tag(code: &str, name: &str) -> NewTag {
    NewTag::builder().code(code.to_owned()).name(name).build()
}

fn named(address: &str) -> NewAuthor {
    NewAuthor::builder().name("New").email(address).build()
}

on_every_backend! {
    fn rows_that_are_there_stay_as_they_are(db) {
        let conn = db.conn();
        Tag::create(tag("b", "old")).run(conn).unwrap();
        let new = [tag("a", "first"), tag("b", "new"), tag("c", "third"), tag("a", "again")];
        let created = Tag::create_many(new).on_conflict_do_nothing(tags::code).run(conn).unwrap();
        let told: Vec<_> = created.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(told, ["first", "third"]);
        let names: Vec<String> = Tag::objects().order(tags::code).select(tags::name).load(conn).unwrap();
        assert_eq!(names, ["first", "old", "third"]);
        assert_eq!(Tag::create_many([]).on_conflict_do_nothing(tags::code).run(conn).unwrap(), []);
    }

    fn only_created_rows_have_an_entry(db) {
        let conn = db.conn();
        Author::create(named("b@example.org")).by(me()).run(conn).unwrap();
        let trail = conn.trail().len();
        let recorder = Recorder::on(conn);
        let new = ["a@example.org", "b@example.org", "c@example.org"].map(named);
        let created = Author::create_many(new).on_conflict_do_nothing(authors::email).by(me()).run(conn).unwrap();
        if Conn::NAME != "mysql" {
            let inserts = recorder.sent().iter().filter(|sql| sql.contains("ON CONFLICT")).count();
            assert_eq!(inserts, 1, "one statement for all of them");
        }
        let told: Vec<_> = created.iter().map(|author| author.email.as_str()).collect();
        assert_eq!(told, ["a@example.org", "c@example.org"]);
        let entries = conn.trail().split_off(trail);
        assert_eq!(actions(&entries), ["create", "create"]);
        let ids: Vec<_> = created.iter().map(|author| author.id.to_string()).collect();
        assert_eq!(entries.iter().map(|log| log.object_id.clone()).collect::<Vec<_>>(), ids);
        assert_eq!(Author::verify_history(conn).unwrap(), []);
    }

    fn a_deleted_row_is_in_the_way_only_if_the_key_counts_it(db) {
        let conn = db.conn();
        let [a, b] = articles(conn, ["a", "b"]);
        a.delete().by(me()).run(conn).unwrap();
        let writer = author(conn).id;
        let new = ["a", "b", "c"].map(|title| new_article(writer, title));
        let created = Article::create_many(new).on_conflict_do_nothing(table::slug).by(me()).run(conn).unwrap();
        let told: Vec<_> = created.iter().map(|article| article.slug.as_str()).collect();
        assert_eq!(told, ["a", "c"], "a slug is unique among the live rows");
        assert_eq!(conn.stored(b.id).unwrap().author_id, b.author_id);
        assert_eq!(Article::verify_history(conn).unwrap(), []);
    }

    fn another_unique_key_is_an_error_and_writes_nothing(db) {
        let conn = db.conn();
        let known = Author::create(named("b@example.org")).by(me()).run(conn).unwrap();
        let other = NewAuthor::builder().id(known.id).name("Other").email("x@example.org").build();
        let new = [named("a@example.org"), other];
        let refused = Author::create_many(new).on_conflict_do_nothing(authors::email).by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::UniqueViolation { .. }), "{refused:?}");
        let count: i64 = Author::objects().count().get_result(conn).unwrap();
        assert_eq!(count, 1);
    }
}
