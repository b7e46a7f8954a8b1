//! Rows that are created, moved and restored while what they belong to is deleted.

use diesel::prelude::*;
use model_core::Error;
use model_core::prelude::*;
use model_core::relations::Through;
use model_tests::make::me;
use model_tests::models::{Branch, BranchId, Leaf, NewBranch, NewLeaf, Tie};
use model_tests::schema::{leaves, ties};
use model_tests::{TestConnection, on_every_backend};
use std::collections::HashMap;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const WRITERS: usize = 8;
const TURNS: usize = 24;

type Tied = Through<Branch, Tie, ties::from_id, ties::to_id>;

fn branch(conn: &mut impl TestConnection, parent: Option<BranchId>, code: &str) -> BranchId {
    Branch::create(NewBranch::builder().parent_id(parent).code(code).build()).by(me()).run(conn).unwrap().id
}

fn leaf(branch: BranchId, number: usize) -> NewLeaf {
    let number = i32::try_from(number).unwrap();
    NewLeaf::builder().branch_id(branch).number(number).label(format!("leaf {number}")).build()
}

/// Repeats what stood in another's way. Whether it was done in the end; refusals that such a race can bring about are
/// none of its failures.
fn settled<T>(mut write: impl FnMut() -> Result<T, Error>) -> bool {
    loop {
        match write() {
            Ok(_) => return true,
            Err(Error::Conflict) => {}
            Err(Error::ParentDeleted { .. } | Error::Deleted | Error::NotDeleted | Error::UniqueViolation { .. }) => {
                return false;
            }
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// Four roots, each with two shoots.
fn twelve(conn: &mut impl TestConnection) -> Vec<BranchId> {
    let mut all = Vec::new();
    for root in 0..4 {
        let id = branch(conn, None, &format!("root {root}"));
        all.push(id);
        all.extend((0..2).map(|shoot| branch(conn, Some(id), &format!("shoot {root}.{shoot}"))));
    }
    all
}

/// No live row belongs to a deleted one, and the trail tells what happened.
macro_rules! assert_no_orphans {
    ($conn:expr) => {{
        let conn = $conn;
        let rows: Vec<Branch> = Branch::objects().with_deleted().load(conn).unwrap();
        let live: HashMap<BranchId, bool> = rows.iter().map(|row| (row.id, row.deleted_at.is_none())).collect();
        for row in rows.iter().filter(|row| row.deleted_at.is_none()) {
            for above in [row.parent_id, row.graft_id].into_iter().flatten() {
                assert!(live[&above], "{row:?} is live under a deleted branch");
            }
        }
        for leaf in Leaf::objects().load::<Leaf>(conn).unwrap() {
            assert!(live[&leaf.branch_id], "{leaf:?} is live on a deleted branch");
        }
        for tie in Tie::objects().load::<Tie>(conn).unwrap() {
            assert!(live[&tie.from_id] && live[&tie.to_id], "{tie:?} is live between deleted branches");
        }
        assert_eq!(Branch::verify_history(conn).unwrap(), []);
        assert_eq!(Leaf::verify_history(conn).unwrap(), []);
    }};
}

on_every_backend! {
    fn case_09_no_live_child_under_a_deleted_parent(db) {
        let branches = twelve(db.conn());
        let scions: Vec<BranchId> = (0..4).map(|scion| branch(db.conn(), None, &format!("scion {scion}"))).collect();
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        let (done, refused) = ([const { AtomicUsize::new(0) }; 8], AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for (writer, mut conn) in conns.into_iter().enumerate() {
                let (branches, scions, start, done, refused) = (&branches, &scions, &start, &done, &refused);
                scope.spawn(move || {
                    let conn = &mut conn;
                    start.wait();
                    for turn in 0..TURNS {
                        let id = branches[(turn * 5 + writer * 7) % branches.len()];
                        let other = branches[(turn * 7 + writer * 3 + 1) % branches.len()];
                        let number = (writer * TURNS + turn) * 10;
                        // Half of them write children, the others delete and restore what these belong to.
                        let step = if writer % 2 == 0 { turn % 6 } else { 6 + usize::from(turn % 4 > 0) };
                        let is_done = match step {
                            0 => settled(|| Leaf::create(leaf(id, number)).by(me()).run(conn)),
                            1 => settled(|| {
                                let new = [leaf(id, number), leaf(other, number + 1)];
                                Leaf::create_many(new).by(me()).run(conn)
                            }),
                            2 => settled(|| {
                                let upsert = Leaf::upsert(leaf(id, number % 40)).on(leaves::label).by(me());
                                upsert.on_deleted(OnDeleted::Revive).run(conn)
                            }),
                            3 => settled(|| {
                                let row: Branch = Branch::objects().with_deleted().find(id).first(conn)?;
                                row.link::<Tied>().add([other]).by(me()).run(conn)
                            }),
                            4 => settled(|| {
                                let scion = Branch::patch_by_key(scions[turn % scions.len()]);
                                scion.graft_id(other).by(me()).run(conn)
                            }),
                            5 => settled(|| {
                                let row = Leaf::objects().order(leaves::number).first::<Leaf>(conn).optional()?;
                                let gone = row.ok_or(Error::Deleted)?.delete().by(me()).run(conn)?;
                                gone.restore().by(me()).run(conn)
                            }),
                            6 => settled(|| Branch::delete_by_key(id).by(me()).run(conn)),
                            _ => settled(|| {
                                let row = Branch::objects().only_deleted().first::<Deleted<Branch>>(conn).optional()?;
                                let row = row.ok_or(Error::NotDeleted)?;
                                match writer % 4 {
                                    1 => row.restore().by(me()).run(conn),
                                    _ => row.restore().with_ancestors().by(me()).run(conn),
                                }
                            }),
                        };
                        if is_done { &done[step] } else { refused }.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        let done = done.map(AtomicUsize::into_inner);
        assert!(done.iter().all(|count| *count > 0) && refused.into_inner() > 0, "{done:?}");
        assert_no_orphans!(db.conn());
    }

    fn case_09_whoever_is_first_is_waited_for(db) {
        let wait = || std::thread::sleep(Duration::from_millis(300));
        // The deletion is first: it has not ended when the others begin.
        let root = branch(db.conn(), None, "a");
        let scion = branch(db.conn(), None, "b");
        let (mut first, mut second, mut third) = (db.another(), db.another(), db.another());
        let barrier = Barrier::new(3);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                first.transaction::<_, Error, _>(|conn| {
                    Branch::delete_by_key(root).by(me()).run(conn)?;
                    barrier.wait();
                    wait();
                    Ok(())
                }).unwrap();
            });
            scope.spawn(|| {
                barrier.wait();
                assert!(!settled(|| Leaf::create(leaf(root, 1)).by(me()).run(&mut second)));
            });
            scope.spawn(|| {
                barrier.wait();
                assert!(!settled(|| Branch::patch_by_key(scion).graft_id(root).by(me()).run(&mut third)));
            });
        });
        assert_no_orphans!(db.conn());
        // The child is first: it is not there yet for everybody when the deletion begins.
        let barrier = Barrier::new(2);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                second.transaction::<_, Error, _>(|conn| {
                    Leaf::create(leaf(scion, 2)).by(me()).run(conn)?;
                    barrier.wait();
                    wait();
                    Ok(())
                }).unwrap();
            });
            scope.spawn(|| {
                barrier.wait();
                assert!(settled(|| Branch::delete_by_key(scion).by(me()).run(&mut first)));
            });
        });
        assert_eq!(Leaf::objects().with_deleted().count().get_result::<i64>(db.conn()).unwrap(), 1);
        assert_no_orphans!(db.conn());
    }

    fn case_09_deletions_of_trees_that_overlap(db) {
        for turn in 0..8 {
            let conn = db.conn();
            let root = branch(conn, None, &format!("{turn}"));
            let shoots = [0, 1, 2].map(|shoot| branch(conn, Some(root), &format!("{turn}.{shoot}")));
            let twigs = shoots.map(|shoot| branch(conn, Some(shoot), &format!("{turn} {shoot:?}")));
            for (number, id) in shoots.into_iter().chain(twigs).enumerate() {
                Leaf::create(leaf(id, turn * 10 + number)).by(me()).run(conn).unwrap();
            }
            let starts = [root, shoots[2], shoots[0], twigs[1]];
            let conns: Vec<Conn> = starts.iter().map(|_| db.another()).collect();
            let barrier = Barrier::new(starts.len());
            std::thread::scope(|scope| {
                for (id, mut conn) in starts.into_iter().zip(conns) {
                    let barrier = &barrier;
                    scope.spawn(move || {
                        barrier.wait();
                        settled(|| Branch::delete_by_key(id).by(me()).run(&mut conn));
                    });
                }
            });
            assert_eq!(Branch::objects().count().get_result::<i64>(db.conn()).unwrap(), 0);
            assert_eq!(Leaf::objects().count().get_result::<i64>(db.conn()).unwrap(), 0);
        }
        assert_no_orphans!(db.conn());
    }

    fn case_09_a_deletion_and_a_restoration_at_once(db) {
        for turn in 0..8 {
            let conn = db.conn();
            let root = branch(conn, None, &format!("{turn}"));
            let shoot = branch(conn, Some(root), &format!("{turn}.1"));
            Leaf::create(leaf(shoot, turn)).by(me()).run(conn).unwrap();
            let gone = Branch::delete_by_key(shoot).by(me()).run(conn).unwrap();
            let (mut first, mut second) = (db.another(), db.another());
            let barrier = Barrier::new(2);
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    barrier.wait();
                    assert!(settled(|| Branch::delete_by_key(root).by(me()).run(&mut first)));
                });
                scope.spawn(|| {
                    barrier.wait();
                    settled(|| gone.clone().restore().by(me()).run(&mut second));
                });
            });
            assert_eq!(Branch::objects().count().get_result::<i64>(db.conn()).unwrap(), 0);
            assert_eq!(Leaf::objects().count().get_result::<i64>(db.conn()).unwrap(), 0);
        }
        assert_no_orphans!(db.conn());
    }
}
