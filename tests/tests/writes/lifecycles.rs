//! Every verb on every model, once through.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{article, author, me};
use model_tests::models::{
    Author, Comment, Counter, Document, NewComment, NewCounter, NewDocument, NewSample, NewTag, NewTranslation,
    NewVisit, Sample, Tag, Translation, Visit,
};
use model_tests::on_every_backend;
use model_tests::{TestConnection, actions};

/// Create, patch, delete, restore, remove; then the same for a set. `$by` is how the writes name their actor.
macro_rules! soft {
    ($conn:ident, $model:ident, $new:expr, $set:ident = $value:expr $(, .$by:ident($actor:expr))?) => {{
        let row = $model::create($new)$(.$by($actor))?.run($conn).unwrap();
        let row = row.patch().$set($value)$(.$by($actor))?.run($conn).unwrap();
        let gone = row.delete()$(.$by($actor))?.run($conn).unwrap();
        let row = gone.restore()$(.$by($actor))?.run($conn).unwrap();
        row.delete()$(.$by($actor))?.run($conn).unwrap().hard_delete()$(.$by($actor))?.run($conn).unwrap();
        let rows = $model::create_many([$new, $new])$(.$by($actor))?.run($conn).unwrap();
        assert_eq!($model::objects().load::<$model>($conn).unwrap().len(), rows.len());
        assert_eq!($model::objects().patch().$set($value)$(.$by($actor))?.run($conn).unwrap(), 2);
        assert_eq!($model::objects().delete()$(.$by($actor))?.run($conn).unwrap(), 2);
        assert_eq!($model::objects().only_deleted().restore()$(.$by($actor))?.run($conn).unwrap(), 2);
        assert_eq!($model::objects().hard_delete()$(.$by($actor))?.run($conn).unwrap(), 2);
        assert_eq!($model::objects().with_deleted().count().get_result::<i64>($conn).unwrap(), 0);
    }};
}

macro_rules! hard {
    ($conn:ident, $model:ident, [$one:expr, $two:expr], $set:ident = $value:expr $(, .$by:ident($actor:expr))?) => {{
        let row = $model::create($one)$(.$by($actor))?.run($conn).unwrap();
        let row = row.patch().$set($value)$(.$by($actor))?.run($conn).unwrap();
        let gone = row.clone().delete()$(.$by($actor))?.run($conn).unwrap();
        assert_eq!(gone, row);
        $model::create_many([$one, $two])$(.$by($actor))?.run($conn).unwrap();
        assert_eq!($model::objects().patch().$set($value)$(.$by($actor))?.run($conn).unwrap(), 2);
        assert_eq!($model::objects().delete()$(.$by($actor))?.run($conn).unwrap(), 2);
        let row = $model::create($one)$(.$by($actor))?.run($conn).unwrap();
        row.hard_delete()$(.$by($actor))?.run($conn).unwrap();
        assert_eq!($model::objects().hard_delete()$(.$by($actor))?.run($conn).unwrap(), 0);
    }};
}

const ALL_VERBS: [&str; 16] = [
    "create",
    "patch",
    "delete",
    "restore",
    "delete",
    "hard_delete",
    "create",
    "create",
    "patch",
    "patch",
    "delete",
    "delete",
    "restore",
    "restore",
    "hard_delete",
    "hard_delete",
];

on_every_backend! {
    fn audited_with_who_columns(db) {
        let conn = db.conn();
        soft!(conn, Document, NewDocument::builder().title("a").build(), title = "b", .by(me()));
        assert_eq!(actions(&conn.trail()), ALL_VERBS);
    }

    fn unaudited_with_a_flag(db) {
        let conn = db.conn();
        let about = article(conn, "about").id;
        let before = conn.trail().len();
        soft!(conn, Comment, NewComment::builder().article_id(about).body("a").build(), body = "b");
        assert_eq!(conn.trail().len(), before);
    }

    fn unaudited_with_unix_seconds(db) {
        let conn = db.conn();
        soft!(conn, Visit, NewVisit::builder().path("/").build(), path = "/a");
        assert!(conn.trail().is_empty());
    }

    fn an_actor_may_be_named_where_none_is_needed(db) {
        let conn = db.conn();
        soft!(conn, Visit, NewVisit::builder().path("/").build(), path = "/a", .by(me()));
        assert!(conn.trail().is_empty());
    }

    fn unaudited_and_removed(db) {
        let conn = db.conn();
        let new = |code: &str| NewTag::builder().code(code.to_owned()).name(code).build();
        hard!(conn, Tag, [new("a"), new("b")], name = "c");
    }

    fn audited_and_removed(db) {
        let conn = db.conn();
        let new = |term: &str| NewTranslation::builder().locale("de").term(term).text("x").build();
        hard!(conn, Translation, [new("a"), new("b")], text = "y", .by(me()));
        let sample = || NewSample::builder().build();
        hard!(conn, Sample, [sample(), sample()], whole = 4, .by(me()));
        let counter = || NewCounter::builder().label("a").build();
        hard!(conn, Counter, [counter(), counter()], label = "b", .by(me()));
        let verbs = ["create", "patch", "delete", "create", "create", "patch", "patch", "delete", "delete", "create", "hard_delete"];
        assert_eq!(actions(&conn.trail()), [verbs, verbs, verbs].concat());
    }

    fn a_row_of_nothing_but_defaults_can_be_created(db) {
        let conn = db.conn();
        let sample = Sample::create(NewSample::builder().build()).by(me()).run(conn).unwrap();
        let again: Sample = Sample::objects().find(sample.id).first(conn).unwrap();
        assert_eq!(again, sample);
        assert_eq!((again.whole, again.note, again.payload), (0, None, None));
        let writer = author(conn);
        assert_eq!(Author::objects().first::<Author>(conn).unwrap(), writer);
    }
}
