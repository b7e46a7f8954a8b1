//! A long list is walked while others write to its table.

use crate::dice::Dice;
use diesel::prelude::*;
use model_core::list::ListOf;
use model_core::prelude::*;
use model_tests::models::{NewTag, Tag, TagCode};
use model_tests::schema::tags;
use model_tests::{TestConnection, on_every_backend};
use std::collections::HashMap;
use std::env;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};

const WRITERS: usize = 8;
/// So many different values has the column of the order: each is that of many rows.
const USES: usize = 37;
const PAGE: usize = 200;

/// How many rows stay throughout.
fn count() -> usize {
    if env::var_os("MODEL_TEST_LONG").is_some() { 1_000_000 } else { 4_000 }
}

fn new_tag(code: String, uses: usize) -> NewTag {
    NewTag::builder().code(code).name("a").uses(i32::try_from(uses).unwrap()).build()
}

fn list() -> ListOf<Tag> {
    Tag::lists().sort((tags::uses,)).page_size(PAGE, PAGE)
}

/// Tells the writers to stop, also after an assertion that failed.
struct End<'e>(&'e AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// How often each row that stays was seen.
fn assert_once(seen: &[Tag], what: &str) {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for tag in seen.iter().filter(|tag| tag.code.inner().starts_with('s')) {
        *times.entry(tag.code.inner()).or_default() += 1;
    }
    let twice: Vec<_> = times.iter().filter(|(_, times)| **times > 1).take(5).collect();
    assert!(twice.is_empty(), "{what}: seen twice: {twice:?}");
    assert_eq!(times.len(), count(), "{what}: rows were missed");
}

/// The rows that come and go may be at any place, and those that do not move once at most.
fn assert_no_row_that_never_moves_twice(seen: &[Tag], what: &str) {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for tag in seen.iter().filter(|tag| tag.code.inner().starts_with('g')) {
        *times.entry(tag.code.inner()).or_default() += 1;
    }
    assert!(times.values().all(|times| *times == 1), "{what}");
}

on_every_backend! {
    fn rows_that_stay_are_seen_once_in_both_directions_while_eight_write(db) {
        let conn = db.conn();
        conn.sql("CREATE INDEX tags_uses ON tags (uses, code)");
        let rows: Vec<usize> = (0..count()).collect();
        for part in rows.chunks(2_000) {
            let new = part.iter().map(|n| new_tag(format!("s{n:07}"), n % USES));
            Tag::create_many(new).run(conn).unwrap();
        }
        let mut reader = db.another();
        let writers: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let (over, begun) = (AtomicBool::new(false), Barrier::new(WRITERS + 1));
        std::thread::scope(|scope| {
            for (writer, mut conn) in writers.into_iter().enumerate() {
                let (over, begun) = (&over, &begun);
                scope.spawn(move || {
                    let mut dice = Dice::new(u64::try_from(writer).unwrap());
                    for turn in 0.. {
                        // A row that comes and goes, one that moves while it is there, and a row that stays.
                        let (guest, mover) = (format!("g{writer}-{turn}"), format!("m{writer}"));
                        let written = (|| {
                            Tag::create(new_tag(guest.clone(), dice.throw(USES))).run(&mut conn)?;
                            let stays = format!("s{:07}", dice.throw(count()));
                            let named = Tag::objects().filter(tags::code.eq(TagCode::from(stays)));
                            named.patch().name(format!("{turn}")).run(&mut conn)?;
                            let _ = Tag::upsert(new_tag(mover, dice.throw(USES))).on(tags::code).run(&mut conn)?;
                            if dice.throw(3) > 0 {
                                Tag::delete_by_key(TagCode::from(guest)).run(&mut conn)?;
                            }
                            Ok(())
                        })();
                        match written {
                            Err(error) if !Error::is_conflict(&error) => panic!("{error}"),
                            _ => {}
                        }
                        if turn == 0 {
                            begun.wait();
                        }
                        if over.load(Ordering::Relaxed) {
                            return;
                        }
                    }
                });
            }
            let _end = End(&over);
            begun.wait();
            let mut read = |query: String| {
                Tag::objects().list(&list().parse(&query).unwrap()).run(&mut reader).unwrap()
            };
            for sort in ["uses", "-uses"] {
                let mut page = read(format!("sort={sort}"));
                let mut seen = page.rows.clone();
                while let Some(next) = page.next.clone() {
                    page = read(format!("sort={sort}&after={next}"));
                    seen.extend(page.rows.iter().cloned());
                }
                assert_once(&seen, sort);
                assert_no_row_that_never_moves_twice(&seen, sort);
                let mut seen = page.rows.clone();
                while let Some(previous) = page.previous.clone() {
                    page = read(format!("sort={sort}&before={previous}"));
                    seen.extend(page.rows.iter().cloned());
                }
                assert_once(&seen, "backwards");
                assert_no_row_that_never_moves_twice(&seen, "backwards");
            }
        });
    }
}
