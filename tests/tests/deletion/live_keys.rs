//! Foreign keys that lead to live rows only, as PostgreSQL keeps them by itself.
#![cfg(feature = "postgres")]

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use model_core::Error;
use model_core::ddl;
use model_core::prelude::*;
use model_tests::backend::Database;
use model_tests::connections::PgConnection;
use model_tests::make::me;
use model_tests::models::{Mark, NewMark, NewPost, NewPoster, Post, Poster};

#[test]
fn the_database_refuses_live_rows_under_deleted_parents() {
    let mut db = Database::<PgConnection>::fresh();
    let conn = db.conn();
    let statements = ddl::live_foreign_keys::<Mark>().unwrap();
    assert_eq!(
        statements,
        [
            "ALTER TABLE \"posts\" ADD COLUMN \"live\" BOOLEAN GENERATED ALWAYS AS (CASE WHEN \"deleted_at\" IS NULL THEN TRUE \
         END) STORED",
            "ALTER TABLE \"posts\" ADD CONSTRAINT \"posts_live\" UNIQUE (\"id\", \"live\")",
            "ALTER TABLE \"marks\" ADD COLUMN \"post_id_live\" BOOLEAN GENERATED ALWAYS AS (CASE WHEN NOT \"is_deleted\" THEN \
         TRUE END) STORED",
            "ALTER TABLE \"marks\" ADD CONSTRAINT \"marks_post_id_live\" FOREIGN KEY (\"post_id\", \"post_id_live\") REFERENCES \
         \"posts\" (\"id\", \"live\") DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE \"posters\" ADD COLUMN \"live\" BOOLEAN GENERATED ALWAYS AS (CASE WHEN \"deleted_at\" IS NULL THEN TRUE \
         END) STORED",
            "ALTER TABLE \"posters\" ADD CONSTRAINT \"posters_live\" UNIQUE (\"id\", \"live\")",
            "ALTER TABLE \"marks\" ADD COLUMN \"poster_id_live\" BOOLEAN GENERATED ALWAYS AS (CASE WHEN NOT \"is_deleted\" THEN \
         TRUE END) STORED",
            "ALTER TABLE \"marks\" ADD CONSTRAINT \"marks_poster_id_live\" FOREIGN KEY (\"poster_id\", \"poster_id_live\") \
         REFERENCES \"posters\" (\"id\", \"live\") DEFERRABLE INITIALLY DEFERRED",
        ]
    );
    for statement in statements.iter().chain(&ddl::live_foreign_keys::<Post>().unwrap()) {
        // A parent of both has its own already.
        if let Err(error) = conn.batch_execute(statement) {
            assert!(error.to_string().contains("already exists"), "{error}: {statement}");
        }
    }
    let ann = Poster::create(NewPoster::builder().name("Ann").build()).by(me()).run(conn).unwrap();
    let post = Post::create(NewPost::builder().body("a").build()).by(me()).run(conn).unwrap();
    let reply = Post::create(NewPost::builder().parent_id(post.id).body("b").build()).by(me()).run(conn).unwrap();
    let mark = NewMark::builder().post_id(reply.id).poster_id(ann.id).build();
    Mark::create(mark).run(conn).unwrap();

    let bypass = conn.batch_execute("UPDATE posts SET deleted_at = now() WHERE body = 'b'").unwrap_err();
    assert!(matches!(Error::from(bypass), Error::ForeignKey { .. }), "a live mark belongs to it");
    let gone = post.delete().by(me()).run(conn).unwrap();
    assert_eq!(Mark::objects().count().get_result::<i64>(conn).unwrap(), 0, "a cascade passes");
    let bypass = conn.batch_execute("UPDATE marks SET is_deleted = FALSE").unwrap_err();
    assert!(matches!(Error::from(bypass), Error::ForeignKey { .. }), "its post is deleted");
    gone.restore().by(me()).run(conn).unwrap();
    assert_eq!(Mark::objects().count().get_result::<i64>(conn).unwrap(), 1, "so does a restoration");
    Post::objects().delete().by(me()).run(conn).unwrap();
    Post::purge().by(me()).run(conn).unwrap();
}
