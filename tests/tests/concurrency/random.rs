//! A random program against a simple model in memory: the same seed, the same program.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{author, me, new_article};
use model_tests::models::{Article, ArticleId, Status};
use model_tests::schema::articles as table;
use model_tests::{TestConnection, on_every_backend};
use std::collections::BTreeMap;

/// A small generator of numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What a row should be.
#[derive(Debug, Clone, PartialEq)]
struct Expected {
    title: String,
    status: Status,
    deleted: bool,
    /// How many entries its history should have.
    entries: usize,
}

const STATUSES: [Status; 3] = [Status::Draft, Status::InReview, Status::Published];

on_every_backend! {
    fn a_random_program_leaves_what_it_should(db) {
        let conn = db.conn();
        let writer = author(conn).id;
        for seed in 1..=3 {
            let mut dice = Dice(seed);
            let mut rows: BTreeMap<ArticleId, Expected> = BTreeMap::new();
            for step in 0..120 {
                let keys: Vec<_> = rows.keys().copied().collect();
                let pick = |dice: &mut Dice| keys.get(dice.throw(keys.len().max(1) as u64) as usize).copied();
                let title = format!("t{}", dice.throw(3));
                let status = STATUSES[dice.throw(3) as usize];
                match (dice.throw(9), pick(&mut dice)) {
                    (0 | 1, _) | (_, None) => {
                        let row = Article::create(new_article(writer, &format!("r{seed} {step}"))).by(me()).run(conn).unwrap();
                        rows.insert(row.id, Expected { title: row.title, status: row.status, deleted: false, entries: 1 });
                    }
                    (2 | 3, Some(id)) => {
                        let outcome = Article::patch_by_key(id).title(title.as_str()).status(status).by(me()).outcome(conn).unwrap();
                        let expected = rows.get_mut(&id).unwrap();
                        let same = expected.title == title && expected.status == status;
                        match outcome {
                            Outcome::Deleted => assert!(expected.deleted),
                            Outcome::Unchanged(_) => assert!(same && !expected.deleted),
                            Outcome::Changed(_) => {
                                assert!(!same && !expected.deleted);
                                expected.entries += 1;
                                (expected.title, expected.status) = (title, status);
                            }
                            other => panic!("{other:?}"),
                        }
                    }
                    (4, Some(id)) => {
                        let expected = rows.get_mut(&id).unwrap();
                        let deleted = matches!(Article::delete_by_key(id).by(me()).outcome(conn).unwrap(), Outcome::Changed(_));
                        assert_eq!(deleted, !expected.deleted);
                        expected.entries += usize::from(deleted);
                        expected.deleted = true;
                    }
                    (5, Some(_)) => {
                        let set = Article::objects().filter(table::status.eq(status));
                        let n = set.patch().title(title.as_str()).by(me()).run(conn).unwrap();
                        let hit = rows.values_mut().filter(|row| !row.deleted && row.status == status && row.title != title);
                        assert_eq!(n, hit.map(|row| { row.title.clone_from(&title); row.entries += 1; }).count());
                    }
                    (6, Some(_)) => {
                        let set = Article::objects().filter(table::title.eq(title.as_str())).or_filter(table::status.eq(status));
                        let n = set.delete().by(me()).run(conn).unwrap();
                        let hit = rows.values_mut().filter(|row| !row.deleted && (row.title == title || row.status == status));
                        assert_eq!(n, hit.map(|row| { row.deleted = true; row.entries += 1; }).count());
                    }
                    (7, Some(_)) => {
                        let set = Article::objects().only_deleted().filter(table::status.ne(status));
                        let n = set.restore().by(me()).run(conn).unwrap();
                        let hit = rows.values_mut().filter(|row| row.deleted && row.status != status);
                        assert_eq!(n, hit.map(|row| { row.deleted = false; row.entries += 1; }).count());
                    }
                    (_, Some(id)) => {
                        let gone: Option<Deleted<Article>> = Article::objects().only_deleted().find(id).first(conn).optional().unwrap();
                        let expected = rows.get_mut(&id).unwrap();
                        assert_eq!(gone.is_some(), expected.deleted);
                        if let Some(gone) = gone {
                            gone.restore().by(me()).run(conn).unwrap();
                            expected.deleted = false;
                            expected.entries += 1;
                        }
                    }
                }
            }
            let stored: Vec<Article> = Article::objects().with_deleted().load(conn).unwrap();
            assert_eq!(stored.len(), rows.len(), "seed {seed}");
            let trail = conn.trail();
            for row in stored {
                let entries = trail.iter().filter(|log| log.object_id == row.id.to_string()).count();
                let found = Expected { title: row.title, status: row.status, deleted: row.deleted_at.is_some(), entries };
                assert_eq!(rows[&row.id], found, "seed {seed}");
            }
            assert_eq!(Article::objects().with_deleted().hard_delete().by(me()).run(conn).unwrap(), rows.len());
        }
    }
}
