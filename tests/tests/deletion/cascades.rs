//! What is deleted with a row, what comes back with it, and what stands in the way.

use diesel::prelude::*;
use model_core::Error;
use model_core::prelude::*;
use model_core::relations::{Effect, Impact};
use model_tests::backend::Backend;
use model_tests::make::{at, me};
use model_tests::models::{
    Blurb, Book, BookSubject, File, Folder, FolderId, Mark, NewBlurb, NewBook, NewFile, NewFolder, NewMark, NewPost,
    NewPoster, NewReview, NewSubject, NewWriter, Post, PostId, Poster, PosterId, Review, Subject, Writer,
};
use model_tests::schema::{marks, posts};
use model_tests::{Recorder, TestConnection, on_every_backend};

fn poster(conn: &mut impl TestConnection, name: &str) -> Poster {
    Poster::create(NewPoster::builder().name(name).build()).by(me()).run(conn).unwrap()
}

fn post(conn: &mut impl TestConnection, parent: Option<PostId>, poster: Option<PosterId>, body: &str) -> Post {
    let new = NewPost::builder().parent_id(parent).poster_id(poster).body(body).build();
    Post::create(new).by(me()).run(conn).unwrap()
}

fn mark(conn: &mut impl TestConnection, post: PostId, poster: PosterId) -> Mark {
    Mark::create(NewMark::builder().post_id(post).poster_id(poster).build()).run(conn).unwrap()
}

fn folder(conn: &mut impl TestConnection, parent: Option<FolderId>, name: &str) -> Folder {
    Folder::create(NewFolder::builder().parent_id(parent).name(name).build()).by(me()).run(conn).unwrap()
}

/// The bodies of the live posts, and how many marks are live.
macro_rules! live {
    ($conn:expr) => {{
        let rows: Vec<Post> = Post::objects().load($conn).unwrap();
        let marked: i64 = Mark::objects().count().get_result($conn).unwrap();
        // Every database has an order of its own for text.
        let mut bodies: Vec<String> = rows.into_iter().map(|row| row.body).collect();
        bodies.sort();
        (bodies.join(" "), marked)
    }};
}

on_every_backend! {
    fn case_07_restore_brings_back_one_cascade(db) {
        let conn = db.conn();
        let ann = poster(conn, "Ann").id;
        let root = post(conn, None, None, "a");
        let reply = post(conn, Some(root.id), None, "b");
        let deep = post(conn, Some(reply.id), None, "c");
        let early = post(conn, Some(root.id), None, "d");
        let below_early = post(conn, Some(early.id), None, "e");
        for id in [root.id, deep.id, deep.id, below_early.id] {
            mark(conn, id, ann);
        }
        assert_eq!(live!(conn), ("a b c d e".to_owned(), 4));
        early.delete().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), ("a b c".to_owned(), 3));
        let gone = root.delete().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), (String::new(), 0));
        let root = gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), ("a b c".to_owned(), 3), "what was deleted earlier stays deleted, at every level");
        let early = Post::objects().only_deleted().filter(posts::body.eq("d")).first::<Deleted<Post>>(conn).unwrap();
        early.restore().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), ("a b c d e".to_owned(), 4));
        assert_eq!(Post::verify_history(conn).unwrap(), []);
        assert!(root.deleted_at.is_none());
    }

    fn every_row_of_a_cascade_has_one_batch_one_instant_and_an_entry(db) {
        let conn = db.conn();
        let root = post(conn, None, None, "a");
        let reply = post(conn, Some(root.id), None, "b");
        post(conn, Some(reply.id), None, "c");
        let before = conn.trail().len();
        root.delete().by(me()).at(at(9)).run(conn).unwrap();
        let rows: Vec<Deleted<Post>> = Post::objects().only_deleted().load(conn).unwrap();
        assert!(rows.iter().all(|row| row.row().deleted_at == Some(at(9)) && row.row().updated_at == at(9)));
        assert!(rows.iter().all(|row| row.row().deletion_batch == rows[0].row().deletion_batch));
        let trail = conn.trail().split_off(before);
        assert_eq!(model_tests::actions(&trail), ["delete", "delete", "delete"]);
        assert!(trail.iter().all(|log| log.batch_id == trail[0].batch_id && log.actor_id.as_deref() == me().id()));
    }

    fn case_08_two_parents(db) {
        let conn = db.conn();
        let (ann, bob) = (poster(conn, "Ann"), poster(conn, "Bob"));
        let (one, two) = (post(conn, None, None, "1"), post(conn, None, None, "2"));
        for post in [one.id, two.id] {
            mark(conn, post, ann.id);
            mark(conn, post, bob.id);
        }
        let no_ann = ann.delete().by(me()).run(conn).unwrap();
        let no_one = one.delete().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), ("2".to_owned(), 1));
        let refused = no_ann.clone().restore().by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::ParentDeleted { parent: "Post", field: "post_id" }), "{refused}");
        assert_eq!(live!(conn), ("2".to_owned(), 1), "nothing is written where an error is returned");
        assert_eq!(Poster::objects().count().get_result::<i64>(conn).unwrap(), 1);
        no_one.restore().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), ("1 2".to_owned(), 2), "Ann's mark on it went with Ann");
        no_ann.restore().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), ("1 2".to_owned(), 4));
    }

    fn a_set_brings_back_what_belonged_to_each(db) {
        let conn = db.conn();
        let ann = poster(conn, "Ann").id;
        for body in ["a", "b", "c"] {
            let row = post(conn, None, None, body);
            post(conn, Some(row.id), None, &body.to_uppercase());
            mark(conn, row.id, ann);
        }
        let roots = || Post::objects().filter(posts::parent_id.is_null());
        assert_eq!(roots().filter(posts::body.ne("c")).delete().by(me()).run(conn).unwrap(), 2);
        assert_eq!(live!(conn), ("C c".to_owned(), 1));
        let a = roots().only_deleted().filter(posts::body.eq("a")).first::<Deleted<Post>>(conn).unwrap();
        a.restore().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), ("A C a c".to_owned(), 2), "of a batch of two, one came back");
        assert_eq!(roots().only_deleted().restore().by(me()).run(conn).unwrap(), 1);
        assert_eq!(live!(conn), ("A B C a b c".to_owned(), 3));
    }

    fn a_row_is_not_restored_under_a_deleted_parent(db) {
        let conn = db.conn();
        let root = post(conn, None, None, "a");
        let reply = post(conn, Some(root.id), None, "b");
        let deep = post(conn, Some(reply.id), None, "c");
        let deep = deep.delete().by(me()).run(conn).unwrap();
        root.delete().by(me()).run(conn).unwrap();
        let refused = deep.clone().restore().by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::ParentDeleted { parent: "Post", field: "parent_id" }), "{refused}");
        assert_eq!(live!(conn).0, "");
        let back = deep.restore().with_ancestors().by(me()).run(conn).unwrap();
        assert_eq!((back.body.as_str(), live!(conn).0.as_str()), ("c", "a b c"));
        assert_eq!(Post::verify_history(conn).unwrap(), []);
    }

    fn ancestors_of_other_models_come_back_too(db) {
        let conn = db.conn();
        let ann = poster(conn, "Ann");
        let row = post(conn, None, None, "a");
        let marked = mark(conn, row.id, ann.id);
        let marked = marked.delete().run(conn).unwrap();
        row.delete().by(me()).run(conn).unwrap();
        ann.delete().by(me()).run(conn).unwrap();
        assert!(matches!(marked.clone().restore().run(conn), Err(Error::ParentDeleted { .. })));
        let back = marked.restore().with_ancestors().by(me()).run(conn).unwrap();
        assert!(!back.is_deleted);
        assert_eq!(live!(conn), ("a".to_owned(), 1));
        assert_eq!(Poster::objects().count().get_result::<i64>(conn).unwrap(), 1);
    }

    fn a_row_is_not_created_or_moved_under_a_deleted_parent(db) {
        let conn = db.conn();
        let ann = poster(conn, "Ann").id;
        let root = post(conn, None, None, "a");
        let other = post(conn, None, None, "b");
        let id = root.id;
        root.delete().by(me()).run(conn).unwrap();
        let new = || NewPost::builder().parent_id(id).body("c").build();
        let refused = Post::create(new()).by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::ParentDeleted { parent: "Post", field: "parent_id" }), "{refused}");
        let fine = NewPost::builder().parent_id(other.id).body("d").build();
        assert!(Post::create_many([fine, new()]).by(me()).run(conn).is_err());
        assert!(other.patch().parent_id(id).by(me()).run(conn).is_err());
        assert!(Post::objects().patch().parent_id(id).by(me()).run(conn).is_err());
        let refused = Mark::create(NewMark::builder().post_id(id).poster_id(ann).build()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::ParentDeleted { parent: "Post", field: "post_id" }), "{refused}");
        assert_eq!(live!(conn), ("b".to_owned(), 0));
        other.patch().body("e").by(me()).run(conn).unwrap();
    }

    fn a_new_row_and_the_look_at_its_parents_are_one_statement_where_they_can_be(db) {
        let conn = db.conn();
        let ann = poster(conn, "Ann").id;
        let root = post(conn, None, None, "a").id;
        let recorder = Recorder::on(conn);
        mark(conn, root, ann);
        let marked = recorder.sent();
        post(conn, Some(root), Some(ann), "b");
        let posted = recorder.sent();
        let counts = match Conn::NAME {
            "postgres" => (1, 1),
            "sqlite" => (1, 4),
            _ => (6, 7),
        };
        assert_eq!((marked.len(), posted.len()), counts, "{marked:#?} {posted:#?}");
    }

    fn rows_that_stay_lose_the_reference(db) {
        let conn = db.conn();
        let ann = poster(conn, "Ann");
        let row = post(conn, None, Some(ann.id), "a");
        ann.delete().by(me()).run(conn).unwrap();
        let row: Post = Post::objects().find(row.id).first(conn).unwrap();
        assert_eq!(row.poster_id, None);
        let history = Post::history(row.id).run(conn).unwrap();
        assert_eq!(history.last().unwrap().action, "patch");
        assert_eq!(Post::verify_history(conn).unwrap(), []);
    }

    fn what_is_held_is_not_deleted(db) {
        let conn = db.conn();
        let writer = Writer::create(NewWriter::builder().name("Ann").build()).by(me()).run(conn).unwrap();
        let book = |title: &str| NewBook::builder().title(title).writer_id(writer.id).build();
        let held = Book::create(book("held")).by(me()).run(conn).unwrap();
        let free = Book::create(book("free")).by(me()).run(conn).unwrap();
        Review::create(NewReview::builder().book_id(held.id).body("fine").build()).run(conn).unwrap();
        for body in ["one", "two"] {
            Blurb::create(NewBlurb::builder().book_id(held.id).body(body).build()).run(conn).unwrap();
        }
        let before = conn.trail().len();
        let id = held.id;
        let refused = held.delete().by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::Restricted { by: "Blurb", count: 2 }), "{refused}");
        assert_eq!((Book::objects().count().get_result::<i64>(conn).unwrap(), conn.trail().len()), (2, before));
        free.delete().by(me()).run(conn).unwrap();
        let held: Book = Book::objects().find(id).first(conn).unwrap();
        let refused = held.hard_delete().by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::Restricted { by: "Blurb", count: 2 }), "{refused}");
    }

    fn a_preview_is_exact_and_changes_nothing(db) {
        let conn = db.conn();
        let ann = poster(conn, "Ann");
        let root = post(conn, None, Some(ann.id), "a");
        let reply = post(conn, Some(root.id), None, "b");
        post(conn, Some(reply.id), None, "c");
        mark(conn, reply.id, ann.id);
        let (trail, state) = (conn.trail(), live!(conn));
        let impact = Post::delete_by_key(root.id).by(me()).preview(conn).unwrap();
        let tree = "1 Post\n  2 Post\n  1 Mark";
        assert_eq!((impact.to_string().as_str(), impact.total()), (tree, 4));
        let impact = Poster::delete_by_key(ann.id).by(me()).preview(conn).unwrap();
        assert_eq!(impact.to_string(), "1 Poster\n  1 Post (kept, without the reference)\n  1 Mark");
        assert_eq!(impact.children[0], Impact { model: "Post", count: 1, capped: false, effect: Effect::Detached, children: vec![] });
        let impact = Post::objects().filter(posts::body.ne("c")).delete().by(me()).preview(conn).unwrap();
        assert_eq!(impact.to_string(), "2 Post\n  1 Post\n  1 Mark");
        assert_eq!((conn.trail(), live!(conn)), (trail, state));
    }

    fn a_cascade_is_one_statement_for_each_table_and_level(db) {
        let conn = db.conn();
        let ann = poster(conn, "Ann").id;
        let count = |width: usize, conn: &mut Conn| {
            let root = post(conn, None, None, "root");
            for _ in 0..width {
                let reply = post(conn, Some(root.id), None, "reply");
                mark(conn, reply.id, ann);
            }
            let recorder = Recorder::on(conn);
            root.delete().by(me()).run(conn).unwrap();
            recorder.sent().len()
        };
        let (narrow, wide) = (count(1, conn), count(20, conn));
        assert_eq!(narrow, wide);
    }

    fn removal_takes_the_children_first(db) {
        let conn = db.conn();
        let root = folder(conn, None, "a");
        let inner = folder(conn, Some(root.id), "b");
        let deep = folder(conn, Some(inner.id), "c");
        let other = folder(conn, None, "d");
        for id in [root.id, deep.id, deep.id, other.id] {
            File::create(NewFile::builder().folder_id(id).name("f").build()).by(me()).run(conn).unwrap();
        }
        let impact = Folder::delete_by_key(root.id).by(me()).preview(conn).unwrap();
        assert_eq!(impact.to_string(), "1 Folder\n  2 Folder\n  3 File");
        root.delete().by(me()).run(conn).unwrap();
        let left: Vec<Folder> = Folder::objects().load(conn).unwrap();
        let files: i64 = File::objects().count().get_result(conn).unwrap();
        assert_eq!((left.len(), left[0].id, files), (1, other.id, 1));
        assert_eq!(Folder::verify_history(conn).unwrap(), []);
        assert_eq!(File::verify_history(conn).unwrap(), []);
        assert_eq!(Folder::objects().delete().by(me()).run(conn).unwrap(), 1);
        assert_eq!(File::objects().count().get_result::<i64>(conn).unwrap(), 0);
    }

    fn rows_that_belong_to_each_other_are_removed_from_the_last_up(db) {
        let conn = db.conn();
        let ann = poster(conn, "Ann").id;
        let mut above = None;
        for depth in 0..6 {
            let row = post(conn, above, None, &depth.to_string());
            mark(conn, row.id, ann);
            above = Some(row.id);
        }
        let sibling = post(conn, None, None, "x");
        post(conn, Some(sibling.id), None, "y");
        assert_eq!(Post::objects().hard_delete().by(me()).run(conn).unwrap(), 8, "all of them are named");
        assert_eq!(marks::table.count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(Post::verify_history(conn).unwrap(), []);
    }

    fn links_stay_while_a_row_is_marked_and_go_when_it_is_removed(db) {
        let conn = db.conn();
        let writer = Writer::create(NewWriter::builder().name("Ann").build()).by(me()).run(conn).unwrap();
        let new = |title: &str| NewBook::builder().title(title).writer_id(writer.id).build();
        let [one, two] = ["one", "two"].map(|title| Book::create(new(title)).by(me()).run(conn).unwrap());
        for code in ["rust", "sql"] {
            Subject::create(NewSubject::builder().code(code).build()).run(conn).unwrap();
        }
        let subjects = ["rust".to_owned(), "sql".to_owned()];
        one.link::<Subject>().add(&subjects).by(me()).run(conn).unwrap();
        two.link::<Subject>().add(&subjects[..1]).by(me()).run(conn).unwrap();
        let links = |conn: &mut Conn| BookSubject::objects().count().get_result::<i64>(conn).unwrap();
        let gone = one.delete().by(me()).run(conn).unwrap();
        assert_eq!(links(conn), 3);
        let one = gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(one.subjects().count().get_result::<i64>(conn).unwrap(), 2);
        one.delete().by(me()).run(conn).unwrap();
        let purged = Book::purge().by(me()).run(conn).unwrap();
        assert_eq!((purged.removed, purged.children.len(), purged.children[0].count), (1, 1, 2), "{:?}", purged.blocked);
        assert_eq!(links(conn), 1);
        two.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(links(conn), 0);
        assert_eq!(BookSubject::verify_history(conn).unwrap(), []);
        assert_eq!(Book::verify_history(conn).unwrap(), []);
    }

    fn links_that_need_an_actor_hold_what_is_removed_without_one(db) {
        let conn = db.conn();
        let writer = Writer::create(NewWriter::builder().name("Ann").build()).by(me()).run(conn).unwrap();
        let book = NewBook::builder().title("one").writer_id(writer.id).build();
        let book = Book::create(book).by(me()).run(conn).unwrap();
        let subject = Subject::create(NewSubject::builder().code("rust").build()).run(conn).unwrap();
        book.link::<Subject>().add(["rust".to_owned()]).by(me()).run(conn).unwrap();
        let held = subject.hard_delete().run(conn).unwrap_err();
        assert!(matches!(held, Error::ForeignKey { .. }), "{held}");
        assert_eq!(book.link::<Subject>().clear().by(me()).run(conn).unwrap(), 1);
        Subject::delete_by_key("rust".to_owned()).run(conn).unwrap().hard_delete().run(conn).unwrap();
    }

    fn a_removal_for_good_takes_deleted_and_live_ones(db) {
        let conn = db.conn();
        let ann = poster(conn, "Ann").id;
        let root = post(conn, None, None, "a");
        let reply = post(conn, Some(root.id), None, "b");
        mark(conn, reply.id, ann);
        mark(conn, root.id, ann).delete().run(conn).unwrap();
        let stale = root.clone();
        let gone = root.delete().by(me()).run(conn).unwrap();
        assert!(matches!(stale.hard_delete().by(me()).run(conn), Err(Error::Deleted)), "the state is looked at");
        assert_eq!(Mark::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 2);
        gone.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(Post::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(marks::table.count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(Post::verify_history(conn).unwrap(), []);
    }
}
