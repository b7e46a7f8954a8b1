//! The scope stays outside of everything the caller writes.

use diesel::dsl::{count_star, max};
use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::TestConnection;
use model_tests::make::{article, articles, at, author, me, new_article};
use model_tests::models::{Article, Author, Status};
use model_tests::on_every_backend;
use model_tests::schema::{articles as table, authors};

/// The titles of rows, sorted.
fn titles<R: AsRef<Article>>(rows: Vec<R>) -> Vec<String> {
    let mut titles: Vec<_> = rows.iter().map(|row| row.as_ref().title.clone()).collect();
    titles.sort();
    titles
}

/// A row, whatever it is wrapped in.
struct Row(Article);

impl AsRef<Article> for Row {
    fn as_ref(&self) -> &Article {
        &self.0
    }
}

fn live(rows: Vec<Article>) -> Vec<String> {
    titles(rows.into_iter().map(Row).collect())
}

/// `live` and `other` are live, `gone` and `lost` are deleted.
fn four(conn: &mut impl TestConnection) -> [Article; 4] {
    let rows = articles(conn, ["live", "other", "gone", "lost"]);
    for row in &rows[2..] {
        Article::delete_by_key(row.id).by(me()).run(conn).unwrap();
    }
    rows
}

on_every_backend! {
    fn case_01_the_scope_stays_outside_an_or(db) {
        let conn = db.conn();
        four(conn);
        let found: Vec<Article> =
            Article::objects().filter(table::title.eq("live")).or_filter(table::title.eq("gone")).load(conn).unwrap();
        assert_eq!(live(found), ["live"]);
        let found: Vec<Deleted<Article>> = Article::objects()
            .only_deleted()
            .filter(table::title.eq("gone"))
            .or_filter(table::title.eq("live"))
            .load(conn)
            .unwrap();
        assert_eq!(titles(found), ["gone"]);
        let found: Vec<Article> = Article::objects()
            .filter(table::title.eq("live"))
            .or_filter(table::title.eq("gone"))
            .with_deleted()
            .load(conn)
            .unwrap();
        assert_eq!(live(found), ["gone", "live"]);
    }

    fn case_01_a_write_keeps_the_scope_outside_an_or(db) {
        let conn = db.conn();
        four(conn);
        let set = || Article::objects().filter(table::title.eq("live")).or_filter(table::title.eq("gone"));
        assert_eq!(set().patch().body("other text").by(me()).run(conn).unwrap(), 1);
        assert_eq!(set().delete().by(me()).run(conn).unwrap(), 1);
        assert_eq!(Article::objects().count().get_result::<i64>(conn).unwrap(), 1);
        let set = Article::objects().only_deleted().filter(table::title.eq("gone")).or_filter(table::title.eq("other"));
        assert_eq!(set.restore().by(me()).run(conn).unwrap(), 1);
        assert_eq!(live(Article::objects().load(conn).unwrap()), ["gone", "other"]);
    }

    fn case_01_the_scope_stays_outside_of_raw_sql(db) {
        let conn = db.conn();
        four(conn);
        let raw = || diesel::dsl::sql::<diesel::sql_types::Bool>("title = 'gone' OR title = 'live'");
        let found: Vec<Article> = Article::objects().filter(raw()).load(conn).unwrap();
        assert_eq!(live(found), ["live"]);
        let found: Vec<Deleted<Article>> = Article::objects().only_deleted().filter(raw()).load(conn).unwrap();
        assert_eq!(titles(found), ["gone"]);
        let found = Article::objects().filter(table::title.eq("live")).or_filter(raw());
        assert_eq!(live(found.load(conn).unwrap()), ["live"]);
        // A row that is written has to differ, whatever the filter says.
        assert_eq!(Article::objects().filter(raw()).patch().title("live").by(me()).run(conn).unwrap(), 0);
        assert_eq!(Article::objects().filter(raw()).delete().by(me()).run(conn).unwrap(), 1);
    }

    fn case_01_the_scope_may_be_lifted_anywhere_in_the_chain(db) {
        let conn = db.conn();
        four(conn);
        let first: Vec<Article> =
            Article::objects().with_deleted().filter(table::title.ne("other")).load(conn).unwrap();
        let last: Vec<Article> =
            Article::objects().filter(table::title.ne("other")).with_deleted().load(conn).unwrap();
        assert_eq!(first, last);
        assert_eq!(live(first), ["gone", "live", "lost"]);
    }

    fn case_04_every_shape_of_read_agrees_with_the_list(db) {
        let conn = db.conn();
        let [a, b, gone, _] = four(conn);
        Article::objects().filter(table::id.eq(a.id)).patch().views(5).by(me()).run(conn).unwrap();
        Article::objects().with_deleted().count().get_result::<i64>(conn).map(|n| assert_eq!(n, 4)).unwrap();

        let list: Vec<Article> = Article::objects().load(conn).unwrap();
        assert_eq!(live(list.clone()), ["live", "other"]);
        assert_eq!(Article::objects().count().get_result::<i64>(conn).unwrap(), 2);
        assert_eq!(Article::objects().select(count_star()).get_result::<i64>(conn).unwrap(), 2);
        assert_eq!(Article::objects().select(max(table::views)).get_result::<Option<i32>>(conn).unwrap(), Some(5));
        assert!(Article::objects().exists().get_result::<bool>(conn).unwrap());
        let of_gone = || Article::objects().filter(table::id.eq(gone.id));
        assert!(!of_gone().exists().get_result::<bool>(conn).unwrap());
        assert!(of_gone().with_deleted().exists().get_result::<bool>(conn).unwrap());

        let first: Article = Article::objects().first(conn).unwrap();
        assert_eq!(first, list[0], "the first of the default order");
        let page: Vec<Article> = Article::objects().limit(5).offset(1).load(conn).unwrap();
        assert_eq!(page, list[1..]);
        let found: Article = Article::objects().find(b.id).first(conn).unwrap();
        assert_eq!(found.title, "other");
        assert_eq!(Article::objects().find(gone.id).first::<Article>(conn).optional().unwrap(), None);
        assert_eq!(Article::objects().with_deleted().find(gone.id).first::<Article>(conn).unwrap().id, gone.id);

        let groups: Vec<(Status, i64)> =
            Article::objects().group_by(table::status).select((table::status, count_star())).load(conn).unwrap();
        assert_eq!(groups, [(Status::Draft, 2)]);
        let authors: Vec<String> = Author::objects()
            .filter(authors::id.eq_any(Article::objects().filter(table::id.eq(gone.id)).select(table::author_id)))
            .select(authors::name)
            .load(conn)
            .unwrap();
        assert!(authors.is_empty(), "a sub-query is scoped too");
        let boxed: Vec<Article> =
            Article::objects().into_boxed::<Db>().filter(table::title.ne("live")).load(conn).unwrap();
        assert_eq!(live(boxed), ["other"]);
        let union: Vec<String> = Article::objects()
            .filter(table::title.eq("live"))
            .select(table::title)
            .union(Article::objects().filter(table::title.eq("gone")).select(table::title))
            .load(conn)
            .unwrap();
        assert_eq!(union, ["live"]);
        let distinct: Vec<Status> = Article::objects().select(table::status).distinct().load(conn).unwrap();
        assert_eq!(distinct, [Status::Draft]);
        let joined: Vec<(String, String)> = Article::objects()
            .inner_join(authors::table)
            .select((table::title, authors::name))
            .order(table::title)
            .load(conn)
            .unwrap();
        assert_eq!(joined.len(), 2);
    }

    fn case_04_the_default_order_stays_out_of_counts_and_sub_queries(db) {
        let conn = db.conn();
        four(conn);
        let recorder = model_tests::Recorder::on(conn);
        Article::objects().count().get_result::<i64>(conn).unwrap();
        Article::objects().select(table::id).load::<model_tests::models::ArticleId>(conn).unwrap();
        Article::objects().exists().get_result::<bool>(conn).unwrap();
        for sql in recorder.sent() {
            assert!(!sql.contains("ORDER BY"), "{sql}");
        }
        Article::objects().load::<Article>(conn).unwrap();
        assert!(recorder.sent()[0].contains("ORDER BY"));
        Article::objects().order(table::title).load::<Article>(conn).unwrap();
        let sent = recorder.sent();
        assert!(sent[0].contains("ORDER BY") && !sent[0].contains("DESC"), "an order of the caller's replaces it");
    }

    fn case_05_set_based_writes_skip_deleted_rows(db) {
        let conn = db.conn();
        let [_, _, gone, lost] = four(conn);
        assert_eq!(Article::objects().patch().status(Status::InReview).by(me()).run(conn).unwrap(), 2);
        assert_eq!(conn.stored(gone.id).unwrap().status, Status::Draft);
        let deleted_at = conn.stored(lost.id).unwrap().deleted_at;
        assert_eq!(Article::objects().delete().by(me()).at(at(99)).run(conn).unwrap(), 2);
        assert_eq!(conn.stored(lost.id).unwrap().deleted_at, deleted_at, "deleted earlier, and not again");
    }

    fn case_05_purging_the_trash_removes_nothing_else(db) {
        let conn = db.conn();
        let [a, b, ..] = four(conn);
        assert_eq!(Article::objects().only_deleted().hard_delete().by(me()).run(conn).unwrap(), 2);
        assert_eq!(Article::objects().only_deleted().hard_delete().by(me()).run(conn).unwrap(), 0);
        assert_eq!(conn.article_count(), 2);
        assert!(conn.stored(a.id).is_some() && conn.stored(b.id).is_some());
        let trail = conn.trail();
        assert_eq!(trail.iter().filter(|log| log.action == "hard_delete").count(), 2);
    }

    fn case_05_hard_delete_of_live_rows_leaves_the_trash(db) {
        let conn = db.conn();
        four(conn);
        assert_eq!(Article::objects().hard_delete().by(me()).run(conn).unwrap(), 2);
        assert_eq!(conn.article_count(), 2);
        assert_eq!(Article::objects().with_deleted().hard_delete().by(me()).run(conn).unwrap(), 2);
        assert_eq!(conn.article_count(), 0);
    }

    fn case_10_restoring_a_duplicate_is_a_typed_conflict(db) {
        let conn = db.conn();
        let author = author(conn).id;
        let create = |conn: &mut Conn| Article::create(new_article(author, "same")).by(me()).run(conn).unwrap();
        // Many deleted duplicates are fine.
        let first = create(conn).delete().by(me()).run(conn).unwrap();
        create(conn).delete().by(me()).run(conn).unwrap();
        let live = create(conn);
        let before = conn.trail();
        let stored = conn.stored(live.id);
        let error = first.clone().restore().by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { field: Some("slug"), .. }), "{error:?}");
        let error = Article::objects().only_deleted().restore().by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::UniqueViolation { field: Some("slug"), .. }), "{error:?}");
        assert_eq!(conn.trail(), before, "nothing was logged");
        assert_eq!(conn.stored(first.row().id).as_ref(), Some(first.row()));
        assert_eq!(conn.stored(live.id), stored);
        assert_eq!(Article::objects().only_deleted().count().get_result::<i64>(conn).unwrap(), 2);
        live.delete().by(me()).run(conn).unwrap();
        assert_eq!(first.restore().by(me()).run(conn).unwrap().title, "same");
    }

    fn deleted_rows_have_a_type_of_their_own(db) {
        let conn = db.conn();
        let gone = article(conn, "gone").delete().by(me()).at(at(50)).run(conn).unwrap();
        let listed: Vec<Deleted<Article>> = Article::objects().only_deleted().load(conn).unwrap();
        assert_eq!(listed, std::slice::from_ref(&gone));
        assert_eq!(gone.row().deleted_at, Some(at(50)));
        let first: Deleted<Article> = Article::objects().only_deleted().find(gone.row().id).first(conn).unwrap();
        assert_eq!(first.into_row().id, gone.row().id);
    }
}
