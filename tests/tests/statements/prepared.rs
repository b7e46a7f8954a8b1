//! Statements whose text is the same every time are prepared once, and rows keep their order without the database's
//! help.

use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::Count;
use model_tests::backend::Backend;
use model_tests::make::{article, author, book, me, new_article, review, writer};
use model_tests::models::{Article, ArticleId, Book, Comment, CommentId, NewArticle, NewComment, Review};
use model_tests::{Recorder, on_every_backend};
use uuid::Uuid;

on_every_backend! {
    fn new_rows_are_prepared_once(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let recorder = Recorder::on(conn);
        Article::create(new_article(author, "warm")).by(me()).run(conn).unwrap();
        // A statement that is prepared anew every time is not among these at all.
        let kept = |sql: &&String| sql.contains("INSERT INTO") && sql.contains("articles");
        assert_eq!(recorder.prepared().iter().filter(kept).count(), 1);
        for number in 0..3 {
            Article::create(new_article(author, &format!("row {number}"))).by(me()).run(conn).unwrap();
        }
        assert_eq!(recorder.prepared(), [""; 0]);
    }

    /// A row with a column that the database usually makes is another statement, and not taken for the same.
    fn a_new_row_with_a_key_that_others_get_is_a_statement_of_its_own(db) {
        let conn = db.conn();
        let article = article(conn, "a").id;
        let new = || NewComment::builder().article_id(article).body("b");
        for turn in 1..3 {
            let key = CommentId::from(1000 * turn);
            let usual = Comment::create(new().build()).run(conn).unwrap();
            let given = Comment::create(new().id(key).build()).run(conn).unwrap();
            assert_eq!(given.id, key);
            assert_eq!(Comment::objects().load::<Comment>(conn).unwrap().last(), Some(&given), "after {:?}", usual.id);
        }
    }

    fn related_rows_of_any_number_of_rows_are_one_statement_where_a_list_is_one_value(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann").id;
        let load = |conn: &mut Conn, books: usize| {
            let rows = Book::objects().load_with::<(Review, Count<Review>)>(conn).unwrap();
            let counts: Vec<_> = rows.iter().map(|(_, (reviews, count))| (reviews.len(), *count)).collect();
            assert_eq!(counts, vec![(1, 1); books]);
        };
        for number in 0..2 {
            let row = book(conn, ann, &format!("book {number}"));
            review(conn, row.id, "good");
        }
        let lists = |sent: &[String]| sent.iter().filter(|sql| sql.contains(" = ANY($1)")).count();
        let expected = if Conn::NAME == "postgres" { 2 } else { 0 };
        let recorder = Recorder::on(conn);
        load(conn, 2);
        assert_eq!(lists(&recorder.prepared()), expected, "they are kept");
        for number in 2..5 {
            let row = book(conn, ann, &format!("book {number}"));
            review(conn, row.id, "good");
            recorder.prepared();
            recorder.sent();
            load(conn, number + 1);
            assert_eq!(recorder.prepared(), [""; 0]);
            let sent = recorder.sent();
            assert_eq!(lists(&sent), expected, "{sent:#?}");
        }
    }

    fn rows_come_back_in_the_order_of_the_input_whatever_their_keys(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let key = |number: u128| ArticleId::from_inner(Uuid::from_u128(number << 64 | 7));
        let numbers = [5_u128, 1, 9, 3, 7, 2];
        let new = |number: u128| new_with_key(key(number), author, number);
        let rows = Article::create_many(numbers.map(new)).by(me()).run(conn).unwrap();
        let found: Vec<_> = rows.iter().map(|row| row.id).collect();
        assert_eq!(found, numbers.map(key));
    }
}

fn new_with_key(key: ArticleId, author: model_tests::models::AuthorId, number: u128) -> NewArticle {
    NewArticle::builder().id(key).title("t").slug(format!("s{number}")).body("").author_id(author).build()
}
