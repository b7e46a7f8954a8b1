//! One instant per operation, cut to what every backend stores.

use chrono::{SubsecRound, TimeDelta, Utc};
use model_core::prelude::*;
use model_tests::make::{article, at, author, me, new_article};
use model_tests::models::{Article, Comment, NewComment};
use model_tests::{TestConnection, on_every_backend};

on_every_backend! {
    fn case_24_every_write_moves_the_timestamps_it_should(db) {
        let conn = db.conn();
        let writer = author(conn).id;
        let row = Article::create(new_article(writer, "row")).by(me()).at(at(1)).run(conn).unwrap();
        let times = |row: &Article| (row.created_at, row.updated_at, row.deleted_at);
        assert_eq!(times(&row), (at(1), at(1), None));
        let row = row.patch().title("other").by(me()).at(at(2)).run(conn).unwrap();
        assert_eq!(times(&row), (at(1), at(2), None));
        let gone = row.delete().by(me()).at(at(3)).run(conn).unwrap();
        assert_eq!(times(gone.row()), (at(1), at(3), Some(at(3))));
        let row = gone.restore().by(me()).at(at(4)).run(conn).unwrap();
        assert_eq!(times(&row), (at(1), at(4), None));

        let rows = Article::create_many([new_article(writer, "a"), new_article(writer, "b")]).by(me()).at(at(5));
        let rows = rows.run(conn).unwrap();
        assert!(rows.iter().all(|row| times(row) == (at(5), at(5), None)));
        let stored = |conn: &mut Conn| times(&conn.stored(rows[0].id).unwrap());
        Article::objects().patch().views(1).by(me()).at(at(6)).run(conn).unwrap();
        assert_eq!(stored(conn), (at(5), at(6), None));
        Article::objects().delete().by(me()).at(at(7)).run(conn).unwrap();
        assert_eq!(stored(conn), (at(5), at(7), Some(at(7))));
        Article::objects().only_deleted().restore().by(me()).at(at(8)).run(conn).unwrap();
        assert_eq!(stored(conn), (at(5), at(8), None));
        let said: Vec<_> = conn.trail().iter().map(|log| log.created_at).collect();
        let expected: Vec<_> = [1, 2, 3, 4, 5, 5, 7, 7, 7, 8, 8, 8].map(at).into();
        assert_eq!(said[1..], expected, "the trail has the instants of the writes");
    }

    fn case_24_one_instant_serves_the_whole_operation(db) {
        let conn = db.conn();
        let before = Utc::now().trunc_subsecs(6);
        let writer = author(conn).id;
        let rows = Article::create_many(["a", "b"].map(|title| new_article(writer, title))).by(me()).run(conn).unwrap();
        let instant = rows[0].created_at;
        assert!(before <= instant && instant <= Utc::now());
        assert!(rows.iter().all(|row| row.created_at == instant && row.updated_at == instant));
        assert!(conn.trail()[1..].iter().all(|log| log.created_at == instant));
        Article::objects().delete().by(me()).run(conn).unwrap();
        let gone = conn.stored(rows[0].id).unwrap();
        assert_eq!(gone.deleted_at, Some(gone.updated_at));
        assert_eq!(conn.trail().pop().unwrap().created_at, gone.updated_at);
        assert_eq!(conn.stored(rows[1].id).unwrap().deleted_at, gone.deleted_at);
    }

    fn instants_are_cut_to_microseconds_before_they_are_written(db) {
        let conn = db.conn();
        let writer = author(conn).id;
        for nanos in [1, 999, 1_500, 123_456_789, 999_999_999] {
            let exact = at(1) + TimeDelta::nanoseconds(nanos);
            let cut = at(1) + TimeDelta::nanoseconds(nanos / 1_000 * 1_000);
            let new = new_article(writer, &format!("n{nanos}"));
            let row = Article::create(new).by(me()).at(exact).run(conn).unwrap();
            assert_eq!(row.created_at, cut);
            assert_eq!(conn.stored(row.id), Some(row.clone()));
            assert_eq!(conn.trail().pop().unwrap().created_at, cut);
            let gone = row.delete().by(me()).at(exact + TimeDelta::days(1)).run(conn).unwrap();
            assert_eq!(gone.row().deleted_at, Some(cut + TimeDelta::days(1)));
            assert_eq!(conn.stored(gone.row().id).as_ref(), Some(gone.row()));
        }
        let new = NewComment::builder().article_id(article(conn, "about").id).body("b").build();
        let comment = Comment::create(new).at(at(1) + TimeDelta::nanoseconds(1_500)).run(conn).unwrap();
        assert_eq!(comment.created_at, (at(1) + TimeDelta::microseconds(1)).naive_utc());
    }

    fn values_of_the_callers_own_come_back_as_they_are_stored(db) {
        let conn = db.conn();
        let exact = at(1) + TimeDelta::nanoseconds(1_999);
        let row = article(conn, "row").patch().published_at(exact).by(me()).run(conn).unwrap();
        assert_eq!(conn.stored(row.id), Some(row.clone()));
        assert_eq!(row.published_at, Some(at(1) + TimeDelta::microseconds(1)), "cut, and never rounded up");
        // The same value again is no change, although it has more digits than are stored.
        assert_eq!(row.patch().published_at(exact).by(me()).outcome(conn).unwrap(), Outcome::Unchanged(row));
    }

    fn instants_far_from_now_survive(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        for text in ["1969-12-31T23:59:59.999999Z", "1900-01-01T00:00:00Z", "2262-05-01T12:00:00.000001Z", "9999-12-31T23:59:59.999999Z"] {
            let instant = text.parse::<chrono::DateTime<Utc>>().unwrap();
            let row = row.patch().published_at(instant).by(me()).run(conn).unwrap();
            assert_eq!(row.published_at, Some(instant));
            let shown = instant.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
            assert_eq!(conn.trail().pop().unwrap().changes["published_at"]["new"], shown);
        }
    }
}
