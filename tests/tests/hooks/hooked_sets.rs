//! Sets of rows with hooks, and upserts: one after the other with them, or as one set without.

use diesel::ExpressionMethods as _;
use diesel::QueryDsl as _;
use diesel::RunQueryDsl as _;
use model_core::prelude::*;
use model_tests::make::me;
use model_tests::models::{NewOffice, NewParcel, Office, Parcel, ParcelPatch};
use model_tests::schema::{parcels, traces};
use model_tests::{TestConnection, actions, on_every_backend};
use std::sync::Barrier;

const WRITERS: usize = 6;

fn office(conn: &mut impl TestConnection) -> Office {
    Office::create(NewOffice::builder().name("Main").build()).by(me()).run(conn).unwrap()
}

fn new(office: &Office, code: &str, label: &str) -> NewParcel {
    NewParcel::builder().office_id(office.id).code(code).label(label).build()
}

/// What the hooks have said since this was last asked.
macro_rules! said {
    ($conn:expr) => {{
        let said: Vec<String> = traces::table.order(traces::id).select(traces::said).load($conn).unwrap();
        diesel::delete(traces::table).execute($conn).unwrap();
        said
    }};
}

/// The labels and weights of the parcels that are there, deleted ones too.
macro_rules! stored {
    ($conn:expr) => {{
        let rows: Vec<(String, Option<i32>)> =
            parcels::table.order(parcels::id).select((parcels::label, parcels::weight)).load($conn).unwrap();
        rows
    }};
}

fn labels(rows: &[(&str, Option<i32>)]) -> Vec<(String, Option<i32>)> {
    rows.iter().map(|(label, weight)| ((*label).to_owned(), *weight)).collect()
}

on_every_backend! {
    fn patches_of_many_rows_run_with_their_hooks_or_without_them(db) {
        let conn = db.conn();
        let office = office(conn);
        let rows: Vec<Parcel> = ["a", "b"]
            .map(|code| Parcel::create(new(&office, code, "x")).by(me()).run(conn).unwrap())
            .into();
        said!(conn);
        let patches = |label: &'static str| {
            let patch = move |row: &Parcel| (row.id, ParcelPatch::new().label(format!("{label} {}", row.code)));
            rows.iter().map(patch).collect::<Vec<_>>()
        };
        assert_eq!(Parcel::patch_many(patches(" one")).each().by(me()).run(conn).unwrap(), 2);
        let heard = said!(conn);
        assert!(heard.contains(&"before patch a".to_owned()) && heard.contains(&"before patch b".to_owned()), "{heard:?}");
        assert_eq!(Parcel::patch_many(patches("two")).without_hooks().by(me()).run(conn).unwrap(), 2);
        assert_eq!(said!(conn), [""; 0]);
        let labels: Vec<String> = stored!(conn).into_iter().map(|(label, _)| label).collect();
        assert_eq!(labels, ["two a", "two b"]);
    }

    fn each_row_of_a_set_runs_its_hooks(db) {
        let conn = db.conn();
        let office = office(conn);
        let rows = [new(&office, "a", " x "), new(&office, "b", "y")];
        let rows = Parcel::create_many(rows).each().by(me()).run(conn).unwrap();
        assert_eq!(said!(conn), ["before create a", "after create a x", "before create b", "after create b y"]);
        assert_eq!(rows[0].label, "x");
        // What a hook sets for one row is not written to the next.
        rows[1].patch().weight(50).by(me()).run(conn).unwrap();
        said!(conn);
        let count = Parcel::objects().patch().label(" z ").each().by(me()).run(conn).unwrap();
        assert_eq!(count, 2);
        assert_eq!(stored!(conn), labels(&[("z", Some(2)), ("z", Some(51))]));
        let all = ["before patch a", "after patch a x z", "before patch b", "after patch b y z"];
        assert_eq!(said!(conn), all);
        assert_eq!(Parcel::objects().delete().by(me()).each().run(conn).unwrap(), 2);
        assert_eq!(said!(conn).len(), 4);
        assert_eq!(Parcel::objects().only_deleted().restore().by(me()).each().run(conn).unwrap(), 2);
        assert_eq!(stored!(conn), labels(&[("z", Some(100)), ("z", Some(100))]));
        assert_eq!(said!(conn).len(), 4);
        assert_eq!(Parcel::objects().hard_delete().each().by(me()).run(conn).unwrap(), 2);
        let all = ["before hard_delete a", "after hard_delete a", "before hard_delete b", "after hard_delete b"];
        assert_eq!(said!(conn), all);
    }

    fn a_hook_meets_a_column_that_the_database_computes(db) {
        let conn = db.conn();
        let office = office(conn);
        Parcel::create_many([new(&office, "a", "x"), new(&office, "b", "y")]).each().by(me()).run(conn).unwrap();
        // The label moves, and the hook would set the weight if nothing else did.
        let patch = || Parcel::objects().patch().label("z").weight(parcels::weight * 10);
        assert_eq!(patch().each().by(me()).run(conn).unwrap(), 2);
        assert_eq!(stored!(conn), labels(&[("z", Some(10)), ("z", Some(10))]));
        // A value of the hook replaces an expression, for this row alone.
        let patch = Parcel::objects().patch().label("heavy").weight(parcels::weight + 1).each();
        assert_eq!(patch.by(me()).run(conn).unwrap(), 2);
        assert_eq!(stored!(conn), labels(&[("heavy", Some(1_000)), ("heavy", Some(11))]));
        let row: Parcel = Parcel::objects().filter(parcels::code.eq("b")).first(conn).unwrap();
        said!(conn);
        assert_eq!(row.patch().weight(parcels::weight - 1).by(me()).run(conn).unwrap().weight, Some(10));
        assert_eq!(said!(conn), ["before patch b", "after patch b heavy heavy"]);
        assert_eq!(Parcel::objects().patch().weight(parcels::weight + 2).without_hooks().by(me()).run(conn).unwrap(), 2);
        assert_eq!(stored!(conn), labels(&[("heavy", Some(1_002)), ("heavy", Some(12))]));
        assert_eq!(Parcel::verify_history(conn).unwrap(), []);
    }

    fn one_refusal_undoes_the_whole_set(db) {
        let conn = db.conn();
        let office = office(conn);
        let trail = conn.trail().len();
        let rows = [new(&office, "a", "x"), new(&office, "b", "fail")];
        assert!(Parcel::create_many(rows).each().by(me()).run(conn).is_err());
        assert_eq!((said!(conn).len(), stored!(conn).len(), conn.trail().len()), (0, 0, trail));
        Parcel::create_many([new(&office, "a", "x"), new(&office, "b", "kept")]).each().by(me()).run(conn).unwrap();
        said!(conn);
        assert!(Parcel::objects().delete().each().by(me()).run(conn).is_err());
        let live: i64 = Parcel::objects().count().get_result(conn).unwrap();
        assert_eq!((live, said!(conn).len()), (2, 0));
        let impact = Parcel::objects().filter(parcels::code.eq("a")).delete().each().by(me()).preview(conn).unwrap();
        assert_eq!((impact.count, said!(conn).len()), (1, 0));
    }

    fn a_set_without_hooks_is_written_as_one(db) {
        let conn = db.conn();
        let office = office(conn);
        let rows = [new(&office, "a", "x"), new(&office, "b", "refuse")];
        Parcel::create_many(rows).without_hooks().by(me()).run(conn).unwrap();
        assert_eq!(stored!(conn), labels(&[("x", None), ("refuse", None)]));
        assert_eq!(Parcel::objects().patch().label("kept").without_hooks().by(me()).run(conn).unwrap(), 2);
        assert_eq!(Parcel::objects().delete().by(me()).without_hooks().run(conn).unwrap(), 2);
        assert_eq!(Parcel::objects().only_deleted().restore().without_hooks().by(me()).run(conn).unwrap(), 2);
        assert_eq!(Parcel::objects().delete().without_hooks().by(me()).run(conn).unwrap(), 2);
        assert_eq!(Parcel::purge().without_hooks().by(me()).run(conn).unwrap().removed, 2);
        assert_eq!((said!(conn).len(), stored!(conn).len()), (0, 0));
    }

    fn an_upsert_runs_the_hooks_of_what_it_comes_to(db) {
        let conn = db.conn();
        let office = office(conn);
        let upsert = |label: &str| Parcel::upsert(new(&office, "a", label)).on(parcels::code).by(me());
        let done = upsert(" x ").run(conn).unwrap();
        assert!(matches!(&done, Upserted::Created(row) if row.label == "x" && row.weight == Some(1)), "{done:?}");
        assert_eq!(said!(conn), ["before create a", "after create a x"]);
        let done = upsert(" y ").run(conn).unwrap();
        assert!(matches!(&done, Upserted::Updated(row) if row.label == "y" && row.weight == Some(2)), "{done:?}");
        assert_eq!(said!(conn), ["before patch a", "after patch a x y"]);
        let error = upsert("stretch").run(conn).unwrap_err();
        assert!(matches!(error, Error::Invalid { field: "label", .. }), "{error:?}");
        done.into_row().delete().by(me()).run(conn).unwrap();
        said!(conn);
        let done = upsert("z").run(conn).unwrap();
        assert!(matches!(&done, Upserted::Revived(row) if row.label == "z" && row.weight == Some(100)), "{done:?}");
        assert_eq!(said!(conn), ["before restore a", "after restore a true false"]);
        let (row, created) = Parcel::get_or_create(new(&office, "a", "w")).on(parcels::code).by(me()).run(conn).unwrap();
        assert_eq!((&*row.label, created), ("z", false));
        assert_eq!(said!(conn), [""; 0], "what is there is not written");
        assert_eq!(Parcel::verify_history(conn).unwrap(), []);
        let trail = conn.trail();
        assert_eq!(actions(&trail), ["create", "create", "patch", "patch", "delete", "restore"]);
    }

    fn an_upsert_of_many_runs_them_for_each(db) {
        let conn = db.conn();
        let office = office(conn);
        let rows = [new(&office, "a", "x"), new(&office, "b", "x"), new(&office, "a", "y")];
        let done = Parcel::upsert_many(rows).on(parcels::code).each().by(me()).run(conn).unwrap();
        let (first, last) = (&done[0], &done[2]);
        assert!(matches!((first, last), (Upserted::Created(_), Upserted::Updated(_))), "{done:?}");
        assert_eq!(said!(conn).len(), 6);
        let rows = [new(&office, "c", "x"), new(&office, "a", "fail")];
        assert!(Parcel::upsert_many(rows).on(parcels::code).by(me()).each().run(conn).is_err());
        assert_eq!((said!(conn).len(), stored!(conn).len()), (0, 2));
    }

    fn an_upsert_by_the_key_runs_the_hooks_of_what_it_comes_to(db) {
        let conn = db.conn();
        let office = office(conn);
        let new = |label: &str| NewParcel::builder().id(40).office_id(office.id).code("a").label(label).build();
        let upsert = |label: &str| Parcel::upsert(new(label)).on(parcels::id).by(me());
        let done = upsert(" x ").run(conn).unwrap();
        assert!(matches!(&done, Upserted::Created(row) if row.id == 40 && row.label == "x"), "{done:?}");
        assert_eq!(said!(conn), ["before create a", "after create a x"]);
        let done = upsert(" y ").run(conn).unwrap();
        assert!(matches!(&done, Upserted::Updated(row) if row.label == "y"), "{done:?}");
        assert_eq!(said!(conn), ["before patch a", "after patch a x y"]);
        done.into_row().delete().by(me()).run(conn).unwrap();
        said!(conn);
        let done = upsert("z").on_deleted(OnDeleted::Restore).run(conn).unwrap();
        assert!(matches!(&done, Upserted::Revived(row) if row.label == "z"), "{done:?}");
        assert_eq!(said!(conn), ["before restore a", "after restore a true false"]);
        let error = Parcel::upsert(self::new(&office, "b", "free")).on(parcels::id).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::Invalid { field: "id", .. }), "{error:?}");
        assert_eq!(said!(conn), [""; 0]);
        assert_eq!(Parcel::verify_history(conn).unwrap(), []);
    }

    fn a_row_is_matched_by_a_default(db) {
        let conn = db.conn();
        let office = office(conn);
        let bare = || NewParcel::builder().office_id(office.id).label("x").build();
        assert!(Parcel::upsert(bare()).on(parcels::code).by(me()).run(conn).unwrap().is_created());
        let done = Parcel::upsert(bare()).on(parcels::code).by(me()).run(conn).unwrap();
        assert!(!done.is_created(), "{done:?}");
        assert_eq!(said!(conn)[0], "before create -", "what the library fills in comes after the hook");
    }

    fn of_many_upserts_at_once_one_runs_the_hooks_of_a_new_row(db) {
        let office = office(db.conn());
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        let created: usize = std::thread::scope(|scope| {
            let write = |(writer, mut conn): (usize, Conn)| {
                let (start, office) = (&start, &office);
                scope.spawn(move || {
                    start.wait();
                    let upsert = Parcel::upsert(new(office, "a", &format!(" by {writer}"))).on(parcels::code);
                    usize::from(upsert.by(me()).run(&mut conn).unwrap().is_created())
                })
            };
            let threads: Vec<_> = conns.into_iter().enumerate().map(write).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        let conn = db.conn();
        let said = said!(conn);
        let ran = |hook: &str| said.iter().filter(|said| said.starts_with(hook)).count();
        assert_eq!((created, ran("before create"), ran("after create")), (1, 1, 1), "{said:#?}");
        assert_eq!((ran("before patch"), ran("after patch")), (WRITERS - 1, WRITERS - 1), "{said:#?}");
        let office: Office = Office::objects().find(office.id).first(conn).unwrap();
        assert_eq!(office.parcels, 1, "what the hooks of the others wrote is undone");
        // Neither the label nor the weight that one of them was about to create is in the patch of another.
        assert_eq!(stored!(conn)[0].1, Some(i32::try_from(WRITERS).unwrap()));
        assert_eq!(Parcel::verify_history(conn).unwrap(), []);
    }
}
