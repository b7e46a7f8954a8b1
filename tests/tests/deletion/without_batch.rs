//! `on_delete = restrict` marks nothing, so it needs no `deletion_batch`.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::verbs::Dialect;
use model_core::{Error, ddl};
use model_tests::make::me;
use model_tests::{TestConnection, on_every_backend};

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    racks (id) {
        id -> BigInt,
        place -> Text,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    bottles (id) {
        id -> BigInt,
        rack_id -> BigInt,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(racks, bottles);

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = racks, soft_delete, audit)]
#[model(has_many(bottles = Bottle, on_delete = restrict))]
struct Rack {
    id: i64,
    place: String,
    deleted_at: Option<DateTime<Utc>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = bottles, soft_delete)]
struct Bottle {
    id: i64,
    #[model(belongs_to = Rack)]
    rack_id: i64,
    deleted_at: Option<DateTime<Utc>>,
}

fn tables<DB: Dialect>() -> Vec<String> {
    let tables = [ddl::create_table::<Rack, DB>(), ddl::create_table::<Bottle, DB>()];
    tables.into_iter().flat_map(Result::unwrap).collect()
}

/// A rack with a bottle, and one without.
fn racks<C>(conn: &mut C) -> (Rack, Rack, Bottle)
where
    C: TestConnection + Connection<Backend: Dialect> + CanWrite<Rack> + CanWrite<Bottle>,
{
    for statement in tables::<<C as Connection>::Backend>() {
        conn.sql(&statement);
    }
    let [full, empty] = ["cellar", "attic"]
        .map(|place| Rack::create(NewRack::builder().place(place).build()).by(me()).run(conn).unwrap());
    let bottle = Bottle::create(NewBottle::builder().rack_id(full.id).build()).run(conn).unwrap();
    (full, empty, bottle)
}

fn is_refused<T>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::Restricted { by: "Bottle", count: 1 }))
}

on_every_backend! {
    fn a_row_is_refused_while_a_live_row_belongs_to_it(db) {
        let conn = db.conn();
        let (full, _, bottle) = racks(conn);
        assert!(is_refused(full.clone().delete().by(me()).run(conn)));
        assert_eq!(Rack::objects().count().get_result::<i64>(conn).unwrap(), 2);
        assert!(Rack::verify_history(conn).unwrap().is_empty());
        bottle.delete().run(conn).unwrap();
        let gone = full.delete().by(me()).run(conn).unwrap();
        let full = gone.restore().by(me()).run(conn).unwrap();
        assert!(is_refused(full.hard_delete().by(me()).run(conn)));
    }

    fn a_set_is_refused_as_a_whole(db) {
        let conn = db.conn();
        let (_, empty, bottle) = racks(conn);
        assert!(is_refused(Rack::objects().delete().by(me()).run(conn)));
        assert!(is_refused(Rack::objects().delete().returning().by(me()).run(conn)));
        assert_eq!(Rack::objects().count().get_result::<i64>(conn).unwrap(), 2);
        let deleted = Rack::objects().filter(racks::id.eq(empty.id)).delete().by(me()).run(conn).unwrap();
        assert_eq!(deleted, 1);
        bottle.delete().run(conn).unwrap();
        let deleted = Rack::objects().delete().returning().by(me()).run(conn).unwrap();
        assert_eq!(deleted.len(), 1);
        assert_eq!(Rack::objects().only_deleted().restore().by(me()).run(conn).unwrap(), 2);
    }

    fn a_preview_refuses_as_the_deletion_does(db) {
        let conn = db.conn();
        let (full, empty, _) = racks(conn);
        assert!(is_refused(full.delete().by(me()).preview(conn)));
        assert_eq!(empty.delete().by(me()).preview(conn).unwrap().count, 1);
    }
}
