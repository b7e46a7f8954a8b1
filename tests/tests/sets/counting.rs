//! How many statements a write is.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{article, author, me, new_article};
use model_tests::models::{Article, NewArticle, NewTag, Tag};
use model_tests::{Recorder, on_every_backend};

on_every_backend! {
    fn an_audited_write_of_one_row_is_one_statement_on_postgres(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let one = Conn::NAME == "postgres";
        let recorder = Recorder::on(conn);
        let count = |what: &str| {
            let sent = recorder.sent();
            // Elsewhere: begin, take the lock, read, write, read again, log, commit.
            let most = if one { 1 } else { 7 };
            assert!(!sent.is_empty() && sent.len() <= most, "{what}: {sent:#?}");
        };
        let row = Article::create(new_article(author, "row")).by(me()).run(conn).unwrap();
        count("create");
        let row = row.patch().title("other").by(me()).run(conn).unwrap();
        count("patch");
        row.patch().title("other").by(me()).run(conn).unwrap();
        count("a patch to equal values");
        row.patch().by(me()).run(conn).unwrap();
        count("an empty patch");
        let gone = row.clone().delete().by(me()).run(conn).unwrap();
        count("delete");
        assert!(row.patch().title("x").by(me()).run(conn).is_err());
        count("a patch of a deleted row");
        let row = gone.restore().by(me()).run(conn).unwrap();
        count("restore");
        row.hard_delete().by(me()).run(conn).unwrap();
        count("hard_delete");
    }

    fn an_unaudited_write_of_one_row_is_one_statement_where_it_can_return_the_row(db) {
        let conn = db.conn();
        // Where the row is read back: in a transaction, where it is removed.
        let (write, remove) = if Conn::NAME == "mysql" { (2, 4) } else { (1, 1) };
        let recorder = Recorder::on(conn);
        let tag = Tag::create(NewTag::builder().code("a".to_owned()).name("A").build()).run(conn).unwrap();
        assert_eq!(recorder.sent().len(), write);
        let tag = tag.patch().name("B").run(conn).unwrap();
        assert_eq!(recorder.sent().len(), write);
        tag.delete().run(conn).unwrap();
        assert_eq!(recorder.sent().len(), remove);
    }

    fn bulk_writes_of_5000_audited_rows_send_a_bounded_number_of_statements(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let new = |number| NewArticle::builder().title("t").slug(format!("s{number}")).body("").author_id(author).build();
        let recorder = Recorder::on(conn);
        let most = if Conn::NAME == "postgres" { 1 } else { 8 };
        let few = |what: &str, most: usize| {
            let sent = recorder.sent();
            assert!(!sent.is_empty() && sent.len() <= most, "{what}: {} statements", sent.len());
        };
        Article::create_many((0..5_000).map(new)).by(me()).run(conn).unwrap();
        few("create_many", 10);
        assert_eq!(Article::objects().patch().title("u").by(me()).run(conn).unwrap(), 5_000);
        few("patch", most);
        assert_eq!(Article::objects().delete().by(me()).run(conn).unwrap(), 5_000);
        few("delete", most);
        assert_eq!(Article::objects().only_deleted().restore().by(me()).run(conn).unwrap(), 5_000);
        few("restore", most);
        assert_eq!(Article::objects().hard_delete().by(me()).run(conn).unwrap(), 5_000);
        few("hard_delete", most);
    }

    fn single_row_statements_are_prepared_once(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let gone = row.clone().delete().by(me()).run(conn).unwrap();
        gone.restore().by(me()).run(conn).unwrap();
        row.patch().title("warm").by(me()).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        for turn in 0..5 {
            let row = row.patch().title(format!("t{turn}")).by(me()).run(conn).unwrap();
            let gone = row.delete().by(me()).run(conn).unwrap();
            gone.restore().by(me()).run(conn).unwrap();
        }
        assert_eq!(recorder.prepared(), [""; 0], "the statements are the same every time");
    }

    fn a_set_of_any_size_does_not_fill_the_statement_cache(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let new = |number: usize| new_article(author, &format!("s{number}"));
        Article::create_many((0..2).map(new)).by(me()).run(conn).unwrap();
        Article::objects().patch().title("x").by(me()).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        for size in 3..8 {
            Article::create_many((0..size).map(|number| new(size * 100 + number))).by(me()).run(conn).unwrap();
            Article::objects().patch().title(format!("t{size}")).by(me()).run(conn).unwrap();
        }
        assert_eq!(recorder.prepared(), [""; 0]);
        let count: i64 = Article::objects().count().get_result(conn).unwrap();
        assert_eq!(count, 27);
    }
}
