//! Trees within one model, rows with several parents, sets, and what a cascade does in less usual surroundings.

use diesel::prelude::*;
use model_core::Error;
use model_core::prelude::*;
use model_tests::make::{book, me, writer};
use model_tests::models::{
    Blurb, Branch, BranchId, File, Folder, FolderId, Leaf, NewBlurb, NewBranch, NewFile, NewFolder, NewLeaf, NewTie,
    OakBranch, Tie,
};
use model_tests::schema::{branches, folders, leaves};
use model_tests::{TestConnection, on_every_backend};
use uuid::Uuid;

fn branch(conn: &mut impl TestConnection, code: &str, parent: Option<BranchId>) -> Branch {
    Branch::create(NewBranch::builder().parent_id(parent).code(code).build()).by(me()).run(conn).unwrap()
}

fn grafted(conn: &mut impl TestConnection, code: &str, stock: BranchId) -> Branch {
    Branch::create(NewBranch::builder().graft_id(stock).code(code).build()).by(me()).run(conn).unwrap()
}

fn leaf(conn: &mut impl TestConnection, branch: BranchId, label: &str) -> Leaf {
    let number = i32::try_from(label.len()).unwrap();
    Leaf::create(NewLeaf::builder().branch_id(branch).number(number).label(label).build()).by(me()).run(conn).unwrap()
}

fn tie(conn: &mut impl TestConnection, from: BranchId, to: BranchId) -> Tie {
    Tie::create(NewTie::builder().from_id(from).to_id(to).build()).run(conn).unwrap()
}

/// The codes of the live branches, the labels of the live leaves, and how many ties are live.
macro_rules! live {
    ($conn:expr) => {{
        let branches: Vec<Branch> = Branch::objects().load($conn).unwrap();
        let leaves: Vec<Leaf> = Leaf::objects().load($conn).unwrap();
        let ties: i64 = Tie::objects().count().get_result($conn).unwrap();
        let codes: Vec<_> = branches.into_iter().map(|row| row.code).collect();
        let labels: Vec<_> = leaves.into_iter().map(|row| row.label).collect();
        (codes.join(" "), labels.join(" "), ties)
    }};
}

fn all(codes: &str, labels: &str, ties: i64) -> (String, String, i64) {
    (codes.to_owned(), labels.to_owned(), ties)
}

macro_rules! gone {
    ($conn:expr, $code:expr) => {
        Branch::objects().only_deleted().filter(branches::code.eq($code)).first::<Deleted<Branch>>($conn).unwrap()
    };
}

on_every_backend! {
    fn two_ways_from_a_model_to_itself_are_followed_in_turn(db) {
        let conn = db.conn();
        let root = branch(conn, "a", None);
        // By the one way, then by the other, and by the first again.
        let shoot = branch(conn, "b", Some(root.id));
        let scion = grafted(conn, "c", shoot.id);
        let twig = branch(conn, "d", Some(scion.id));
        let last = grafted(conn, "e", twig.id);
        leaf(conn, last.id, "f");
        let before = live!(conn);
        let impact = Branch::delete_by_key(root.id).by(me()).preview(conn).unwrap();
        assert_eq!(impact.to_string(), "1 Branch\n  4 Branch\n  1 Leaf");
        let gone = root.delete().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), all("", "", 0));
        let root = gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), before);
        root.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(Branch::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(Leaf::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(Branch::verify_history(conn).unwrap(), []);
        assert_eq!(Leaf::verify_history(conn).unwrap(), []);
    }

    fn a_set_comes_back_with_the_rows_that_its_rows_belong_to(db) {
        let conn = db.conn();
        let root = branch(conn, "a", None);
        let shoot = branch(conn, "b", Some(root.id));
        leaf(conn, shoot.id, "x");
        let early = leaf(conn, shoot.id, "yy");
        early.delete().by(me()).run(conn).unwrap();
        shoot.delete().by(me()).run(conn).unwrap();
        root.delete().by(me()).run(conn).unwrap();
        // Of the two, each is in the set; the leaf that was deleted before them is not.
        assert_eq!(Branch::objects().only_deleted().restore().by(me()).run(conn).unwrap(), 2);
        assert_eq!(live!(conn), all("a b", "x", 0));
        Branch::objects().delete().by(me()).run(conn).unwrap();
        let below = Branch::objects().only_deleted().filter(branches::parent_id.is_not_null());
        let trail = conn.trail();
        let refused = below.restore().by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::ParentDeleted { parent: "Branch", field: "parent_id" }), "{refused}");
        assert_eq!((live!(conn), conn.trail()), (all("", "", 0), trail), "nothing is written");
        let leaves_of = Leaf::objects().only_deleted().restore().by(me()).run(conn).unwrap_err();
        assert!(matches!(leaves_of, Error::ParentDeleted { parent: "Branch", field: "branch_id" }), "{leaves_of}");
    }

    fn a_tree_of_200_levels(db) {
        let conn = db.conn();
        let mut parent = None;
        for level in 0..200 {
            parent = Some(branch(conn, &format!("{level:03}"), parent).id);
        }
        leaf(conn, parent.unwrap(), "top");
        let before = live!(conn);
        let root: Branch = Branch::objects().filter(branches::code.eq("000")).first(conn).unwrap();
        let gone = root.delete().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), all("", "", 0));
        let top = gone!(conn, "199");
        assert!(matches!(top.clone().restore().by(me()).run(conn), Err(Error::ParentDeleted { .. })));
        let root = gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), before);
        let gone = root.delete().by(me()).run(conn).unwrap();
        top.restore().with_ancestors().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), before);
        assert!(matches!(gone.hard_delete().by(me()).run(conn), Err(Error::NotDeleted)));
        Branch::objects().filter(branches::code.eq("000")).hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(Branch::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(Branch::verify_history(conn).unwrap(), []);
    }

    fn rows_that_lie_below_themselves(db) {
        let conn = db.conn();
        let own = branch(conn, "own", None);
        let own = own.patch().parent_id(own.id).by(me()).run(conn).unwrap();
        let one = branch(conn, "one", None);
        let two = branch(conn, "two", Some(one.id));
        one.patch().parent_id(two.id).by(me()).run(conn).unwrap();
        leaf(conn, two.id, "x");
        let before = live!(conn);
        let own = own.delete().by(me()).run(conn).unwrap();
        two.delete().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), all("", "", 0));
        let own = own.restore().by(me()).run(conn).unwrap();
        let two = gone!(conn, "two").restore().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), before);
        two.delete().by(me()).run(conn).unwrap();
        gone!(conn, "one").restore().with_ancestors().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), before);
        own.hard_delete().by(me()).run(conn).unwrap();
        Branch::objects().filter(branches::code.eq("two")).hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(Branch::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 0);
    }

    fn children_with_a_key_of_two_parts(db) {
        let conn = db.conn();
        let rows = ["a", "b"].map(|code| branch(conn, code, None));
        for (index, label) in ["1", "22", "333", "4444"].into_iter().enumerate() {
            leaf(conn, rows[index % 2].id, label);
        }
        tie(conn, rows[0].id, rows[1].id);
        let [a, b] = rows;
        let gone = a.delete().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), all("b", "22 4444", 0));
        gone.clone().restore().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), all("a b", "1 333 22 4444", 1));
        b.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), all("a", "1 333", 0));
        assert_eq!(Leaf::verify_history(conn).unwrap(), []);
    }

    fn case_10_what_comes_back_with_a_row_may_have_been_replaced(db) {
        let conn = db.conn();
        let root = branch(conn, "a", None);
        let other = branch(conn, "b", None);
        leaf(conn, root.id, "x");
        leaf(conn, root.id, "yy");
        let gone = root.delete().by(me()).run(conn).unwrap();
        leaf(conn, other.id, "yy");
        let trail = conn.trail();
        let refused = gone.clone().restore().by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::UniqueViolation { field: Some("label"), .. }), "{refused:?}");
        assert_eq!((live!(conn), conn.trail()), (all("b", "yy", 0), trail), "nothing is written");
        Leaf::objects().filter(leaves::label.eq("yy")).delete().by(me()).run(conn).unwrap();
        gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), all("a b", "x yy", 0));
    }

    fn case_11_a_revived_row_brings_back_what_its_deletion_took(db) {
        let conn = db.conn();
        let root = branch(conn, "a", None);
        leaf(conn, root.id, "x");
        leaf(conn, root.id, "early").delete().by(me()).run(conn).unwrap();
        tie(conn, root.id, root.id);
        root.delete().by(me()).run(conn).unwrap();
        let upsert = |parent: Option<BranchId>| {
            let new = NewBranch::builder().code("a").kind("elm").parent_id(parent).build();
            Branch::upsert(new).on(branches::code).on_deleted(OnDeleted::Revive).by(me())
        };
        let other = branch(conn, "b", None);
        other.clone().delete().by(me()).run(conn).unwrap();
        let trail = conn.trail();
        let refused = upsert(Some(other.id)).run(conn).unwrap_err();
        assert!(matches!(refused, Error::ParentDeleted { .. }), "{refused}");
        assert_eq!(conn.trail(), trail);
        let Upserted::Revived(row) = upsert(None).run(conn).unwrap() else { panic!() };
        assert_eq!((row.kind.as_str(), live!(conn)), ("elm", all("a", "x", 1)));
        // A row that is there is not moved under a deleted one either.
        assert!(matches!(upsert(Some(other.id)).run(conn), Err(Error::ParentDeleted { .. })));
        assert_eq!(Branch::verify_history(conn).unwrap(), []);
    }

    fn a_batch_that_two_deletions_share_does_not_join_them(db) {
        let conn = db.conn();
        let batch = Uuid::now_v7();
        let [a, b] = ["a", "b"].map(|code| branch(conn, code, None));
        tie(conn, a.id, b.id);
        leaf(conn, a.id, "x");
        leaf(conn, b.id, "yy");
        let a = a.delete().by(me()).batch(batch).run(conn).unwrap();
        let b = b.delete().by(me()).batch(batch).run(conn).unwrap();
        let entries = conn.trail().into_iter().filter(|log| log.batch_id == batch).count();
        assert_eq!(entries, 4, "in the trail they are one operation");
        assert!(a.row().deletion_batch.is_some() && a.row().deletion_batch != b.row().deletion_batch);
        b.restore().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), all("b", "yy", 0));
        a.restore().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), all("a b", "x yy", 1));
    }

    fn case_17_a_cascade_in_a_transaction_that_is_undone(db) {
        let conn = db.conn();
        let root = branch(conn, "a", None);
        let shoot = branch(conn, "b", Some(root.id));
        leaf(conn, shoot.id, "x");
        tie(conn, root.id, shoot.id);
        let before = (live!(conn), conn.trail());
        let undone: Result<(), Error> = conn.transaction(|conn| {
            let gone = root.clone().delete().by(me()).run(conn)?;
            assert_eq!(live!(conn), all("", "", 0));
            let root = gone.restore().by(me()).run(conn)?;
            root.hard_delete().by(me()).run(conn)?;
            assert_eq!(Leaf::objects().with_deleted().count().get_result::<i64>(conn)?, 0);
            Err(Error::NotFound)
        });
        assert!(matches!(undone, Err(Error::NotFound)));
        assert_eq!((live!(conn), conn.trail()), before);
        // A refusal undoes what came before it in its own write, and nothing else of the transaction.
        let done: Result<(), Error> = conn.transaction(|conn| {
            let early = branch(conn, "c", None);
            let gone = root.clone().delete().by(me()).run(conn)?;
            assert!(matches!(gone!(conn, "b").restore().by(me()).run(conn), Err(Error::ParentDeleted { .. })));
            let refused = [NewLeaf::builder().branch_id(early.id).number(1).label("z").build(),
                NewLeaf::builder().branch_id(root.id).number(1).label("z").build()];
            assert!(matches!(Leaf::create_many(refused).by(me()).run(conn), Err(Error::ParentDeleted { .. })));
            assert_eq!(live!(conn), all("c", "", 0));
            gone.restore().by(me()).run(conn)?;
            Ok(())
        });
        done.unwrap();
        assert_eq!(live!(conn), all("a b c", "x", 1));
    }

    fn what_holds_a_row_is_seen_within_a_transaction_that_has_read_before(db) {
        let conn = db.conn();
        let ann = writer(conn, "Ann");
        let held = book(conn, ann.id, "held");
        let mut elsewhere = db.another();
        let conn = &mut db.another();
        let refused: Result<(), Error> = conn.transaction(|conn| {
            // Where a transaction reads from a snapshot, this is when it is taken.
            let _: i64 = Blurb::objects().count().get_result(conn)?;
            Blurb::create(NewBlurb::builder().book_id(held.id).body("fine").build()).run(&mut elsewhere)?;
            held.clone().delete().by(me()).run(conn).map(drop)
        });
        // SQLite refuses to write over a snapshot that is not true any more.
        assert!(matches!(refused, Err(Error::Restricted { by: "Blurb", count: 1 } | Error::Conflict)), "{refused:?}");
    }

    fn case_29_the_removal_of_3000_rows_with_children(db) {
        let conn = db.conn();
        let new = |number: i32| NewBranch::builder().code(format!("{number}")).build();
        let rows = Branch::create_many((0..3_000).map(new)).by(me()).run(conn).unwrap();
        let new = |row: &Branch| {
            let label = format!("{} x", row.code);
            NewLeaf::builder().branch_id(row.id).number(1).label(label).build()
        };
        Leaf::create_many(rows.iter().map(new)).by(me()).run(conn).unwrap();
        assert_eq!(Branch::objects().delete().by(me()).run(conn).unwrap(), 3_000);
        assert_eq!(live!(conn), all("", "", 0));
        assert_eq!(Branch::objects().only_deleted().restore().by(me()).run(conn).unwrap(), 3_000);
        assert_eq!(Leaf::objects().count().get_result::<i64>(conn).unwrap(), 3_000);
        assert_eq!(Branch::objects().hard_delete().by(me()).run(conn).unwrap(), 3_000);
        assert_eq!(Leaf::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 0);
        let by_action = |action: &str, trail: &[model_core::AuditLog]| {
            trail.iter().filter(|log| log.action == action).count()
        };
        let trail = conn.trail();
        let counts = ["create", "delete", "restore", "hard_delete"].map(|action| by_action(action, &trail));
        assert_eq!(counts, [6_000; 4]);
    }

    fn case_06_a_proxy_takes_along_what_its_base_does(db) {
        let conn = db.conn();
        let root = branch(conn, "a", None);
        let elm = Branch::create(NewBranch::builder().code("b").kind("elm").parent_id(root.id).build());
        let elm = elm.by(me()).run(conn).unwrap();
        leaf(conn, elm.id, "x");
        let before = live!(conn);
        // What belongs to a row goes with it, whether the proxy shows it or not.
        let oak: OakBranch = OakBranch::objects().first(conn).unwrap();
        Branch::delete_by_key(oak.id).by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), all("", "", 0));
        let gone: Deleted<OakBranch> = OakBranch::objects().only_deleted().first(conn).unwrap();
        let oak: OakBranch = gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), before);
        assert_eq!(OakBranch::objects().delete().by(me()).run(conn).unwrap(), 1);
        assert_eq!(live!(conn), all("", "", 0));
        // The one that the proxy does not show stays, where nothing of its own brings it back.
        assert_eq!(OakBranch::objects().only_deleted().restore().by(me()).run(conn).unwrap(), 1);
        assert_eq!(live!(conn), before);
        elm.patch().parent_id(None).by(me()).run(conn).unwrap();
        OakBranch::objects().find(oak.id).hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(live!(conn), all("b", "x", 0));
        assert_eq!(OakBranch::objects().hard_delete().by(me()).run(conn).unwrap(), 0);
        assert_eq!(live!(conn), all("b", "x", 0));
    }

    fn case_01_relations_keep_their_scope_outside_an_or(db) {
        let conn = db.conn();
        let [a, b] = ["a", "b"].map(|code| branch(conn, code, None));
        for (branch, label) in [(a.id, "1"), (a.id, "22"), (a.id, "333"), (b.id, "4444")] {
            leaf(conn, branch, label);
        }
        Leaf::objects().filter(leaves::label.eq("333")).delete().by(me()).run(conn).unwrap();
        let labels = |rows: Vec<Leaf>| rows.into_iter().map(|row| row.label).collect::<Vec<_>>().join(" ");
        let either = || a.leaves().filter(leaves::label.eq("1")).or_filter(leaves::label.ne("1"));
        assert_eq!(labels(either().load(conn).unwrap()), "1 22");
        assert_eq!(labels(either().with_deleted().load(conn).unwrap()), "1 22 333");
        // case 4: every shape of read agrees with the list.
        assert_eq!(either().count().get_result::<i64>(conn).unwrap(), 2);
        let most: Option<i32> = either().select(diesel::dsl::max(leaves::number)).get_result(conn).unwrap();
        assert_eq!(most, Some(2));
        assert_eq!(either().first::<Leaf>(conn).unwrap().label, "1");
        assert!(!a.leaves().filter(leaves::number.gt(2)).exists().get_result::<bool>(conn).unwrap());
        let third = a.leaves().filter(leaves::label.eq("333")).or_filter(leaves::number.eq(3));
        let with_it = Branch::objects().filter(branches::id.eq_any(third.query().select(leaves::branch_id)));
        assert_eq!(with_it.count().get_result::<i64>(conn).unwrap(), 0);
    }

    fn case_05_a_purge_of_the_trash_takes_no_live_row(db) {
        let conn = db.conn();
        let [a, b] = ["a", "b"].map(|code| branch(conn, code, None));
        leaf(conn, a.id, "x");
        leaf(conn, b.id, "yy");
        tie(conn, a.id, b.id);
        a.delete().by(me()).run(conn).unwrap();
        assert_eq!(Branch::objects().only_deleted().hard_delete().by(me()).run(conn).unwrap(), 1);
        assert_eq!(live!(conn), all("b", "yy", 0));
        assert_eq!(Leaf::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(Branch::objects().only_deleted().hard_delete().by(me()).run(conn).unwrap(), 0);
    }

    fn case_12_a_stale_handle_moves_nothing_and_takes_nothing(db) {
        let conn = db.conn();
        let root = branch(conn, "a", None);
        let shoot = branch(conn, "b", Some(root.id));
        leaf(conn, shoot.id, "x");
        let (stale, stale_shoot) = (root.clone(), shoot.clone());
        let gone = root.delete().by(me()).run(conn).unwrap();
        let trail = conn.trail();
        assert!(matches!(stale.clone().delete().by(me()).run(conn), Err(Error::Deleted)));
        assert!(matches!(stale_shoot.patch().parent_id(None).by(me()).run(conn), Err(Error::Deleted)));
        assert!(matches!(stale_shoot.patch().code("z").by(me()).run(conn), Err(Error::Deleted)));
        assert!(matches!(stale.hard_delete().by(me()).run(conn), Err(Error::Deleted)));
        assert_eq!((live!(conn), conn.trail()), (all("", "", 0), trail));
        let again = gone.clone();
        gone.restore().by(me()).run(conn).unwrap();
        let trail = conn.trail();
        assert!(matches!(again.clone().restore().by(me()).run(conn), Err(Error::NotDeleted)));
        assert!(matches!(again.restore().with_ancestors().by(me()).run(conn), Err(Error::NotDeleted)));
        assert_eq!((live!(conn), conn.trail()), (all("a b", "x", 0), trail));
    }

    fn removal_without_marks_takes_a_tree_of_many(db) {
        let conn = db.conn();
        let folder = |parent: Option<FolderId>, name: String| NewFolder::builder().parent_id(parent).name(name).build();
        let roots = Folder::create_many((0..600).map(|n| folder(None, format!("{n}")))).by(me()).run(conn).unwrap();
        let inner = roots.iter().map(|row| folder(Some(row.id), format!("in {}", row.name)));
        let inner = Folder::create_many(inner).by(me()).run(conn).unwrap();
        let files = inner.iter().map(|row| NewFile::builder().folder_id(row.id).name("f").build());
        File::create_many(files).by(me()).run(conn).unwrap();
        let kept = roots[0].id;
        let most = Folder::objects().filter(folders::parent_id.is_null()).filter(folders::id.ne(kept));
        assert_eq!(most.delete().by(me()).run(conn).unwrap(), 599);
        assert_eq!(Folder::objects().count().get_result::<i64>(conn).unwrap(), 2);
        assert_eq!(File::objects().count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(Folder::verify_history(conn).unwrap(), []);
    }
}
