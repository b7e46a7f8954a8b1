//! Previews that count: what they say is what happens, and they write nothing and wait for nobody.

use diesel::prelude::*;
use model_core::Error;
use model_core::prelude::*;
use model_core::relations::{Effect, Impact};
use model_tests::backend::Backend;
use model_tests::make::{book, me, writer};
use model_tests::models::{
    Blurb, BookSubject, Branch, BranchId, Folder, FolderId, Leaf, Mark, NewBlurb, NewBranch, NewFolder, NewLeaf,
    NewMark, NewPost, NewPoster, NewSubject, NewTie, OakBranch, Post, PostId, Poster, PosterId, Subject, Tie, Writer,
};
use model_tests::models::{File, NewFile};
use model_tests::schema::{branches, posts};
use model_tests::{Recorder, TestConnection, on_every_backend};

/// Numbers without a pattern, the same ones on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

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

fn branch(conn: &mut impl TestConnection, code: &str, parent: Option<BranchId>, stock: Option<BranchId>) -> Branch {
    let new = NewBranch::builder().parent_id(parent).graft_id(stock).code(code).build();
    Branch::create(new).by(me()).run(conn).unwrap()
}

/// Branches that grow and are grafted at random, each with leaves and ties; some of all are deleted before.
fn garden(conn: &mut impl TestConnection, dice: &mut Dice, size: usize) -> Vec<BranchId> {
    let mut ids: Vec<BranchId> = Vec::new();
    for number in 0..size {
        let one_of = |dice: &mut Dice| (!ids.is_empty() && dice.below(3) > 0).then(|| ids[dice.below(ids.len())]);
        let (parent, stock) = (one_of(dice), one_of(dice).filter(|_| dice.below(2) > 0));
        let id = branch(conn, &format!("{number:03}"), parent, stock).id;
        for leaf in 0..dice.below(3) {
            let number = i32::try_from(leaf).unwrap();
            let new = NewLeaf::builder().branch_id(id).number(number).label(format!("{id:?} {leaf}")).build();
            let leaf = Leaf::create(new).by(me()).run(conn).unwrap();
            if dice.below(4) == 0 {
                leaf.delete().by(me()).run(conn).unwrap();
            }
        }
        if let Some(other) = one_of(dice) {
            Tie::create(NewTie::builder().from_id(id).to_id(other).build()).run(conn).unwrap();
        }
        ids.push(id);
    }
    ids
}

/// How many branches, leaves and ties are live.
macro_rules! live {
    ($conn:expr) => {{
        let counts: [i64; 3] = [
            Branch::objects().count().get_result($conn).unwrap(),
            Leaf::objects().count().get_result($conn).unwrap(),
            Tie::objects().count().get_result($conn).unwrap(),
        ];
        counts.iter().sum::<i64>()
    }};
}

/// Every count of the one is at most that of the other, and says so where it is less.
fn is_bound(low: &Impact, exact: &Impact) {
    assert!(low.count <= exact.count && (low.capped || low.count == exact.count), "{low}\n{exact}");
    for below in &low.children {
        let same = |other: &&Impact| other.model == below.model && other.effect == below.effect;
        let total = exact.children.iter().filter(same).map(|other| other.count).sum::<usize>();
        assert!(below.count <= total, "{low}\n{exact}");
    }
}

on_every_backend! {
    fn a_counting_preview_is_what_then_happens(db) {
        let conn = db.conn();
        let mut dice = Dice(20);
        let ids = garden(conn, &mut dice, 24);
        for _ in 0..12 {
            let id = ids[dice.below(ids.len())];
            let Ok(row) = Branch::objects().find(id).first::<Branch>(conn) else {
                assert!(matches!(Branch::delete_by_key(id).counting_to(9).preview(conn), Err(Error::Deleted)));
                let gone = Branch::objects().only_deleted().find(id).first::<Deleted<Branch>>(conn).unwrap();
                let alone = gone.clone().restore().counting_to(1_000).preview(conn).unwrap();
                let before = live!(conn);
                let run = gone.clone().restore().by(me()).run(conn);
                // Of all parents only those of the row itself are foreseen.
                assert!(!alone.is_refused() || matches!(run, Err(Error::ParentDeleted { .. })), "{alone}");
                if run.is_ok() {
                    assert_eq!(i64::try_from(alone.total()).unwrap(), live!(conn) - before, "{alone}");
                    continue;
                }
                let whole = gone.clone().restore().with_ancestors().counting_to(1_000).preview(conn).unwrap();
                if gone.restore().with_ancestors().by(me()).run(conn).is_ok() {
                    assert_eq!(i64::try_from(whole.total()).unwrap(), live!(conn) - before, "{whole}");
                }
                continue;
            };
            let exact = row.clone().delete().by(me()).preview(conn).unwrap();
            let foreseen = row.clone().delete().counting_to(1_000).preview(conn).unwrap();
            assert_eq!(foreseen, exact);
            for limit in [0, 1, 2, 5] {
                is_bound(&row.clone().delete().counting_to(limit).preview(conn).unwrap(), &exact);
            }
            let before = live!(conn);
            row.delete().by(me()).run(conn).unwrap();
            assert_eq!(before - live!(conn), i64::try_from(exact.total()).unwrap());
        }
        let rest = || Branch::objects().filter(branches::code.ne("003"));
        let exact = rest().delete().by(me()).preview(conn).unwrap();
        assert_eq!(rest().delete().counting_to(usize::MAX).preview(conn).unwrap(), exact);
        let oaks = OakBranch::objects().delete().by(me()).preview(conn).unwrap();
        assert_eq!(OakBranch::objects().delete().counting_to(1_000).preview(conn).unwrap(), oaks);
        let every = || Branch::objects().with_deleted().filter(branches::code.ne("003"));
        let stored = |conn: &mut Conn| {
            let branches: i64 = Branch::objects().with_deleted().count().get_result(conn).unwrap();
            let leaves: i64 = Leaf::objects().with_deleted().count().get_result(conn).unwrap();
            branches + leaves + Tie::objects().with_deleted().count().get_result::<i64>(conn).unwrap()
        };
        let foreseen = every().hard_delete().counting_to(1_000).preview(conn).unwrap();
        let before = stored(conn);
        every().hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(before - stored(conn), i64::try_from(foreseen.total()).unwrap(), "{foreseen}");
    }

    fn what_stays_and_what_is_in_the_way_is_told(db) {
        let conn = db.conn();
        let author = writer(conn, "Ann");
        let held = book(conn, author.id, "held");
        for body in ["one", "two"] {
            Blurb::create(NewBlurb::builder().book_id(held.id).body(body).build()).run(conn).unwrap();
        }
        Subject::create(NewSubject::builder().code("rust").build()).run(conn).unwrap();
        held.link::<Subject>().add(["rust".to_owned()]).by(me()).run(conn).unwrap();
        let impact = held.clone().delete().counting_to(1).preview(conn).unwrap();
        assert_eq!(impact.to_string(), "1 Book\n  1+ Blurb (in the way)\n  1 BookSubject (kept)");
        assert!(impact.is_refused() && impact.is_capped());
        assert_eq!(impact.total(), 1);
        assert!(matches!(held.clone().delete().by(me()).run(conn), Err(Error::Restricted { by: "Blurb", count: 2 })));
        let impact = held.clone().hard_delete().counting_to(9).preview(conn).unwrap();
        assert_eq!(impact.to_string(), "1 Book\n  2 Blurb (in the way)\n  1 BookSubject");
        let impact = Writer::delete_by_key(author.id).counting_to(9).preview(conn).unwrap();
        assert_eq!(impact.to_string(), "1 Writer\n  1 Book (kept)");
        assert!(!impact.is_refused());
        let ann = poster(conn, "Ann");
        let row = post(conn, None, Some(ann.id), "a");
        mark(conn, row.id, ann.id);
        let impact = Poster::delete_by_key(ann.id).counting_to(9).preview(conn).unwrap();
        assert_eq!(impact, Poster::delete_by_key(ann.id).by(me()).preview(conn).unwrap());
        assert_eq!(impact.children[0].effect, Effect::Detached);
        assert_eq!(BookSubject::objects().count().get_result::<i64>(conn).unwrap(), 1);
    }

    fn rows_that_are_removed_are_counted_too(db) {
        let conn = db.conn();
        let root = folder(conn, None, "a");
        let inner = folder(conn, Some(root.id), "b");
        for id in [root.id, inner.id, inner.id] {
            File::create(NewFile::builder().folder_id(id).name("f").build()).by(me()).run(conn).unwrap();
        }
        let exact = root.clone().delete().by(me()).preview(conn).unwrap();
        let foreseen = root.delete().counting_to(10).preview(conn).unwrap();
        assert_eq!((foreseen.to_string().as_str(), foreseen), ("1 Folder\n  1 Folder\n  3 File", exact));
    }

    fn a_deleted_parent_is_in_the_way_of_a_restoration(db) {
        let conn = db.conn();
        let root = post(conn, None, None, "a");
        let reply = post(conn, Some(root.id), None, "b");
        let deep = post(conn, Some(reply.id), None, "c").delete().by(me()).run(conn).unwrap();
        root.clone().delete().by(me()).run(conn).unwrap();
        let impact = deep.clone().restore().counting_to(10).preview(conn).unwrap();
        assert_eq!(impact.to_string(), "1 Post (restored)\n  1 Post (in the way)");
        let impact = deep.clone().restore().with_ancestors().counting_to(10).preview(conn).unwrap();
        assert_eq!((impact.total(), impact.is_refused()), (3, false), "{impact}");
        deep.restore().with_ancestors().by(me()).run(conn).unwrap();
        assert_eq!(Post::objects().count().get_result::<i64>(conn).unwrap(), 3);
        Post::objects().filter(posts::body.ne("b")).delete().by(me()).run(conn).unwrap();
        let impact = Post::objects().only_deleted().restore().counting_to(10).preview(conn).unwrap();
        assert_eq!(impact.to_string(), "3 Post (restored)");
    }

    fn the_number_of_statements_does_not_depend_on_the_rows_and_none_of_them_writes(db) {
        let conn = db.conn();
        let ann = poster(conn, "Ann").id;
        let mut sent = |width: usize, limit: usize| {
            let root = post(conn, None, None, "root");
            for _ in 0..width {
                let reply = post(conn, Some(root.id), None, "reply");
                mark(conn, reply.id, ann);
            }
            let recorder = Recorder::on(conn);
            let impact = root.clone().delete().counting_to(limit).preview(conn).unwrap();
            assert_eq!((impact.children[0].count, impact.is_capped()), (width.min(limit), width > limit));
            recorder.sent()
        };
        let (narrow, wide, capped) = (sent(1, 100), sent(30, 100), sent(30, 10));
        assert_eq!((narrow.len(), wide.len(), capped.len()), (4, 4, 3), "{wide:#?}");
        for sql in narrow.iter().chain(&wide).chain(&capped) {
            assert!(sql.starts_with("SELECT ") && !sql.contains("FOR UPDATE") && !sql.contains(" SHARE"), "{sql}");
        }
        assert!(capped[1..].iter().all(|sql| sql.ends_with(" LIMIT 11")), "{capped:#?}");
    }

    fn a_preview_waits_for_no_writer(db) {
        let root = post(db.conn(), None, None, "root");
        post(db.conn(), Some(root.id), None, "reply");
        let mut writer = db.another();
        // On SQLite the lock of the whole database, elsewhere that of each row.
        let begin = if Conn::NAME == "sqlite" { "BEGIN IMMEDIATE" } else { "START TRANSACTION" };
        writer.sql(begin);
        writer.sql("UPDATE posts SET body = 'other'");
        let impact = root.clone().delete().counting_to(10).preview(db.conn()).unwrap();
        assert_eq!(impact.to_string(), "1 Post\n  1 Post");
        writer.sql("ROLLBACK");
        let gone = root.delete().by(me()).run(db.conn()).unwrap();
        writer.sql(begin);
        writer.sql("UPDATE posts SET body = 'other'");
        assert_eq!(gone.restore().counting_to(10).preview(db.conn()).unwrap().total(), 2);
        writer.sql("ROLLBACK");
    }
}
