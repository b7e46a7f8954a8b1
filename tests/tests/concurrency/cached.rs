//! Rows that are kept in memory are never older than a commit that was seen.

use crate::packets::elsewhere::Distant;
use crate::packets::{NewPacket, NewRack, Packet, Rack, create, packets, rack_of_three};
use diesel::prelude::*;
use model_core::cache::Cached;
use model_core::prelude::*;
use model_core::testing::assert_queries;
use model_core::{Error, transaction};
use model_tests::make::me;
use model_tests::on_every_backend;
use std::env;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Tables are known by their type, whatever the database: these tests would end what the others keep.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.throw(all.len() as u64) as usize]
    }
}

/// The row as the database has it.
macro_rules! stored {
    ($conn:expr, $id:expr) => {{
        let row: Option<Packet> = Packet::objects().filter(packets::id.eq($id)).first(&mut *$conn).optional().unwrap();
        row
    }};
}

/// What is found, by how many statements.
macro_rules! found {
    ($conn:ident, $cache:expr, $id:expr, $statements:expr) => {{
        let found = assert_queries!($conn, $statements, { $cache.find($id).run($conn).unwrap() });
        found.as_deref().cloned()
    }};
}

/// Keeps all rows, writes, and finds what the database has.
macro_rules! ends_what_is_kept {
    ($conn:ident, $cache:expr, $ids:expr, $write:expr) => {{
        for id in $ids {
            if $cache.find(id).run($conn).unwrap().is_some() {
                let _ = found!($conn, $cache, id, 0);
            }
        }
        let before: Vec<_> = $ids.iter().map(|id| stored!($conn, *id)).collect();
        $write;
        let after: Vec<_> = $ids.iter().map(|id| stored!($conn, *id)).collect();
        assert_ne!(before, after, "it wrote nothing");
        let found: Vec<_> = $ids.iter().map(|id| found!($conn, $cache, *id, 1)).collect();
        assert_eq!(found, after);
    }};
}

/// One write of any kind, and the versions that it made: those of a set and of a cascade are not known.
macro_rules! write {
    ($conn:expr, $unit:expr, $dice:expr, $ids:expr, $rack:expr) => {{
        let (conn, unit, id) = (&mut *$conn, $unit, *$dice.one_of($ids));
        let count = i32::try_from($dice.throw(1_000)).unwrap();
        match $dice.throw(7) {
            0 | 1 => match Packet::patch_by_key(id).count(count).by(me()).within(unit).outcome(conn)? {
                Outcome::Changed(row) => vec![(id, row.version)],
                _ => Vec::new(),
            },
            2 => match Packet::delete_by_key(id).by(me()).within(unit).outcome(conn)? {
                Outcome::Changed(gone) => vec![(id, gone.row().version)],
                _ => Vec::new(),
            },
            3 => {
                Packet::objects().only_deleted().restore().by(me()).within(unit).run(conn)?;
                Vec::new()
            }
            4 => {
                Packet::objects().patch().count(packets::count + 1).by(me()).within(unit).run(conn)?;
                Vec::new()
            }
            5 => {
                let _ = Rack::delete_by_key($rack).by(me()).within(unit).outcome(conn)?;
                Vec::new()
            }
            _ => {
                Rack::objects().only_deleted().restore().by(me()).within(unit).run(conn)?;
                Vec::new()
            }
        }
    }};
}

/// One writer less when it is dropped, also after a panic.
struct Last<'w>(&'w AtomicUsize);

impl Drop for Last<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

on_every_backend! {
    fn whatever_writes_a_row_ends_what_is_kept_of_it(db) {
        let _alone = alone();
        create::<Db>(db.conn());
        let conn = db.conn();
        let (rack, ids) = rack_of_three!(conn, "a");
        let cache = Cached::<Packet>::new(100);
        let all = Packet::objects;
        let one = || Packet::objects().filter(packets::id.eq(ids[0]));
        ends_what_is_kept!(conn, cache, &ids, Packet::patch_by_key(ids[0]).count(7).by(me()).run(conn).unwrap());
        ends_what_is_kept!(conn, cache, &ids, all().patch().count(packets::count + 1).by(me()).run(conn).unwrap());
        ends_what_is_kept!(conn, cache, &ids, Packet::delete_by_key(ids[1]).by(me()).run(conn).unwrap());
        ends_what_is_kept!(conn, cache, &ids, all().only_deleted().restore().by(me()).run(conn).unwrap());
        let gone;
        ends_what_is_kept!(conn, cache, &ids, gone = Rack::delete_by_key(rack.id).by(me()).run(conn).unwrap());
        ends_what_is_kept!(conn, cache, &ids, gone.restore().by(me()).run(conn).unwrap());
        let new = NewPacket::builder().rack_id(rack.id).code("a 2").count(40).build();
        ends_what_is_kept!(conn, cache, &ids, {
            Packet::upsert(new).on(packets::code).by(me()).run(conn).map(drop).unwrap();
        });
        let mut edit = stored!(conn, ids[2]).unwrap().edit();
        edit.count = 41;
        ends_what_is_kept!(conn, cache, &ids, edit.save().by(me()).run(conn).map(drop).unwrap());
        ends_what_is_kept!(conn, cache, &ids, one().hard_delete().by(me()).run(conn).unwrap());
        ends_what_is_kept!(conn, cache, &ids, {
            stored!(conn, ids[1]).unwrap().hard_delete().by(me()).run(conn).map(drop).unwrap();
        });
        ends_what_is_kept!(conn, cache, &ids, {
            let row: Rack = Rack::objects().first(conn).unwrap();
            row.hard_delete().by(me()).run(conn).map(drop).unwrap();
        });
        assert!(!cache.is_off());
    }

    fn a_transaction_ends_what_is_kept_by_its_end_and_keeps_nothing_itself(db) {
        let _alone = alone();
        create::<Db>(db.conn());
        let mut other = db.another();
        let conn = db.conn();
        let (_, ids) = rack_of_three!(conn, "a");
        let (cache, id) = (Cached::<Packet>::new(100), ids[0]);
        let version = |found: Option<Packet>| found.map(|row| row.version);
        let first = version(found!(conn, cache, id, 1));
        let undone: Result<(), Error> = transaction(conn, |conn, unit| {
            assert_eq!(version(found!(conn, cache, id, 1)), first, "nothing is looked up in a transaction");
            let row = Packet::patch_by_key(id).count(50).by(me()).within(unit).run(conn)?;
            assert_eq!(found!(conn, cache, id, 1), Some(row), "its own writes are read");
            let other = &mut other;
            assert_eq!(version(found!(other, cache, id, 1)), first, "and by nobody else");
            assert_eq!(version(found!(other, cache, id, 1)), first, "who keeps nothing meanwhile");
            Err(Error::NotFound)
        });
        assert!(matches!(undone, Err(Error::NotFound)));
        assert_eq!(version(found!(conn, cache, id, 1)), first);
        assert_eq!(version(found!(conn, cache, id, 0)), first);

        let row = transaction(conn, |conn, unit| {
            let row = Packet::patch_by_key(id).count(51).by(me()).within(unit).run(conn)?;
            let undone: Result<(), Error> = unit.savepoint(conn, |conn| {
                Packet::patch_by_key(id).count(52).by(me()).within(unit).run(conn)?;
                Err(Error::NotFound)
            });
            assert!(matches!(undone, Err(Error::NotFound)));
            Ok::<_, Error>(row)
        });
        let row = Some(row.unwrap());
        assert_eq!(found!(conn, cache, id, 1), row);
        assert_eq!(found!(conn, cache, id, 0), row);
    }

    fn a_transaction_whose_end_is_not_seen_turns_the_cache_off(db) {
        let _alone = alone();
        create::<Db>(db.conn());
        let mut other = db.another();
        let conn = db.conn();
        let (_, ids) = rack_of_three!(conn, "a");
        let (cache, id) = (Cached::<Packet>::new(100), ids[0]);
        let _ = found!(conn, cache, id, 1);
        conn.transaction(|conn| {
            let _ = found!(conn, cache, id, 1);
            Ok::<_, Error>(())
        }).unwrap();
        let _ = found!(conn, cache, id, 0);
        assert!(!cache.is_off(), "a read is no write");

        conn.transaction(|conn| {
            Packet::patch_by_key(id).count(60).by(me()).run(conn)?;
            let other = &mut other;
            let _ = found!(other, cache, id, 1);
            Ok::<_, Error>(())
        }).unwrap();
        assert!(cache.is_off());
        for _ in 0..2 {
            assert_eq!(found!(conn, cache, id, 1).map(|row| row.count), Some(60));
        }
        cache.forget();
        assert!(!cache.is_off());
        assert_eq!(found!(conn, cache, id, 1).map(|row| row.count), Some(60));
        assert_eq!(found!(conn, cache, id, 0).map(|row| row.count), Some(60));
    }

    fn what_another_process_writes_is_followed_by_the_trail(db) {
        let _alone = alone();
        create::<Db>(db.conn());
        let mut distant = db.another();
        let conn = db.conn();
        let (_, ids) = rack_of_three!(conn, "a");
        let (cache, id) = (Cached::<Packet>::new(100), ids[0]);
        let longest = Duration::from_millis(50);
        let count = |found: Option<Packet>| found.map(|row| row.count);
        assert_eq!(cache.follow(longest).run(conn).unwrap(), 0, "what was before the first look is not new");
        assert_eq!(count(found!(conn, cache, id, 1)), Some(0));
        for turn in 1..4 {
            Distant::patch_by_key(id).count(turn).by(me()).run(&mut distant).unwrap();
            assert_eq!(count(found!(conn, cache, id, 0)), Some(turn - 1), "this process does not know yet");
            assert_eq!(cache.follow(longest).run(conn).unwrap(), 1);
            assert_eq!(count(found!(conn, cache, id, 1)), Some(turn));
            assert_eq!(cache.follow(longest).run(conn).unwrap(), 0, "an entry is new once");
            assert_eq!(count(found!(conn, cache, id, 0)), Some(turn));
            std::thread::sleep(longest * 2);
        }
        cache.forget();
        assert_eq!(count(found!(conn, cache, id, 1)), Some(3));
    }

    fn no_row_that_is_found_is_older_than_a_commit_that_was_seen(db) {
        let _alone = alone();
        create::<Db>(db.conn());
        let (rack, ids) = rack_of_three!(db.conn(), "a");
        let turns = if env::var_os("MODEL_TEST_LONG").is_some() { 2_000 } else { 24 };
        let cache = Cached::<Packet>::new(100);
        let committed = [const { AtomicI32::new(1) }; 3];
        let writing = AtomicUsize::new(2);
        let conns: [Conn; 2] = [db.another(), db.another()];
        let readers: [Conn; 2] = [db.another(), db.another()];
        std::thread::scope(|scope| {
            for (writer, mut conn) in conns.into_iter().enumerate() {
                let (ids, committed, writing) = (&ids, &committed, Last(&writing));
                scope.spawn(move || {
                    let _writing = writing;
                    let mut dice = Dice(writer as u64);
                    for _ in 0..turns {
                        let done = transaction(&mut conn, |conn, unit| {
                            let mut told = Vec::new();
                            for _ in 0..=dice.throw(3) {
                                if dice.throw(2) == 0 {
                                    told.extend(write!(conn, unit, dice, ids, rack.id));
                                    continue;
                                }
                                let kept = unit.savepoint(conn, |conn| {
                                    let told: Vec<(i64, i32)> = write!(conn, unit, dice, ids, rack.id);
                                    if dice.throw(2) == 0 { Ok(told) } else { Err(Error::NotFound) }
                                });
                                match kept {
                                    Err(Error::NotFound) => {}
                                    kept => told.extend(kept?),
                                }
                            }
                            if dice.throw(3) == 0 { Err(Error::NotFound) } else { Ok(told) }
                        });
                        match done {
                            Ok(told) => for (id, version) in told {
                                let place = ids.iter().position(|known| *known == id).unwrap();
                                committed[place].fetch_max(version, SeqCst);
                            },
                            Err(Error::NotFound | Error::Conflict | Error::TransactionLost) => {}
                            Err(Error::ParentDeleted { .. }) => {}
                            Err(error) => panic!("{error:?}"),
                        }
                    }
                });
            }
            for (reader, mut conn) in readers.into_iter().enumerate() {
                let (ids, committed, cache, writing) = (&ids, &committed, &cache, &writing);
                scope.spawn(move || {
                    let mut dice = Dice(77 + reader as u64);
                    let mut turn = 0;
                    while turn < turns || writing.load(SeqCst) > 0 {
                        turn += 1;
                        let place = dice.throw(3) as usize;
                        let by_a_writer = committed[place].load(SeqCst);
                        let here = match dice.throw(2) {
                            0 => stored!(&mut conn, ids[place]).map_or(0, |row| row.version),
                            _ => 0,
                        };
                        if let Some(row) = cache.find(ids[place]).run(&mut conn).unwrap() {
                            assert!(row.version >= by_a_writer.max(here), "{row:?} after {by_a_writer}, {here}");
                        }
                    }
                });
            }
        });
        assert!(!cache.is_off());
        let conn = db.conn();
        for id in ids {
            let row = stored!(conn, id);
            assert_eq!(cache.find(id).run(conn).unwrap().as_deref(), row.as_ref());
            assert_eq!(found!(conn, cache, id, usize::from(row.is_none())), row);
        }
    }
}
