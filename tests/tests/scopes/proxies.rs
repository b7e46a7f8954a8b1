//! The same table under another filter and order.

use diesel::debug_query;
use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{article, at, author, me, published};
use model_tests::models::{Article, DraftArticle, PublishedArticle, Status};
use model_tests::schema::articles as table;
use model_tests::{TestConnection, on_every_backend, sql_of};

/// Two published articles, `old` and `new`, one draft.
fn three(conn: &mut impl TestConnection) -> [Article; 3] {
    let writer = author(conn).id;
    [published(conn, writer, "old", 10), published(conn, writer, "new", 20), article(conn, "draft")]
}

on_every_backend! {
    fn a_proxy_shows_its_rows_in_its_order(db) {
        let conn = db.conn();
        three(conn);
        let rows: Vec<PublishedArticle> = PublishedArticle::objects().load(conn).unwrap();
        let titles: Vec<_> = rows.iter().map(|row| row.title.as_str()).collect();
        assert_eq!(titles, ["new", "old"], "fields are those of the base");
        assert_eq!(PublishedArticle::objects().count().get_result::<i64>(conn).unwrap(), 2);
        let drafts: Vec<DraftArticle> = DraftArticle::objects().load(conn).unwrap();
        assert_eq!(drafts.len(), 1);
        let first: PublishedArticle = PublishedArticle::objects().filter(table::title.eq("old")).first(conn).unwrap();
        assert_eq!(first.title, "old");
        assert!(!PublishedArticle::objects().filter(table::title.eq("draft")).exists().get_result::<bool>(conn).unwrap());
    }

    fn case_01_the_filter_of_a_proxy_stays_outside_an_or(db) {
        let conn = db.conn();
        three(conn);
        let found = || PublishedArticle::objects().filter(table::title.eq("old")).or_filter(table::title.eq("draft"));
        let rows: Vec<PublishedArticle> = found().load(conn).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(found().delete().by(me()).run(conn).unwrap(), 1);
    }

    fn case_06_lifting_soft_deletion_keeps_the_filter(db) {
        let conn = db.conn();
        let rows = three(conn);
        for row in rows.clone() {
            row.delete().by(me()).run(conn).unwrap();
        }
        assert_eq!(PublishedArticle::objects().count().get_result::<i64>(conn).unwrap(), 0);
        let all: Vec<PublishedArticle> = PublishedArticle::objects().with_deleted().load(conn).unwrap();
        assert_eq!(all.len(), 2);
        let gone: Vec<Deleted<PublishedArticle>> = PublishedArticle::objects().only_deleted().load(conn).unwrap();
        assert_eq!(gone.len(), 2);
        assert!(gone.iter().all(|row| row.row().status == Status::Published));
        assert_eq!(PublishedArticle::objects().only_deleted().restore().by(me()).run(conn).unwrap(), 2);
        assert!(conn.stored(rows[2].id).unwrap().deleted_at.is_some(), "the draft stays deleted");
        PublishedArticle::objects().delete().by(me()).run(conn).unwrap();
        assert_eq!(PublishedArticle::objects().only_deleted().hard_delete().by(me()).run(conn).unwrap(), 2);
        assert_eq!(conn.article_count(), 1, "the draft is still in the trash");
        assert_eq!(PublishedArticle::objects().with_deleted().hard_delete().by(me()).run(conn).unwrap(), 0);
    }

    fn case_28_a_proxy_shares_content_type_and_history_with_its_base(db) {
        let conn = db.conn();
        let [old, ..] = three(conn);
        assert_eq!(PublishedArticle::objects().patch().title("x").by(me()).run(conn).unwrap(), 2);
        let log = conn.trail().pop().unwrap();
        assert_eq!(log.content_type, "articles");
        assert_eq!(Article::history(old.id).run(conn).unwrap().len(), 2);
        // A set that leaves its own filter by the write is logged all the same.
        assert_eq!(PublishedArticle::objects().patch().status(Status::Draft).by(me()).run(conn).unwrap(), 2);
        assert_eq!(Article::history(old.id).run(conn).unwrap().len(), 3);
        assert_eq!(PublishedArticle::objects().count().get_result::<i64>(conn).unwrap(), 0);
    }

    fn case_28_the_sql_is_that_of_the_base_and_the_filter(db) {
        let _ = db.conn();
        let proxy = sql_of(&debug_query::<Db, _>(&PublishedArticle::objects().query()).to_string());
        let by_hand = table::table
            .filter(table::status.eq(Status::Published))
            .filter(table::deleted_at.is_null())
            .order((table::published_at.desc(), table::title.asc(), table::id.asc()))
            .select(Article::selection());
        // On PostgreSQL alone NULL would be larger than any value.
        let proxy = proxy.replace(" DESC NULLS LAST", " DESC");
        assert_eq!(proxy, sql_of(&debug_query::<Db, _>(&by_hand).to_string()));
        let drafts = sql_of(&debug_query::<Db, _>(&DraftArticle::objects().query()).to_string());
        let base = sql_of(&debug_query::<Db, _>(&Article::objects().query()).to_string());
        let order = |sql: &str| sql.split(" ORDER BY ").nth(1).unwrap().to_owned();
        assert_eq!(order(&drafts), order(&base), "the order of the base where it has none of its own");
    }

    fn a_row_of_the_base_becomes_one_of_the_proxy_where_it_fits(db) {
        let conn = db.conn();
        let [old, _, draft] = three(conn);
        let proxy = PublishedArticle::try_from(old.clone()).unwrap();
        assert_eq!(Article::from(proxy), old);
        assert_eq!(PublishedArticle::try_from(draft.clone()).unwrap_err(), draft);
        assert!(DraftArticle::try_from(draft).is_ok());
    }

    fn a_row_of_a_proxy_can_be_written(db) {
        let conn = db.conn();
        three(conn);
        let row: PublishedArticle = PublishedArticle::objects().first(conn).unwrap();
        let row = row.patch().title("other").by(me()).at(at(30)).run(conn).unwrap();
        assert_eq!((row.title.as_str(), row.updated_at), ("other", at(30)));
        let gone: Deleted<PublishedArticle> = {
            row.delete().by(me()).run(conn).unwrap();
            PublishedArticle::objects().only_deleted().first(conn).unwrap()
        };
        let back: PublishedArticle = gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(back.title, "other");
    }
}
