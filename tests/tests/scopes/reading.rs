//! Reads by time, and the values of joined and nullable columns.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::TestConnection;
use model_tests::make::{at, author, me, new_article};
use model_tests::models::{Article, AuthorId, Comment, NewComment};
use model_tests::on_every_backend;
use model_tests::schema::{articles as table, authors};

on_every_backend! {
    fn rows_are_found_by_their_age(db) {
        let conn = db.conn();
        let writer = author(conn).id;
        let now = model_core::clock::now();
        let ages = [("now", 0), ("hour", 3_600), ("day", 86_400 + 60), ("week", 8 * 86_400)];
        for (title, age) in ages {
            let create = Article::create(new_article(writer, title)).by(me());
            create.at(now - chrono::TimeDelta::seconds(age)).run(conn).unwrap();
        }
        let titles = |rows: Vec<Article>| rows.into_iter().map(|row| row.title).collect::<Vec<_>>();
        assert_eq!(titles(Article::objects().recent(days(1)).load(conn).unwrap()), ["now", "hour"]);
        assert_eq!(titles(Article::objects().recent(hours(2)).load(conn).unwrap()), ["now", "hour"]);
        assert_eq!(titles(Article::objects().recent(minutes(30)).load(conn).unwrap()), ["now"]);
        assert_eq!(titles(Article::objects().older_than(days(1)).load(conn).unwrap()), ["day", "week"]);
        let forever = std::time::Duration::MAX;
        assert_eq!(Article::objects().recent(forever).count().get_result::<i64>(conn).unwrap(), 4);
        assert_eq!(Article::objects().older_than(forever).count().get_result::<i64>(conn).unwrap(), 0);
        // What is purged by age is still scoped.
        let set = || Article::objects().only_deleted().older_than(days(7));
        assert_eq!(set().hard_delete().by(me()).run(conn).unwrap(), 0);
        assert_eq!(Article::objects().older_than(days(7)).delete().by(me()).run(conn).unwrap(), 1);
        assert_eq!(set().hard_delete().by(me()).run(conn).unwrap(), 1);
    }

    fn case_04_a_correlated_sub_query_keeps_the_scope(db) {
        let conn = db.conn();
        let (busy, idle) = (author(conn).id, author(conn).id);
        Article::create(new_article(busy, "live")).by(me()).run(conn).unwrap();
        let gone = Article::create(new_article(idle, "gone")).by(me()).run(conn).unwrap();
        gone.delete().by(me()).run(conn).unwrap();
        let writes = Article::objects().filter(table::author_id.eq(authors::id)).select(table::id);
        let writers = authors::table.filter(diesel::dsl::exists(writes)).select(authors::id);
        assert_eq!(writers.load::<AuthorId>(conn).unwrap(), [busy]);
    }

    fn rows_are_found_by_their_last_write_to_the_microsecond(db) {
        let conn = db.conn();
        let writer = author(conn).id;
        let row = Article::create(new_article(writer, "row")).by(me()).at(at(1)).run(conn).unwrap();
        let micro = chrono::TimeDelta::microseconds(1);
        row.patch().title("other").by(me()).at(at(2) + micro).run(conn).unwrap();
        let since = |conn: &mut Conn, instant| {
            Article::objects().updated_since(instant).count().get_result::<i64>(conn).unwrap()
        };
        assert_eq!(since(conn, at(2)), 1);
        assert_eq!(since(conn, at(2) + micro), 1);
        assert_eq!(since(conn, at(2) + micro * 2), 0);
    }

    fn naive_timestamps_are_read_as_utc(db) {
        let conn = db.conn();
        let about = model_tests::make::article(conn, "about").id;
        let now = model_core::clock::now();
        let new = |body: &str| NewComment::builder().article_id(about).body(body).build();
        Comment::create(new("now")).at(now).run(conn).unwrap();
        Comment::create(new("hour")).at(now - chrono::TimeDelta::hours(1)).run(conn).unwrap();
        let bodies = |rows: Vec<Comment>| rows.into_iter().map(|row| row.body).collect::<Vec<_>>();
        assert_eq!(bodies(Comment::objects().recent(minutes(30)).load(conn).unwrap()), ["now"]);
        assert_eq!(bodies(Comment::objects().older_than(minutes(30)).load(conn).unwrap()), ["hour"]);
    }

    fn a_joined_read_is_scoped_and_its_columns_are_the_callers(db) {
        let conn = db.conn();
        let writer = author(conn);
        for title in ["live", "gone"] {
            Article::create(new_article(writer.id, title)).by(me()).run(conn).unwrap();
        }
        Article::objects().filter(table::title.eq("gone")).delete().by(me()).run(conn).unwrap();
        let rows: Vec<(String, String)> = Article::objects()
            .inner_join(authors::table)
            .filter(authors::name.eq("Ann"))
            .select((table::title, authors::email))
            .load(conn)
            .unwrap();
        assert_eq!(rows, [("live".to_owned(), writer.email)]);
        assert_eq!(conn.article_count(), 2);
    }
}
