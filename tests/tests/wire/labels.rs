//! The names of rows by their keys, in one statement.

use model_core::prelude::*;
use model_core::wire::TextKey;
use model_tests::make::{articles, author, me};
use model_tests::models::{Article, Author, NewSample, NewTranslation, Sample, Translation};
use model_tests::{Recorder, on_every_backend};

on_every_backend! {
    fn names_come_in_the_order_of_the_keys_and_deleted_rows_have_none(db) {
        let conn = db.conn();
        let [a, b, c] = articles(conn, ["a", "b", "c"]);
        b.clone().delete().by(me()).run(conn).unwrap();
        let keys = [c.id, b.id, a.id, c.id];
        let log = Recorder::on(conn);
        let labels = Article::labels(keys).load(conn).unwrap();
        let sent = log.sent();
        assert!(sent.len() == 1 && !sent[0].contains("body"), "{sent:?}");
        assert_eq!(labels, [(c.id, "c".to_owned()), (a.id, "a".to_owned())]);
        let labels = Article::labels(keys).with_deleted().load(conn).unwrap();
        assert_eq!(labels.len(), 3);
        assert_eq!(log.sent().len(), 1);
        assert_eq!(Article::labels([a.id; 0]).load(conn).unwrap(), []);
        assert_eq!(log.sent(), [""; 0], "no key, no statement");
    }

    fn keys_may_be_texts_or_have_several_parts(db) {
        let conn = db.conn();
        let ann = author(conn);
        let key = <Author as model_core::Model>::Key::from_text(&ann.id.to_string()).unwrap();
        assert_eq!(Author::labels([key]).load(conn).unwrap(), [(ann.id, "Ann".to_owned())]);
        for term in ["a,b", "c"] {
            let new = NewTranslation::builder().locale("de").term(term).text("t").build();
            Translation::create(new).by(me()).run(conn).unwrap();
        }
        let key = |term: &str| ("de".to_owned(), term.to_owned());
        let labels = Translation::labels([key("c"), key("x"), key("a,b")]).load(conn).unwrap();
        assert_eq!(labels.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>(), [key("c"), key("a,b")]);
    }

    fn a_row_without_a_name_is_called_by_its_key(db) {
        let conn = db.conn();
        let row = Sample::create(NewSample::builder().build()).by(me()).run(conn).unwrap();
        let labels = Sample::labels([row.id]).load(conn).unwrap();
        assert_eq!(labels, [(row.id, row.id.to_string())]);
    }
}
