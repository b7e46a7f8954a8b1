//! Writes over a connection that takes none.

use model_core::Error;
use model_core::prelude::*;
use model_tests::TestConnection;
use model_tests::backend::Backend as _;
use model_tests::make::{articles, author, me, new_article};
use model_tests::models::{Article, Comment, NewComment};
use model_tests::on_every_backend;

on_every_backend! {
    fn a_write_over_a_connection_that_only_reads_is_a_typed_error(db) {
        let [one, two] = articles(db.conn(), ["one", "two"]);
        let gone = two.delete().by(me()).run(db.conn()).unwrap();
        let author = author(db.conn()).id;
        let conn = &mut db.another();
        conn.sql(match Conn::NAME {
            "sqlite" => "PRAGMA query_only = ON",
            "postgres" => "SET default_transaction_read_only = on",
            _ => "SET SESSION TRANSACTION READ ONLY",
        });
        macro_rules! refused {
            ($($write:expr),+ $(,)?) => {$(
                let result = $write;
                assert!(matches!(result, Err(Error::ReadOnly)), "{}: {:?}", stringify!($write), result.err());
            )+};
        }
        refused! {
            Article::create(new_article(author, "three")).by(me()).run(conn),
            one.patch().title("x").by(me()).run(conn),
            Article::objects().patch().title("x").by(me()).run(conn),
            Article::delete_by_key(one.id).by(me()).run(conn),
            gone.clone().restore().by(me()).run(conn),
            Article::objects().only_deleted().hard_delete().by(me()).run(conn),
            Comment::create(NewComment::builder().article_id(one.id).body("c").build()).run(conn),
            Article::delete_by_key(one.id).by(me()).preview(conn),
            Article::purge().dry_run(true).by(me()).run(conn),
        }
        assert_eq!(db.conn().article_count(), 2);
    }
}
