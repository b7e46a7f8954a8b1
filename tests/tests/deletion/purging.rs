//! Removing for good what was deleted long ago.

use diesel::prelude::*;
use model_core::Error;
use model_core::prelude::*;
use model_core::purge::Progress;
use model_tests::make::{articles, at, me};
use model_tests::models::{
    Article, Book, Mark, NewBook, NewMark, NewPost, NewPoster, NewReview, NewWriter, Post, PostId, Poster, PosterId,
    Review, Writer,
};
use model_tests::schema::{marks, posts};
use model_tests::{Recorder, TestConnection, on_every_backend};

fn poster(conn: &mut impl TestConnection) -> PosterId {
    Poster::create(NewPoster::builder().name("Ann").build()).by(me()).run(conn).unwrap().id
}

fn post(conn: &mut impl TestConnection, parent: Option<PostId>, body: &str) -> Post {
    Post::create(NewPost::builder().parent_id(parent).body(body).build()).by(me()).run(conn).unwrap()
}

fn mark(conn: &mut impl TestConnection, post: PostId, poster: PosterId) -> Mark {
    Mark::create(NewMark::builder().post_id(post).poster_id(poster).build()).run(conn).unwrap()
}

/// How many posts and marks there are in all.
macro_rules! left {
    ($conn:expr) => {{
        let posts: i64 = posts::table.count().get_result($conn).unwrap();
        let marks: i64 = marks::table.count().get_result($conn).unwrap();
        (posts, marks)
    }};
}

on_every_backend! {
    fn what_was_deleted_long_ago_goes_and_nothing_else(db) {
        let conn = db.conn();
        let [old, edge, young, live] = articles(conn, ["old", "edge", "young", "live"]);
        for (row, second) in [(old, 10), (edge, 20), (young, 30)] {
            row.delete().by(me()).at(at(second)).run(conn).unwrap();
        }
        let now = at(20) + days(90);
        let purge = || Article::purge().older_than(days(90)).by(me()).at(now);
        let before = conn.trail().len();
        let tried = purge().dry_run(true).run(conn).unwrap();
        assert_eq!((tried.removed, tried.blocked.len(), conn.trail().len()), (1, 0, before));
        let purged = purge().run(conn).unwrap();
        assert_eq!((purged.removed, purged.blocked.len()), (1, 0));
        let titles: Vec<Article> = Article::objects().with_deleted().load(conn).unwrap();
        let mut titles: Vec<_> = titles.into_iter().map(|row| row.title).collect();
        titles.sort();
        assert_eq!(titles, ["edge", "live", "young"], "the instant itself is not before it");
        assert_eq!(model_tests::actions(&conn.trail()[before..]), ["hard_delete"]);
        assert_eq!(purge().run(conn).unwrap().removed, 0);
        assert_eq!(Article::purge().by(me()).run(conn).unwrap().removed, 2, "without an age all that is deleted");
        assert_eq!(Article::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(Article::verify_history(conn).unwrap(), []);
        let _ = live;
    }

    fn case_13_children_go_first_and_live_ones_stay(db) {
        let conn = db.conn();
        let ann = poster(conn);
        let free = post(conn, None, "free");
        let reply = post(conn, Some(free.id), "reply");
        mark(conn, reply.id, ann);
        let held = post(conn, None, "held");
        let below = post(conn, Some(held.id), "below");
        let (held_id, below_id) = (held.id, below.id);
        mark(conn, below.id, ann);
        free.delete().by(me()).run(conn).unwrap();
        held.delete().by(me()).run(conn).unwrap();
        // Somebody brings a reply and its mark back past the library.
        conn.sql("UPDATE posts SET deleted_at = NULL WHERE body = 'below'");
        let row = marks::table.filter(marks::post_id.eq(below_id));
        diesel::update(row).set(marks::is_deleted.eq(false)).execute(conn).unwrap();
        for dry_run in [true, false] {
            let purged = Post::purge().batch(10).dry_run(dry_run).by(me()).run(conn).unwrap();
            let mut children: Vec<String> = purged.children.iter().map(ToString::to_string).collect();
            children.sort();
            let [blocked] = &purged.blocked[..] else { panic!("{:?}", purged.blocked) };
            assert_eq!(blocked.object_id, held_id.to_string());
            assert!(matches!(blocked.reason, Error::Restricted { by: "Post" | "Mark", count: 1 }), "{blocked}");
            assert!(blocked.to_string().starts_with(&held_id.to_string()));
            assert_eq!(purged.removed, 1, "{children:?}");
        }
        assert_eq!(left!(conn), (2, 1));
        assert_eq!(Post::objects().count().get_result::<i64>(conn).unwrap(), 1, "the live one is untouched");
    }

    fn what_the_database_holds_is_reported(db) {
        let conn = db.conn();
        let writer = Writer::create(NewWriter::builder().name("Ann").build()).by(me()).run(conn).unwrap();
        let other = Writer::create(NewWriter::builder().name("Bob").build()).by(me()).run(conn).unwrap();
        let new = NewBook::builder().title("a").writer_id(writer.id).build();
        let book = Book::create(new).by(me()).run(conn).unwrap();
        let new = NewReview::builder().book_id(book.id).body("fine").build();
        let review = Review::create(new).run(conn).unwrap();
        let held = writer.id.to_string();
        writer.delete().by(me()).run(conn).unwrap();
        other.delete().by(me()).run(conn).unwrap();
        let purged = Writer::purge().by(me()).run(conn).unwrap();
        assert_eq!(purged.removed, 1);
        assert_eq!(purged.blocked.len(), 1, "a live book is kept");
        assert_eq!(purged.blocked[0].object_id, held);
        book.delete().by(me()).run(conn).unwrap();
        let purged = Writer::purge().by(me()).run(conn).unwrap();
        assert!(matches!(purged.blocked[0].reason, Error::ForeignKey { .. }), "{}", purged.blocked[0]);
        assert_eq!(Book::purge().by(me()).run(conn).unwrap().removed, 1);
        assert_eq!(Writer::purge().by(me()).run(conn).unwrap().removed, 1);
        assert_eq!(Review::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 0, "{review:?}");
    }

    fn a_purge_goes_in_batches_and_says_how_far_it_is(db) {
        let conn = db.conn();
        let ann = poster(conn);
        for turn in 0..7 {
            let row = post(conn, None, &turn.to_string());
            mark(conn, row.id, ann);
        }
        Post::objects().delete().by(me()).run(conn).unwrap();
        let mut recorded = Vec::new();
        let purged = Post::purge().batch(3).by(me()).on_progress(|progress: Progress| recorded.push(progress)).run(conn);
        let purged = purged.unwrap();
        assert_eq!((purged.removed, purged.children[0].count, purged.children.len()), (7, 7, 1));
        let recorded: Vec<_> = recorded.iter().map(|at| (at.total, at.removed, at.blocked)).collect();
        assert_eq!(recorded, [(7, 3, 0), (7, 6, 0), (7, 7, 0)]);
        assert_eq!(left!(conn), (0, 0));
        let refused = Post::purge().batch(0).by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::Invalid { field: "batch", .. }), "{refused}");
    }

    fn a_purge_sends_as_much_for_many_as_for_few(db) {
        let conn = db.conn();
        let sent = |count: usize, conn: &mut Conn| {
            for _ in 0..count {
                post(conn, None, "a");
            }
            Post::objects().delete().by(me()).run(conn).unwrap();
            let recorder = Recorder::on(conn);
            Post::purge().by(me()).run(conn).unwrap();
            recorder.sent().len()
        };
        let (few, many) = (sent(2, conn), sent(40, conn));
        assert_eq!(few, many);
    }

    fn a_flag_does_not_say_when(db) {
        let conn = db.conn();
        let ann = poster(conn);
        let row = post(conn, None, "a");
        mark(conn, row.id, ann).delete().run(conn).unwrap();
        let refused = Mark::purge().older_than(days(1)).run(conn).unwrap_err();
        assert!(matches!(refused, Error::Invalid { field: "is_deleted", .. }), "{refused}");
        assert_eq!(Mark::purge().run(conn).unwrap().removed, 1);
    }
}
