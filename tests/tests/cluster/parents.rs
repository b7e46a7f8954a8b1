//! Rows that are created, moved and restored on one node while another deletes what they belong to.

use crate::galera::{Cluster, amount, settled};
use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use model_core::Error;
use model_core::prelude::*;
use std::sync::Barrier;
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    boxes (id) {
        id -> BigInt,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    held (id) {
        id -> BigInt,
        box_id -> BigInt,
        is_deleted -> Bool,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    loose (id) {
        id -> BigInt,
        box_id -> BigInt,
        is_deleted -> Bool,
        deletion_batch -> Nullable<Uuid>,
    }
}

/// The key of a box.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BoxId(i64);

/// What the others belong to.
#[derive(Model, Debug, Clone)]
#[model(table = boxes, soft_delete)]
#[model(has_many(held = Held, on_delete = cascade), has_many(loose = Loose, on_delete = cascade))]
pub struct Parcels {
    /// The key.
    pub id: BoxId,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it.
    pub deletion_batch: Option<Uuid>,
}

/// A row with a foreign key in the database.
#[derive(Model, Debug, Clone)]
#[model(table = held, soft_delete, lock_parents = write)]
pub struct Held {
    /// The key.
    pub id: i64,
    /// The box.
    #[model(belongs_to = Parcels)]
    pub box_id: BoxId,
    /// Whether it was deleted.
    pub is_deleted: bool,
    /// Which deletion took it.
    pub deletion_batch: Option<Uuid>,
}

/// A row without one.
#[derive(Model, Debug, Clone)]
#[model(table = loose, soft_delete, lock_parents = write)]
pub struct Loose {
    /// The key.
    pub id: i64,
    /// The box.
    #[model(belongs_to = Parcels)]
    pub box_id: BoxId,
    /// Whether it was deleted.
    pub is_deleted: bool,
    /// Which deletion took it.
    pub deletion_batch: Option<Uuid>,
}

const TABLES: &str = "\
    CREATE TABLE boxes (id BIGINT AUTO_INCREMENT PRIMARY KEY, deleted_at DATETIME(6), deletion_batch BINARY(16));
    CREATE TABLE held (id BIGINT AUTO_INCREMENT PRIMARY KEY, box_id BIGINT NOT NULL REFERENCES boxes (id),
        is_deleted BOOL NOT NULL DEFAULT FALSE, deletion_batch BINARY(16), KEY (box_id));
    CREATE TABLE loose (id BIGINT AUTO_INCREMENT PRIMARY KEY, box_id BIGINT NOT NULL,
        is_deleted BOOL NOT NULL DEFAULT FALSE, deletion_batch BINARY(16), KEY (box_id));";

/// How many rows are made before the races over them begin.
const ROUND: usize = 100;

macro_rules! races {
    ($test:ident, $child:ident, $new:ident, $table:ident) => {
        #[test]
        fn $test() {
            let Some(cluster) = Cluster::fresh() else { return };
            let (mut first, mut second) = (cluster.node(0), cluster.node(1));
            first.batch_execute(TABLES).unwrap();
            let mut writers = [cluster.node(0), cluster.node(2)];
            let (mut kept, mut refused) = (0, 0);
            for round in 0..amount(10_000).div_ceil(ROUND) {
                let news = |count: usize| (0..count).map(|_| NewParcels::builder().build());
                let boxes = Parcels::create_many(news(ROUND)).run(&mut first).unwrap();
                let shelf = Parcels::create(NewParcels::builder().build()).run(&mut first).unwrap();
                let rows = boxes.iter().map(|_| $new::builder().box_id(shelf.id).build());
                let movers = $child::create_many(rows).run(&mut first).unwrap();
                let rows = boxes.iter().map(|row| $new::builder().box_id(row.id).build());
                let gone: Vec<_> = $child::create_many(rows).run(&mut first).unwrap();
                let gone: Vec<Deleted<$child>> =
                    gone.into_iter().map(|row| row.delete().run(&mut first).unwrap()).collect();
                // Whatever the first node has written is on the second before the races begin.
                let count: i64 = Parcels::objects().count().get_result(&mut second).unwrap();
                assert!(count > 0);
                let start = Barrier::new(2);
                let writer = &mut writers[round % 2];
                let (children, deletions) = std::thread::scope(|scope| {
                    let children = scope.spawn(|| {
                        let write = |at: usize| {
                            start.wait();
                            match at % 3 {
                                0 => {
                                    settled(|| $child::create($new::builder().box_id(boxes[at].id).build()).run(writer))
                                        .map(drop)
                                }
                                1 => settled(|| movers[at].patch().box_id(boxes[at].id).run(writer)).map(drop),
                                _ => settled(|| gone[at].clone().restore().run(writer)).map(drop),
                            }
                        };
                        (0..ROUND).map(write).collect::<Vec<_>>()
                    });
                    let deletions = scope.spawn(|| {
                        let delete = |row: &Parcels| {
                            start.wait();
                            settled(|| Parcels::delete_by_key(row.id).run(&mut second)).map(drop)
                        };
                        boxes.iter().map(delete).collect::<Vec<_>>()
                    });
                    (children.join().unwrap(), deletions.join().unwrap())
                });
                for result in children {
                    match result {
                        Ok(()) => kept += 1,
                        Err(Error::ParentDeleted { .. }) => refused += 1,
                        Err(error) => panic!("{error:?}"),
                    }
                }
                deletions.into_iter().for_each(|deleted| deleted.unwrap());
                let live: i64 = Parcels::objects().count().get_result(&mut first).unwrap();
                assert_eq!(live, round as i64 + 1, "every deletion that was `Ok` is there, and no other");
            }
            // A child that was first was deleted with its parent; one that was second was refused.
            let orphans: i64 = $table::table
                .inner_join(boxes::table.on(boxes::id.eq($table::box_id)))
                .filter($table::is_deleted.eq(false).and(boxes::deleted_at.is_not_null()))
                .count()
                .get_result(&mut first)
                .unwrap();
            assert_eq!(orphans, 0, "live rows under deleted ones, {kept} kept, {refused} refused");
            assert!(kept > 0 && refused > 0, "{kept} kept, {refused} refused");
            eprintln!("{kept} rows were first, {refused} were refused");
        }
    };
}

diesel::allow_tables_to_appear_in_same_query!(boxes, held, loose);

races!(fault_a9_no_live_child_under_a_deleted_parent_with_a_foreign_key, Held, NewHeld, held);
races!(fault_a9_no_live_child_under_a_deleted_parent_without_a_foreign_key, Loose, NewLoose, loose);
