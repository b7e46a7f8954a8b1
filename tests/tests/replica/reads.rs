//! Every read over a `Replica`.

use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::{Count, Parent};
use model_core::{AuditLog, Error, Replica};
use model_tests::make::{article, articles, book, me, review, writer};
use model_tests::models::{Article, Book, PublishedArticle, Review, Status, Writer};
use model_tests::on_every_backend;
use model_tests::schema::articles as table;

on_every_backend! {
    fn queries_run(db) {
        let [one, two] = articles(db.conn(), ["one", "two"]);
        let one = one.patch().status(Status::Published).by(me()).run(db.conn()).unwrap();
        let gone = two.delete().by(me()).run(db.conn()).unwrap();
        let conn = &mut Replica::new(db.another());
        let live: Vec<Article> = Article::objects().load(conn).unwrap();
        assert_eq!(live, std::slice::from_ref(&one));
        let published: Vec<PublishedArticle> = PublishedArticle::objects().load(conn).unwrap();
        assert_eq!(published.len(), 1);
        let deleted: Vec<Deleted<Article>> = Article::objects().only_deleted().load(conn).unwrap();
        assert_eq!(deleted[0].row().id, gone.row().id);
        let found: Article = Article::objects().find(one.id).first(conn).unwrap();
        assert_eq!(found, one);
        let titles: Vec<String> = Article::objects().with_deleted().select(table::title).load(conn).unwrap();
        assert_eq!(titles.len(), 2);
        assert_eq!(Article::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 2);
        assert!(Article::objects().filter(table::title.eq("one")).exists().get_result::<bool>(conn).unwrap());
        let boxed: Vec<Article> = Article::objects().into_boxed::<Db>().limit(1).load(conn).unwrap();
        assert_eq!(boxed.len(), 1);
        // What plain Diesel selects, too.
        let plain: Vec<String> = table::table.select(table::title).into_boxed::<Db>().load(conn).unwrap();
        assert_eq!(plain.len(), 2);
    }

    fn relations_run(db) {
        let ann = writer(db.conn(), "Ann");
        let book = book(db.conn(), ann.id, "Sea");
        review(db.conn(), book.id, "good");
        let conn = &mut Replica::new(db.another());
        let books: Vec<Book> = ann.books().load(conn).unwrap();
        assert_eq!(books, std::slice::from_ref(&book));
        let parent: Writer = book.writer().first(conn).unwrap();
        assert_eq!(parent, ann);
        let with = Book::objects().load_with::<(Parent<Writer, model_tests::schema::books::writer_id>, Review)>(conn);
        let with = with.unwrap();
        assert_eq!((with.len(), with[0].1.1.len()), (1, 1));
        let counts = books.load_related::<Count<Review>>(conn).unwrap();
        assert_eq!(counts, [1]);
        let join: Vec<(Review, Book)> = Review::objects().inner_join_related::<Book>().load(conn).unwrap();
        assert_eq!(join.len(), 1);
    }

    fn trails_run(db) {
        let one = article(db.conn(), "one");
        let before = chrono::Utc::now();
        let one = one.patch().title("first").by(me()).run(db.conn()).unwrap();
        let conn = &mut Replica::new(db.another());
        let history = Article::history(one.id).load(conn).unwrap();
        assert_eq!(history.iter().map(|entry| &*entry.action).collect::<Vec<_>>(), ["create", "patch"]);
        assert_eq!(Article::history(one.id).run(conn).unwrap().len(), 2);
        assert_eq!(Article::history(one.id).counts(conn).unwrap().len(), 2);
        let past = Article::as_of(one.id, before).load(conn).unwrap().unwrap();
        assert_eq!(past.row().title, "one");
        assert_eq!(Article::verify_history(conn).unwrap(), []);
        assert!(AuditLog::counts().run(conn).unwrap().iter().any(|count| count.action == "patch"));
        assert_eq!(AuditLog::trail().newest_first().limit(1).load(conn).unwrap()[0].action, "patch");
        let both = conn.transaction::<_, Error>(|conn| {
            let row: Article = Article::objects().find(one.id).first(conn)?;
            Ok((row, Article::history(one.id).load(conn)?.len()))
        });
        assert_eq!(both.unwrap(), (one, 2));
    }
}
