//! `objects()` is the query that one would write by hand.

use diesel::debug_query;
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use model_core::prelude::*;
use model_tests::backend::keeps_statements;
use model_tests::make::articles;
use model_tests::models::{Article, ArticleId, Comment, Tag};
use model_tests::schema::{articles as table, comments, tags};
use model_tests::{Recorder, on_every_backend, sql_of};

/// Whether Diesel finds the prepared statement by the type of the query, without walking it.
fn is_static<Q: QueryId>(_: &Q) -> bool {
    Q::HAS_STATIC_QUERY_ID
}

/// Asserts that two queries have the same SQL and the same way into the statement cache.
macro_rules! assert_same {
    ($objects:expr, $by_hand:expr) => {
        let (objects, by_hand) = ($objects, $by_hand);
        let shown = |sql: String| sql_of(&sql);
        assert_eq!(
            shown(debug_query::<Db, _>(&objects).to_string()),
            shown(debug_query::<Db, _>(&by_hand).to_string()),
        );
        assert_eq!(is_static(&objects), is_static(&by_hand));
    };
}

on_every_backend! {
    fn the_sql_is_that_of_the_query_written_by_hand(db) {
        let _ = db.conn();
        let live = || table::table.filter(table::deleted_at.is_null());
        // The key makes the order total.
        let order = (table::created_at.desc(), table::title.asc(), table::id.asc());
        assert_same!(
            Article::objects().query(),
            live().order(order).select(Article::selection())
        );
        assert_same!(
            Article::objects().with_deleted().query(),
            table::table.order(order).select(Article::selection())
        );
        assert_same!(
            Article::objects().only_deleted().unordered().query(),
            table::table.filter(table::deleted_at.is_not_null()).select(Article::selection())
        );
        assert_same!(Article::objects().count(), live().count());
        assert_same!(
            Article::objects().filter(table::title.eq("a")).limit(3).query(),
            table::table
                .filter(table::title.eq("a"))
                .filter(table::deleted_at.is_null())
                .order(order)
                .limit(3)
                .select(Article::selection())
        );
        assert_same!(
            Article::objects().filter(table::title.eq("a")).or_filter(table::title.eq("b")).select(table::id),
            table::table
                .filter(table::title.eq("a").or(table::title.eq("b")))
                .filter(table::deleted_at.is_null())
                .select(table::id)
        );
        let id = ArticleId::generate();
        assert_same!(
            Article::objects().find(id).query(),
            table::table.filter(table::id.eq(id)).filter(table::deleted_at.is_null()).select(Article::selection())
        );
        assert_same!(Tag::objects().query(), tags::table.select(Tag::selection()));
        // A flag is tested as `NOT flag`, for which Diesel has other brackets.
        let by_hand = comments::table.filter(diesel::dsl::not(comments::is_deleted)).order(comments::id.asc());
        assert_eq!(is_static(&Comment::objects().query()), is_static(&by_hand));
    }

    fn a_read_is_prepared_once_and_found_again(db) {
        let conn = db.conn();
        let [a, ..] = articles(conn, ["a", "b"]);
        let recorder = Recorder::on(conn);
        for _ in 0..3 {
            Article::objects().load::<Article>(conn).unwrap();
            Article::objects().find(a.id).first::<Article>(conn).unwrap();
            Article::objects().filter(table::title.eq("a")).count().get_result::<i64>(conn).unwrap();
        }
        assert_eq!(recorder.sent().len(), 9);
        assert_eq!(recorder.prepared().len(), if keeps_statements() { 3 } else { 0 });
    }
}
