//! Random writes of the library and around it, against a model in memory.

use crate::models::{self, Bin, NewBin, bins};
use diesel::prelude::*;
use model_core::AuditLog;
use model_core::prelude::*;
use model_tests::make::me;
use model_tests::{TestConnection, on_every_backend};
use std::collections::BTreeMap;

/// Numbers that are the same on every machine.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick(&mut self, from: Vec<String>) -> Option<String> {
        let at = self.throw(from.len().max(1) as u64) as usize;
        from.into_iter().nth(at)
    }
}

/// A row in memory.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    title: String,
    copies: i32,
    is_deleted: bool,
}

/// The rows, and the actions that the trail has to tell of each key.
#[derive(Clone, Default)]
struct Memory {
    rows: BTreeMap<String, Row>,
    told: BTreeMap<String, Vec<(&'static str, bool)>>,
}

impl Memory {
    /// Adds an entry: of the library, or of a trigger.
    fn tell(&mut self, code: &str, action: &'static str, by_library: bool) {
        self.told.entry(code.to_owned()).or_default().push((action, by_library));
    }

    fn codes(&self, is_wanted: impl Fn(&Row) -> bool) -> Vec<String> {
        self.rows.iter().filter(|(_, row)| is_wanted(row)).map(|(code, _)| code.clone()).collect()
    }

    fn create(&mut self, code: &str, by_library: bool) {
        let row = Row { title: "A".to_owned(), copies: 1, is_deleted: false };
        self.rows.insert(code.to_owned(), row);
        self.tell(code, "create", by_library);
    }

    /// Changes rows, and tells those that differ.
    fn change(&mut self, codes: &[String], by_library: bool, change: impl Fn(&mut Row)) {
        for code in codes {
            let Some(row) = self.rows.get_mut(code) else { continue };
            let before = row.clone();
            change(row);
            let action = match (before.is_deleted, row.is_deleted) {
                (false, true) => "delete",
                (true, false) => "restore",
                _ => "patch",
            };
            if *row != before {
                self.tell(code, action, by_library);
            }
        }
    }

    fn remove(&mut self, codes: &[String], by_library: bool) {
        for code in codes.iter().filter(|code| self.rows.remove(*code).is_some()).cloned().collect::<Vec<_>>() {
            self.tell(&code, "hard_delete", by_library);
        }
    }
}

/// The row with this key, whatever its state.
macro_rules! live {
    ($conn:ident, $code:expr) => {
        Bin::objects().filter(bins::code.eq($code)).first::<Bin>($conn).unwrap()
    };
}

macro_rules! step {
    ($conn:ident, $dice:ident, $memory:ident, $next:ident) => {{
        let live = $memory.codes(|row| !row.is_deleted);
        let gone = $memory.codes(|row| row.is_deleted);
        let title = format!("T{}", $dice.throw(4));
        let copies = $dice.throw(3) as i32;
        match $dice.throw(15) {
            0 => {
                $next += 1;
                let code = format!("l{}", $next);
                Bin::create(NewBin::builder().code(&*code).title("A").build()).by(me()).run($conn).unwrap();
                $memory.create(&code, true);
            }
            1 => {
                $next += 3;
                let codes = [1, 2, 3].map(|place| format!("m{}", $next - place));
                let new: Vec<_> = codes.iter().map(|code| NewBin::builder().code(&**code).title("A").build()).collect();
                Bin::create_many(new).by(me()).run($conn).unwrap();
                codes.iter().for_each(|code| $memory.create(code, true));
            }
            2 => {
                $next += 1;
                let code = format!("r{}", $next);
                let now = model_core::at(chrono::Utc::now());
                diesel::insert_into(bins::table)
                    .values((
                        bins::code.eq(&code),
                        bins::title.eq("A"),
                        bins::copies.eq(1),
                        bins::secret.eq(""),
                        bins::version.eq(1),
                        bins::created_at.eq(now),
                        bins::updated_at.eq(now),
                    ))
                    .execute($conn)
                    .unwrap();
                $memory.create(&code, false);
            }
            3 => {
                if let Some(code) = $dice.pick(live) {
                    live!($conn, &code).patch().title(&*title).copies(copies).by(me()).run($conn).unwrap();
                    $memory.change(&[code], true, |row| {
                        row.title = title.clone();
                        row.copies = copies;
                    });
                }
            }
            4 => {
                if let Some(code) = $dice.pick(live) {
                    live!($conn, &code).delete().by(me()).run($conn).unwrap();
                    $memory.change(&[code], true, |row| row.is_deleted = true);
                }
            }
            5 => {
                if let Some(code) = $dice.pick(gone) {
                    let row: Deleted<Bin> =
                        Bin::objects().only_deleted().filter(bins::code.eq(&code)).first($conn).unwrap();
                    row.restore().by(me()).run($conn).unwrap();
                    $memory.change(&[code], true, |row| row.is_deleted = false);
                }
            }
            6 => {
                if let Some(code) = $dice.pick(live) {
                    live!($conn, &code).hard_delete().by(me()).run($conn).unwrap();
                    $memory.remove(&[code], true);
                }
            }
            7 => {
                Bin::objects().filter(bins::copies.eq(copies)).patch().title(&*title).by(me()).run($conn).unwrap();
                let codes = $memory.codes(|row| !row.is_deleted && row.copies == copies);
                $memory.change(&codes, true, |row| row.title = title.clone());
            }
            8 | 9 => {
                if let Some(code) = $dice.pick(live) {
                    diesel::update(bins::table.find(&code))
                        .set((bins::title.eq(&title), bins::copies.eq(copies)))
                        .execute($conn)
                        .unwrap();
                    $memory.change(&[code], false, |row| {
                        row.title = title.clone();
                        row.copies = copies;
                    });
                }
            }
            10 => {
                diesel::update(bins::table.filter(bins::copies.eq(copies)))
                    .set(bins::title.eq(&title))
                    .execute($conn)
                    .unwrap();
                let codes = $memory.codes(|row| row.copies == copies);
                $memory.change(&codes, false, |row| row.title = title.clone());
            }
            11 => {
                if let Some(code) = $dice.pick(live) {
                    diesel::update(bins::table.find(&code))
                        .set(bins::deleted_at.eq(model_core::at(chrono::Utc::now())))
                        .execute($conn)
                        .unwrap();
                    $memory.change(&[code], false, |row| row.is_deleted = true);
                }
            }
            12 => {
                if let Some(code) = $dice.pick(gone) {
                    $conn.sql(&format!("UPDATE bins SET deleted_at = NULL WHERE code = '{code}'"));
                    $memory.change(&[code], false, |row| row.is_deleted = false);
                }
            }
            13 => {
                if let Some(code) = $dice.pick(live) {
                    diesel::delete(bins::table.find(&code)).execute($conn).unwrap();
                    $memory.remove(&[code], false);
                }
            }
            _ => {
                // Its row exists already, or it changes nothing.
                if let Some(code) = $dice.pick(live) {
                    let new = NewBin::builder().code(&*code).title("twice").build();
                    // In a transaction of its own: PostgreSQL takes no statement after one that has failed.
                    let twice =
                        $conn.transaction::<_, model_core::Error, _>(|conn| Bin::create(new).by(me()).run(conn));
                    assert!(twice.is_err());
                    let row = live!($conn, &code);
                    let title = row.title.clone();
                    row.patch().title(title).by(me()).run($conn).unwrap();
                }
            }
        }
    }};
}

on_every_backend! {
    fn the_trail_is_that_of_a_model_in_memory(db) {
        let conn = db.conn();
        models::create::<Db>(conn);
        let seed = std::env::var("MODEL_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(11);
        println!("MODEL_TEST_SEED={seed}");
        let mut dice = Dice(seed);
        let mut memory = Memory::default();
        let mut next = 0;
        for _ in 0..60 {
            match dice.throw(5) {
                // Several writes in one transaction, which is kept or not.
                0 => {
                    let keep = dice.throw(2) == 0;
                    let mut within = memory.clone();
                    let done = conn.transaction::<(), diesel::result::Error, _>(|conn| {
                        for _ in 0..4 {
                            step!(conn, dice, within, next);
                        }
                        if keep { Ok(()) } else { Err(diesel::result::Error::RollbackTransaction) }
                    });
                    assert_eq!(done.is_ok(), keep);
                    if keep {
                        memory = within;
                    }
                }
                _ => step!(conn, dice, memory, next),
            }
        }
        let mut told: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
        for log in AuditLog::trail().of::<Bin>().load(conn).unwrap() {
            let by_library = log.actor_kind == "user";
            told.entry(log.object_id).or_default().push((log.action, by_library));
        }
        let expected: BTreeMap<_, Vec<_>> = memory
            .told
            .iter()
            .map(|(code, told)| (code.clone(), told.iter().map(|(action, by)| ((*action).to_owned(), *by)).collect()))
            .collect();
        assert_eq!(told, expected);
        assert!(expected.values().flatten().any(|(_, by_library)| !by_library));
        assert_eq!(Bin::verify_history(conn).unwrap(), []);
        let rows: Vec<(String, String, i32)> =
            bins::table.select((bins::code, bins::title, bins::copies)).order(bins::code).load(conn).unwrap();
        let kept: Vec<_> =
            memory.rows.iter().map(|(code, row)| (code.clone(), row.title.clone(), row.copies)).collect();
        assert_eq!(rows, kept);
    }
}
